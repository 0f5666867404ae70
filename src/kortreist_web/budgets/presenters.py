"""A budget's content as its pages show it: rows, sums, and what may not be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kortreist_web.budgets.economic import Compared, compared
from kortreist_web.budgets.kept_open import HeldOpen, held_open, lines_alone
from kortreist_web.budgets.kinds import (
    MunicipalMoney,
    municipal_money,
    price_year_of,
    weakest_source,
)
from kortreist_web.budgets.line_prices import Priced, priced
from kortreist_web.budgets.money_totals import (
    BEARERS,
    Sum,
    Totals,
    line_cell,
    line_total,
    totals,
)
from kortreist_web.budgets.parts import COMPUTED, DIRECT, PARTS, part_of_line
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.budgets.stale import Staleness
from kortreist_web.core.provenance_tree import Link, origins_in_words

__all__ = ["Line", "PartShown", "Shown", "Year", "present"]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the frame and the pathways; a band is low, central, high in t CO2e."""

    year: int
    in_plan: bool
    frame: float | None
    baseline: Mapping[str, float] | None
    pathway: Mapping[str, float] | None
    cut: float | None
    over: float | None
    probability: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as shown: the effect is left out where it is for another start year."""

    pointer: str
    data: Mapping[str, Any]
    effect: dict[int, Mapping[str, float] | None]
    quantified: bool
    moved: bool
    uncounted: bool
    cost: dict[int, Sum]
    others: tuple[tuple[str, Sum], ...]
    total: Sum


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the budget with its lines and what they cost; its tonnes are in no other's sum."""

    part: str
    computed: bool
    said: Mapping[str, Any]
    lines: tuple[Line, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a page of a budget shows."""

    content: Mapping[str, Any]
    years: tuple[int, ...]
    rows: tuple[Year, ...]
    lines: tuple[Line, ...]
    totals: Totals
    compared: tuple[Compared, ...]
    effect: dict[int, float]
    stale: Staleness
    money: MunicipalMoney
    #: The content's lines without another start year's cost.
    cleaned: tuple[Mapping[str, Any], ...]
    names: Mapping[str, Any]
    priced: tuple[Priced, ...] = ()
    open: HeldOpen = field(default_factory=HeldOpen)
    parts: tuple[PartShown, ...] = ()
    done: HeldOpen = field(default_factory=HeldOpen)

    @property
    def origins(self) -> list[Link]:
        """Where the figures come from, in the reader's language."""
        return origins_in_words(self.content["provenance"])

    @property
    def in_parts(self) -> bool:
        """Tell whether there is more than what is computed of emissions inside the border."""
        return len(self.parts) > 1

    @property
    def actions(self) -> tuple[PartShown, ...]:
        """Return the parts whose tonnes are not computed."""
        return tuple(p for p in self.parts if not p.computed)

    @property
    def last_year(self) -> Year | None:
        """Return the last year of the plan."""
        return next((r for r in reversed(self.rows) if r.in_plan), None)

    @property
    def proposed(self) -> float | None:
        """Return what the lines cut in the last year: what the plan keeps open is in no line."""
        last = self.last_year
        return self.effect.get(last.year) if last else None

    def left(self, row: Year | None) -> float | None:
        """Return how much a year is over its frame with the lines alone; None where not known.

        What is done counts; what is kept open is not proposed, and what it would cut remains.
        """
        return row.over if row else None

    @property
    def last_left(self) -> float | None:
        """Return what remains in the last year of the plan."""
        return self.left(self.last_year)

    @property
    def judged(self) -> Mapping[str, float] | None:
        """Return the share of the plan's money and tonnes on judgement; None of older plans."""
        found = (self.content.get("prices") or {}).get("judgement_share") or {}
        return found if {"money", "tonnes"} <= found.keys() else None

    @property
    def municipality_judged(self) -> float | None:
        """Return the share of the municipality's kroner shown that is in lines on judgement.

        Of the gross kroner, so that a saving hides no cost. None where nothing is known, or a
        line with kroner does not say what they rest on.
        """
        gross: dict[str, int] = {}
        for line in self.cleaned:
            known = line_total(line, self.years, "municipality").known
            if known:
                source = weakest_source(line)
                gross[source] = gross.get(source, 0) + abs(known)
        if not gross or "unknown" in gross:
            return None
        return gross.get("judgement", 0) / sum(gross.values())

    @property
    def unquantified(self) -> int:
        """Return how many lines have no quantified effect."""
        return sum(not line.quantified for line in self.lines)


def present(content: Mapping[str, Any], stale: Staleness | None = None) -> Shown:
    """Return what a page shows of a budget's content.

    A stale pathway, its probability, and the effects and the plan's costs of lines that were
    moved are left out: they are another plan's figures.
    """
    stale, content = stale or Staleness(), lines_alone(content)
    years = tuple(content["plan_years"])
    rows = [_without_stale_cost(x, stale) for x in content["lines"]]
    lines = tuple(_line(i, x, years, stale) for i, x in enumerate(rows))
    effect, measures = {}, {line["measure"] for line in content["lines"]}
    for year in years:
        effects = [x.effect[year] for x in lines]
        if not stale:
            effect[year] = sum(e["central"] for e in effects if e is not None)
    return Shown(
        content,
        years,
        tuple(_years(content, years, bool(stale))),
        lines,
        totals(rows, years),
        tuple(compared(rows, years, price_year_of(content))),
        effect,
        stale,
        municipal_money(content, rows),
        tuple(rows),
        {line["measure"]: line["name"] for line in content["lines"]},
        tuple(p for p in priced(content) if not stale.touches(p.line["measure"])),
        HeldOpen() if stale else held_open(content, measures, years),
        _parts(content, lines, years),
        HeldOpen() if stale else held_open(content, measures, years, "done"),
    )


def _parts(
    content: Mapping[str, Any], lines: Sequence[Line], years: tuple[int, ...]
) -> tuple[PartShown, ...]:
    """Return the parts; a budget from before there were any has one, the computed."""
    said = content.get("parts") or {}
    out = []
    for part in PARTS:
        own = tuple(x for x in lines if part_of_line(x.data) == part)
        if own or part in said or part == DIRECT:
            computed = part in COMPUTED
            of_part = totals([x.data for x in own], years)
            out.append(PartShown(part, computed, said.get(part) or {}, own, of_part))
    return tuple(out)


def _without_stale_cost(line: Mapping[str, Any], stale: Staleness) -> Mapping[str, Any]:
    """Return a line without the plan's cost where that is for another start year."""
    own = str(line["origins"].get("cost", "")).startswith(OWN_COST)
    if own or not stale.touches(line["measure"]):
        return line
    payers = [b for b in BEARERS if b in line["cost"] or b in line["cost_missing"]]
    return {**line, "cost": {}, "cost_missing": payers}


def _years(content: Mapping[str, Any], years: tuple[int, ...], stale: bool) -> list[Year]:
    out = []
    for text in sorted({*content["frame"], *content["baseline"]}):
        frame, baseline = content["frame"].get(text), content["baseline"].get(text)
        pathway = None if stale else content["pathway"].get(text)
        out.append(
            Year(
                int(text),
                int(text) in years,
                frame,
                baseline,
                pathway,
                baseline["central"] - pathway["central"] if pathway and baseline else None,
                pathway["central"] - frame if pathway and frame is not None else None,
                None if stale else content["probability_under_frame"].get(text),
            )
        )
    return out


def _line(index: int, line: Mapping[str, Any], years: tuple[int, ...], stale: Staleness) -> Line:
    moved = stale.touches(line["measure"])
    effect = {y: None if moved else line["effect"].get(str(y)) for y in years}
    others = tuple(
        (b, total) for b in BEARERS[1:] if not (total := line_total(line, years, b)).nothing
    )
    return Line(
        f"/lines/{index}",
        line,
        effect,
        bool(line["effect"]),
        moved,
        line["measure"] in stale.uncounted,
        {y: line_cell(line, "municipality", y) for y in years},
        others,
        line_total(line, years),
    )
