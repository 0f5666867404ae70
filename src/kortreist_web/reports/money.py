"""What a measure costs the municipality this year against what the economic plan has set aside.

As on the page of the economic plan (:mod:`kortreist_web.budgets.economic`): kroner of different
years have no sum and no difference, and running cost and investment are shown apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist_web.budgets.economic import compare_line, linked, prices_of
from kortreist_web.budgets.kinds import KINDS, line_kinds, of_kind
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "by_kind",
    "money_of",
    "notes_said",
    "now_set_aside",
    "parts_said",
    "prices_said",
    "title_of",
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
    what was planned. Each is null where it would add kroner of different years
    (``other_prices`` are then whose kroner the lines of today are in), or running cost and
    investment: the two accounts are never added, and ``kinds`` has the same figures of each.
    ``parts``: planned and now of each kind (empty: nobody has said which), each with its price
    year.
    """
    adopted = [x for x in line.get("economic") or () if x.get("amounts")]
    today = now.get(line["measure"], adopted)
    if not any(str(year) in x["amounts"] for x in (*adopted, *today)):
        return None
    rows = [x for x in today if str(year) in x["amounts"]]
    said = {**line, "cost": line.get("cost") or {}, "economic": rows}
    whole = _figures(said, adopted, rows, year, price_year)
    apart = _apart(said, adopted, rows, year, price_year)
    if len(apart) > 1:
        whole |= dict.fromkeys(_SUMS)
    return {**whole, "kinds": apart}


#: What is one sum over a measure's lines: null where it would be of both kinds.
_SUMS = ("planned", "planned_low", "planned_high", "set_aside", "now", "difference")


def _figures(
    said: Mapping[str, Any],
    adopted: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    year: int,
    price_year: int | None,
) -> dict[str, Any]:
    pair = compare_line(said, (year,), price_year).years[year]
    planned = (pair.budget.known or 0) if pair.budget.complete else None
    ends = None if planned is None else pair.budget.ends
    set_aside = None if _both(adopted, year) else linked(adopted, year, price_year)
    now, difference = (None, None) if _both(rows, year) else (pair.planned, pair.difference)
    levels = prices_of(rows, price_year)
    mixed = len(levels) > 1 or (price_year is not None and bool(levels - {price_year}))
    return {
        "planned": _float(planned),
        "planned_low": ends[0] if ends else None,
        "planned_high": ends[1] if ends else None,
        "price_year": price_year,
        "set_aside": _float(set_aside),
        "now": _float(now),
        "difference": _float(difference),
        "other_prices": sorted(y for y in levels if y) if mixed else [],
        "parts": _parts(said, rows, year, price_year),
    }


def _both(rows: Sequence[Mapping[str, Any]], year: int) -> bool:
    """Tell whether lines are of several kinds, so that they have no sum."""
    return len({x.get("kind") or "" for x in rows if x["amounts"].get(str(year))}) > 1


def _apart(
    said: Mapping[str, Any],
    adopted: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    year: int,
    price_year: int | None,
) -> list[dict[str, Any]]:
    """Return the figures of each kind that has any; none where nobody has said which is which."""
    told = [x for x in (*adopted, *rows) if str(year) in x["amounts"]]
    if "municipality" in said["cost"] and not said.get("kinds"):
        return []
    if any(x.get("kind") not in KINDS for x in told):
        return []
    out = []
    for kind in KINDS:
        alone = {**said, **of_kind(said, kind)}
        ours = [x for x in adopted if x.get("kind") == kind]
        today = [x for x in rows if x.get("kind") == kind]
        found = _figures({**alone, "economic": today}, ours, today, year, price_year)
        parts = _parts(said, today, year, price_year)
        parts["planned"] = [p for p in parts["planned"] if p["kind"] == kind]
        if today or found["set_aside"] is not None or found["planned"]:
            out.append({**found, "kind": kind, "parts": parts})
    return out


def by_kind(money: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what a measure's money is shown as: each kind alone where both have some.

    A report from before the kinds were kept apart has one row, as it was completed.
    """
    kinds = money.get("kinds") or ()
    return list(kinds) if len(kinds) > 1 else [money]


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


def title_of(name: str, money: Mapping[str, Any], code: str | None = None) -> str:
    """Return what a row of :func:`by_kind` is called: the measure's name, and its kind's."""
    if not money.get("kind"):
        return name
    say = web(code)
    kind = say(f"budgets.price.{money['kind']}")
    return say("reports.money.of_kind", name=name, kind=kind)


def notes_said(
    row: Mapping[str, Any],
    year: int,
    code: str | None = None,
    money: Mapping[str, Any] | None = None,
) -> list[str]:
    """Return what stands below what is set aside now: its parts, and another plan's amount.

    What was entered as planned on the page of planned and spent is a third figure beside the
    climate budget's and the economic plan's: it is named where it is not the same, running cost
    and investment each for itself.

    Parameters
    ----------
    row : mapping
        Of a report's content.
    year : int
        The report's, whose kroner what was entered is in.
    code : str, optional
        Language; the reader's by default.
    money : mapping, optional
        The one of :func:`by_kind` it stands below; the row's own by default.
    """
    money = row["money"] if money is None else money
    only = money.get("kind")
    entered = {
        s["kind"]: s["planned"]
        for s in row.get("spending") or ()
        if s["planned_from"] == "entered" and s["kind"] in KINDS and only in (None, s["kind"])
    }
    said = parts_said(money, "now", code)
    if not entered:
        return said
    price_year, now = money.get("price_year"), (money.get("parts") or {}).get("now") or ()
    set_aside = {part["kind"]: part["nok"] for part in now if part["nok"]}
    same = set_aside == {kind: nok for kind, nok in entered.items() if nok}
    if same and not money.get("other_prices") and price_year == year:
        return said
    say = web(code)
    return [
        *said,
        *(
            say(
                "reports.money.entered",
                kind=say(f"budgets.price.{kind}"),
                nok=say.number(nok),
                year=year,
            )
            for kind, nok in entered.items()
        ),
    ]


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
