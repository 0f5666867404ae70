"""What a file of many municipalities holds, told to whoever is about to take it in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from kortreist_web.accounts.comparison import widest_vintage
from kortreist_web.accounts.file_reader import ReadFile
from kortreist_web.accounts.models import InventoryFigure, Vintage

__all__ = ["preview_of", "today_numbers"]

#: Municipalities named one by one; the rest are counted.
_NAMED = 12


def today_numbers() -> dict[str, str]:
    """Return number → name of the municipalities there are today."""
    from kortreist.places import municipalities

    return {p.number: p.name for p in municipalities(timezone.localdate())}


def preview_of(read: ReadFile) -> dict[str, Any]:
    """Return what was read, what it lacks, and how it stands to the edition in use.

    Returns
    -------
    dict
        ``edition``, ``date``, ``date_from``, ``origin``, ``rows``, ``years``, ``mended``,
        ``unmapped``; ``here`` (how many of today's municipalities), ``lacking`` (county name →
        names), ``other`` (numbers that are no municipality today, with what they became),
        ``compared`` (year, the same municipalities' tonnes before and now), ``changed``
        (municipalities whose total of a year is many times as large or small), ``doubts``.
    """
    described, here = read.description, today_numbers()
    totals: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for place, year, _, _, tonnes in read.figures:
        totals[place][year] += tonnes
    present = [n for n in totals if n in here]
    current = widest_vintage()
    before = _totals(current) if current is not None else {}
    changed = list(_changed(before, totals, here))
    lacking = [n for n in here if n not in totals]
    preview = {
        "edition": described["id"],
        "date": described["date"],
        "date_from": described["date_from"],
        "origin": described["origin"],
        "rows": described["rows"],
        "years": described["years"],
        "mended": read.corrections,
        "unmapped": read.unmapped,
        "places": sorted(present),
        "here": len(present),
        "all": len(here),
        "lacking": _by_county(lacking, here) if present else {},
        "lacking_count": len(lacking),
        "other": [_other(n) for n in sorted(totals) if n not in here],
        "compared": _compared(before, totals),
        "changed": changed[:_NAMED],
        "changed_count": len(changed),
    }
    gone = before.keys() & here.keys() - totals.keys()
    return preview | {"doubts": _doubts(preview, len(gone), current)}


def _totals(vintage: Vintage) -> dict[str, dict[int, float]]:
    out: dict[str, dict[int, float]] = defaultdict(dict)
    rows = InventoryFigure.objects.filter(vintage=vintage).values_list("place", "year")
    for place, year, tonnes in rows.annotate(tonnes=Sum("tonnes")).order_by():
        out[place][year] = tonnes
    return out


def _compared(
    before: Mapping[str, Mapping[int, float]], now: Mapping[str, Mapping[int, float]]
) -> list[dict[str, Any]]:
    """Return the sums of the municipalities that both editions hold, by year."""
    both = before.keys() & now.keys()
    years = sorted({y for p in both for y in (*before[p], *now[p])})

    def total(of: Mapping[str, Mapping[int, float]], year: int) -> float | None:
        values = [of[p][year] for p in both if year in of[p]]
        return sum(values) if values else None

    return [{"year": y, "before": total(before, y), "now": total(now, y)} for y in years]


def _changed(
    before: Mapping[str, Mapping[int, float]],
    now: Mapping[str, Mapping[int, float]],
    names: Mapping[str, str],
) -> Iterable[dict[str, Any]]:
    """Return the municipalities whose total of a year is not like what it was."""
    from kortreist.connectors.edition_changes import is_large

    for number in sorted(before.keys() & now.keys() & names.keys()):
        old, new = before[number], now[number]
        large = [y for y in old if y in new and is_large(old[y], new[y])]
        if large:
            year = max(large, key=lambda y: abs(new[y] - old[y]))
            yield {
                "number": number,
                "name": names[number],
                "year": year,
                "before": old[year],
                "now": new[year],
            }


def _by_county(numbers: Iterable[str], names: Mapping[str, str]) -> dict[str, list[str]]:
    from kortreist.places import counties

    county_of = {c.number: c.name for c in counties()}
    out: dict[str, list[str]] = {}
    for number in numbers:
        out.setdefault(county_of.get(number[:2], number[:2]), []).append(names[number])
    return out


def _other(number: str) -> dict[str, Any]:
    """Return a number that is no municipality today, and what it has become."""
    from kortreist.places import successors

    now = successors(number, timezone.localdate())
    return {"number": number, "now": [f"{p.name} ({p.number})" for p in now]}


def _doubts(preview: Mapping[str, Any], gone: int, current: Vintage | None) -> list[dict[str, Any]]:
    """Return what somebody must have looked at before the edition is everybody's.

    ``gone``: how many of today's municipalities the edition in use has and this has not.
    """
    doubts: list[dict[str, Any]] = []
    if preview["changed"]:
        doubts.append({"kind": "large", "count": preview["changed_count"]})
    if current is None:
        return doubts
    if dt.date.fromisoformat(preview["date"]) < current.date:
        doubts.append({"kind": "older", "current": current.date.isoformat()})
    if gone and len(preview["places"]) > 1:
        doubts.append({"kind": "fewer", "count": gone, "current": current.date.isoformat()})
    return doubts
