"""The rules a hearing can be held under, and what the clock of each asks of its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kortreist.clocks import deadline, latest_start
from kortreist.facts import participation_rule
from kortreist.i18n import LANGUAGES
from kortreist_web.core.refusals import RefusedError

__all__ = ["RULES", "Bounds", "asks_paper_copy", "bounds"]

#: Ids of rules (``participation_rules.csv``); the first is offered first.
RULES: tuple[str, ...] = (
    "hearing/weeks",
    "planning_programme/weeks",
    "action_part/public_before",
    "economy/public_before",
    "climate_plan/participation",
    "zoning/weeks",
    "regional/weeks",
)
#: Plans under the act of this rule ask that a copy lies where all can read it.
_PAPER = "inspection/copy"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a rule asks of the days of a hearing.

    Parameters
    ----------
    opens_by : date or None
        Last day it may open: it must be open so long before the matter is decided.
    closes_from : date or None
        First day that may be its last.
    suggested : date or None
        A better last day, where ``closes_from`` is an eve.
    because : dict of str to str
        Why, in words, by language; empty where the rule sets no time.
    """

    opens_by: date | None
    closes_from: date | None
    suggested: date | None
    because: dict[str, str]

    def last_day(self, opens_on: date, decision_on: date | None) -> date | None:
        """Return the last day where nobody has said another; None: somebody must."""
        if self.closes_from is not None:
            return self.suggested or self.closes_from
        if self.opens_by is not None and decision_on is not None:
            return max(opens_on, decision_on - timedelta(days=1))
        return None


def bounds(rule: str, opens_on: date, decision_on: date | None) -> Bounds:
    """Return what a rule asks of a hearing that opens on a day about a matter decided on another.

    Raises
    ------
    RefusedError
        No hearing is held under the rule, or it counts from the day of the decision, which
        nobody has said.
    """
    if rule not in RULES:
        raise RefusedError("hearings.refused.no_rule", about="rule")
    said = participation_rule(rule, opens_on)
    if said.period is None:
        return Bounds(None, None, None, {})
    if said.period == "before":
        if decision_on is None:
            raise RefusedError("hearings.refused.decision_day", about="process")
        clock = latest_start(said, decision_on)
        words = {code: clock.because(code) for code in LANGUAGES}
        return Bounds(clock.last_day, None, None, words)
    clock = deadline(said, opens_on)
    words = {code: clock.because(code) for code in LANGUAGES}
    return Bounds(None, clock.last_day, clock.suggested, words)


def asks_paper_copy(rule: str, on: date) -> bool:
    """Tell whether the law the rule is of asks for a copy on paper."""
    return participation_rule(rule, on).law == participation_rule(_PAPER, on).law
