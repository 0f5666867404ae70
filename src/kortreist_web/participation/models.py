"""A process, its phases, what is answered and traced, who follows it, and moderation."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from kortreist_web.core.models import TenantModel
from kortreist_web.core.personal import PersonalModel
from kortreist_web.decisions.models import Body
from kortreist_web.versions.models import Version

__all__ = [
    "PROCESS",
    "Answer",
    "AnsweredItem",
    "Appeal",
    "Follower",
    "ModerationAct",
    "Notice",
    "Phase",
    "Process",
    "Tightening",
    "TraceLink",
]

#: ``Participant.process_kind`` of everybody who takes part in a :class:`Process`.
PROCESS = "process"


class Process(TenantModel):
    """A process in which people are told, heard or asked for advice, about one matter.

    ``promise`` is chosen once, before it opens, and printed on each page: what the municipality
    binds itself to. ``version`` is what it is about where that is frozen text; ``question`` is
    the matter in plain words.
    """

    class Promise(models.TextChoices):
        INFORM = "inform"
        LISTEN = "listen"
        ADVICE = "advice"

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"
        DECIDED = "decided"

    title = models.CharField(max_length=200)
    question = models.TextField()
    version_of = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    promise = models.CharField(max_length=8, choices=Promise)
    #: Keys of the rules it is held under (``facts``: ``participation_rules.csv``).
    legal_basis = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The day the body is planned to decide.
    decision_on = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opened_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def is_on_public_pages(self) -> bool:
        """Whether pages open to all show it: once it has opened."""
        return self.state != self.State.DRAFT

    def phase_on(self, day: date) -> Phase | None:
        """Return the phase of a day; None: it is between two, or over."""
        rows = self.phases.filter(opens_on__lte=day)
        phase: Phase | None = rows.filter(Q(closes_on=None) | Q(closes_on__gte=day)).last()
        return phase


class Phase(TenantModel):
    """A part of a process: its kind says what each role may do in it (``allowances.toml``).

    Whole days in Norwegian time: it opens as ``opens_on`` begins, and closes as ``closes_on``
    ends.
    """

    class Kind(models.TextChoices):
        INFORM = "inform"
        PROPOSE = "propose"
        MERGE = "merge"
        DELIBERATE = "deliberate"
        PRIORITISE = "prioritise"
        HEARING = "hearing"
        DECIDE = "decide"
        FOLLOW_UP = "follow_up"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="phases")
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["process", "order"], name="one_phase_a_place"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="phase_closes_after_it_opens",
            ),
        ]


class Tightening(TenantModel):
    """Something a process does not allow that its phase would: never the other way."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="tightenings")
    phase_kind = models.CharField(max_length=12, choices=Phase.Kind)
    role = models.CharField(max_length=24)
    act = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "phase_kind", "role", "act"], name="tightened_once"
            )
        ]


class Answer(PersonalModel):
    """What is answered to what somebody said; a new answer is a new row, the old stays readable.

    Many may share one answer (:class:`AnsweredItem`); each sender sees it as hers. The database
    refuses to change or remove a row. An answer may repeat what its sender said of somebody: the
    log holds a digest of its words.
    """

    personal = ("reason",)

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        ACCEPTED_IN_PART = "accepted_in_part"
        ALREADY_DONE = "already_done"
        CONSIDERED_LATER = "considered_later"
        NOT_ACCEPTED = "not_accepted"
        OUTSIDE = "outside_the_matter"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField()
    #: The unit that answers; None: the municipality's administration as such.
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField()
    #: When it is taken up again, where it is ``considered_later``.
    again_on = models.DateField(null=True, blank=True)
    revises = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="revised_by"
    )

    class Meta:
        ordering = ("id",)


class AnsweredItem(TenantModel):
    """One thing that an answer answers: of a kind a domain declares (``Domain.trace_kinds``)."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="items")
    subject_kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "subject_kind", "subject"], name="answered_once_an_answer"
            )
        ]
        indexes = [models.Index(fields=["organisation", "subject_kind", "subject"])]


class TraceLink(TenantModel):
    """One arrow of the trace, from what was said to what came of it; walked both ways.

    Kinds of ends are those domains declare (``Domain.trace_kinds``). The database refuses to
    change or remove a row: an arrow that was wrong is followed by one of kind ``withdraws``.
    """

    class Kind(models.TextChoices):
        #: Something said → its answer.
        ANSWERED_BY = "answered_by"
        #: An answer → the section of a version whose text it changed.
        CHANGED_TEXT = "changed_text"
        #: A version, or an answer → the resolution, or its point.
        DECIDED_BY = "decided_by"
        #: A point of a resolution → measure, goal or task.
        LED_TO = "led_to"
        #: A measure, goal or task → money or an indicator.
        MEASURED_BY = "measured_by"
        #: → what came of it.
        RESULTED_IN = "resulted_in"
        #: Takes back an arrow; ``to`` is that arrow.
        WITHDRAWS = "withdraws"

    kind = models.CharField(max_length=12, choices=Kind)
    from_kind = models.CharField(max_length=40)
    from_id = models.BigIntegerField()
    to_kind = models.CharField(max_length=40)
    to_id = models.BigIntegerField()
    #: Where inside the ends it leads: the key of a section, of a line.
    part = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["organisation", "from_kind", "from_id"]),
            models.Index(fields=["organisation", "to_kind", "to_id"]),
        ]


class Follower(PersonalModel):
    """Somebody who wants to be told when answer, text, resolution or result moves.

    Of a process, or of one thing in it. Nothing is sent before she has confirmed the address,
    and each message has a link that ends it and erases the address.
    """

    on_public_pages = False
    personal = ("email",)

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="followers")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.BigIntegerField(null=True, blank=True)
    participant = models.ForeignKey(
        "people.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="nb")
    confirmed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "subject_kind", "subject"])]


class Notice(TenantModel):
    """One message that somebody is told: what moved, when it was sent, or why it was not.

    To a :class:`Follower`, or to whom a domain knows how to reach (``contact_kind``, ``contact``:
    the sender of a submission). Rows hold no address: that stands where it can be erased.
    """

    on_public_pages = False

    class What(models.TextChoices):
        RECEIVED = "received"
        ANSWERED = "answered"
        TEXT_CHANGED = "text_changed"
        DECIDED = "decided"
        RESULT = "result"
        EXTENDED = "extended"
        MODERATED = "moderated"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="notices")
    follower = models.ForeignKey(
        Follower, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    contact_kind = models.CharField(max_length=40, blank=True)
    contact = models.BigIntegerField(null=True, blank=True)
    what = models.CharField(max_length=12, choices=What)
    subject_kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    #: How it stood when she was told of it: what has moved since is told anew.
    mark = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Why it could not be sent.
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "what", "subject_kind", "subject", "mark"],
                condition=~Q(follower=None),
                name="told_once",
            ),
            models.UniqueConstraint(
                fields=["contact_kind", "contact", "what", "subject_kind", "subject", "mark"],
                condition=Q(follower=None),
                name="contact_told_once",
            ),
        ]


class ModerationAct(PersonalModel):
    """What a moderator did with something said: rule and reason, never silently.

    What is hidden stays as a stub with the rule. An act in bulk is one row a subject with the
    same ``batch``. The database refuses to change or remove a row; the log holds a digest of the
    reason, which may name what nobody is to read.
    """

    personal = ("reason",)

    class Act(models.TextChoices):
        HIDE = "hide"
        REDACT = "redact"
        RESTORE = "restore"
        REFUSE = "refuse"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="moderation")
    subject_kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    #: Key of the rule it rests on (``moderation_rules.toml``).
    rule = models.CharField(max_length=40)
    reason = models.TextField()
    batch = models.UUIDField(null=True, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["organisation", "subject_kind", "subject"])]


class Appeal(PersonalModel):
    """Somebody asks that another person looks at an act of moderation again."""

    on_public_pages = False
    personal = ("text",)

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        REVERSED = "reversed"

    act = models.OneToOneField(ModerationAct, on_delete=models.PROTECT, related_name="appeal")
    participant = models.ForeignKey(
        "people.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    appealed_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
