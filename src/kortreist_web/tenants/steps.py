"""The steps of the municipality's year: what is done, what is next, and who can do it.

Domains declare them (``Domain.steps``): the first page of the work says whether there is an
account, a plan, a budget, not what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kortreist_web.core.domain import from_all
from kortreist_web.core.policy import policy_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import being_reported

__all__ = ["Step", "next_step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year.

    Parameters
    ----------
    key, text : str
        Its name, and the stem of its texts.
    part : str
        ``budget`` (next year's) or ``follow`` (this year's).
    state : str
        ``done``, ``now`` (the first of its part that is not done, and what comes after one
        that is) or ``later``.
    address : str
        Name of the page where it is done; empty where the person may not open it.
    may : bool
        Whether the person may do it herself.
    """

    key: str
    text: str
    part: str
    state: str
    address: str
    may: bool
    year: int
    period: int = 0


def steps(organisation: Organisation, user: Any, today: date) -> list[Step]:
    """Return the steps of next year's budget and of following up this year's."""
    year = today.year + 1
    reported = being_reported(organisation, today)

    def may(rule: tuple[Any, str]) -> bool:
        return policy_of(rule[0]).may(user, rule[1], organisation)

    found: list[Step] = []
    for step in from_all("steps"):
        # One that was passed over does not hold up the rest: what is proposed is decided upon.
        before = next((s.state for s in reversed(found) if s.part == step.part), "done")
        done = step.done(organisation, year, reported)
        state = "done" if done else "now" if before == "done" else "later"
        when = (year, 0) if step.part == "budget" else reported
        shown = step.address if may(step.opens) else ""
        found.append(Step(step.key, step.text, step.part, state, shown, may(step.does), *when))
    return found


def next_step(found: list[Step]) -> Step | None:
    """Return what the person should do next: hers to do, and furthest in its part of the year."""
    hers = [s for s in found if s.state == "now" and s.may and s.address]
    return next((s for s in reversed(hers) if s.part == hers[0].part), None)
