"""The plan beside the plan: the same place without plants in the emissions trading system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kortreist import accounts, measures

if TYPE_CHECKING:
    from kortreist.budgets.target import Target
from kortreist.budgets.budget import ClimateBudget

__all__ = ["same_target", "without_plants"]


def without_plants(plan: Callable[..., ClimateBudget], asked: Mapping[str, Any]) -> ClimateBudget:
    """Return the same plan without the plants, lighter.

    Parameters
    ----------
    plan : callable
        :func:`kortreist.budgets.climate_budget`.
    asked : mapping
        What it was asked. Decisions on measures that act on nothing else than the plants are
        left out: they are no decision here.

    Returns
    -------
    ClimateBudget
    """
    without = frozenset({*asked["without"], "ets"})
    account = accounts.build(
        asked["place"], as_of=asked["as_of"], data_dir=asked["data_dir"], without=without
    )
    relevant = measures.relevant(account, measures.library(asked["overrides"]), asked["today"])
    here = {m.id for m in relevant if m.quantified}
    fixed = {m: year for m, year in (asked["fixed"] or {}).items() if m in here}
    excluded = [m for m in asked["excluded"] if m in here]
    return plan(
        **{
            **asked,
            "without": without,
            "fixed": fixed,
            "excluded": excluded,
            "extras": False,
            "accept_met_target": True,
        }
    )


def same_target(target: Target) -> dict[str, Any]:
    """Return what asks for the same cut where the place's own target was found here."""
    if target.origin.startswith(("figures/target/", "formula/")):
        return {}
    return {
        "reduction": target.reduction,
        "target_year": target.target_year,
        "reference_year": target.reference_year,
    }
