"""The writer of the robust plan: its words and prices, and the sources of what it says."""

from __future__ import annotations

import copy
from datetime import date

from kortreist import facts
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.price_labels import PriceWords

__all__ = ["PlanWriter"]

_DRAW, _EFFECT, _COST = "formula/futures", "formula/effect", "formula/cost"
#: Formula → what it is computed from; dated figures are fetched from the facts when asked for.
_RULES: dict[str, tuple[str, ...]] = {
    "room": (
        _DRAW,
        _EFFECT,
        _COST,
        "formula/frame",
        "figures/planning/reachable_share",
        "figures/planning/target_least_share",
        "figures/groups/resamples",
    ),
    "room_change": ("document/room",),
    "map": (
        _DRAW,
        _EFFECT,
        _COST,
        "formula/frame",
        "figures/groups/stability",
        "figures/groups/resamples",
        "figures/planning/target_least_share",
        "figures/signposts/published_years",
    ),
    "groups": (
        _DRAW,
        _EFFECT,
        _COST,
        "figures/groups/early_share",
        "figures/groups/some_share",
        "figures/groups/seldom_share",
        "figures/groups/insurance_share",
        "figures/groups/value_kept",
        "figures/groups/binding_years",
        "figures/groups/reversal_share",
    ),
    "stability": (
        "document/groups",
        "figures/groups/stability",
        "figures/groups/resamples",
        "figures/groups/draws",
    ),
    "committed": ("formula/pathway", "formula/frame"),
    "regret": (_COST, _EFFECT, _DRAW),
    "pilot": (
        "document/regret",
        "figures/pilots/effect_level_1",
        "figures/pilots/effect_level_2",
        "figures/pilots/effect_level_3",
        "figures/pilots/cost",
        "figures/pilots/effect_anyway",
        "figures/pilots/cost_anyway",
        "figures/pilots/size",
        "figures/pilots/staff_fte",
        "figures/pilots/partners",
    ),
    "learning": ("document/regret", "figures/planning/learning_after"),
    "solver": (
        _EFFECT,
        _COST,
        "formula/frame",
        "figures/planning/scenarios",
        "figures/planning/gap",
        "figures/planning/tail",
        "figures/planning/tail_weight",
        "figures/planning/dearest_factor",
    ),
    "marginal": (_EFFECT, _COST),
    "trade_off": ("formula/pathway", _COST, "formula/own_limit"),
    "drives": ("formula/pathway", "facts/drivers", _DRAW),
    "judged": (
        "document/drives",
        _COST,
        _EFFECT,
        "facts/drivers",
        "figures/judged/answer_spread",
        "figures/judged/forecast_spread",
        "figures/judged/per_head_spread",
    ),
    "worth": ("document/regret", _DRAW),
    "findings": ("formula/pathway", "document/room", "facts/drivers"),
    "stair": ("formula/baseline", _EFFECT, "formula/frame", _DRAW),
    "reach": ("document/room", "formula/frame"),
}


class PlanWriter(AccountWriter):
    """Writes what is about a climate budget and the robust plan behind it.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    budget : ClimateBudget
        Its date decides which of the dated figures are meant.
    """

    def __init__(self, language: str, budget: ClimateBudget) -> None:
        super().__init__(language, budget.account, budget.origins)
        self.rules = {**self.rules, **_RULES}
        self._day = date.fromisoformat(budget.created)
        self._about(budget)

    def _about(self, budget: ClimateBudget) -> None:
        self.budget, self.outcome = budget, budget.outcome
        self.words, self.prices = OutcomeWords(self, budget), PriceWords(self)

    def beside(self, other: ClimateBudget) -> PlanWriter:
        """Return a writer of another budget in the same document: sources are shared."""
        made = copy.copy(self)
        made._about(other)
        return made

    def fetch(self, id: str) -> None:
        """Add an input that is made or found first when a formula asks for it."""
        if id.startswith("figures/"):
            self.fact(id.removeprefix("figures/"))
        super().fetch(id)

    def fact(self, name: str) -> tuple[float, str]:
        """Return a dated figure of the plan's rules and the id of its origin."""
        figure = facts.load().figure(name, self._day)
        return figure.value, self.add(figure.origin)
