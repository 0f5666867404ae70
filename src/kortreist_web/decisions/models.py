"""Who decides, what they were asked, what they decided point by point, and how they voted."""

from __future__ import annotations

from datetime import date

from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.versions.models import Version

__all__ = [
    "Body",
    "BodyMember",
    "CasePaper",
    "Disqualification",
    "Resolution",
    "ResolutionPoint",
    "Vote",
]


class Body(TenantModel):
    """A body that decides or advises: the council, its committees, the three councils."""

    class Kind(models.TextChoices):
        COUNCIL = "council"
        EXECUTIVE_COMMITTEE = "executive_committee"
        COMMITTEE = "committee"
        YOUTH_COUNCIL = "youth_council"
        ELDERLY_COUNCIL = "elderly_council"
        DISABILITY_COUNCIL = "disability_council"
        OTHER = "other_body"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_body_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def members_on(self, day: date) -> models.QuerySet[BodyMember]:
        """Return the members of a day; deputies are not members."""
        rows = self.members.filter(valid_from__lte=day, deputy=False)
        members: models.QuerySet[BodyMember] = rows.exclude(valid_to__lte=day)
        return members

    def deputies_on(self, day: date) -> models.QuerySet[BodyMember]:
        """Return the deputies of a day."""
        rows = self.members.filter(valid_from__lte=day, deputy=True)
        deputies: models.QuerySet[BodyMember] = rows.exclude(valid_to__lte=day)
        return deputies


class BodyMember(TenantModel):
    """A member of a body, or a deputy, for a time.

    ``valid_to`` is the first day she is no longer.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    party = models.CharField(max_length=60, blank=True)
    deputy = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("deputy", "name")

    def __str__(self) -> str:
        return self.name


class CasePaper(TenantModel):
    """The paper the council gets about a proposed version."""

    frozen = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    background = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    economic_consequences = models.TextField(blank=True)
    recommendation = models.TextField()
    case_number = models.CharField(max_length=40, blank=True)
    case_officer = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    #: ``body``, ``date`` and ``case_number`` of each meeting the case goes through.
    meetings = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2, default="nb")
    unlogged = ("case_officer",)

    class Meta:
        ordering = ("-id",)


class Resolution(TenantModel):
    """What a council decided: date, case number and archive reference make it findable."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted"
        REJECTED = "rejected"
        RETURNED = "returned"

    body = models.CharField(max_length=120)
    decided_on = models.DateField()
    case_number = models.CharField(max_length=40)
    archive_reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    paper = models.ForeignKey(
        CasePaper, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    frozen = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )

    class Meta:
        ordering = ("-decided_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "case_number", "decided_on"], name="one_resolution"
            )
        ]


class ResolutionPoint(TenantModel):
    """A numbered point of a resolution.

    One that asks somebody to do something has a task, which says who, until when, how it stands
    and what shows that it is done: see :mod:`kortreist_web.decisions.points`.
    """

    class Kind(models.TextChoices):
        DO = "do"
        #: A duty that goes on: reporting every period.
        STANDING = "standing"
        REPORT_BACK = "report_back"
        ADOPT = "adopt"
        REJECT = "reject"
        REFER = "refer"

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=Kind)
    #: The later resolution that changed it, or let it lapse.
    changed_by = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lapsed_by = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["resolution", "number"], name="one_point_of_a_number")
        ]


class Vote(TenantModel):
    """How a body voted over a resolution, or over one point of it.

    ``by_party``: party → [for, against]; empty where it was not counted so.
    """

    class Casting(models.TextChoices):
        FOR = "for"
        AGAINST = "against"

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="votes")
    point = models.ForeignKey(
        ResolutionPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="votes"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="votes")
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    #: How many of those who voted were deputies; None: not entered.
    deputies_met = models.PositiveSmallIntegerField(null=True, blank=True)
    by_party = models.JSONField(default=dict, blank=True)
    #: The chair's, where as many were for as against.
    casting_vote = models.CharField(max_length=7, choices=Casting, blank=True)

    class Meta:
        ordering = ("point__number", "id")
        constraints = [
            models.UniqueConstraint(fields=["resolution", "point"], name="one_vote_a_point"),
            models.UniqueConstraint(
                fields=["resolution"], condition=models.Q(point=None), name="one_vote_of_the_whole"
            ),
        ]


class Disqualification(TenantModel):
    """A member who could not take part in a vote, and why."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="disqualified")
    member = models.ForeignKey(BodyMember, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=200)

    class Meta:
        ordering = ("member__name",)
        constraints = [models.UniqueConstraint(fields=["vote", "member"], name="disqualified_once")]
