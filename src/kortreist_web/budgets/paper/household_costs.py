"""What each household group pays or saves in each alternative, who comes out worst, and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Inlines, Row
from kortreist.documents.format.writer import DASH
from kortreist.i18n import name_in
from kortreist_web.budgets.paper.alternatives import ALTERNATIVES
from kortreist_web.budgets.paper.words import BudgetWords

__all__ = ["household_costs", "named_ranks", "stands_out"]

#: Origin of every figure by household group.
_COSTS = "document/household_costs"
_TABLES = (
    "household_cost_bases",
    "coicop_by_household",
    "household_total_spending",
    "household_groups",
)
_Made = Mapping[str, Mapping[str, Any]]  # alternative → what the engine has spread


def household_costs(write: BudgetWords, shown: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the table by household group, and the sentences that conclude from it.

    Parameters
    ----------
    write : BudgetWords
    shown : mapping of str to mapping
        Alternative → its figures; nothing is returned of those without ``households``.
    """
    made: _Made = {key: one["households"] for key, one in shown.items() if one.get("households")}
    if not made:
        return ()
    names = {id: name for one in shown.values() for id, name in one["names"].items()}
    _source(write)
    first = next(iter(made))
    out: list[Block] = [write.paragraph(_coverage(write, made, names))]
    if any(kind["spread"] for one in made.values() for kind in one["kinds"]):
        out += [
            write.paragraph(_worst(write, first, made[first])),
            write.paragraph(_orders(write, made)),
            _table(write, made, first),
        ]
        over = _over(write, made, names)
        out += [write.note(over, "warning")] if over else []
    return tuple(out)


def _source(write: BudgetWords) -> None:
    from kortreist.facts import load

    store = load()
    inputs = [write.add(store.origin(table, store.table(table)[0])) for table in _TABLES]
    write.source(
        _COSTS,
        [ALTERNATIVES, *inputs],
        write.word("decisions.origin.household_costs"),
        write.word("decisions.origin.household_costs_rule"),
    )


def _say(write: BudgetWords, key: str, **values: Any) -> Inlines:
    return write.tell(f"decisions.households.{key}", **values)


def _key(write: BudgetWords, key: str) -> Inlines:
    return write.tell(f"decisions.alternatives.{key}")


def _group(write: BudgetWords, group: Mapping[str, Any]) -> Inlines:
    return (write.name(name_in(group["name"], write.language)),)


def _coverage(write: BudgetWords, made: _Made, names: Mapping[str, Mapping[str, str]]) -> Inlines:
    """Return how much of residents' kroner is spread, and what is not, in any alternative."""
    one = next(iter(made.values()))
    share = one["kinds"][0]["coverage"]
    if share is None:
        said = _say(write, "nothing")
    else:
        shown, n = write.percent(share, _COSTS), write.number(one["households"], _COSTS)
        said = _say(write, "coverage", share=shown, n=n)
        said += (" ", *_say(write, "counted" if one["counted"] else "mean_household"))
    for key, left in (
        ("not_spread", _left(made)),
        ("not_priced", [id for one in made.values() for id in one["unknown"]]),
    ):
        if left:
            told: list[Inlines] = [
                (write.name(name_in(names[id], write.language)),) for id in dict.fromkeys(left)
            ]
            said += (" ", *_say(write, key, measures=write.listed(told)))
    return said


def _left(made: _Made) -> list[str]:
    """Return the measures with kroner that are not spread over some kind of groups."""
    return [
        cost["measure"]
        for one in made.values()
        for kind in one["kinds"]
        for cost in kind["not_spread"]
    ]


def stands_out(kind: Mapping[str, Any]) -> bool:
    """Tell whether one group of a kind comes out worse than each other when rounded.

    Rounded to a hundredth of a per cent of what each spends. The share itself is not shown: the
    kroner are without VAT, and what the groups spend is with it.
    """
    worst = kind["worst_off"].get("spending")
    shares = {g["id"]: round(g["share"]["spending"], 4) for g in kind["groups"]}
    return worst in shares and all(
        shares[worst] > share for id, share in shares.items() if id != worst
    )


def _worst(write: BudgetWords, key: str, one: Mapping[str, Any]) -> Inlines:
    """Return who comes out worst of each kind of groups in the first alternative."""
    said: Inlines = ()
    for kind in one["kinds"]:
        if not kind["worst_off"]:
            continue
        if not stands_out(kind):
            said += (*_say(write, f"worst_none_{kind['kind']}", name=_key(write, key)), " ")
            continue
        groups = {g["id"]: g for g in kind["groups"]}
        worst = groups[kind["worst_off"]["spending"]]
        saves = worst["nok"]["spending"]["central"] < 0
        said += (
            *_say(
                write,
                f"worst_{kind['kind']}_{'saves' if saves else 'pays'}",
                name=_key(write, key),
                group=_group(write, worst),
                nok=write.number(abs(worst["nok"]["spending"]["central"]), _COSTS),
            ),
            " ",
        )
        if not kind["worst_off_holds"]:
            alike = groups[kind["worst_off"]["households"]]
            other = "worst_range" if alike is worst else "worst_alike"
            said += (*_say(write, other, group=_group(write, alike)), " ")
    return said[:-1]


def named_ranks(write: BudgetWords, order: Sequence[Sequence[str]]) -> Inlines:
    """Return the alternatives in their order, those that are equal as shown joined by =."""
    tied = [write.join([_key(write, key) for key in rank], " = ") for rank in order]
    return write.join(tied, " – ")


def _orders(write: BudgetWords, made: _Made) -> Inlines:
    """Return the order of the alternatives for the mean household, and for whom it turns."""
    from kortreist.budgets.household_order import orders_of, shown_together

    if len(made) < 2:
        return _say(write, "one_alternative")
    orders = orders_of(made, shown_together(made))
    first = next(iter(orders.values()))
    said = _say(write, "order", order=named_ranks(write, first.average))
    if first.average != first.spread:
        said += (" ", *_say(write, "order_spread", order=named_ranks(write, first.spread)))
    turned = [
        (group, order.turns[group["id"]])
        for kind, order in zip(next(iter(made.values()))["kinds"], orders.values(), strict=True)
        for group in kind["groups"]
        if group["id"] in order.turns
    ]
    if turned:
        told = [
            (*_group(write, group), " (", *named_ranks(write, order), ")")
            for group, order in turned
        ]
        said += (" ", *_say(write, "order_turns", groups=write.listed(told)))
    else:
        said += (" ", *_say(write, "order_same"))
    over_range = all(order.over_range for order in orders.values())
    left_out = any(order.left_out for order in orders.values())
    if turned:
        said += (" ", *_say(write, "turns_range" if over_range else "turns_not_range"))
    elif not over_range:
        said += (" ", *_say(write, "not_robust"))
    elif not left_out:
        said += (" ", *_say(write, "robust"))
    if left_out:
        said += (" ", *_say(write, "left_out"))
    return said


def _table(write: BudgetWords, made: _Made, first: str) -> Block:
    def nok(central: float, low: float, high: float) -> Cell:
        return Cell((write.signed(central, _COSTS),), write.span(low, high, _COSTS))

    def mean(key: str, part: str, tone: str) -> Row:
        each = [one["kinds"][0][part] for one in made.values()]
        cells = (nok(a["central"], a["low"], a["high"]) for a in each)
        return Row(Cell(_say(write, key)), tuple(cells), tone)

    rows = [mean("mean", "average", "total")]
    if any(one["kinds"][0]["not_spread"] for one in made.values()):
        covered = [write.percent(one["kinds"][0]["coverage"], _COSTS) for one in made.values()]
        cells = [Cell((share,)) for share in covered]
        rows.append(mean("mean_left", "left", "note"))
        rows.append(Row(Cell(_say(write, "covered")), tuple(cells), "note"))
    for number, kind in enumerate(made[first]["kinds"]):
        each = [one["kinds"][number]["groups"] for one in made.values()]
        worst = kind["worst_off"].get("spending") if stands_out(kind) else None
        for groups in zip(*each, strict=True):
            mine = groups[0]
            cells = [nok(g["nok"]["spending"]["central"], g["low"], g["high"]) for g in groups]
            tone = "strong" if mine["id"] == worst else "plain"
            rows.append(Row(Cell(_group(write, mine)), tuple(cells), tone))
    years = made[first]["years"]
    return write.table(
        "household_costs",
        _say(
            write,
            "costs",
            period=(write.year(years[0]), DASH, write.year(years[-1])),
            year=write.year(made[first]["price_year"]),
        ),
        [
            write.text_column(_say(write, "group"), 1.6),
            *(write.column(_key(write, key)) for key in made),
        ],
        rows,
        [_say(write, "costs_note"), _say(write, "costs_left_out")],
    )


def _over(write: BudgetWords, made: _Made, names: Mapping[str, Mapping[str, str]]) -> Inlines:
    """Return which measures are told to cost a household more than it spends on the matter."""
    found = dict.fromkeys(
        told["measure"] for one in made.values() for kind in one["kinds"] for told in kind["over"]
    )
    if not found:
        return ()
    told = [(write.name(name_in(names[id], write.language)),) for id in found]
    return _say(write, "over", measures=write.listed(told))
