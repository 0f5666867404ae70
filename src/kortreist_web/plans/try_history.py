"""The tries of a person on one plan, so that a change can be undone and done again.

Kept in the session: no script is needed, and nobody else sees them. A try that has been thrown
away meanwhile is skipped by whoever shows it.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

__all__ = ["Standing", "go", "remember", "standing"]

Way = Literal["undo", "redo"]
#: As many as anybody remembers the order of.
_KEPT = 30


class Standing(NamedTuple):
    """Whether there is a try before and after the one that is shown."""

    undo: bool
    redo: bool


def _key(plan: int) -> str:
    return f"plans.tries.{plan}"


def _read(session: Any, plan: int) -> tuple[list[list[int]], int]:
    """Return the tries (base, tried), oldest first, and how many of them are done."""
    kept = session.get(_key(plan)) or {"rows": [], "done": 0}
    return list(kept["rows"]), int(kept["done"])


def _write(session: Any, plan: int, rows: list[list[int]], done: int) -> None:
    session[_key(plan)] = {"rows": rows, "done": done}


def remember(session: Any, plan: int, base: int, tried: int) -> None:
    """Add a try; what was undone before it can no longer be done again."""
    rows, done = _read(session, plan)
    if done and rows[done - 1] == [base, tried]:
        return
    rows = [*rows[:done], [base, tried]][-_KEPT:]
    _write(session, plan, rows, len(rows))


def standing(session: Any, plan: int) -> Standing:
    """Tell whether something can be undone or done again."""
    rows, done = _read(session, plan)
    return Standing(done > 0, done < len(rows))


def go(session: Any, plan: int, way: Way) -> tuple[int, int] | None:
    """Undo the last try or do it again; return what is then shown: None is the plan itself."""
    rows, done = _read(session, plan)
    done = max(done - 1, 0) if way == "undo" else min(done + 1, len(rows))
    _write(session, plan, rows, done)
    if not done:
        return None
    base, tried = rows[done - 1]
    return base, tried
