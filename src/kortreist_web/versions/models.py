"""A version: content that was proposed, adopted, completed or withdrawn, and never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models

from kortreist_web.core.actor_context import actor
from kortreist_web.core.models import FrozenModel

if TYPE_CHECKING:
    from kortreist_web.people.models import User

__all__ = ["Version"]


class Version(FrozenModel):
    """One frozen version of something that is decided upon or completed.

    ``kind`` is a registered :class:`~kortreist_web.versions.kinds.Kind`. ``subject`` says what it
    is a version of, in the kind's own words: the year of a budget (``2027``), the period of a
    report (``2027-01``); versions of a subject are numbered. ``previous`` is the version that
    was in force when this one was made. A state never changes: what is adopted or withdrawn
    later is a version of its own. The database refuses to change or remove a row
    (``migrations/0100_append_only``).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ADOPTED = "adopted"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next")
    #: Key of the row of the kind's own that was frozen; nobody else knows what it is of.
    draft = models.BigIntegerField(null=True)
    made_by = models.ForeignKey(
        "people.User", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    #: Whether a later version says it withdraws this one; None: not looked up yet.
    known_retracted: bool | None = None

    class Meta:
        # Subjects begin with the year, and their parts have as many digits: newest first.
        ordering = ("kind", "-subject", "-number")
        indexes = [models.Index(fields=["organisation", "kind", "content_hash"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject", "number"], name="one_version"
            ),
            models.UniqueConstraint(
                fields=["kind", "draft"],
                condition=models.Q(state__in=("adopted", "completed")),
                name="adopted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Freeze the content in the name of whoever acts."""
        if self._state.adding:
            self.made_by = cast("User | None", actor().user)
        super().save(*args, **options)

    @property
    def year(self) -> int:
        """The year its subject begins with."""
        return int(self.subject[:4])

    @property
    def part(self) -> int:
        """The part of the year its subject is; 0: all of it."""
        return int(self.subject[5:] or 0)
