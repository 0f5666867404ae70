"""The alternatives in the case paper: three, with figures the engine has computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Inlines, Row
from kortreist.documents.format.writer import Range
from kortreist.i18n import name_in
from kortreist_web.budgets.alternatives import TIMES, alternatives_of, has_alternatives, told
from kortreist_web.budgets.frozen import budget_of
from kortreist_web.budgets.paper.words import DASH, BudgetWords
from kortreist_web.versions.models import Version

__all__ = ["ALTERNATIVES", "alternatives"]

#: Origin of every figure of the alternatives.
ALTERNATIVES = "document/alternatives"
#: How many measures are named; the rest are counted.
_NAMED = 6


def alternatives(write: BudgetWords, version: Version) -> tuple[Block, ...]:
    """Return the table of alternatives and what they are; why there are none, where so."""
    kept = alternatives_of(version)
    if kept is None or not kept.content:
        return (write.paragraph(write.tell(f"decisions.alternatives.{_why(version, kept)}")),)
    write.source(
        ALTERNATIVES,
        ("formula/pathway", "formula/frame", "formula/cost", "formula/probability"),
        write.word("decisions.origin.alternatives"),
        write.word("decisions.origin.alternatives_rule"),
    )
    shown = told(kept)
    years = version.content["plan_years"]
    period: Inlines = (write.year(years[0]), DASH, write.year(years[-1]))
    out: list[Block] = [write.bullets([_what(write, key, shown) for key in shown])]
    compared = [_compared(write, key, shown) for key in shown if key != "proposed"]
    out += [write.paragraph(said) for said in compared if said]  # said before it is shown
    out.append(
        write.table(
            "alternatives",
            write.tell("decisions.alternatives.caption", period=period),
            [
                write.text_column(write.tell("decisions.alternatives.what"), 1.9),
                *(write.column(write.tell(f"decisions.alternatives.{key}")) for key in shown),
            ],
            _rows(write, shown),
            [
                write.tell("decisions.alternatives.note", n=_futures(write, version)),
                write.tell("decisions.document.prices_long", prices=write.prices()),
            ],
        )
    )
    for key, said in kept.refused.items():
        name = write.tell(f"decisions.alternatives.{key}")
        why = write.name(name_in(said, write.language))
        out.append(write.note(write.tell("decisions.alternatives.refused", name=name, why=why)))
    return tuple(out)


def _why(version: Version, kept: object) -> str:
    if kept is not None:
        return "none"
    return "computing" if has_alternatives(budget_of(version).plan) else "no_plan"


def _futures(write: BudgetWords, version: Version) -> Inlines:
    ref = write.first("formula/futures", "formula/probability")
    return (write.number(version.content["pins"].get("futures"), ref),)


def _what(write: BudgetWords, key: str, shown: Mapping[str, Any]) -> Inlines:
    name = write.tell(f"decisions.alternatives.{key}")
    count = write.number(len(shown[key]["measures"]), ALTERNATIVES)
    said = write.tell(
        f"decisions.alternatives.{key}_is", n=count, times=write.number(TIMES, ALTERNATIVES)
    )
    if key == "later" and "proposed" in shown:
        said = (*said, " ", *_later(write, shown))
    return (*name, ": ", *said)


def _later(write: BudgetWords, shown: Mapping[str, Any]) -> Inlines:
    """Return which measures begin later."""
    years, names = shown["proposed"]["measures"], shown["later"]["names"]
    moved = [m for m, year in shown["later"]["measures"].items() if year != years.get(m)]
    if len(moved) == len(years):
        return write.tell("decisions.alternatives.moved_all")
    told = [(write.name(name_in(names[m], write.language)),) for m in moved if m in names]
    return write.tell("decisions.alternatives.moved", names=write.listed(told)) if told else ()


def _rows(write: BudgetWords, shown: Mapping[str, Any]) -> list[Row]:
    w, each = write, list(shown.values())
    year = w.year(each[0]["year"])

    def row(key: str, cells: list[Cell | Inlines], **values: Any) -> Row:
        made = [c if isinstance(c, Cell) else Cell(c) for c in cells]
        return Row(Cell(w.tell(f"decisions.alternatives.{key}", **values)), tuple(made))

    def millions(nok: float) -> Inlines:
        return w.tenths(nok, ALTERNATIVES, unit=False)

    def total(one: Mapping[str, Any]) -> Cell:
        paid = one["municipality"]
        ends = w.tenths_between(paid["low"], paid["high"], ALTERNATIVES)
        return Cell(millions(paid["investment"] + paid["running"]), ends)

    out = [
        row("cut", [(w.number(a["cut"], ALTERNATIVES),) for a in each], year=year),
        row("emission", [w.band(Range(**a["emission"]), ALTERNATIVES) for a in each], year=year),
        row("over", [(w.signed(a["over"], ALTERNATIVES),) for a in each], year=year),
        row("chance", [w.chance(a["chance"], ALTERNATIVES) for a in each], year=year),
        row("running", [millions(a["municipality"]["running"]) for a in each]),
        row("investment", [millions(a["municipality"]["investment"]) for a in each]),
        row("total", [total(a) for a in each]),
        row("others", [millions(sum(a["others"].values())) for a in each]),
        row("fte", [(w.number(a["fte"], ALTERNATIVES, 1),) for a in each]),
    ]
    return out


def _compared(write: BudgetWords, key: str, shown: Mapping[str, Any]) -> Inlines:
    """Return what an alternative gives and costs beside what is proposed."""
    base, other = shown.get("proposed"), shown[key]
    if base is None:
        return ()
    tonnes = other["cut"] - base["cut"]
    paid = [a["municipality"]["investment"] + a["municipality"]["running"] for a in (base, other)]
    nok = paid[1] - paid[0]
    said = write.tell(
        f"decisions.alternatives.{'gives_more' if tonnes >= 0 else 'gives_less'}",
        name=write.tell(f"decisions.alternatives.{key}"),
        tonnes=write.tonnes(abs(tonnes), ALTERNATIVES),
        year=write.year(other["year"]),
        cost=write.tell(
            f"decisions.alternatives.{'costs_more' if nok >= 0 else 'costs_less'}",
            nok=write.tenths(abs(nok), ALTERNATIVES),
        ),
    )
    new = [m for m in other["measures"] if m not in base["measures"]]
    if new:
        first, language = new[:_NAMED], write.language
        names: list[Inlines] = [(write.name(name_in(other["names"][m], language)),) for m in first]
        rest = len(new) - len(names)
        if rest:
            names.append(
                write.tell("decisions.alternatives.rest", n=write.number(rest, ALTERNATIVES))
            )
        said = (
            *said,
            " ",
            *write.tell("decisions.alternatives.new", names=write.listed(names)),
        )
    return said
