"""Codes that are proposed for a measure without a line, and from what.

A function and an account are taken from the same measure's lines, or from lines of at least two
like measures (the same theme and kind of unit) that agree. What a single other measure of the
unit has says nothing: it is another service. Responsibility is the unit's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kortreist_web.budgets.codes import OwnCodes, check_account, check_function
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.core.texts import text

__all__ = ["CODES", "Taken", "propose_codes"]

#: A line's codes, in the order of the file.
CODES = ("responsibility", "function", "account")
#: Like measures that must agree before one is believed.
_AGREE = 2


@dataclass(frozen=True, slots=True)
class Taken:
    """A proposed code and what it is taken from.

    Parameters
    ----------
    column : {"responsibility", "function", "account"}
    code : str
    source : {"measure", "like", "unit"}
        The measure's own line, like measures, or the unit.
    name : str
        The line's text, how many measures, or the unit.
    year : int or None
        The economic plan the line stands in.
    """

    column: str
    code: str
    source: str
    name: str
    year: int | None = None

    def said(self) -> str:
        """Return that it is proposed, from what, and that it must be looked at."""
        what = text(f"budgets.column.{self.column}").lower()
        source = text(f"budgets.code.from_{self.source}", name=self.name, year=self.year)
        return text("budgets.code.proposed", what=what, source=source)


def propose_codes(
    line: Mapping[str, Any], kind: str, year: int, own: OwnCodes
) -> tuple[Taken, ...]:
    """Return the codes the municipality's own plans tell of; none that is not valid.

    Parameters
    ----------
    line : mapping
        A line of the budget's content.
    kind : str
        Running or investment; empty where the kinds are not known.
    year : int
        The budget's.
    own : OwnCodes
    """
    same = [e for e in own.lines if _measure(e) == line["measure"]]
    alike = _group(line["measure"])
    like = [
        e
        for e in own.lines
        if alike and _measure(e) != line["measure"] and _group(_measure(e)) == alike
    ]
    found = (
        _first(same, "responsibility") or _of_unit(line, own),
        _first(same, "function") or _agreed(like, "function"),
        _first([e for e in same if e.kind == kind], "account")
        or _agreed([e for e in like if e.kind == kind], "account"),
    )
    return tuple(taken for taken in found if taken and not _wrong(taken, kind, year))


def _wrong(taken: Taken, kind: str, year: int) -> str:
    if taken.column == "function":
        return check_function(taken.code, year)
    return check_account(taken.code, kind, year) if taken.column == "account" else ""


def _measure(line: EconomicPlanLine) -> str:
    return line.line.measure if line.line is not None else ""


@cache
def _groups() -> dict[str, tuple[str, str]]:
    from kortreist.measures import library

    return {m.id: (m.theme, m.unit) for m in library()}


def _group(measure: str) -> tuple[str, str] | None:
    """Return theme and kind of unit of a measure of the library; None for an own one."""
    return _groups().get(measure)


def _first(lines: Iterable[EconomicPlanLine], name: str) -> Taken | None:
    return next(
        (Taken(name, str(v), "measure", e.text, e.year) for e in lines if (v := getattr(e, name))),
        None,
    )


def _agreed(lines: Iterable[EconomicPlanLine], name: str) -> Taken | None:
    told = [(_measure(e), str(v)) for e in lines if (v := getattr(e, name))]
    codes, measures = {code for _, code in told}, {measure for measure, _ in told}
    if len(codes) != 1 or len(measures) < _AGREE:
        return None
    return Taken(name, codes.pop(), "like", str(len(measures)))


def _of_unit(line: Mapping[str, Any], own: OwnCodes) -> Taken | None:
    """Return the unit's own number, or what lines of at least two of its measures agree on."""
    unit, name = line.get("unit_id"), line.get("unit") or ""
    if not unit:
        return None
    if code := own.units.get(unit):
        return Taken("responsibility", code, "unit", name)
    lines = [e for e in own.lines if e.line is not None and e.line.unit_id == unit]
    agreed = _agreed(lines, "responsibility")
    return agreed and Taken("responsibility", agreed.code, "unit", name)
