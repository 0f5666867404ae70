"""The kinds of task that domains declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kortreist_web.core.actors import Organisation
from kortreist_web.core.domain import from_all
from kortreist_web.core.year_steps import YearStep

if TYPE_CHECKING:
    from kortreist_web.tasks.models import Task

__all__ = ["TaskKind", "by_hand", "declared", "kind_named", "public_kinds", "step_named"]


@dataclass(frozen=True, slots=True)
class TaskKind:
    """A kind of task: its name, the key of its text, and what may be done with it.

    Parameters
    ----------
    by_hand : bool
        People write such tasks themselves, in the calendar.
    follows : bool
        Its state follows what its domain knows: nobody sets it by hand.
    public : bool
        Pages open to all and interim reports may show it, without the names of people.
    needs_evidence : bool
        It is done only with what shows so.
    lapses : str
        Text key of how it lapses, where nobody may let it lapse by hand; empty: anyone who
        follows it up may, with a reason.
    about : callable, optional
        ``(task) → (what it is about, address)``, or None where that is gone.
    since : callable, optional
        ``(task) → day``: it cannot have been done, or be due, before then.
    months_before : callable, optional
        ``() → months``: its owner is warned so many months before its day, beside the days
        that everybody is reminded on.
    """

    key: str
    text: str
    by_hand: bool = False
    follows: bool = False
    public: bool = False
    needs_evidence: bool = False
    lapses: str = ""
    about: Callable[[Task], tuple[str, str] | None] | None = None
    since: Callable[[Task], date | None] | None = None
    months_before: Callable[[], tuple[int, ...]] | None = None


def _declared() -> list[TaskKind]:
    return [k for k in from_all(lambda domain: domain.task_kinds) if isinstance(k, TaskKind)]


def by_hand() -> list[TaskKind]:
    """Return the kinds that people write themselves, in their order."""
    return [k for k in _declared() if k.by_hand]


def public_kinds() -> list[str]:
    """Return the names of the kinds that pages open to all may show."""
    return [k.key for k in _declared() if k.public]


def declared(key: str) -> TaskKind | None:
    """Return a kind; None: no domain declares it any more."""
    return next((k for k in _declared() if k.key == key), None)


def kind_named(key: str) -> TaskKind:
    """Return a kind.

    Raises
    ------
    ValueError
        No domain declares it.
    """
    kind = declared(key)
    if kind is None:
        raise ValueError(f"no domain declares tasks of kind {key}")
    return kind


def step_named(key: str) -> YearStep[Organisation] | None:
    """Return a step of the year; None: no domain declares it any more."""
    return next((s for s in from_all(lambda domain: domain.steps) if s.key == key), None)
