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
    assert found.room.value == found.room_without.value
    assert found.solver.gap == 0.0


def test_no_money_and_nobody_to_do_it_gives_no_start() -> None:
    found = planned(replace(question(40), limits=Limits(0.0, 0.0)), extras=False)
    assert all(found.refused[v.measure] for v in found.verdicts)
    assert found.starts == {}
