"""No part of the cost is larger than its whole, and what is offered is in no sum of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kortreist.budgets.budget import ClimateBudget, Money
from kortreist.documents import budget_document
from kortreist.documents.budget.as_json import plan_dict
from kortreist.documents.budget.cost import CostPart
from kortreist.documents.format.blocks import (
    Bullets,
    Document,
    KeyFigures,
    Paragraph,
    Table,
    plain,
)
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures import library


def saving(budget: ClimateBudget) -> ClimateBudget:
    """Return the budget of one measure whose pay is more than its running cost, net of savings."""
    row = budget.measures[0]
    money = {y: Money(100_000.0, 900_000.0, 0.0, 2e6, 1_100_000.0) for y in budget.plan_years}
    cost = {"municipality": {y: m.total for y, m in money.items()}}
    one = replace(row, money={"municipality": money}, cost=cost, cost_missing=())
    return replace(budget, measures=(one,))


@pytest.mark.parametrize(
    ("language", "carried", "over", "none"),
    [
        (
            "nb",
            "av det som er igjen fra år før",
            "{}: 6,0 mill. kr, 2,0 mill. kr over årsgrensen",
            "ingen av årene",
        ),
        (
            "nn",
            "av det som er igjen frå år før",
            "{}: 6,0 mill. kr, 2,0 mill. kr over årsgrensa",
            "ingen av åra",
        ),
        (
            "en",
            "by what earlier years have left",
            "{}: NOK 6.0 million, NOK 2.0 million above",
            "no year of",
        ),
    ],
)
def test_the_years_above_one_years_money_are_named_with_how_much(
    budget: ClimateBudget, language: str, carried: str, over: str, none: str
) -> None:
    """By hand: 4 mill. a year and 1, 6, 3 … spent is within 4, 8, 12 …, and the second is over."""
    years = budget.plan_years
    spent = dict(zip(years, (1e6, 6e6, *[3e6] * (len(years) - 2)), strict=True))
    row = replace(budget.measures[0], cost={"municipality": spent})
    limits = {**budget.limits, "money_nok_per_year": 4e6}
    changed = replace(budget, measures=(row,), limits=limits)

    def said(budget: ClimateBudget) -> str:
        (found,) = (s for s in budget_document(budget, language).sections if s.id == "target")
        blocks = [b for b in found.blocks if isinstance(b, Paragraph | Bullets)]
        parts = [p for b in blocks for p in (b.items if isinstance(b, Bullets) else [b.content])]
        return "|".join(map(plain, parts)).replace("\u202f", " ").replace("\xa0", " ")

    text = said(changed)
    assert carried in text
    assert [y for y in years if f"|{y}: " in text] == [years[1]]
    assert over.format(years[1]) in text
    assert none not in text
    inside = said(replace(changed, limits={**limits, "money_nok_per_year": 6e6}))
    assert none in inside
    assert carried not in inside


def texts(document: Document, section: str) -> str:
    (found,) = (s for s in document.sections if s.id == section)
    out = []
    for block in found.blocks:
        if isinstance(block, Table):
            out += [plain(n) for n in block.notes]
        elif isinstance(block, KeyFigures):
            out += [plain(k.note) for k in block.items]
    return " ".join(out).replace("\u202f", " ").replace("\xa0", " ")


def test_pay_spent_and_saved_add_to_the_net_and_are_the_same_everywhere(
    budget: ClimateBudget,
) -> None:
    changed = saving(budget)
    document = budget_document(changed, "nb")
    said = (
        "400 000 kr investering, 4,4 mill. kr lønn til egne ansatte, 800 000 kr spart:"
        " netto 4,0 mill. kr"
    )
    assert said in texts(document, "cost")
    assert said in texts(document, "summary")
    assert "ingen kjente innsparinger" not in texts(document, "summary")
    paid = plan_dict(changed)["paid"]["municipality"]
    assert paid["saved"] == pytest.approx(800_000.0)
    spent = paid["investment"] + paid["running"] + paid["saved"]
    assert spent == pytest.approx(paid["investment"] + paid["staff"])


def test_what_is_spent_and_saved_is_the_net_cost_of_every_year(budget: ClimateBudget) -> None:
    part = CostPart(PlanWriter("en", budget))
    for year, net in part.net_in("municipality").items():
        assert budget.parts("municipality", (year,)).net == pytest.approx(net)
    assert budget.parts("municipality").net == pytest.approx(budget.paid("municipality").total)


def test_what_is_offered_is_in_no_sum_and_its_known_pay_is_said_at_the_decision(
    budget: ClimateBudget,
) -> None:
    some = [m for m in library() if not m.quantified and m.payer == "municipality"][:3]
    rows = [replace(budget.unquantified[0], measure=m) for m in some]
    changed = replace(saving(budget), unquantified=tuple(rows))
    document = budget_document(changed, "en")
    (costs,) = (s for s in document.sections if s.id == "cost")
    (table,) = (b for b in costs.blocks if isinstance(b, Table))
    names = {m.name["en"] for m in some}
    assert not names & {plain(r.header.content) for r in table.rows}
    assert "unknown" not in plain(table.rows[-1].cells[0].content)
    w = PlanWriter("en", changed)
    pay = plain(w.money(changed.offered.staff_in_plan, w.own("offered")))
    shown = pay.replace("\u202f", " ").replace("\xa0", " ")
    assert shown in texts(document, "groups")
    (summary,) = (s for s in document.sections if s.id == "summary")
    decided = [
        plain(i) for b in summary.blocks for i in getattr(b, "items", ()) if isinstance(i, tuple)
    ]
    assert any(pay in d and "offered beside the plan" in d.lower() for d in decided)
    assert "proposed" not in " ".join(decided)
