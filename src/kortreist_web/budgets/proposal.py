"""What the economic plan should hold for the climate budget: her lines, and proposed ones.

Where a line of the municipality's own plan pays for a measure, that line is given as it stands:
its amounts and its codes are hers. For what has no line, one is proposed by kind of money, with
codes only where her own plan tells which they are (:mod:`kortreist_web.budgets.codes_proposed`),
and said to be proposed. Sent in again, the file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.budgets.codes import Check, OwnCodes, check_account, check_function, own_codes
from kortreist_web.budgets.codes_proposed import CODES, Taken, propose_codes
from kortreist_web.budgets.kinds import (
    KINDS,
    Kind,
    line_kinds,
    price_year_of,
    weakest_source,
)
from kortreist_web.budgets.lines import LENGTH, Row
from kortreist_web.budgets.lines_export import KIND_NAMES
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.budgets.money_totals import Sum, kroner, line_cell, line_total
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = [
    "HEADINGS",
    "Proposed",
    "estimates_of",
    "proposal",
    "proposal_table",
    "without_codes",
]

_BEARER = "municipality"
#: The file's own headings, which the importer knows: one language, as in the plan's systems.
HEADINGS = ("ansvar", "funksjon", "art/konto", "tekst", "tiltak", "type", "prisår")
_AFTER = ("lavt anslag", "høyt anslag", "hva beløpet er", "kilde", "kontroll")
#: Sources of amounts that are the municipality's own, not computed as extra cost.
_OWN = ("budgets.proposal.own", "budgets.kinds.source_own")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line of the proposal.

    Parameters
    ----------
    row : Row
        Codes, text, kind, price year and NOK by year.
    low, high : int or None
        NOK over the plan's years, where a range is known.
    source : str
        Text key of what the amounts rest on.
    checks : tuple of str
        Text keys of what must be looked at.
    own : bool
        It stands in the municipality's own plan.
    unit : str
        Who has the measure.
    codes : tuple of Taken
        Codes that are proposed, and from what.
    """

    row: Row
    low: int | None
    high: int | None
    source: str
    checks: tuple[str, ...]
    own: bool
    unit: str = ""
    codes: tuple[Taken, ...] = ()

    @property
    def what(self) -> str:
        """Text key of what kind of cost the amounts are: extra cost, or the municipality's own."""
        return f"budgets.proposal.what_{'own' if self.source in _OWN else 'extra'}"


def proposal(
    organisation: Organisation,
    content: Mapping[str, Any],
    economic: Sequence[EconomicPlanLine],
    lines: Iterable[Mapping[str, Any]] | None = None,
) -> list[Proposed]:
    """Return a line for every measure of a budget and kind of money, in the budget's order.

    Parameters
    ----------
    organisation : Organisation
    content : mapping
        The budget's.
    economic : sequence of EconomicPlanLine
        The lines of its year.
    lines : iterable of mappings, optional
        The budget's lines as their page shows them.
    """
    own, year = own_codes(organisation), int(content["year"])
    years = [int(y) for y in content["plan_years"]]
    price_year = price_year_of(content)
    hers: dict[str, list[EconomicPlanLine]] = {}
    for e in economic:
        if e.line is not None:
            hers.setdefault(e.line.measure, []).append(e)
    target = _price_year(economic)
    out: list[Proposed] = []
    for line in content["lines"] if lines is None else lines:
        there = hers.get(line["measure"], [])
        unit = line.get("unit") or ""
        # In the municipality's language, whoever asks: it is what the line is known by.
        name = name_in(line["name"], organisation.language) or line["measure"]
        out += [_hers(e, line["measure"], unit, year, own) for e in there]
        for kind, row, total in _amounts(line, years):
            if any(e.kind in ("", kind) or not kind for e in there):
                continue
            factor, kroner_of = _factor(price_year, target)
            codes = propose_codes(line, kind, year, own)
            made = Row(
                **{**dict.fromkeys(CODES, ""), **{c.column: c.code for c in codes}},
                text=name[: LENGTH["text"]],
                amounts={y: kroner(nok * factor) for y, nok in row.items()},
                measure=line["measure"],
                kind=kind,
                price_year=kroner_of,
            )
            low, high = total.ends or (None, None)
            out.append(
                Proposed(
                    made,
                    None if low is None else kroner(low * factor),
                    None if high is None else kroner(high * factor),
                    f"budgets.kinds.source_{weakest_source(line)}",
                    _checks(made, year, own, total),
                    own=False,
                    unit=unit,
                    codes=codes,
                )
            )
    return out


def _amounts(
    line: Mapping[str, Any], years: Sequence[int]
) -> Iterable[tuple[Kind | str, dict[str, int], Sum]]:
    """Return what a line costs the municipality, by kind; whole where the kinds are not known."""
    if (line.get("cost") or {}).get(_BEARER) and not line.get("kinds"):
        cells = {y: line_cell(line, _BEARER, y) for y in years}
        parts: list[tuple[Kind | str, dict[int, Sum], Sum]] = [
            ("", cells, line_total(line, years, _BEARER))
        ]
    else:
        apart = line_kinds(line, years)
        parts = [(k, apart[k].by_year, apart[k].total) for k in KINDS]
        if all(total.known is None and total.missing for _, _, total in parts):
            parts = [("", {}, parts[0][2])]
    for kind, cells, total in parts:
        row = {str(y): c.known for y, c in cells.items() if c.known is not None}
        if any(row.values()) or (not row and total.missing):
            yield kind, row, total


def _hers(e: EconomicPlanLine, measure: str, unit: str, year: int, own: OwnCodes) -> Proposed:
    row = Row(
        e.responsibility, e.function, e.account, e.text, dict(e.amounts), measure, e.kind,
        e.price_year,
    )  # fmt: skip
    checks = _checks(row, year, own, None)
    if kept := e.estimate_kept:
        # Taken in as it was proposed: it is no better known for standing in the plan.
        checks = ("budgets.proposal.estimate", *checks)
        source = f"budgets.kinds.source_{kept['source']}"
        return Proposed(row, kept["low"], kept["high"], source, checks, own=True, unit=unit)
    return Proposed(row, None, None, "budgets.proposal.own", checks, own=True, unit=unit)


def estimates_of(content: Mapping[str, Any], row: Row, measure: str) -> dict[str, Any]:
    """Return the estimate a row's amounts are, to be kept with it; empty where they are none.

    Parameters
    ----------
    content : mapping
        The budget's.
    row : Row
        A line of the economic plan.
    measure : str
        What it pays for.

    Returns
    -------
    dict
        ``amounts``: year → NOK; ``price_year``; ``low`` and ``high``: NOK over the plan's
        years, None where no range is known; ``source``:
        :func:`~kortreist_web.budgets.kinds.weakest_source`.
    """
    years, price_year = [int(y) for y in content["plan_years"]], price_year_of(content)
    for line in content["lines"]:
        # The municipality's own figure is its own also when it comes from the budget.
        if line["measure"] != measure or weakest_source(line) == "own":
            continue
        for kind, cells, total in _amounts(line, years):
            factor, kroner_of = _factor(price_year, row.price_year)
            amounts = {y: kroner(nok * factor) for y, nok in cells.items()}
            if row.kind == kind and amounts == row.amounts and row.price_year == kroner_of:
                low, high = total.ends or (None, None)
                return {
                    "amounts": amounts,
                    "price_year": kroner_of,
                    "low": None if low is None else kroner(low * factor),
                    "high": None if high is None else kroner(high * factor),
                    "source": weakest_source(line),
                }
    return {}


def _checks(row: Row, year: int, own: OwnCodes, total: Sum | None) -> tuple[str, ...]:
    found = [
        "" if row.responsibility else "budgets.code.no_responsibility",
        check_function(row.function, year),
        check_account(row.account, row.kind, year),
        "" if row.kind or not row.amounts else "budgets.code.no_kind",
        "" if row.price_year or not row.amounts else "budgets.code.no_price_year",
        "budgets.code.cost_unknown" if total is not None and total.missing else "",
    ]
    if row.responsibility and row.responsibility not in own.responsibilities:
        found.append(Check("budgets.code.responsibility_new", code=row.responsibility))
    return tuple(dict.fromkeys(key for key in found if key))


def _price_year(economic: Iterable[EconomicPlanLine]) -> int | None:
    """Return the one price year of her lines; None where they have several or none."""
    years = {e.price_year for e in economic}
    return years.pop() if len(years) == 1 else None


def _factor(ours: int | None, hers: int | None) -> tuple[float, int | None]:
    """Return what our kroner are multiplied by to be hers, and whose kroner they then are.

    Converted by the carried price index where it has both years; else they stay as they are,
    in their own price year, which the row says.
    """
    from kortreist.measures.prices import price_level

    if ours is None or hers is None or ours == hers:
        return 1.0, ours
    index = price_level().factor
    if ours not in index or hers not in index:
        return 1.0, ours
    return index[ours] / index[hers], hers


def _said(check: str) -> str:
    return check.said if isinstance(check, Check) else text(check)


def without_codes(rows: Iterable[Proposed]) -> list[Proposed]:
    """Return the lines that lack responsibility, function or account."""
    return [p for p in rows if not (p.row.responsibility and p.row.function and p.row.account)]


def proposal_table(
    rows: Sequence[Proposed], years: Sequence[int], unit: int = 1
) -> list[list[Any]]:
    """Return the proposal as a plain table: headings, then a row a line, no sums.

    Parameters
    ----------
    rows : sequence of Proposed
    years : sequence of int
    unit : int
        What an amount of one stands for, NOK: 1 or 1000.
    """
    columns = sorted({str(y) for y in years} | {y for p in rows for y in p.row.amounts})

    def amount(nok: int | None) -> int | float | None:
        return nok if nok is None or unit == 1 else nok / unit

    out: list[list[Any]] = [[*HEADINGS, *columns, *_AFTER]]
    for p in rows:
        r = p.row
        out.append(
            [
                r.responsibility,
                r.function,
                r.account,
                r.text,
                r.measure,
                KIND_NAMES.get(r.kind, ""),
                r.price_year,
                *(amount(r.amounts.get(y)) for y in columns),
                amount(p.low),
                amount(p.high),
                text(p.what) if r.amounts else "",
                text(p.source),
                "; ".join([*(c.said() for c in p.codes), *(_said(key) for key in p.checks)]),
            ]
        )
    return out
