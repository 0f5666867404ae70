"""Writes a frozen budget's figures into documents: sums too have where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.writer import DASH
from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.money_totals import (
    Sum,
    borne,
    dash,
    digits,
    in_scale,
    money_ends,
    size,
)
from kortreist_web.decisions.formatter import Words
from kortreist_web.measures.catalogue import engine_id

__all__ = ["COST_SUM", "DASH", "ECONOMIC_SUM", "BudgetWords"]

#: Origins of the sums the documents make themselves.
COST_SUM = "document/cost_sum"
ECONOMIC_SUM = "document/economic_sum"


class BudgetWords(Words):
    """The writer of a frozen budget's figures.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    content : mapping
        A frozen budget's content; its ``provenance`` is what figures may refer to.
    """

    def __init__(self, language: str, content: Mapping[str, Any]) -> None:
        super().__init__(language, content)
        self._keep_to_the_proposal(content)
        self._price_year = price_year_of(content)
        own = tuple(i for i in self.origins if i == "formula/cost" or i.startswith("own/"))
        self.source(COST_SUM, own)
        self.source(
            ECONOMIC_SUM,
            [i for i in own if i == "own/economic_plan"],
            self.word("decisions.origin.economic_sum"),
            self.word("decisions.origin.economic_sum_rule"),
        )

    def _keep_to_the_proposal(self, content: Mapping[str, Any]) -> None:
        """Drop works behind measures of the plan that are neither proposed nor kept open.

        The plan's formulas name those of its whole library; a reader is told what is used.
        """
        from kortreist.budgets.origins import measure_origins
        from kortreist.measures import library

        taken = {engine_id(line["measure"]) for line in content.get("lines", ())}
        taken |= {engine_id(measure) for measure in content.get("kept_open") or ()}
        works = measure_origins(m for m in library() if m.id in taken)
        for ref in ("formula/effect", "formula/cost"):
            origin = self.origins.get(ref)
            if origin is not None:
                kept = (i for i in origin.inputs if not i.startswith("source/") or i in works)
                self.origins[ref] = replace(origin, inputs=tuple(kept))

    def prices(self) -> Inlines:
        """Write which year's kroner the budget's money is in."""
        if self._price_year is None:
            return self.tell("decisions.document.prices_several")
        return self.tell("decisions.document.prices", year=self.year(self._price_year))

    def sum_of(self, value: Sum, ref: str = COST_SUM, unit: bool = True) -> Inlines:
        """Write a sum of kroner with the digits it bears, and that some is unknown where it is."""
        if value.known is None:
            return (self.unknown(),) if value.missing else self._kroner(0, ref, unit)
        written = self._kroner(borne(value) or 0, ref, unit)
        return self.tell("budgets.sum.and_unknown", amount=written) if value.missing else written

    def tenths(self, nok: float, ref: str, unit: bool = True) -> Inlines:
        """Write an amount in millions with one decimal: as a resolution says it."""
        written: Inlines = (self.number(nok / 1e6, ref, 1),)
        return self.tell("budgets.sum.million", n=written) if unit else written

    def tenths_between(self, low: float, high: float, ref: str) -> Inlines:
        """Write a range in millions, the ends as everywhere."""
        ends = [in_scale(end, 1e6, 1) for end in money_ends(low, high)]
        first, last = (self.number(end, ref, decimals) for end, decimals in ends)
        return (first, dash(low), last)

    def rounded(self, value: Sum) -> Inlines:
        """Write a sum as a resolution says it: 0.1 million, its range, and what is unknown."""
        if value.known is None:
            return self.sum_of(value)
        said = self.tenths(value.known, COST_SUM)
        if value.ends is not None:
            ends = self.tenths_between(*value.ends, COST_SUM)
            said = self.tell("budgets.sum.estimated", amount=said, ends=ends)
        else:
            why = self.tell(f"budgets.range.{'older' if value.older else 'own'}_short")
            said = self.tell("budgets.sum.with_reason", amount=said, why=why)
        return self.tell("budgets.sum.more_unknown", known=said) if value.missing else said

    def range_of(self, value: Sum, ref: str = COST_SUM) -> Inlines:
        """Write the range of a sum; nothing where it has none."""
        if value.ends is None or value.ends[0] == value.ends[1]:
            return ()
        low, high = (self.number(end, ref) for end in money_ends(*value.ends))
        return (low, dash(value.ends[0]), high)

    def with_range(self, value: Sum) -> Inlines:
        """Write a sum with its unit, its range or why it has none, for running text."""
        if value.known is None:
            return self.sum_of(value)
        said, ends = self.known_and_range(value)
        ranged = value.ends is not None
        if ends:
            said = (
                self.tell("budgets.sum.estimated", amount=said, ends=ends)
                if ranged
                else self.tell("budgets.sum.with_reason", amount=said, why=ends)
            )
        return self.tell("budgets.sum.more_unknown", known=said) if value.missing else said

    def known_and_range(self, value: Sum) -> tuple[Inlines, Inlines]:
        """Return what is known of a sum with its unit, and its range or why it has none."""
        assert value.known is not None
        scale, decimals = size(value.known)
        if value.ends is None:
            why = f"budgets.range.{'older' if value.older else 'own'}_short"
            return self._with_unit(value.known), self.tell(why)
        if value.ends[0] == value.ends[1]:
            return self._with_unit(value.known), ()
        shown, low, high = digits(value)
        ends = [in_scale(end, scale, decimals) for end in (low, high)]
        first, last = (self.number(end, COST_SUM, n) for end, n in ends)
        return self._with_unit(shown), (first, dash(low), last)

    def key_cost(self, value: Sum) -> tuple[Inlines, Inlines]:
        """Return a key figure's cost and what stands below it: its range, and what is unknown."""
        if value.known is None:
            return self.sum_of(value), ()
        said, ends = self.known_and_range(value)
        if value.missing:
            ends = self.tell("budgets.sum.more_unknown", known=ends) if ends else ()
        return said, ends

    def _with_unit(self, nok: float) -> Inlines:
        scale, decimals = size(nok)
        key = "budgets.sum.nok" if scale == 1.0 else "budgets.sum.million"
        return self.tell(key, n=(self.number(nok / scale, COST_SUM, decimals),))

    def range_notes(self, total: Sum, judged: Mapping[str, float] | None) -> tuple[Inlines, ...]:
        """Write how ranges are summed, or why there are none, and what rests on judgement."""
        which = (("rule", bool(total.ends)), ("older", total.older), ("own", total.own))
        out = [self.tell(f"budgets.range.{key}") for key, holds in which if holds]
        if judged is not None:
            ref = self.first("formula/cost")
            shares = {k: (self.percent(judged[k], ref),) for k in ("money", "tonnes")}
            out.append(self.tell("budgets.price.judgement", **shares))
        return tuple(out)

    def _kroner(self, value: int, ref: str, unit: bool) -> Inlines:
        written = (self.number(value, ref),)
        return self.tell("budgets.sum.nok", n=written) if unit else written
