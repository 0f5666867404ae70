"""A small place where no measure is worth its cost still gets an answer."""

from __future__ import annotations

from dataclasses import replace

from test_plans_planner import planned, question

from kortreist.plans import Limits


def test_a_place_where_everything_is_shut_out_gets_an_empty_plan() -> None:
    q = question(40)
    q = replace(q, excluded=frozenset(m.id for m in q.measures))
    found = planned(q)
    assert found.starts == {}
    assert found.verdicts == ()
    assert set(found.refused.values()) == {"excluded_by_you"}
    assert found.room.bound == found.room.free
    assert found.room.price_of_binding.high == 0.0
    assert found.solver.gap == 0.0


def test_no_money_and_nobody_to_do_it_gives_no_start() -> None:
    q = replace(question(40), limits=Limits(0.0, 0.0))
    found = planned(q, extras=False)
    payer = {m.id: m.payer for m in q.measures}
    # What fees or a company pay takes none of the municipality's money and people.
    assert {payer[i] for i in found.starts} <= {"company"}
    rest = [v for v in found.verdicts if v.measure not in found.starts]
    assert rest
    assert all(found.refused[v.measure] for v in rest)
