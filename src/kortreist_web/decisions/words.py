"""Writes a frozen budget's figures into documents: every number with where it comes from."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from kortreist.documents.numbers import DASH, NBSP, Figures
from kortreist.documents.structure import Inline, Inlines
from kortreist.i18n import Translator
from kortreist.provenance import Origin
from kortreist_web.budgets.adding import Sum

__all__ = ["COST_SUM", "DASH", "ECONOMIC_SUM", "Words", "origin_of"]

#: Origins of the sums the documents make themselves.
COST_SUM = "document/cost_sum"
ECONOMIC_SUM = "document/economic_sum"


def origin_of(data: Mapping[str, Any]) -> Origin:
    """Return an origin kept in a budget's content."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Origin(**values)


class Words(Figures):
    """The engine's writer of figures, with the site's own texts beside the engine's.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    content : mapping
        A frozen budget's content; its ``provenance`` is what figures may refer to.
    """

    def __init__(self, language: str, content: Mapping[str, Any]) -> None:
        origins = {o["id"]: origin_of(o) for o in content["provenance"]}
        super().__init__(language, origins)
        self._site = Translator(language, "kortreist_web")
        own = tuple(i for i in origins if i == "formula/cost" or i.startswith("own/"))
        say = self.t
        self.add(
            Origin(
                COST_SUM, "formula", say("documents.rule.cost_sum_title"), mark="computed",
                expression=say("documents.rule.cost_sum"), inputs=own,
            )
        )  # fmt: skip
        self.add(
            Origin(
                ECONOMIC_SUM, "formula", self._site("decisions.origin.economic_sum"),
                mark="computed", expression=self._site("decisions.origin.economic_sum_rule"),
                inputs=tuple(i for i in own if i == "own/economic_plan"),
            )
        )  # fmt: skip

    def tell(self, key: str, /, **values: Inline | Inlines) -> Inlines:
        """Return one of the site's texts with inlines filled in."""
        site = copy.copy(self)  # shares what is remembered as used
        site.t = self._site
        return site.said(key, **values)

    def word(self, key: str, **values: object) -> str:
        """Return one of the site's texts as a plain string."""
        return self._site(key, **values)

    def ref(self, *wanted: str) -> str:
        """Return the first origin the content knows.

        Raises
        ------
        KeyError
            None: a figure would be without a source.
        """
        for id in wanted:
            if id in self.origins:
                return id
        raise KeyError(f"no origin among {wanted}")

    def sum_of(self, value: Sum, ref: str = COST_SUM, unit: bool = True) -> Inlines:
        """Write a sum of kroner: *at least* where some of it is missing."""
        if value.known is None:
            return (self.unknown(),) if value.missing else self._kroner(0, ref, unit)
        written = self._kroner(value.known, ref, unit)
        return self.tell("budgets.sum.at_least", amount=written) if value.missing else written

    def _kroner(self, value: int, ref: str, unit: bool) -> Inlines:
        written = self.number(value, ref)
        return (written, NBSP + self.t("documents.unit.nok")) if unit else (written,)
