"""A task: what waits for somebody, by when, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.core.policy import ROLES
from kortreist_web.core.texts import language
from kortreist_web.tasks.annual_cycle import title_in

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

    #: Pages open to all show none of it.
    on_public_pages = False

    class State(models.TextChoices):
        OPEN = "open"
        UNDER_WAY = "under_way"
        DONE = "done"
        LAPSED = "lapsed"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    period = models.PositiveSmallIntegerField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(state="done", done_on__isnull=False)
                | (~models.Q(state="done") & models.Q(done_on=None)),
                name="done_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due"], name="task_waiting")]

    def finish(self, on: object, evidence: str = "") -> None:
        """Set the day it was done; None opens it again."""
        self.done_on, self.evidence = on, evidence
        self.state = self.State.OPEN if on is None else self.State.DONE

    @property
    def said(self) -> str:
        """Return what must be done, a usual deadline's in the reader's language."""
        return title_in(self.title, self.due.year, language()) if self.due else self.title
