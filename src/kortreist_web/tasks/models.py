"""A task: what waits for somebody, by when, and what came of it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.core.policy import ROLES
from kortreist_web.core.texts import language, text
from kortreist_web.tasks.annual_cycle import title_in
from kortreist_web.tasks.kinds import declared, step_named
from kortreist_web.tenants.periods import period_name

__all__ = ["STEP", "Task"]

#: The kind of the year's steps, which are done when the domain that declares them says so.
STEP = "step"


class Task(TenantModel):
    """Something that waits for a person, a role or a unit; for everybody when none is named.

    ``kind`` is one that a domain declares (``Domain.task_kinds``). ``subject_kind`` and
    ``subject`` say what it is about, where it is about a row; ``key``, ``year`` and ``period``
    which step of which year it is, where it is a step. Whether it is overdue is computed from
    the date, never stored.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UNDER_WAY = "under_way"
        DONE = "done"
        LAPSED = "lapsed"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    period = models.PositiveSmallIntegerField(null=True, blank=True)
    #: How many periods the year had then, where it is a step of one.
    periods = models.PositiveSmallIntegerField(default=3)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True, choices=[(r, r) for r in ROLES])
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    #: What shows that it is done: a reference, an address, a row.
    evidence = models.TextField(blank=True)
    #: Why it lapsed.
    reason = models.TextField(blank=True)
    #: The action that made it.
    created_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("due", "title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key", "year", "period"],
                condition=~models.Q(key=""),
                name="one_task_a_step",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject_kind", "subject"],
                condition=models.Q(subject__isnull=False),
                name="one_task_a_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | (~models.Q(state="done") & models.Q(done_on=None)),
                name="done_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due"], name="task_waiting")]

    @property
    def is_on_public_pages(self) -> bool:
        """Whether pages open to all may show it: its kind says so."""
        kind = declared(self.kind)
        return kind is not None and kind.public

    def begin(self) -> None:
        """Say that somebody is at it."""
        self.state, self.done_on, self.evidence, self.reason = self.State.UNDER_WAY, None, "", ""

    def finish(self, on: date, evidence: str = "") -> None:
        """Say on which day it was done, and what shows it."""
        self.state, self.done_on, self.evidence, self.reason = self.State.DONE, on, evidence, ""

    def lapse(self, reason: str = "") -> None:
        """Say that it is not to be done any more, and why."""
        self.state, self.done_on, self.evidence = self.State.LAPSED, None, ""
        self.reason = reason

    def reopen(self) -> None:
        """Let it wait again."""
        self.state, self.done_on, self.evidence, self.reason = self.State.OPEN, None, "", ""

    @property
    def waits(self) -> bool:
        """Tell whether it is neither done nor lapsed."""
        return self.state in (self.State.OPEN, self.State.UNDER_WAY)

    def is_overdue(self, today: date) -> bool:
        """Tell whether its last day has passed without its being done."""
        return self.waits and self.due is not None and self.due < today

    @property
    def said(self) -> str:
        """Return what must be done; a step's and a usual deadline's in the reader's language."""
        step = step_named(self.key) if self.kind == STEP else None
        if step is not None:
            return text(f"{step.text}.title", year=self.year, when=self.when)
        return title_in(self.title, self.due.year, language()) if self.due else self.title

    @property
    def when(self) -> str:
        """Return the year or the period of it that a step is of."""
        return period_name(self.year, self.period or 0, self.periods)

    @property
    def by_hand(self) -> bool:
        """Tell whether people write such tasks themselves."""
        kind = declared(self.kind)
        return kind is not None and kind.by_hand

    @property
    def follows(self) -> bool:
        """Tell whether its state follows what its domain knows."""
        kind = declared(self.kind)
        return kind is None or kind.follows

    @property
    def stands_by_itself(self) -> bool:
        """Tell whether nobody says here how it stands: it follows, or another has ended it."""
        kind = declared(self.kind)
        ended = kind is not None and bool(kind.lapses) and self.state == self.State.LAPSED
        return ended or self.follows

    @property
    def kind_text(self) -> str:
        """Return what its kind is called."""
        kind = declared(self.kind)
        return text(kind.text) if kind is not None else self.kind
