"""The unit a measure is counted in: what one unit costs and cuts, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from kortreist.facts.loader import Facts
from kortreist.i18n import name_in
from kortreist.measures.measure import Activity, Spread
from kortreist.measures.problems import Where

__all__ = ["UNIT_BOUNDARIES", "UnitRow", "build_activity", "expand", "unit_name", "unit_row"]

UNIT_BOUNDARIES = ("direct", "consumption", "land")
_LEVELS = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """How one row of the table ``unit_costs`` stands to the national study.

    ``against`` is empty where no national measure is linked.
    """

    national: str
    against: str


def unit_row(facts: Facts, id: str) -> UnitRow | None:
    """Return how a row stands to the national study, or None where there is no such row."""
    row = next((r for r in facts.table("unit_costs") if r["id"] == id), None)
    return None if row is None else UnitRow(row["national"] or "", row["against_national"] or "")


def unit_name(facts: Facts, unit: str, language: str) -> str:
    """Return the name of a unit of activity in a language.

    Raises
    ------
    FactsError
        There is no such unit.
    """
    return name_in(facts.row("activity_units", id=unit), language, "name_")


def _three(row: Any, stem: str) -> list[float] | None:
    values = [row[f"{stem}_{level}"] for level in _LEVELS]
    return None if None in values else [float(v) for v in values]


def expand(facts: Facts, id: object, where: Where) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a row of ``unit_costs`` as the tables a measure file would hold.

    Parameters
    ----------
    facts : Facts
    id : str
        Row of ``unit_costs``.
    where : Where

    Returns
    -------
    activity : dict
        Unit, effect a unit, boundary, timing, lifetime.
    costs : list of dict
        Investment and running cost a unit. A transfer has two entries that cancel.

    Raises
    ------
    FactsError or InputError
        There is no such row.
    """
    row = next((r for r in facts.table("unit_costs") if r["id"] == id), None)
    if row is None:
        raise where.error("no_such", value=id)
    unit, year, life = row["unit"], row["price_year"], row["lifetime_years"]
    activity: dict[str, Any] = {
        "unit": unit,
        "boundary": row["boundary"],
        "timing": row["timing"],
        "lifetime_years": life,
        "rank_by_price": row["rank_by_price"],
        "tax_nok_per_tonne": row["tax_nok_per_tonne"] or 0.0,
    }
    effect = _three(row, "effect")
    if effect is not None:
        activity |= {
            "effect": effect,
            "source": row["source_effect"],
            "mark": row["mark_effect"],
            "note": f"per unit {unit}: effect, {row['timing']}",
        }
    costs: list[dict[str, Any]] = []
    avoided = (row["avoided"] or "").split("|")
    earmarked = (row["earmarked"] or "").split("|")

    def add(bearer: str, kind: str, amount: list[float] | None, what: str) -> None:
        cost = {
            "bearer": bearer,
            "kind": kind,
            "basis": "per_unit",
            "price_year": year,
            "transfer": what in ("grant", "transfer"),
            "avoided": what in avoided,
            "earmarked": kind in earmarked and bearer != row["running_paid_by"],
        }
        if amount is not None:
            cost |= {
                "amount": amount,
                "source": row["source"],
                "mark": row["mark"],
                "note": f"per unit {unit}: {what}, {year} prices, {life:g} years",
            }
        costs.append(cost)

    invest, running, grant = (_three(row, s) for s in ("invest", "running", "grant"))
    if invest is None and running is None:
        add(row["bearer"], "capital", None, "investment")
    if invest is not None and any(invest):
        add(row["bearer"], "capital", invest, "investment")
    if running is not None and (any(running) or not costs):
        paid_by = row["running_paid_by"]
        add(row["bearer_running"], "running", running, "transfer" if paid_by else "running")
        if paid_by:
            add(paid_by, "running", [-v for v in reversed(running)], "transfer")
    if grant is not None:
        add("municipality", "capital", grant, "grant")
        add(row["bearer"], "capital", [-v for v in reversed(grant)], "grant")
    return activity, costs


def build_activity(raw: object, effect: Spread | None, facts: Facts, where: Where) -> Activity:
    """Build and check the activity of a measure.

    Parameters
    ----------
    raw : dict
        As :func:`expand` returns it, or as written in a measure of the municipality's own.
    effect : Spread or None
        kg CO2e per unit (a year, or once).
    facts : Facts
    where : Where

    Raises
    ------
    FactsError or InputError
        A field is missing, unknown or out of range.
    """
    table = where.table(raw)
    where.known(
        table,
        frozenset(
            {
                "unit",
                "effect",
                "source",
                "mark",
                "note",
                "boundary",
                "timing",
                "lifetime_years",
                "rank_by_price",
                "tax_nok_per_tonne",
            }
        ),
    )
    units = {r["id"] for r in facts.table("activity_units")}
    unit = where.at("unit").text(table.get("unit"))
    if unit not in units:
        raise where.at("unit").error("no_such", value=unit)
    rank = table.get("rank_by_price", True)
    if not isinstance(rank, bool):
        raise where.at("rank_by_price").error("not_one_of", value=rank, known="true, false")
    boundary = where.at("boundary").choice(table.get("boundary", "direct"), UNIT_BOUNDARIES)
    timing = where.at("timing").choice(table.get("timing", "yearly"), ("yearly", "once"))
    return Activity(
        unit,
        effect,
        cast(Literal["direct", "consumption", "land"], boundary),
        cast(Literal["yearly", "once"], timing),
        where.at("lifetime_years").number(table.get("lifetime_years", 10), 1, 120),
        rank,
        where.at("tax_nok_per_tonne").number(table.get("tax_nok_per_tonne", 0.0), 0, 1e5),
    )
