"""Who gains and who pays: by payer in each alternative, and by household group.

The engine knows what residents pay or save together, not what each household does. It spreads
the kroner by what each group spends on what a measure touches, and says how much of them could
not be spread (:mod:`~kortreist_web.budgets.paper.household_costs`); how much more or less than
others a group spends on the three largest purposes is shown beside.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Inlines, Row
from kortreist.i18n import in_languages, name_in
from kortreist_web.budgets.alternatives import KEYS, alternatives_of
from kortreist_web.budgets.paper.alternatives import ALTERNATIVES
from kortreist_web.budgets.paper.household_costs import household_costs, named_ranks
from kortreist_web.budgets.paper.payer_order import payer_order
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.versions.models import Version

__all__ = ["households", "spending_beside_mean"]

_SPENDING = "document/household_spending"
#: What the measures touch → divisions of the survey of consumption (COICOP).
PURPOSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("transport", ("07.2", "07.3")),
    ("energy", ("04.5",)),
    ("food", ("01.1",)),
)
_BEARERS = ("municipality", "company", "residents", "business", "county", "state")


def spending_beside_mean() -> list[tuple[str, str, dict[str, str], dict[str, float | None]]]:
    """Return id, kind, name and purpose → spending of a household beside the mean household's.

    1 is as much as the mean of the same kind of groups, weighted by how many they are. None:
    the survey keeps the group's figure back.
    """
    from kortreist.facts import load

    store = load()
    spent = {
        (r["household"], r["code"]): r["nok_per_household"]
        for r in store.table("coicop_by_household")
    }
    groups = store.table("household_groups")
    out = []
    for group in groups:
        alike = [g for g in groups if g["kind"] == group["kind"]]
        beside: dict[str, float | None] = {}
        for purpose, codes in PURPOSES:
            each = {g["id"]: [spent.get((g["id"], code)) for code in codes] for g in alike}
            if any(value is None for values in each.values() for value in values):
                beside[purpose] = None
                continue
            whole = {id: math.fsum(v for v in values if v) for id, values in each.items()}
            share = math.fsum(g["share"] for g in alike)
            mean = math.fsum(whole[g["id"]] * g["share"] for g in alike) / share
            beside[purpose] = whole[group["id"]] / mean
        out.append((group["id"], group["kind"], in_languages(group, "name_"), beside))
    return out


def households(write: BudgetWords, version: Version) -> tuple[Block, ...]:
    """Return who pays in each alternative, where their order turns, and the households' table."""
    kept = alternatives_of(version)
    out: list[Block] = []
    spread: tuple[Block, ...] = ()
    if kept is not None and kept.content:
        shown = {key: kept.content[key] for key in KEYS if key in kept.content}
        out += [_payers(write, shown), write.paragraph(_turns(write, shown))]
        spread = household_costs(write, shown)
    not_known = write.note(write.tell("decisions.households.not_computed"))
    return (*out, *(spread or (not_known,)), _groups(write))


def _paid(one: Mapping[str, Any], bearer: str) -> float | None:
    if bearer == "municipality":
        return float(one["municipality"]["investment"] + one["municipality"]["running"])
    found = one["others"].get(bearer)
    return None if found is None else float(found)


def _payers(write: BudgetWords, shown: Mapping[str, Any]) -> Block:
    rows = []
    for bearer in _BEARERS:
        each = [_paid(one, bearer) for one in shown.values()]
        if all(nok is None for nok in each):
            continue
        cells = tuple(
            Cell(("–",) if nok is None else write.tenths(nok, ALTERNATIVES, unit=False))
            for nok in each
        )
        rows.append(Row(Cell(write.text(f"bearer.{bearer}")), cells))
    return write.table(
        "payers",
        write.tell("decisions.households.payers"),
        [
            write.text_column(write.tell("budgets.word.bearer"), 1.6),
            *(write.column(write.tell(f"decisions.alternatives.{key}")) for key in shown),
        ],
        rows,
        [write.tell("decisions.households.payers_note")],
    )


def _turns(write: BudgetWords, shown: Mapping[str, Any]) -> Inlines:
    """Return in which order the alternatives cost least, for the municipality and residents."""
    order = payer_order(shown)
    key = "turns" if order.turns else "same" if order.same else "no_turn"
    mine, theirs = (named_ranks(write, ranks) for ranks in (order.municipality, order.residents))
    return write.tell(f"decisions.households.{key}", mine=mine, theirs=theirs)


def _groups(write: BudgetWords) -> Block:
    from kortreist.facts import load

    store = load()
    inputs = []
    for table in ("coicop_by_household", "household_groups"):
        inputs.append(write.add(store.origin(table, store.table(table)[0])))
    write.source(
        _SPENDING,
        inputs,
        write.word("decisions.origin.household_spending"),
        write.word("decisions.origin.household_spending_rule"),
    )
    rows = []
    for id, _, name, beside in spending_beside_mean():
        cells = tuple(Cell((write.percent(beside[p], _SPENDING),)) for p, _ in PURPOSES)
        tone = "strong" if id == "income_1" else "plain"
        rows.append(Row(Cell((write.name(name_in(name, write.language)),)), cells, tone))
    return write.table(
        "households",
        write.tell("decisions.households.caption"),
        [
            write.text_column(write.tell("decisions.households.group"), 2.0),
            *(write.column(write.tell(f"decisions.households.{p}")) for p, _ in PURPOSES),
        ],
        rows,
        [write.tell("decisions.households.note")],
    )
