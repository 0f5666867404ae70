"""What a plan says of what is open, of its figures for one year, of trials and of deadlines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import KeyFigures, Paragraph, plain
from kortreist.documents.plan.goal import GoalPart
from kortreist.documents.plan.groups import GroupsPart
from kortreist.documents.plan.pilots import pilots
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import Pilot
from kortreist.plans.stair import StairRow


def _row(key: str, tonnes: float) -> StairRow:
    return StairRow("measure", key, tonnes, in_plan=True)


def test_what_is_kept_open_is_not_said_to_be_set_in_motion(budget: ClimateBudget) -> None:
    stair = budget.outcome.stair
    assert stair is not None
    held = budget.kept_open.measures[0]
    begun = next(
        r.measure.id for r in budget.measures if r.measure.id not in budget.kept_open.measures
    )
    steps = tuple(
        replace(s, rows=(_row(held, 70.0), _row(begun, 30.0))) if s.layer == "others" else s
        for s in stair.steps
    )
    changed = replace(
        budget, outcome=replace(budget.outcome, stairs=(replace(stair, steps=steps),))
    )
    (said, *_) = StairPart(PlanWriter("en", changed)).page()
    assert isinstance(said, Paragraph)
    text = plain(said.content).replace("\xa0", " ")
    assert "30 tonnes CO₂e come from measures the municipality sets in motion" in text
    assert "70 tonnes CO₂e come from measures that are kept open and are not set in motion" in text


def test_one_sentence_says_how_the_figures_of_the_goal_year_hang_together(
    budget: ClimateBudget,
) -> None:
    part = GoalPart(PlanWriter("en", budget))
    (said,) = part.figures()
    text = plain(said.content)  # type: ignore[attr-defined]
    year = budget.outcome.room.goal.year
    assert budget.without_open is not None
    t = PlanWriter("en", budget).t
    for value in (
        budget.without_open.pathway[year].central,
        budget.pathway[year].central,
        budget.outcome.room.goal.tonnes,
    ):
        assert t.number(value) in text
    cards = " ".join(plain(k.note) for k in part.key_figures().items)
    assert "aims at" not in cards


@pytest.mark.parametrize(("nok", "said"), [(0.0, False), (4_000.0, False), (120_000.0, True)])
def test_a_price_of_binding_that_is_nothing_is_not_printed_as_zero(
    budget: ClimateBudget, nok: float, said: bool
) -> None:
    room = budget.outcome.room
    price = replace(room.price_of_binding, central=nok)
    outcome = replace(budget.outcome, room=replace(room, price_of_binding=price))
    cards = GoalPart(PlanWriter("nb", replace(budget, outcome=outcome))).key_figures()
    assert isinstance(cards, KeyFigures)
    text = " ".join(plain(k.note) for k in cards.items)
    assert ("Å kunne angre det som er bundet, ville spart" in text) is said
    assert "0,00" not in text


def test_a_trial_that_costs_more_than_it_is_worth_is_not_said_to_pay(
    budget: ClimateBudget,
) -> None:
    one = budget.outcome.verdicts[0]

    def caption(*trials: Pilot) -> str:
        verdicts = tuple(replace(one, pilot=p) for p in trials)
        changed = replace(budget, outcome=replace(budget.outcome, verdicts=verdicts))
        table = pilots(PlanWriter("nb", changed))[-1]
        return plain(table.caption)  # type: ignore[attr-defined]

    dear = Pilot("cost", 0.07, 1.0, 116_000.0, 44_000.0, 11_000.0, 102_000.0, 2027, "share")
    pays = replace(dear, cost=5_000.0, advice="try")
    assert "kan lønne seg" in caption(pays)
    assert "kan lønne seg" not in caption(dear)
    assert "koster mer enn de er verdt" in caption(dear)
    assert "kan lønne seg" not in caption(dear, pays)


def test_a_deadline_in_the_year_the_plan_is_made_is_said_to_be_now(budget: ClimateBudget) -> None:
    part = GroupsPart(PlanWriter("nb", budget))
    one = budget.outcome.verdicts[0]
    assert plain(part.decide_by(replace(one, decide_by=2026))) == "nå, i år (2026)"
    assert plain(part.decide_by(replace(one, decide_by=2027))) == "2027"
    assert plain(part.decide_by(replace(one, decide_by=2025))) == "så snart som mulig"


def test_a_paragraph_nobody_has_read_is_marked_where_it_stands(budget: ClimateBudget) -> None:
    w = PlanWriter("nb", budget)
    one = budget.outcome.verdicts[0]
    under = plain(w.words.decision(replace(one, decision_rule="county_services")).sub)
    assert under == "yrkestransportlova § 22, veglova § 9 (ikke kontrollert)"
    under = plain(w.words.decision(replace(one, decision_rule="taxi_licences")).sub)
    assert under == "yrkestransportlova § 9 fjerde ledd"
