"""What was observed of each measure's indicators, against the targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from kortreist_web.tenants.models import Organisation

__all__ = ["indicators_of", "newest_observations", "observed", "targets_of"]


def indicators_of(organisation: Organisation, choices: Iterable[Any]) -> dict[int, list[Any]]:
    """Return choice key → its indicators that have not ended."""
    from kortreist_web.indicators.models import Indicator

    keys = [c.pk for c in choices]
    rows = Indicator.objects.filter(organisation=organisation, choice__in=keys, ended_on=None)
    by_choice: dict[int, list[Any]] = {}
    for row in rows:
        assert row.choice_id is not None
        by_choice.setdefault(row.choice_id, []).append(row)
    return by_choice


def targets_of(line: Mapping[str, Any], indicators: Iterable[Any], year: int) -> dict[int, float]:
    """Return indicator key → its target of a year; one without is left out.

    A target the council adopted counts before one written later.
    """
    adopted = {i.get("id"): i.get("targets") or {} for i in line.get("indicators") or ()}
    targets = {i.pk: adopted.get(i.pk, i.targets or {}).get(str(year)) for i in indicators}
    return {key: float(target) for key, target in targets.items() if target is not None}


def observed(
    line: Mapping[str, Any], indicators: Iterable[Any], newest: Mapping[int, Any], year: int
) -> list[dict[str, Any]]:
    """Return a line's indicators with target and observation.

    An indicator nobody has observed has neither value nor reason; one that cannot be given
    has a reason.
    """
    indicators = list(indicators)
    targets = targets_of(line, indicators, year)
    out = []
    for one in indicators:
        target = targets.get(one.pk)
        seen = newest.get(one.pk)
        value = None if seen is None else seen.value
        reached = None
        if value is not None and target is not None:
            reached = (value - target) * one.direction >= 0
        out.append(
            {
                "id": one.pk,
                "name": one.name,
                "unit_of_measure": one.unit_of_measure,
                "direction": one.direction,
                "target": target,
                "value": value,
                "missing_reason": "" if seen is None else seen.missing_reason,
                "note": "" if seen is None else seen.note,
                "year": None if seen is None else seen.year,
                "period": None if seen is None else seen.period,
                "periods": None if seen is None else seen.periods,
                "reached": reached,
            }
        )
    return out


def newest_observations(
    indicators: Iterable[Any], year: int, period: int, periods: int
) -> dict[int, Any]:
    """Return indicator key → its newest observation of the year, up to the period.

    An observation of the whole year (period 0) counts once the year's last period is over.
    """
    from kortreist_web.indicators.models import Observation

    within = Q(period__gte=1, period__lte=period)
    if period == periods:
        within |= Q(period=0)
    rows = Observation.objects.filter(within, indicator__in=[i.pk for i in indicators], year=year)
    ordered = sorted(rows, key=lambda o: o.period or periods + 1)
    return {row.indicator_id: row for row in ordered}
