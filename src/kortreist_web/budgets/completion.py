"""Whether a measure that is said to be done has come as far as its own targets, and what is unpaid.

A unit that reports *done* may mean what was to be done this year. A measure whose indicator has
not come to its last target is not complete until somebody says that the programme ends there;
then only the share that was reached counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.evidence import Evidence, completed_contents
from kortreist_web.tenants.models import Organisation

__all__ = ["Shortfall", "divided", "measured", "shortfalls", "unpaid_investment"]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far a measure is from the last target of an indicator.

    Parameters
    ----------
    indicator, unit : str
        What is counted, and in what.
    seen : float or None
        The last value observed; None: none has been.
    target : float
    year : int
        Of the target.
    share : float or None
        Of the way from the indicator's start that is reached, 0–1; None where it cannot be told.
    """

    indicator: str
    unit: str
    seen: float | None
    target: float
    year: int
    share: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


def shortfalls(organisation: Organisation, seen: Evidence | None = None) -> dict[str, Shortfall]:
    """Return measure → how far it is from its last target, of those that have not reached it.

    Of several indicators, the one that is furthest away; one never observed is furthest of all.
    """
    from kortreist_web.budgets.evidence import evidence
    from kortreist_web.indicators.models import Indicator

    rows = list(
        Indicator.objects.filter(
            organisation=organisation, choice__isnull=False, ended_on=None
        ).select_related("choice")
    )
    known = seen or evidence(organisation, [row.pk for row in rows], member=True)
    out: dict[str, Shortfall] = {}
    for row in rows:
        values = [s.value for s in known.seen.get(row.pk, ()) if s.value is not None]
        short = _shortfall(row, values[-1] if values else None)
        if short is None or row.choice is None:
            continue
        there = out.get(row.choice.measure)
        if there is None or _furthest(short) < _furthest(there):
            out[row.choice.measure] = short
    return out


def measured(organisation: Organisation) -> frozenset[str]:
    """Return the measures that an indicator with targets tells how far they have come."""
    from kortreist_web.indicators.models import Indicator

    rows = Indicator.objects.filter(organisation=organisation, choice__isnull=False, ended_on=None)
    found = rows.exclude(targets={}).values_list("choice__measure", flat=True)
    return frozenset(found)


def _furthest(short: Shortfall) -> float:
    return -1.0 if short.share is None else short.share


def _shortfall(indicator: Any, seen: float | None) -> Shortfall | None:
    if not indicator.targets:
        return None
    year = max(indicator.targets, key=int)
    target, way = float(indicator.targets[year]), indicator.direction
    if seen is not None and way * (seen - target) >= 0:
        return None
    start = indicator.start_value
    if start is None and way > 0:
        start = 0.0  # what is counted up begins with none
    share = None
    if seen is not None and start is not None and way * (target - start) > 0:
        share = min(1.0, max(0.0, (seen - start) / (target - start)))
    return Shortfall(indicator.name, indicator.unit_of_measure, seen, target, int(year), share)


def divided(
    effect: Mapping[str, Mapping[str, float]], share: float
) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """Return what is reached of an effect, and the rest: year → end → t CO2e.

    Examples
    --------
    >>> kept, rest = divided({"2030": {"low": 8.0, "central": 10.0, "high": 12.0}}, 0.25)
    >>> kept["2030"]["central"], rest["2030"]["central"]
    (2.5, 7.5)
    """
    parts = (share, 1.0 - share)
    kept, rest = ({y: {k: v * s for k, v in b.items()} for y, b in effect.items()} for s in parts)
    return kept, rest


def unpaid_investment(organisation: Organisation, year: int) -> dict[str, int]:
    """Return measure → NOK of the year's planned investment that was not paid, in its kroner.

    As the newest completed report of the year says; a measure of which either is unknown, or
    planned in kroner of another year, has none: unknown is not zero, and is not guessed.
    """
    out: dict[str, int] = {}
    for content in completed_contents(organisation):
        if content["year"] != year:
            continue
        out = {}  # a later report of the year knows better
        for row in content.get("rows", ()):
            out |= _unpaid(row["measure"], row.get("spending") or ())
    return out


def _unpaid(measure: str, spending: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    for one in spending:
        if one["kind"] == "investment" and one["difference"] is not None and one["difference"] < 0:
            return {measure: round(-one["difference"])}
    return {}
