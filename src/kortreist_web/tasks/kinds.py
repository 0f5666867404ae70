"""The kinds of task that domains declare."""

from __future__ import annotations

from kortreist_web.core.domain import TaskKind, YearStep, from_all

__all__ = ["by_hand", "declared", "kind_named", "public_kinds", "step_named"]


def by_hand() -> list[TaskKind]:
    """Return the kinds that people write themselves, in their order."""
    return [k for k in from_all("task_kinds") if k.by_hand]


def public_kinds() -> list[str]:
    """Return the names of the kinds that pages open to all may show."""
    return [k.key for k in from_all("task_kinds") if k.public]


def declared(key: str) -> TaskKind | None:
    """Return a kind; None: no domain declares it any more."""
    return next((k for k in from_all("task_kinds") if k.key == key), None)


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


def step_named(key: str) -> YearStep | None:
    """Return a step of the year; None: no domain declares it any more."""
    return next((s for s in from_all("steps") if s.key == key), None)
