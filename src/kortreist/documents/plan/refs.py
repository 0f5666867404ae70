"""Origins of what the robust plan says: groups, room for manoeuvre, regret, drivers."""

from __future__ import annotations

from datetime import date

from kortreist import facts
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.writer import Writer
from kortreist.provenance import Origin

__all__ = ["OutcomeRefs"]

_DRAW, _EFFECT, _COST = "formula/futures", "formula/effect", "formula/cost"
#: Formula → what it is computed from; dated figures are fetched from the facts when asked for.
_INPUTS: dict[str, tuple[str, ...]] = {
    "room": (
        _DRAW,
        _EFFECT,
        "formula/frame",
        "figures/planning/reachable_share",
        "figures/planning/target_least_share",
    ),
    "room_change": ("document/room", "figures/groups/room_loss"),
    "groups": (
        _DRAW,
        _EFFECT,
        _COST,
        "figures/groups/early_share",
        "figures/groups/anchor_share",
        "figures/groups/some_share",
        "figures/groups/binding_years",
        "figures/groups/reversal_share",
    ),
    "stability": ("document/groups", "figures/groups/stability", "figures/groups/resamples"),
    "committed": ("formula/pathway", "formula/frame"),
    "regret": (_COST, _EFFECT, _DRAW),
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


class OutcomeRefs:
    """Gives each kind of figure of the robust plan the id of its origin.

    Parameters
    ----------
    write : Writer
        Holds the origins; these are added to it when asked for.
    budget : ClimateBudget
        Its date decides which of the dated figures are meant.
    """

    def __init__(self, write: Writer, budget: ClimateBudget) -> None:
        self._write = write
        self._day = date.fromisoformat(budget.created)

    def own(self, name: str) -> str:
        """Return the id of a formula of the document's own, after adding it."""
        id = f"document/{name}"
        if id in self._write.origins:
            return id
        inputs = []
        for other in _INPUTS[name]:
            if other.startswith("document/"):
                self.own(other.partition("/")[2])
            elif other.startswith("figures/"):
                self.fact(other.partition("/")[2])
            if other in self._write.origins:
                inputs.append(other)
        t = self._write.t
        return self._write.add(
            Origin(
                id,
                "formula",
                t(f"documents.rule.{name}_title"),
                mark="computed",
                expression=t(f"documents.rule.{name}"),
                inputs=tuple(inputs),
            )
        )

    def fact(self, name: str) -> tuple[float, str]:
        """Return a dated figure of the plan's rules and the id of its origin."""
        figure = facts.load().figure(name, self._day)
        return figure.value, self._write.add(figure.origin)
