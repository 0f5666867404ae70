"""How many measures stand how: said in the period, said before it, not said, or not due yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.tenants.periods import period_name

__all__ = [
    "STATUSES",
    "carried",
    "counted_as",
    "counts",
    "in_order",
    "is_carried",
    "observed_in",
    "said_in",
]

STATUSES: tuple[str, ...] = ("done", "on_track", "not_started", "delayed", "stopped")
#: In the order they are counted and shown; a frozen content does not keep the order of keys.
_ORDER: tuple[str, ...] = (*STATUSES, "unreported", "later", "not_due")


def counted_as(row: Mapping[str, Any], year: int) -> str:
    """Return what a measure counts as in a year's report.

    Returns
    -------
    str
        Its status; ``later``: nothing is said and it begins in a later year, so nothing is
        missing; ``not_due``: its part is not reported on in the period; ``unreported``:
        something should have been said.

    Examples
    --------
    >>> counted_as({"status": None, "start_year": 2028}, 2027)
    'later'
    >>> counted_as({"status": None, "start_year": 2027}, 2027)
    'unreported'
    """
    if row.get("status"):
        return str(row["status"])
    if (row.get("start_year") or 0) > year:
        return "later"
    return "unreported" if row.get("due", True) else "not_due"


def is_carried(row: Mapping[str, Any], year: int, period: int) -> bool:
    """Tell whether a measure's status was said for an earlier period and still counts."""
    when = (row.get("status_year"), row.get("status_period"))
    return bool(row.get("status")) and when != (year, period)


def said_in(row: Mapping[str, Any], content: Mapping[str, Any], language: str = "") -> str:
    """Return the name of the period a measure's status was said for.

    What was frozen before the number of periods was kept with each had the report's own.
    """
    periods = row.get("status_periods") or content["periods"]
    return period_name(row["status_year"], row["status_period"], periods, language)


def observed_in(one: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return the name of the period an indicator was observed in; empty: it was not."""
    if one.get("year") is None:
        return ""
    return period_name(one["year"], one["period"], one.get("periods") or content["periods"])


def counts(rows: Iterable[Mapping[str, Any]], year: int) -> dict[str, int]:
    """Return what measures count as → how many; together they are all the rows."""
    statuses = [counted_as(r, year) for r in rows]
    return {key: statuses.count(key) for key in _ORDER}


def carried(rows: Iterable[Mapping[str, Any]], year: int, period: int) -> dict[str, int]:
    """Return status → how many of those that have it were said for an earlier period."""
    statuses = [r["status"] for r in rows if is_carried(r, year, period)]
    return {status: statuses.count(status) for status in STATUSES}


def in_order(content: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Return what a report counts, in the order it is shown: key, how many, of them carried."""
    before = content.get("carried") or {}
    n = content["counts"]
    return [(key, n[key], before.get(key, 0)) for key in _ORDER if n.get(key)]
