"""A hearing: what is heard, who must be asked, what came in, and the points it is split in."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from kortreist_web.core.models import FrozenModel, TenantModel
from kortreist_web.core.personal import PersonalModel
from kortreist_web.decisions.models import Body
from kortreist_web.participation.models import Phase, Process
from kortreist_web.versions.models import Version

__all__ = [
    "Extension",
    "FileCopy",
    "Hearing",
    "HearingDocument",
    "Objection",
    "Recipient",
    "SectionChange",
    "Submission",
    "SubmissionContact",
    "SubmissionFile",
    "SubmissionHandling",
    "SubmissionPoint",
]


class Hearing(TenantModel):
    """One lawful hearing of one frozen version, under one rule, with its clock.

    It cannot open before it is announced and its documents are there, nor close before the
    clock of ``rule`` has run out (:mod:`kortreist.clocks`). ``closes_on`` is the last whole day;
    later days are rows (:class:`Extension`).
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        #: Its last day has passed and somebody has said so; points are answered.
        CLOSED = "closed"
        #: The table stands before whoever decides.
        COMPLETED = "completed"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="hearings")
    phase = models.OneToOneField(Phase, on_delete=models.PROTECT, related_name="hearing")
    heard = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="hearings")
    #: Key of the rule in ``facts`` (``participation_rules.csv``) that sets the least time.
    rule = models.CharField(max_length=80)
    opens_on = models.DateField()
    closes_on = models.DateField()
    #: Where it was announced (newspaper, site), on which day, at which address.
    announced_in = models.CharField(max_length=200, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    announced_at = models.URLField(max_length=300, blank=True)
    #: Where the documents lie on paper.
    paper_copy = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    completed_on = models.DateField(null=True, blank=True)
    #: Where the table of submissions lies in the archive, where no case paper holds it.
    table_reference = models.CharField(max_length=80, blank=True)
    #: The version proposed after it, beside which ``heard`` is laid.
    proposed = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-opens_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="hearing_closes_after"
            )
        ]

    @property
    def is_on_public_pages(self) -> bool:
        """Whether pages open to all show it: once it has opened."""
        return self.state != self.State.DRAFT

    @property
    def last_day(self) -> date:
        """The last day, with its extensions."""
        latest = self.extensions.order_by("-to_day").first()
        return max(self.closes_on, latest.to_day) if latest else self.closes_on


class HearingDocument(TenantModel):
    """A document that is laid out: a file, or an address where it stands."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=300, blank=True)
    file = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    unlogged = ("file",)

    class Meta:
        ordering = ("order", "id")


class Extension(TenantModel):
    """A later last day, and why. The database refuses to change or remove a row."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="extensions")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=models.F("from_day")), name="extended_to_later"
            )
        ]


class Recipient(TenantModel):
    """A body that is asked: by law, or because somebody chose to; what it has said, or why not.

    ``due_on`` is set when the matter is sent, and stays: silence past it lets the case go on.
    """

    class Kind(models.TextChoices):
        YOUTH_COUNCIL = "youth_council"
        ELDERLY_COUNCIL = "elderly_council"
        DISABILITY_COUNCIL = "disability_council"
        COUNTY_GOVERNOR = "county_governor"
        COUNTY_AUTHORITY = "county_authority"
        STATE_BODY = "state_body"
        MUNICIPALITY = "municipality"
        SAMI_PARLIAMENT = "sami_parliament"
        ASSOCIATION = "association"
        UNIT = "unit"
        OTHER = "other"

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="recipients")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=160)
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Key of the rule that says that it is asked; empty: somebody chose to.
    rule = models.CharField(max_length=80, blank=True)
    may_object = models.BooleanField(default=False)
    sent_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    #: Why it has said nothing, where it or an officer has given the reason.
    none_because = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "name")
        constraints = [
            models.UniqueConstraint(fields=["hearing", "name"], name="one_recipient_of_a_name")
        ]

    @property
    def last_day(self) -> date | None:
        """The last day it may say something: what it was told, or later by an extension."""
        return None if self.due_on is None else max(self.due_on, self.hearing.last_day)


class Submission(FrozenModel):
    """What somebody sent in: a case document. The database refuses to change or remove it.

    ``content`` holds ``sender``, ``sender_kind``, ``text``, ``sections`` (keys), ``language`` and
    ``files`` (name, size and SHA-256 of each). Whether it is late is computed. What is done with
    it stands in :class:`SubmissionHandling`; how the sender is reached, in
    :class:`SubmissionContact`, which can be erased.
    """

    class SenderKind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"
        BUSINESS = "business"
        PUBLIC_BODY = "public_body"
        COUNCIL = "council"
        UNIT = "unit"

    class ReceivedBy(models.TextChoices):
        WEB = "web"
        EMAIL = "email"
        PAPER = "paper"
        CASE_SYSTEM = "case_system"
        MEETING = "meeting"

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="submissions")
    #: Its number in the hearing's journal, in the order of arrival; never used again.
    number = models.PositiveIntegerField()
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=12, choices=ReceivedBy)
    recipient = models.ForeignKey(
        Recipient, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    participant = models.ForeignKey(
        "people.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="one_submission_a_number"),
        ]
        indexes = [models.Index(fields=["organisation", "hearing", "received_on"])]

    @property
    def is_late(self) -> bool:
        """Tell whether it came after the last day."""
        return self.received_on > self.hearing.last_day


class SubmissionHandling(TenantModel):
    """How a submission stands with the officer: public copy, withdrawn, split."""

    class State(models.TextChoices):
        RECEIVED = "received"
        SPLIT = "split"
        ANSWERED = "answered"

    class Public(models.TextChoices):
        SHOWN = "shown"
        REDACTED = "redacted"
        #: A stub with the rule is shown in its place; it is answered as others are.
        HIDDEN = "hidden"
        #: No submission in the matter (an advertisement, a threat): a stub, and no answer.
        REFUSED = "refused"

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="handling")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    #: Number in the municipality's own archive.
    archive_reference = models.CharField(max_length=80, blank=True)
    public_state = models.CharField(max_length=8, choices=Public, default=Public.SHOWN)
    #: Key of the rule of moderation, where it is not shown as it was sent.
    public_rule = models.CharField(max_length=40, blank=True)
    #: The public copy where something is redacted; empty: as it was sent.
    public_text = models.TextField(blank=True)
    #: Digest of the public copy: what the log says of it.
    public_hash = models.CharField(max_length=64, blank=True)
    #: The words that are redacted, wherever the submission's words are shown.
    redactions = models.JSONField(default=list, blank=True)
    name_withheld = models.BooleanField(default=False)
    #: The rule that lets the name be kept back.
    withheld_rule = models.CharField(max_length=80, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    unlogged = ("public_text", "redactions")

    @property
    def is_stub(self) -> bool:
        """Whether everybody sees that something was sent, and not what."""
        return self.public_state in (self.Public.HIDDEN, self.Public.REFUSED)


class SubmissionContact(PersonalModel):
    """How a sender is reached: not shown to anyone but officers, and erasable."""

    on_public_pages = False
    personal = ("email", "phone", "address")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="contact")
    participant = models.ForeignKey(
        "people.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)


class SubmissionFile(TenantModel):
    """A file that came with a submission. The database refuses to change or remove it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    unlogged = ("data",)

    class Meta:
        ordering = ("id",)


class FileCopy(TenantModel):
    """What everybody gets in the place of a file of a redacted submission.

    ``checked``: the file itself, which holds nothing of what is redacted. Else ``data``, a
    redacted file, or nothing. The original stays for the archive.
    """

    original = models.OneToOneField(SubmissionFile, on_delete=models.PROTECT, related_name="copy")
    checked = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    data = models.BinaryField(null=True, blank=True)

    unlogged = ("data",)


class SubmissionPoint(TenantModel):
    """A point of a submission: the unit that is answered, and that is traced.

    ``quote`` is the sender's words, ``summary`` the officer's short form of them. Like points
    are joined: ``joined_to`` is the one whose answer they share.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    quote = models.TextField()
    summary = models.TextField(blank=True)
    #: Key of the section of the heard version; empty: the whole, or something not in it.
    section = models.CharField(max_length=120, blank=True)
    #: Who should assess it.
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )

    unlogged = ("quote", "summary")

    class Meta:
        ordering = ("submission__number", "number")
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_point_a_place"),
            models.CheckConstraint(
                condition=Q(joined_to=None) | ~Q(joined_to=models.F("id")),
                name="not_joined_to_self",
            ),
        ]


class SectionChange(TenantModel):
    """What an officer says of a section that differs between what was heard and is proposed."""

    class Judgement(models.TextChoices):
        EDITORIAL = "editorial"
        MATERIAL = "material"
        NEW_AREA = "new_area"

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="changes")
    proposed = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=120)
    judgement = models.CharField(max_length=10, choices=Judgement)
    #: Why no new hearing is held, where it is material.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("section",)
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "proposed", "section"], name="judged_once_a_section"
            )
        ]


class Objection(TenantModel):
    """An objection (innsigelse), and where it stands: raised, mediated, withdrawn, decided."""

    class State(models.TextChoices):
        RAISED = "raised"
        MEDIATION = "mediation"
        WITHDRAWN = "withdrawn"
        SENT_TO_MINISTRY = "sent_to_ministry"
        UPHELD = "upheld"
        NOT_UPHELD = "not_upheld"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="objections")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="objections")
    section = models.CharField(max_length=120, blank=True)
    grounds = models.TextField()
    raised_on = models.DateField()
    state = models.CharField(max_length=16, choices=State, default=State.RAISED)
    mediation_on = models.DateField(null=True, blank=True)
    #: What came of the mediation, or of the decision.
    outcome = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("raised_on", "id")
