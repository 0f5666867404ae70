"""Writes a frozen budget's figures into documents: sums too have where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.numbers import DASH, NBSP
from kortreist.documents.structure import Inlines
from kortreist.provenance import Origin
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
        say = self.t
        self.add(
            Origin(
                COST_SUM,
                "formula",
                say("documents.rule.cost_sum_title"),
                mark="computed",
                expression=say("documents.rule.cost_sum"),
                inputs=own,
            )
        )
        self.add(
            Origin(
                ECONOMIC_SUM,
                "formula",
                self.word("decisions.origin.economic_sum"),
                mark="computed",
                expression=self.word("decisions.origin.economic_sum_rule"),
                inputs=tuple(i for i in own if i == "own/economic_plan"),
            )
        )

    def sum_of(self, value: Sum, ref: str = COST_SUM, unit: bool = True) -> Inlines:
        """Write a sum of kroner: *at least* where some of it is missing."""
        if value.known is None:
            return (self.unknown(),) if value.missing else self._kroner(0, ref, unit)
        written = self._kroner(value.known, ref, unit)
        return self.tell("budgets.sum.at_least", amount=written) if value.missing else written

    def _kroner(self, value: int, ref: str, unit: bool) -> Inlines:
        written = self.number(value, ref)
        return (written, NBSP + self.t("documents.unit.nok")) if unit else (written,)
