"""Whose decision a measure needs: by what is decided and who owns it, each with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from kortreist.facts import load
from kortreist.i18n import in_languages
from kortreist.measures.measure import Measure
from kortreist.plans.outcome import Decider

__all__ = ["DecisionRule", "decider", "deciders", "decision_rule"]

#: Who decides a measure that is not the municipality's.
_PRIVATE = ("business", "farmers", "residents", "heating_company", "grid_company")
#: Years of an economic plan: what lasts longer binds the next council.
_TERM = "economic_plan/years"


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """Who decides something, and where that is set.

    ``id`` its subject; ``who`` whose decision comes first; ``text`` and ``paragraph`` of an act
    by language, the latter empty where none says it; ``mark`` how far it was checked.
    """

    id: str
    who: Decider
    text: Mapping[str, str]
    paragraph: Mapping[str, str]
    mark: str = "recalled"


def decision_rule(id: str, at: date | None = None) -> DecisionRule:
    """Return a rule of the facts."""
    row = load().row("decision_rules", at, id=id)
    paragraph = {x: text for x, text in in_languages(row, "paragraph_").items() if text}
    return DecisionRule(id, cast(Decider, row["who"]), in_languages(row), paragraph, row["mark"])


def decider(measure: Measure, owners: Mapping[str, str], at: date | None = None) -> DecisionRule:
    """Return whose decision a measure needs first, by its subject and who owns it.

    A measure that waits for a condition needs the one who decides that condition, the state
    before the county. What others own they decide, together with the council where the
    municipality's own money is in it. What is the municipality's goes by what is decided:
    plan, budget and fees to the council, running matters to the chief executive unless the
    case is of principle.

    Parameters
    ----------
    measure : Measure
    owners : mapping of str to str
        Condition id → who decides it (``state`` or ``county``).
    at : datetime.date, optional
    """
    return decision_rule(_subject(measure, owners, at), at)


def _subject(measure: Measure, owners: Mapping[str, str], at: date | None) -> str:
    m = measure
    if m.enabling_conditions:
        waits = {owners.get(c, "state") for c in m.enabling_conditions}
        return "county_services" if waits == {"county"} else "national"
    if m.decided_by == "county":
        theirs = [i.decision for i in m.instruments if i.owner == "county" and i.decision]
        return theirs[0] if theirs else "county_services"
    if m.decided_by == "state":
        return "national"
    ours = [i.decision for i in m.instruments if i.owner == "municipality" and i.decision]
    invests = any(
        c.bearer == "municipality" and c.kind == "capital" and c.amount is not None for c in m.costs
    )
    if m.decided_by in _PRIVATE:
        return "joint" if invests or "budget_line" in ours[:1] else "private_plant"
    if m.decided_by == "company":
        return "ownership"
    subject = ours[0] if ours else ""
    if subject not in ("", "running"):
        return subject
    if invests:
        return "budget_line"
    if m.commitment_years > load().row("rules", at, id=_TERM)["value"]:
        return "long_agreement"
    if m.level == 3:
        return "principle"
    return subject or "unclear"


def deciders(first: str, last: str) -> tuple[str, ...]:
    """Return everybody who must want a measure, as text keys: who decides it first, then last.

    Parameters
    ----------
    first : str
        Whose decision it needs first, as in :class:`kortreist.plans.Verdict`; "" where no plan
        has judged it.
    last : str
        Who has the last word: ``Measure.decided_by``.

    Examples
    --------
    >>> deciders("partners", "residents")
    ('plans.decider.council', 'measures.decided_by.residents')
    >>> deciders("council", "municipality")
    ('plans.decider.council',)
    >>> deciders("owner", "company"), deciders("", "company")
    (('measures.decided_by.company',), ('measures.decided_by.company',))
    """
    if first in ("", "owner"):
        return (f"measures.decided_by.{last}",)
    if last in ("municipality", first):
        return (f"plans.decider.{first}",)
    # Who else pays is then said by name.
    here = "council" if first == "partners" else first
    return (f"plans.decider.{here}", f"measures.decided_by.{last}")
