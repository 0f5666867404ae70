"""How many units of activity a place has, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kortreist.accounts.ledger import Account
from kortreist.connectors.fetch import FetchedTable, fetched
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.i18n import in_languages
from kortreist.measures.measure import Measure

__all__ = ["ORIGINS", "LocalCount", "check_count", "local_counts", "max_count"]

CountOrigin = Literal["register", "municipality", "emission", "population"]
ORIGINS: tuple[CountOrigin, ...] = ("register", "municipality", "emission", "population")


@dataclass(frozen=True, slots=True)
class LocalCount:
    """Units in a place.

    Parameters
    ----------
    unit : str
        Id in the facts table ``activity_units``.
    count : float
    origin : {"register", "municipality", "emission", "population"}
        ``municipality``: its own answer, before any register. ``emission``: emission over
        what one unit emits, so that it counts traffic inside the border. ``population``:
        inhabitants times the national mean.
    implied : float or None
        What emission or population alone would say.
    """

    unit: str
    count: float
    origin: CountOrigin
    implied: float | None = None

    @property
    def owners(self) -> float:
        """Owners counted over those implied; 1 where nobody has counted."""
        if self.origin in ("register", "municipality") and self.implied:
            return self.count / self.implied
        return 1.0


def local_counts(
    account: Account,
    measures: Iterable[Measure],
    answers: Mapping[str, float] | None = None,
    data_dir: Path | None = None,
) -> dict[str, LocalCount]:
    """Return the units a place has, as far as anything is known of them.

    Parameters
    ----------
    account : Account
    measures : iterable of Measure
        Whose units are wanted.
    answers : mapping of str to float, optional
        The municipality's own counts by unit id.
    data_dir : Path, optional
        Where fetched registers are kept.

    Returns
    -------
    dict
        Unit id → count; a unit that nothing is known of is left out.

    Raises
    ------
    InputError
        An answer is for a unit that does not exist, negative, or more than the place can have.
    """
    given = dict(answers or {})
    units = {r["id"]: r for r in load().table("activity_units")}
    for unit, count in given.items():
        if unit not in units:
            choices = ", ".join(sorted({m.activity.unit for m in measures if m.activity}))
            raise InputError("measures.no_unit", unit=unit, known=choices)
        check_count(account, unit, count)
    needed = {m.activity.unit for m in measures if m.activity} | set(given)
    out: dict[str, LocalCount] = {}
    for unit in sorted(needed):
        row = units[unit]
        implied, origin = _implied_count(account, row)
        registered = _registered_count(account, row, data_dir)
        if unit in given:
            out[unit] = LocalCount(unit, given[unit], "municipality", implied)
        elif registered is not None:
            out[unit] = LocalCount(unit, registered, "register", implied)
        elif implied is not None:
            out[unit] = LocalCount(unit, implied, origin, implied)
    return out


def max_count(account: Account, row: Any) -> float | None:
    """Return more units than a place can have; None where neither source nor residents tell.

    Parameters
    ----------
    account : Account
    row : mapping
        Of the facts table ``activity_units``.

    Returns
    -------
    float or None
        ``counts/most_times_implied`` times what the emission or the residents imply at the
        least emission of a unit; else ``counts/most_per_resident`` each.
    """
    implied, _ = _implied_count(account, row)
    if implied is not None and implied > 0.0:
        minimum = row["kg_low"] if row["count_rule"] == "emission" else None
        wide = row["kg_central"] / minimum if minimum else 1.0
        return load().figure("counts/most_times_implied").value * max(implied * wide, 1.0)
    if account.population is None:
        return None
    return load().figure("counts/most_per_resident").value * account.population


def check_count(account: Account, unit: str, count: float) -> None:
    """Refuse a municipality's own count that cannot be; a unit nobody knows is passed over.

    Raises
    ------
    InputError
        Below zero, or more than the place can have: says how many that is.
    """
    row = next((r for r in load().table("activity_units") if r["id"] == unit), None)
    if row is None:
        return
    if not count >= 0.0:
        raise InputError("measures.bad_count", unit=unit, value=count)
    maximum = max_count(account, row)
    maximum = 1e12 if maximum is None else maximum
    if count > maximum:
        raise InputError(
            "measures.count_too_large",
            unit=unit,
            name=in_languages(row, "name_"),
            value=count,
            maximum=float(f"{maximum:.2g}"),
        )


def _implied_count(account: Account, row: Any) -> tuple[float | None, CountOrigin]:
    if row["count_rule"] == "emission":
        paths = set(row["inventory_source"].split("|"))
        tonnes = sum(
            s.value
            for s in account.sources
            if s.scope == "direct" and not s.memo and f"{s.sector}/{s.source}" in paths
        )
        return (tonnes * 1000.0 / row["kg_central"] if tonnes > 0.0 else None), "emission"
    if row["count_rule"] == "population" and account.population is not None:
        return account.population * row["per_1000_inhabitants"] / 1000.0, "population"
    return None, "population"


def _registered_count(account: Account, row: Any, data_dir: Path | None) -> float | None:
    if not row["register_table"] or account.place is None:
        return None
    table = fetched(row["register_table"], account.place.number, data_dir)
    return None if table is None else _count(table, row)


def _count(table: FetchedTable, row: Any) -> float | None:
    """Return the newest year's number, or None where the table lacks it.

    A missing cell makes the count unknown: a part of the vehicles is not their number.
    """
    contents = row["register_contents"]
    dimension, _, codes = row["register_codes"].partition("=")
    counted = set(codes.split(";"))
    rows = [r for r in table.rows if r.codes.get("ContentsCode") == contents]
    years = {r.codes["Tid"] for r in rows if "Tid" in r.codes}
    if not years:
        return None
    newest = [r for r in rows if r.codes["Tid"] == max(years) and r.codes.get(dimension) in counted]
    if not newest or any(r.value is None for r in newest):
        return None
    return float(sum(r.value or 0.0 for r in newest))
