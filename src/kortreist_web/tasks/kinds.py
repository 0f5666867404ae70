"""The kinds of task that domains declare."""

from __future__ import annotations

from kortreist_web.core.domain import TaskKind, from_all

__all__ = ["by_hand", "kind_named"]


def by_hand() -> list[TaskKind]:
    """Return the kinds that people write themselves, in their order."""
    return [k for k in from_all("task_kinds") if k.by_hand]


def kind_named(key: str) -> TaskKind:
    """Return a kind.

    Raises
    ------
    ValueError
        No domain declares it.
    """
    for kind in from_all("task_kinds"):
        if kind.key == key:
            return kind
    raise ValueError(f"no domain declares tasks of kind {key}")
