"""The demonstration's council is one the law allows, and its year could have been."""

from __future__ import annotations

import datetime as dt

from kortreist_web.decisions.council_size import council_size
from kortreist_web.decisions.models import Body
from kortreist_web.demo import bindings, budget, council, cycle, platform
from kortreist_web.demo.council import add_bodies


def test_the_council_has_an_odd_number_of_seats_and_no_fewer_than_the_law_asks(place, people):
    add_bodies(place, people.editor, budget.ADOPTED_ON)
    bodies = {b.kind: b for b in Body.objects.filter(organisation=place)}
    day = budget.ADOPTED_ON
    size = council_size(bodies["council"], day)
    assert (size.members, size.least, size.few, size.even) == (27, 27, False, False)
    seated = set(bodies["council"].members_on(day).values_list("name", flat=True))
    committee = set(bodies["executive_committee"].members_on(day).values_list("name", flat=True))
    assert len(committee) == 7
    assert committee < seated, "elected from the council"
    for kind in ("youth_council", "elderly_council", "disability_council"):
        assert bodies[kind].members_on(day).count() == 5
    assert council_size(bodies["council"], dt.date(2022, 1, 1)).members == 1, "of the term before"


def test_votes_are_no_more_than_those_who_met():
    votes = {m.body: sum(m.votes) for m in budget._HEARD if m.votes}
    assert votes == {
        council.YOUTH: 5,
        council.ELDERLY: 5,
        council.DISABILITY: 5,
        council.COMMITTEE: 7,
    }
    assert [m.votes for m in budget._SENT] == [None] * 5


def test_the_days_of_its_year_follow_each_other():
    heard = [m.day for m in budget._HEARD]
    days = [
        cycle.MADE_ON,
        budget.PROPOSED_ON,
        *heard[:-1],
        budget._HEARD_ON,
        budget.ADOPTED_ON,
        council._MINUTES_ON,
        council._BEGUN_ON,
        cycle.REPORTED_ON[0],
        council._CHARGING_ON,
        council._CHARGING_DUE,
        cycle.REPORTED_ON[1],
        cycle.SPENT_ON,
        cycle.COMPLETED_ON,
        platform.PLATFORM_WRITTEN_ON,
        platform.PLATFORM_ADOPTED_ON,
        bindings._MET_ON,
    ]
    assert days == sorted(days)
    assert heard[-1] == budget.ADOPTED_ON
    assert (budget.ADOPTED_ON - budget._HEARD_ON).days >= 14, "public for two weeks"
    assert budget.ADOPTED_ON.month == 12
    assert budget.ADOPTED_ON.year == budget.YEAR - 1
    # A period is reported on after it is over: April's in May, August's in September.
    assert [(d.year - budget.YEAR, d.month) for d in cycle.REPORTED_ON] == [(0, 5), (0, 9)]
    weekdays = {d.weekday() for d in (*days, *heard)}
    assert weekdays <= set(range(5)), "nobody meets at the weekend"
    assert [council._month_end(dt.date(2026, 11, 30), n) for n in (1, 3)] == [
        dt.date(2026, 12, 31),
        dt.date(2027, 2, 28),
    ]
