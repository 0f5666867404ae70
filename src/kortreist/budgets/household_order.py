"""In which order alternatives cost least for each household group, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kortreist.measures.prices import LEVELS, Three

__all__ = ["Order", "order_of_alternatives", "orders_of", "ranks_of", "shown_together"]

#: NOK a year a household's figures are told to: a smaller difference turns nothing.
SHOWN_TO = 1.0
#: NOK over the plan's years that all households' figures are told to, beside other payers'.
_ALL_SHOWN_TO = 1e5
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
    average: _Costs,
    groups: Mapping[str, _Costs],
    left: _Costs | None = None,
    shown_to: float = SHOWN_TO,
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
    shown_to : float
        NOK a year; what is equal when it is rounded to it, stands together.

    Examples
    --------
    >>> same = Three(1.0, 1.0, 1.0)
    >>> average = {"a": Three(1.0, 5.0, 9.0), "b": Three(2.0, 8.0, 12.0)}
    >>> rich = {"a": average["b"], "b": same}
    >>> made = order_of_alternatives(average, {"poor": average, "rich": rich})
    >>> made.average, made.turns, made.robust
    ((('a',), ('b',)), {'rich': (('b',), ('a',))}, False)
    """
    turned = {level: _turned(average, groups, level, shown_to) for level in LEVELS}
    turns = {
        id: _order(groups[id], "central", shown_to)
        for id in groups
        if any(t[0] == id for t in turned["central"])
    }
    held = all(
        turned[level] == turned["central"]
        and not _reversed(average, average, ("central", level), shown_to)
        for level in ("low", "high")
    )
    rest = left or {}
    whole = {
        key: Three(*(a + b for a, b in zip(three, rest.get(key, _NONE), strict=True)))
        for key, three in average.items()
    }
    differ = {
        level: len({round(getattr(rest.get(k, _NONE), level) / shown_to) for k in average}) > 1
        for level in LEVELS
    }
    return Order(
        _order(whole, "central", shown_to),
        _order(average, "central", shown_to),
        turns,
        held,
        not turns,
        any(differ.values()),
    )


def orders_of(
    made: Mapping[str, Mapping[str, Any]], shown_to: float = SHOWN_TO
) -> dict[str, Order]:
    """Return kind of group → the order of alternatives, of costs as plain values.

    Parameters
    ----------
    made : mapping of str to mapping
        Alternative → what :meth:`~kortreist.budgets.household_spreading.HouseholdCosts.to_dict`
        gives; the groups of each kind are the same in all.
    shown_to : float
        NOK a year per household; :func:`shown_together` where all residents' kroner are shown too.
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
        out[str(each[0]["kind"])] = order_of_alternatives(average, groups, left, shown_to)
    return out


def shown_together(made: Mapping[str, Mapping[str, Any]]) -> float:
    """Return what a household's kroner a year are told to beside all residents' over the years.

    A krone, or its share of the tenth of a million that all residents' kroner are shown to.
    """
    household_years = [
        float(one.get("households") or 0.0) * len(one.get("years") or ()) for one in made.values()
    ]
    return max((SHOWN_TO, *(_ALL_SHOWN_TO / n for n in household_years if n)))


def ranks_of(nok: Mapping[str, float], shown_to: float) -> tuple[tuple[str, ...], ...]:
    """Return alternatives by what they cost, least first; equal as shown stand together.

    Examples
    --------
    >>> ranks_of({"a": -1_749_229.0, "b": -1_748_252.0, "c": -3e6}, 1e5)
    (('c',), ('a', 'b'))
    """
    told = {key: round(value / shown_to) for key, value in nok.items()}
    return tuple(tuple(k for k in nok if told[k] == rank) for rank in sorted(set(told.values())))


def _order(costs: _Costs, level: str, shown_to: float) -> tuple[tuple[str, ...], ...]:
    return ranks_of({key: getattr(three, level) for key, three in costs.items()}, shown_to)


def _reversed(
    one: _Costs, other: _Costs, levels: tuple[str, str], shown_to: float
) -> set[tuple[str, str]]:
    """Return the pairs that stand strictly the other way round."""
    a, b = (
        {key: round(getattr(three, level) / shown_to) for key, three in costs.items()}
        for costs, level in zip((one, other), levels, strict=True)
    )
    return {(x, y) for x, y in combinations(sorted(one), 2) if (a[x] - a[y]) * (b[x] - b[y]) < 0.0}


def _turned(
    average: _Costs, groups: Mapping[str, _Costs], level: str, shown_to: float
) -> set[tuple[str, tuple[str, str]]]:
    return {
        (id, pair)
        for id, costs in groups.items()
        for pair in _reversed(average, costs, (level, level), shown_to)
    }
