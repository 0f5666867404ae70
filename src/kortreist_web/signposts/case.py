"""The case that is ready when a sign is reached: what is seen, what the plan says, a motion."""

from __future__ import annotations

from dataclasses import dataclass

from kortreist_web.core.texts import text
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.presenters import Shown

__all__ = ["Case", "case_of"]

#: Who decides where the municipality can only ask.
_OTHERS = ("county", "state", "owner")


@dataclass(frozen=True, slots=True)
class Case:
    """A case in words: paragraphs by heading, and motions to choose from."""

    title: str
    seen: str
    plan: str
    deadline: str
    motions: tuple[str, ...]


def case_of(row: Shown) -> Case:
    """Return the case of a sign as it stands.

    Parameters
    ----------
    row : Shown
    """
    s = row.signpost
    about = row.about or s.name
    reached = row.state == Signpost.State.REACHED
    seen = text(
        "signposts.case.seen",
        name=s.name,
        threshold=row.threshold,
        last=row.last or text("signposts.case.nothing_seen"),
        state=row.word,
    )
    plan = row.told
    if s.plan is not None and plan:
        plan = text("signposts.case.plan", plan=s.plan.name, told=plan)
    keys: tuple[str, ...] = _reached(row) if reached else ("wait", "no")
    motions = tuple(
        text(f"signposts.case.motion_{key}", about=about, year=s.see_by + 1, name=s.name)
        for key in keys
    )
    return Case(
        title=text("signposts.case.title", about=about),
        seen=seen,
        plan=plan,
        deadline=text("signposts.case.deadline", year=s.see_by, owner=row.owner),
        motions=motions,
    )


def _reached(row: Shown) -> tuple[str, ...]:
    """Return the motions once a sign is reached, the one it speaks for first."""
    told = row.signpost.told
    if row.about_kind == "binding":
        return ("sign", "ask", "no")
    if told.get("kind") == "condition" and told.get("direction") == "down":
        return ("no", "ask")
    if told.get("decider") in _OTHERS:
        return ("others", "ask", "no")
    return ("do", "ask", "no")
