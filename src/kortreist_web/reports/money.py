"""What a measure costs the municipality this year against what the economic plan has set aside.

As on the page of the economic plan (:mod:`kortreist_web.budgets.economic`): kroner of different
years have no sum and no difference, and running cost and investment are shown apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist_web.budgets.economic import compare_line, linked, prices_of
from kortreist_web.budgets.kinds import KINDS, line_kinds
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "money_of",
    "notes_said",
    "now_set_aside",
    "parts_said",
    "prices_said",
    "why_no_difference",
]


def now_set_aside(organisation: Organisation, plan_year: int) -> dict[str, list[dict[str, Any]]]:
    """Return measure → the economic plan's lines that pay for it as they are now."""
    from kortreist_web.budgets.models import EconomicPlanLine

    rows = EconomicPlanLine.objects.filter(
        organisation=organisation, year=plan_year, line__isnull=False
    ).values_list("line__measure", "amounts", "kind", "price_year")
    by_measure: dict[str, list[dict[str, Any]]] = {}
    for measure, amounts, kind, price_year in rows:
        row = {"amounts": amounts or {}, "kind": kind, "price_year": price_year}
        by_measure.setdefault(measure, []).append(row)
    return by_measure


def money_of(
    line: Mapping[str, Any],
    year: int,
    now: Mapping[str, Sequence[Mapping[str, Any]]],
    price_year: int | None = None,
) -> dict[str, Any] | None:
    """Return the money of a line, NOK; None when the economic plan says nothing of it.

    ``planned``: the municipality's cost in the climate budget; null where it is unknown.
    ``planned_low``, ``planned_high``: the lowest and highest it was estimated to; null where
    the figure is the municipality's own, or the budget is from before costs had a range.
    ``price_year``: whose kroner that is in. ``set_aside``: the economic plan's lines when the
    budget was adopted. ``now``: the same lines today. ``difference``: what is set aside now less
    what was planned. Each is null where it would add kroner of different years;
    ``other_prices`` are then whose kroner the lines of today are in. ``parts``: planned and now
    of each kind (empty: nobody has said which), each with its price year.
    """
    adopted = [x for x in line.get("economic") or () if x.get("amounts")]
    today = now.get(line["measure"], adopted)
    if not any(str(year) in x["amounts"] for x in (*adopted, *today)):
        return None
    rows = [x for x in today if str(year) in x["amounts"]]
    said = {**line, "cost": line.get("cost") or {}, "economic": rows}
    pair = compare_line(said, (year,), price_year).years[year]
    planned = (pair.budget.known or 0) if pair.budget.complete else None
    ends = None if planned is None else pair.budget.ends
    set_aside = linked(adopted, year, price_year)
    levels = prices_of(rows, price_year)
    mixed = len(levels) > 1 or (price_year is not None and bool(levels - {price_year}))
    return {
        "planned": _float(planned),
        "planned_low": ends[0] if ends else None,
        "planned_high": ends[1] if ends else None,
        "price_year": price_year,
        "set_aside": _float(set_aside),
        "now": _float(pair.planned),
        "difference": _float(pair.difference),
        "other_prices": sorted(y for y in levels if y) if mixed else [],
        "parts": _parts(said, rows, year, price_year),
    }


def _parts(
    line: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], year: int, price_year: int | None
) -> dict[str, list[dict[str, Any]]]:
    """Return planned and now of each kind; amounts of one kind and price year are added."""
    apart = line_kinds(line, (year,))
    planned = [
        {"kind": kind, "nok": float(apart[kind].by_year[year].known or 0), "price_year": price_year}
        for kind in KINDS
        if line.get("kinds") and apart[kind].by_year[year].complete
    ]
    sums: dict[tuple[str, int | None], float] = {}
    for x in rows:
        key = (x.get("kind") or "", x.get("price_year") or price_year)
        sums[key] = sums.get(key, 0.0) + float(x["amounts"][str(year)])
    now = [{"kind": k, "nok": nok, "price_year": y} for (k, y), nok in sums.items()]
    return {"planned": planned, "now": now}


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def why_no_difference(money: Mapping[str, Any], code: str | None = None) -> str:
    """Return why there is no difference where kroner are of different years; else nothing."""
    if not (others := money.get("other_prices")):
        return ""
    years = ", ".join(map(str, others))
    return web(code)("budgets.money.other_prices", years=years)


def notes_said(row: Mapping[str, Any], year: int, code: str | None = None) -> list[str]:
    """Return what stands below what is set aside now: its parts, and another plan's amount.

    What was entered as planned on the page of planned and spent is a third figure beside the
    climate budget's and the economic plan's: it is named where it is not the same.

    Parameters
    ----------
    row : mapping
        Of a report's content.
    year : int
        The report's, whose kroner what was entered is in.
    """
    money = row["money"]
    rows = [s for s in row.get("spending") or () if s["planned_from"] == "entered"]
    rows = [s for s in rows if s["kind"] in KINDS]
    if not rows:
        return parts_said(money, "now", code)
    entered = sum(s["planned"] for s in rows)
    price_year = money.get("price_year")
    same = entered == money["now"] and not money.get("other_prices") and price_year == year
    say = web(code)
    said = say("reports.money.entered", nok=say.number(entered), year=year)
    return [*parts_said(money, "now", code), *([] if same else [said])]


def parts_said(money: Mapping[str, Any], which: str, code: str | None = None) -> list[str]:
    """Return each kind's kroner of ``planned`` or ``now``, with whose kroner they are in.

    A report from before they were kept has none.
    """
    say, out = web(code), []
    for part in (money.get("parts") or {}).get(which) or ():
        kind = say(f"budgets.price.{part['kind']}" if part["kind"] else "reports.money.no_kind")
        nok, of = say.number(part["nok"]), part["price_year"]
        key = "reports.money.part" if of is None else "reports.money.part_in"
        out.append(say(key, kind=kind, nok=nok, year=of))
    return out


def prices_said(content: Mapping[str, Any], code: str | None = None) -> str:
    """Return whose kroner the climate budget's cost is in; nothing of a report from before."""
    years = {(r["money"] or {}).get("price_year") for r in content["rows"]} - {None}
    return "".join(web(code)("reports.money.prices", year=y) for y in years)
