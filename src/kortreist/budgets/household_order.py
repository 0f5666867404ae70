"""In which order alternatives cost least for each household group, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kortreist.measures.prices import LEVELS, Three

__all__ = ["Order", "order_of_alternatives", "orders_of"]

#: NOK a year a household's figures are told to: a smaller difference turns nothing.
SHOWN_TO = 1.0
_NONE = Three(0.0, 0.0, 0.0)
_Costs = Mapping[str, Three]  # alternative → NOK a year per household


@dataclass(frozen=True, slots=True)
class Order:
    """The order of alternatives, what costs a household least first.

    Parameters
    ----------
    average : tuple of tuple of str
        Of the mean household, at central costs, all its kroner in, also those that are not
        spread; equal to the krone stand together.
    spread : tuple of tuple of str
        The same of what is spread only: what the groups are held against.
    turns : dict
        Group → its order, of groups for whom a pair stands the other way round than for the
        mean household at central costs, spread by what they spend. Equal to the krone turns
        nothing.
    over_range : bool
        Whether at low and at high costs the same pairs turn for the same groups, and the mean
        household's order is the same.
    in_both : bool
        Whether it also holds where the kroner are spread alike on every household. Nobody
        differs from the mean household there, so a turn never does.
    left_out : bool
        Whether the alternatives differ in kroner that are not spread: then each group's order
        is of a part of its costs, and may be another.
    """

    average: tuple[tuple[str, ...], ...]
    spread: tuple[tuple[str, ...], ...]
    turns: dict[str, tuple[tuple[str, ...], ...]]
    over_range: bool
    in_both: bool
    left_out: bool = False

    @property
    def robust(self) -> bool:
        """Whether it holds over the costs' range, in both ways, and nothing is left out."""
        return self.over_range and self.in_both and not self.left_out


def order_of_alternatives(
    average: _Costs, groups: Mapping[str, _Costs], left: _Costs | None = None
) -> Order:
    """Return the order of alternatives for the mean household and for whom it turns.

    Parameters
    ----------
    average : mapping of str to Three
        Alternative → NOK a year for the mean household, of what is spread.
    groups : mapping of str to mapping
        Group → alternative → NOK a year for a household, spread by what it spends.
    left : mapping of str to Three, optional
        Alternative → NOK a year that is not spread, over all households.

    Examples
    --------
    >>> same = Three(1.0, 1.0, 1.0)
    >>> average = {"a": Three(1.0, 5.0, 9.0), "b": Three(2.0, 8.0, 12.0)}
    >>> rich = {"a": average["b"], "b": same}
    >>> made = order_of_alternatives(average, {"poor": average, "rich": rich})
    >>> made.average, made.turns, made.robust
    ((('a',), ('b',)), {'rich': (('b',), ('a',))}, False)
    """
    turned = {level: _turned(average, groups, level) for level in LEVELS}
    turns = {
        id: _order(groups[id], "central")
        for id in groups
        if any(t[0] == id for t in turned["central"])
    }
    held = all(
        turned[level] == turned["central"] and not _reversed(average, average, "central", level)
        for level in ("low", "high")
    )
    rest = left or {}
    whole = {
        key: Three(*(a + b for a, b in zip(three, rest.get(key, _NONE), strict=True)))
        for key, three in average.items()
    }
    differ = {
        level: len(set(_rounded({k: rest.get(k, _NONE) for k in average}, level).values())) > 1
        for level in LEVELS
    }
    return Order(
        _order(whole, "central"),
        _order(average, "central"),
        turns,
        held,
        not turns,
        any(differ.values()),
    )


def orders_of(made: Mapping[str, Mapping[str, Any]]) -> dict[str, Order]:
    """Return kind of group → the order of alternatives, of costs as plain values.

    Parameters
    ----------
    made : mapping of str to mapping
        Alternative → what :meth:`~kortreist.budgets.household_spreading.HouseholdCosts.to_dict`
        gives; the groups of each kind are the same in all.
    """
    out = {}
    kinds = [each["kinds"] for each in made.values()]
    for each in zip(*kinds, strict=True):
        average = {key: Three(**one["average"]) for key, one in zip(made, each, strict=True)}
        groups: dict[str, dict[str, Three]] = {}
        for key, one in zip(made, each, strict=True):
            for group in one["groups"]:
                groups.setdefault(group["id"], {})[key] = Three(**group["nok"]["spending"])
        left = {key: Three(**one["left"]) for key, one in zip(made, each, strict=True)}
        out[str(each[0]["kind"])] = order_of_alternatives(average, groups, left)
    return out


def _rounded(costs: _Costs, level: str) -> dict[str, float]:
    return {key: round(getattr(three, level) / SHOWN_TO) for key, three in costs.items()}


def _order(costs: _Costs, level: str) -> tuple[tuple[str, ...], ...]:
    told = _rounded(costs, level)
    ranks = sorted(set(told.values()))
    return tuple(tuple(key for key in costs if told[key] == rank) for rank in ranks)


def _reversed(one: _Costs, other: _Costs, at_one: str, at_other: str) -> set[tuple[str, str]]:
    """Return the pairs that stand strictly the other way round."""
    a, b = _rounded(one, at_one), _rounded(other, at_other)
    return {(x, y) for x, y in combinations(sorted(one), 2) if (a[x] - a[y]) * (b[x] - b[y]) < 0.0}


def _turned(
    average: _Costs, groups: Mapping[str, _Costs], level: str
) -> set[tuple[str, tuple[str, str]]]:
    return {
        (id, pair)
        for id, costs in groups.items()
        for pair in _reversed(average, costs, level, level)
    }
