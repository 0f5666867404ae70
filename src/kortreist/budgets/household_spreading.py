"""Kroner spread over household groups: by what each group spends, and alike on every household.

Neither way is a forecast: nobody has counted who takes a measure up. What touches no known group
of consumption is *not spread*, in neither way, and is told as such, never shared by head.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kortreist.measures.prices import LEVELS, Level, Three

__all__ = [
    "SPREADINGS",
    "GroupCost",
    "HouseholdCost",
    "HouseholdCosts",
    "KindCosts",
    "Spreading",
    "spread_costs",
]

Spreading = Literal["spending", "households"]
SPREADINGS: tuple[Spreading, ...] = ("spending", "households")
#: Share of what a group spends on something above which its cost there is told as too much.
_WHOLE = 1.0


@dataclass(frozen=True, slots=True)
class HouseholdCost:
    """What residents together pay for one part of a measure, NOK a year; negative is saved.

    Parameters
    ----------
    measure : str
    part : {"capital", "running"}
    nok : Three
        Mean a year over the plan's years, with every figure at its end.
    codes : tuple of str
        COICOP groups of the survey that it touches; empty where none is known.
    mark : str
        How it is known that it touches them; "" without any.
    """

    measure: str
    part: Literal["capital", "running"]
    nok: Three
    codes: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class GroupCost:
    """One household of a group: NOK a year; negative is saved.

    Parameters
    ----------
    id : str
        As in the facts table ``household_groups``.
    name : dict
        Language → name.
    households : float
        How many there are here.
    nok : dict
        Spreading → :class:`~kortreist.measures.prices.Three`.
    share : dict
        Spreading → share of all the group spends in a year, the survey's year raised with the
        consumer price index. Not of income, which the survey does not give by these groups.
    """

    id: str
    name: dict[str, str]
    households: float
    nok: dict[Spreading, Three]
    share: dict[Spreading, float]

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest over both ways of spreading and the measures' cost ranges."""
        return (
            min(three.low for three in self.nok.values()),
            max(three.high for three in self.nok.values()),
        )


@dataclass(frozen=True, slots=True)
class KindCosts:
    """What is spread over the groups of one kind.

    Parameters
    ----------
    kind : {"income", "type"}
    groups : tuple of GroupCost
    average : Three
        NOK a year for the mean household: of what is spread only.
    left : Three
        NOK a year that is not spread, over all households: nobody's, and in no group.
    spread, not_spread : tuple of HouseholdCost
    coverage : float or None
        Share 0–1 of residents' gross kroner (savings and expenses by size) that is spread;
        None where there are none.
    worst_off : dict
        Spreading → id of the group whose cost is the largest share of what it spends, or
        whose saving is the smallest; empty where nothing is spread.
    worst_off_holds : bool
        Whether it is the same group in both ways, at low, central and high costs.
    over : tuple of (str, str, Spreading, float)
        Measure, group, spreading and times: where a household is told to pay or save more
        than it spends on what the measure touches. The figure is then more than can be so.
    """

    kind: str
    groups: tuple[GroupCost, ...]
    average: Three
    left: Three
    spread: tuple[HouseholdCost, ...]
    not_spread: tuple[HouseholdCost, ...]
    coverage: float | None
    worst_off: dict[Spreading, str]
    worst_off_holds: bool = False
    over: tuple[tuple[str, str, Spreading, float], ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdCosts:
    """Residents' kroner by household group.

    Parameters
    ----------
    households : float
        Households here.
    counted : bool
        Whether they are a register's; otherwise residents over the country's mean household.
    price_year : int
        Whose kroner.
    years : tuple of int
        Years the amounts are the mean of.
    kinds : tuple of KindCosts
    unknown : tuple of str
        Measures of which something residents pay is unknown: not zero.
    """

    households: float
    counted: bool
    price_year: int
    years: tuple[int, ...]
    kinds: tuple[KindCosts, ...]
    unknown: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        out = asdict(self)
        for kind, made in zip(self.kinds, out["kinds"], strict=True):
            made["average"], made["left"] = kind.average._asdict(), kind.left._asdict()
            for group, row in zip(kind.groups, made["groups"], strict=True):
                row["nok"] = {way: three._asdict() for way, three in group.nok.items()}
                row["low"], row["high"] = group.ends
            for part in ("spread", "not_spread"):
                for cost, row in zip(getattr(kind, part), made[part], strict=True):
                    row["nok"] = cost.nok._asdict()
            fields = ("measure", "group", "spreading", "times")
            made["over"] = [dict(zip(fields, told, strict=True)) for told in kind.over]
        return out


def spread_costs(
    costs: Sequence[HouseholdCost],
    households: float,
    shares: Mapping[str, float],
    spending: Mapping[str, Mapping[str, float | None]],
    total: Mapping[str, float],
    *,
    kind: str = "income",
    names: Mapping[str, dict[str, str]] | None = None,
) -> KindCosts:
    """Spread residents' kroner over the groups of one kind.

    Parameters
    ----------
    costs : sequence of HouseholdCost
    households : float
        Households here.
    shares : mapping of str to float
        Group → its share of the households; they add up to 1.
    spending : mapping of str to mapping
        COICOP group → group → NOK a household spends a year; None is kept back by the survey.
    total : mapping of str to float
        Group → NOK a household spends a year on everything.
    kind : str
    names : mapping, optional
        Group → language → name.

    Returns
    -------
    KindCosts
        Over the groups the kroner add up to those that are spread, in both ways.

    Examples
    --------
    >>> fuel = HouseholdCost("toll", "running", Three(60.0, 60.0, 90.0), ("07.2",), "verified")
    >>> made = spread_costs(
    ...     [fuel], 3, {"a": 2 / 3, "b": 1 / 3}, {"07.2": {"a": 50, "b": 200}}, {"a": 200, "b": 900}
    ... )
    >>> [(g.id, round(g.nok["spending"].central)) for g in made.groups], made.worst_off["spending"]
    ([('a', 10), ('b', 40)], 'a')
    """
    spent: dict[HouseholdCost, dict[str, float]] = {}
    for cost in costs:
        amounts = _amounts(cost.codes, shares, spending)
        if amounts is not None:
            spent[cost] = amounts
    weights: dict[Spreading, dict[HouseholdCost, dict[str, float]]] = {
        "spending": {c: _beside_mean(amounts, shares) for c, amounts in spent.items()},
        "households": {c: dict.fromkeys(shares, 1.0) for c in spent},
    }
    groups = []
    for id, share in shares.items():
        nok = {
            way: _added({c: w[id] / households for c, w in weights[way].items()})
            for way in SPREADINGS
        }
        groups.append(
            GroupCost(
                id,
                dict((names or {}).get(id, {})),
                households * share,
                nok,
                {way: three.central / total[id] for way, three in nok.items()},
            )
        )
    not_spread = tuple(c for c in costs if c not in spent)
    gross = math.fsum(abs(c.nok.central) for c in costs)
    return KindCosts(
        kind,
        tuple(groups),
        _added(dict.fromkeys(spent, 1.0 / households)),
        _added(dict.fromkeys(not_spread, 1.0 / households)),
        tuple(spent),
        not_spread,
        math.fsum(abs(c.nok.central) for c in spent) / gross if gross else None,
        {way: _worst(groups, way, total, "central") for way in SPREADINGS} if spent else {},
        len({_worst(groups, way, total, at) for way in SPREADINGS for at in LEVELS}) == 1,
        tuple(_over(spent, weights, households)),
    )


def _amounts(
    codes: Sequence[str],
    shares: Mapping[str, float],
    spending: Mapping[str, Mapping[str, float | None]],
) -> dict[str, float] | None:
    """Return group → NOK a household spends on the codes; None where that is not known of all."""
    out: dict[str, float] = {}
    for id in shares:
        each = [spending.get(code, {}).get(id) for code in codes]
        known = [nok for nok in each if nok is not None]
        if not codes or len(known) < len(each):
            return None
        out[id] = math.fsum(known)
    return out if _mean(out, shares) > 0.0 else None


def _mean(amounts: Mapping[str, float], shares: Mapping[str, float]) -> float:
    return math.fsum(shares[id] * nok for id, nok in amounts.items())


def _beside_mean(amounts: Mapping[str, float], shares: Mapping[str, float]) -> dict[str, float]:
    mean = _mean(amounts, shares)
    return {id: nok / mean for id, nok in amounts.items()}


def _added(weights: Mapping[HouseholdCost, float]) -> Three:
    """Return the sum of costs times weights.

    Distances from the central amount add within a measure, and in quadrature over measures,
    as in :class:`~kortreist.budgets.budget.Money`.
    """
    central = math.fsum(cost.nok.central * w for cost, w in weights.items())
    down: dict[str, float] = {}
    up: dict[str, float] = {}
    for cost, w in weights.items():
        low, middle, high = cost.nok
        down[cost.measure] = down.get(cost.measure, 0.0) + (middle - low) * w
        up[cost.measure] = up.get(cost.measure, 0.0) + (high - middle) * w
    return Three(central - math.hypot(*down.values()), central, central + math.hypot(*up.values()))


def _worst(
    groups: Sequence[GroupCost], way: Spreading, total: Mapping[str, float], level: Level
) -> str:
    """Return the group whose cost is the largest share of all it spends."""
    share = {g.id: getattr(g.nok[way], level) / total[g.id] for g in groups}
    return max(share, key=lambda id: share[id])


def _over(
    spent: Mapping[HouseholdCost, Mapping[str, float]],
    weights: Mapping[Spreading, Mapping[HouseholdCost, Mapping[str, float]]],
    households: float,
) -> Iterable[tuple[str, str, Spreading, float]]:
    for cost, amounts in spent.items():
        for way in SPREADINGS:
            for id, weight in weights[way][cost].items():
                paid = abs(cost.nok.central) * weight / households
                if paid > _WHOLE * amounts[id]:
                    times = paid / amounts[id] if amounts[id] else math.inf
                    yield cost.measure, id, way, times
