"""A strategic platform while it is worked on: sections, what is promised, what is suggested."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.versions.models import Version

__all__ = [
    "Commitment",
    "CommitmentLink",
    "FindingSetAside",
    "Handover",
    "HandoverAnswer",
    "NumberFact",
    "Platform",
    "PlatformSection",
    "PrincipleReview",
    "Suggestion",
    "text_of",
]


class Platform(TenantModel):
    """The platform of a council term: what is worked on, from which versions are frozen.

    How it stands (draft, before the council, adopted, replaced) follows from its versions and is
    not stored: :func:`kortreist_web.platforms.frozen.state_of`.
    """

    #: Pages open to all show what was frozen of it, never the draft.
    on_public_pages = False

    title = models.CharField(max_length=200)
    #: The council term it is for: the year the term begins, and the year it ends.
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("-first_year",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first_year"], name="one_platform_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.term}"

    @property
    def term(self) -> str:
        """The council term, as it is written."""
        return f"{self.first_year}–{self.last_year}"

    @property
    def subject(self) -> str:
        """What its versions are versions of."""
        return str(self.first_year)


class PlatformSection(TenantModel):
    """A section of a platform. ``key`` never changes and is never used for another section."""

    on_public_pages = False

    class Kind(models.TextChoices):
        WHY = "why"
        AMBITION = "ambition"
        PRINCIPLE = "principle"
        GUIDANCE_COMMUNITY = "guidance_community"
        GUIDANCE_ORGANISATION = "guidance_organisation"
        PRIORITY = "priority"
        FOLLOW_UP = "follow_up"

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40, editable=False)
    kind = models.CharField(max_length=24, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    heading_nb = models.CharField(max_length=200, blank=True)
    heading_nn = models.CharField(max_length=200, blank=True)
    text_nb = models.TextField(blank=True)
    text_nn = models.TextField(blank=True)
    #: Taken out of the draft: later versions do not have it, its key stays taken.
    removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(fields=["platform", "key"], name="one_section_of_a_key")
        ]

    def __str__(self) -> str:
        return self.heading("nb")

    def heading(self, language: str) -> str:
        """Return the heading in a language; in the other where it has none."""
        first, second = self.heading_nb, self.heading_nn
        return (second or first) if language == "nn" else (first or second)

    def text(self, language: str) -> str:
        """Return the text in a language; in the other where it has none."""
        first, second = self.text_nb, self.text_nn
        return (second or first) if language == "nn" else (first or second)


class Commitment(TenantModel):
    """The smallest thing in a platform that can be followed up."""

    on_public_pages = False

    class Kind(models.TextChoices):
        GOAL = "goal"
        PRINCIPLE = "principle"
        PROMISE = "promise"
        GUIDANCE = "guidance"

    class Expires(models.TextChoices):
        NEVER = "never"
        END_OF_TERM = "end_of_term"
        DATE = "date"

    class Bound(models.TextChoices):
        AT_LEAST = "at_least"
        AT_MOST = "at_most"
        EXACTLY = "exactly"

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="commitments")
    section = models.ForeignKey(
        PlatformSection, on_delete=models.PROTECT, related_name="commitments"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    text_nb = models.TextField(blank=True)
    text_nn = models.TextField(blank=True)
    #: The unit that sees to it.
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    expires = models.CharField(max_length=12, choices=Expires, default=Expires.END_OF_TERM)
    #: First day it binds no more, where it expires on a date.
    expires_on = models.DateField(null=True, blank=True)
    #: Of a goal: what is measured, and the value it is to have (``due``: from which day). A quality
    #: of life is a goal like any other.
    indicator = models.ForeignKey(
        "indicators.Indicator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bound = models.CharField(max_length=8, choices=Bound, blank=True)
    value = models.FloatField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    #: What shows that it is done.
    evidence = models.TextField(blank=True)
    #: Taken out of the draft, and why: later versions do not have it.
    dropped_on = models.DateField(null=True, blank=True)
    dropped_why = models.TextField(blank=True)

    class Meta:
        ordering = ("section__order", "order", "id")

    def __str__(self) -> str:
        return self.text("nb")

    def text(self, language: str) -> str:
        """Return the text in a language; in the other where it has none."""
        first, second = self.text_nb, self.text_nn
        return (second or first) if language == "nn" else (first or second)


class CommitmentLink(TenantModel):
    """What a commitment is tied to: ``target`` is the key of a row of the kind.

    A key, not a foreign key: a line of a draft budget goes with its budget, and the link then
    shows that what it was tied to is gone.
    """

    on_public_pages = False

    class Kind(models.TextChoices):
        GOAL = "goal"
        MEASURE = "measure"
        BUDGET_LINE = "budget_line"
        INDICATOR = "indicator"
        RESOLUTION = "resolution"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=Kind)
    target = models.BigIntegerField()

    class Meta:
        ordering = ("kind", "id")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "kind", "target"], name="linked_once")
        ]


class NumberFact(TenantModel):
    """Which fact a number in a section is: ``written`` as it stands, in both languages' texts."""

    on_public_pages = False

    section = models.ForeignKey(PlatformSection, on_delete=models.PROTECT, related_name="numbers")
    written = models.CharField(max_length=40)
    #: Id of the fact, of those :mod:`kortreist_web.platforms.facts` gives.
    fact = models.CharField(max_length=120)
    #: What the fact is multiplied by to be the number.
    times = models.FloatField(default=1.0)
    #: The step it is rounded to; None: its last decimal.
    rounded_to = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["section", "written"], name="one_fact_a_number")
        ]


class PrincipleReview(TenantModel):
    """One argued rating of a measure against a principle, −3 to +3; never summed."""

    on_public_pages = False

    class Confidence(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    choice = models.ForeignKey(
        "measures.MeasureChoice", on_delete=models.PROTECT, related_name="principle_reviews"
    )
    principle = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reviews")
    rating = models.SmallIntegerField()
    confidence = models.CharField(max_length=8, choices=Confidence)
    argument = models.TextField()
    evidence = models.CharField(max_length=300, blank=True)
    #: In which role the author judges: *kommunelege*, *landbruksrådgiver*.
    role = models.CharField(max_length=120)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_on = models.DateField()

    class Meta:
        ordering = ("principle", "rating", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__gte=-3, rating__lte=3), name="rated_within_three"
            )
        ]


class FindingSetAside(TenantModel):
    """Something that does not hang together and is left as it is: why, and until when."""

    on_public_pages = False

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="asides")
    #: The finding's, the same from check to check.
    key = models.CharField(max_length=200)
    reason = models.TextField()
    set_on = models.DateField()
    look_again = models.DateField()

    class Meta:
        ordering = ("id",)


class Handover(TenantModel):
    """That a platform is handed over to the council elected in a year.

    How each commitment comes over is computed (:mod:`kortreist_web.platforms.handing_over`).
    """

    on_public_pages = False

    platform = models.OneToOneField(Platform, on_delete=models.PROTECT, related_name="handover")
    #: The day of the election, as the municipality has entered it; None: not known.
    election_on = models.DateField(null=True, blank=True)
    #: The constitutive meeting, where its day is set.
    meeting_on = models.DateField(null=True, blank=True)


class HandoverAnswer(TenantModel):
    """What the new council resolved about a commitment of the old: only by a resolution."""

    on_public_pages = False

    class Answer(models.TextChoices):
        CONTINUES = "continues"
        CHANGED = "changed_in_new"
        ENDED = "ended"

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="answers")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=Answer)
    resolution = models.ForeignKey(
        "decisions.Resolution", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "commitment"], name="one_answer_a_commitment"
            )
        ]


class Suggestion(TenantModel):
    """A change of a section's text: the words as they stand, and what they should be instead.

    ``version_about`` is the newest frozen version when it was made. Accepting writes the new words
    in one step; where the old ones no longer stand there, it is refused.
    """

    on_public_pages = False

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    section = models.ForeignKey(
        PlatformSection, on_delete=models.PROTECT, related_name="suggestions"
    )
    version_about = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2, default="nb")
    old = models.TextField()
    new = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    #: Whose it is, as the history of the next version names her.
    author = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.old[:60]} → {self.new[:60]}"

    @property
    def stands(self) -> bool:
        """Whether the words it changes stand once in the text now."""
        return text_of(self.section, self.language).count(self.old) == 1


def text_of(section: PlatformSection, language: str) -> str:
    """Return a section's own text in a language, empty where it has none in it."""
    text: Any = getattr(section, f"text_{language}")
    return str(text)
