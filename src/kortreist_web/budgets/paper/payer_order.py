"""In which order alternatives cost least for the municipality and residents, and whether it turns.

Amounts that are equal as the table shows them stand together, and turn nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kortreist.i18n import interval_step

__all__ = ["PayerOrder", "payer_order"]

#: NOK a payer's figures are shown to in the table: a tenth of a million.
SHOWN_TO = 1e5
Ranks = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PayerOrder:
    """The order of the alternatives, what costs least first; equal ones stand together.

    ``turns``: whether some pair stands the other way round for residents than for the
    municipality, and by more than the municipality's range resolves.
    """

    municipality: Ranks
    residents: Ranks
    turns: bool

    @property
    def same(self) -> bool:
        """Tell whether both have the same order, ties too."""
        return self.municipality == self.residents


def payer_order(shown: Mapping[str, Mapping[str, Any]]) -> PayerOrder:
    """Return the orders of alternatives as they are kept with a proposal.

    Examples
    --------
    >>> def one(mine, theirs):
    ...     paid = {"investment": 0.0, "running": mine, "low": mine, "high": mine}
    ...     return {"municipality": paid, "others": {"residents": theirs}}
    >>> tie = payer_order({"a": one(2e6, -1_749_229.0), "b": one(1e6, -1_748_252.0)})
    >>> tie.municipality, tie.residents, tie.turns
    ((('b',), ('a',)), (('a', 'b'),), False)
    """
    from kortreist.budgets.household_order import ranks_of  # heavy: not read by a page at start

    mine = {k: _municipal(one) for k, one in shown.items()}
    theirs = {k: float(one["others"].get("residents") or 0.0) for k, one in shown.items()}
    ranks = (ranks_of(mine, SHOWN_TO), _residents(shown, theirs))
    place = [{key: at for at, rank in enumerate(each) for key in rank} for each in ranks]
    turns = any(
        (place[0][a] - place[0][b]) * (place[1][a] - place[1][b]) < 0
        and abs(mine[a] - mine[b]) >= max(_step(shown[a]), _step(shown[b]))
        for a, b in combinations(shown, 2)
    )
    return PayerOrder(*ranks, turns)


def _municipal(one: Mapping[str, Any]) -> float:
    return float(one["municipality"]["investment"] + one["municipality"]["running"])


def _residents(shown: Mapping[str, Mapping[str, Any]], theirs: Mapping[str, float]) -> Ranks:
    """Return residents' order: the mean household's where it is known, so the two never differ."""
    from kortreist.budgets.household_order import orders_of, ranks_of, shown_together

    made = {key: one["households"] for key, one in shown.items() if one.get("households")}
    orders = (
        orders_of(made, shown_together(made)) if len(made) == len(shown) and len(made) > 1 else {}
    )
    for order in orders.values():
        return order.average
    return ranks_of(theirs, SHOWN_TO)


def _step(one: Mapping[str, Any]) -> float:
    paid = one["municipality"]
    return interval_step(paid["low"], paid["high"]) or 0.0
