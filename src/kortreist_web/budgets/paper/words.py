"""Writes a frozen budget's figures into documents: sums too have where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.writer import DASH, NBSP
from kortreist_web.budgets.money_totals import Sum
from kortreist_web.decisions.formatter import Words

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
        own = tuple(i for i in self.origins if i == "formula/cost" or i.startswith("own/"))
        self.source(COST_SUM, own)
        self.source(
            ECONOMIC_SUM,
            [i for i in own if i == "own/economic_plan"],
            self.word("decisions.origin.economic_sum"),
            self.word("decisions.origin.economic_sum_rule"),
        )

    def sum_of(self, value: Sum, ref: str = COST_SUM, unit: bool = True) -> Inlines:
        """Write a sum of kroner: *at least* where some of it is missing."""
        if value.known is None:
            return (self.unknown(),) if value.missing else self._kroner(0, ref, unit)
        written = self._kroner(value.known, ref, unit)
        return self.tell("budgets.sum.at_least", amount=written) if value.missing else written

    def range_of(self, value: Sum, ref: str = COST_SUM) -> Inlines:
        """Write the range of a sum; nothing where it has none."""
        if value.ends is None or value.ends[0] == value.ends[1]:
            return ()
        low, dash, high = self.span(*value.ends, ref)
        # Two signs beside a dash cannot be told apart.
        return (low, " – " if value.ends[0] < 0 else dash, high)

    def with_range(self, value: Sum) -> Inlines:
        """Write a sum of kroner with its range, or why it has none, for running text."""
        written, ends = self.sum_of(value), self.said_of_range(value)
        return self.tell("budgets.sum.with_range", amount=written, ends=ends) if ends else written

    def said_of_range(self, value: Sum) -> Inlines:
        """Write from what to what a sum may be, or why that is not known."""
        if found := self.range_of(value):
            unit = (NBSP + self.t("documents.unit.nok"),)
            key = "budgets.sum.from_to_known" if value.missing else "budgets.sum.from_to"
            return self.tell(key, low=(found[0],), high=(found[2], *unit))
        if value.known is None or value.ends is not None:
            return ()
        return self.tell(f"budgets.range.{'older' if value.older else 'own'}_short")

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
        written = self.number(value, ref)
        return (written, NBSP + self.t("documents.unit.nok")) if unit else (written,)
