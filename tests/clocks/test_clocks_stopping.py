"""A clock that is stopped and extended, signatures, elections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.clocks import (
    Extension,
    Stop,
    election_day,
    handover,
    norwegian_calendar,
    run_clock,
    threshold,
)
from kortreist.errors import FactsError, InputError
from kortreist.facts import load
from kortreist.i18n import LANGUAGES

PLANNING = "residents_proposal/planning_exception"
PUT = date(2026, 11, 30)  # six months: Sunday 30 May, so Monday 31 May 2027
STOP = Stop(date(2027, 2, 1), "Vist til områdeplanen for sentrum", PLANNING)


def test_a_planning_case_stops_the_clock() -> None:
    clock = run_clock("residents_proposal/months", PUT, [STOP])
    assert clock.first.last_day == date(2027, 5, 31)
    assert clock.now is None
    assert clock.stopped_on == STOP.stopped_on
    assert clock.state(date(2030, 1, 1)) == "stopped", "standing still is not over"
    assert clock.because("nb").endswith(
        "Fristen står stille fra mandag 1. februar 2027: Vist til områdeplanen for sentrum "
        "(kommuneloven § 12-1)."
    )


def test_the_days_it_stood_still_are_added_and_the_last_moves_on() -> None:
    again = Stop(STOP.stopped_on, STOP.reason, PLANNING, resumed_on=date(2027, 2, 13))
    clock = run_clock("residents_proposal/months", PUT, [again])
    assert clock.now
    # Twelve days after Sunday 30 May is a Friday.
    assert (clock.first.counted, clock.now.counted) == (date(2027, 5, 30), date(2027, 6, 11))
    assert clock.state(date(2027, 6, 11)) == "running"
    assert clock.state(date(2027, 6, 12)) == "over"
    for language in LANGUAGES:
        assert "12" in clock.because(language)
    longer = Stop(STOP.stopped_on, STOP.reason, PLANNING, resumed_on=date(2027, 2, 14))
    moved = run_clock("residents_proposal/months", PUT, [longer]).now
    assert moved
    assert (moved.counted, moved.last_day) == (date(2027, 6, 12), date(2027, 6, 14))


def test_a_hearing_is_extended_with_a_reason_and_says_its_last_day_once() -> None:
    more = Extension(date(2027, 4, 10), "Kartet manglet i to uker", date(2027, 3, 15))
    clock = run_clock("hearing/weeks", date(2027, 2, 15), extensions=[more])
    assert clock.now
    assert clock.now.last_day == date(2027, 4, 12), "a Saturday moves on"
    said = clock.because("nb")
    assert "Kartet manglet i to uker" in said
    assert said.count("før midnatt") == 1


@pytest.mark.parametrize(
    ("stops", "extensions", "said"),
    [
        ([Stop(date(2026, 11, 1), "for tidlig", PLANNING)], [], "cannot be stopped"),
        ([Stop(date(2027, 6, 1), "for sent", PLANNING)], [], "cannot be stopped"),
        ([Stop(date(2027, 2, 1), " – ", PLANNING)], [], "needs a reason"),
        ([Stop(date(2027, 2, 1), "plan", PLANNING, date(2027, 2, 1))], [], "cannot run again"),
        ([STOP, Stop(date(2027, 3, 1), "igjen", PLANNING)], [], "stands still"),
        ([STOP], [Extension(date(2027, 7, 1), "mer tid", date(2027, 3, 1), PLANNING)], "still"),
        (
            [Stop(date(2027, 2, 1), "plan", PLANNING, date(2027, 3, 1))],
            [Extension(date(2027, 8, 2), "mer tid", date(2027, 2, 10), PLANNING)],
            "stands still",
        ),
        ([], [Extension(date(2027, 7, 1), "mer tid", date(2027, 3, 1))], "legal basis"),
        ([], [Extension(date(2027, 7, 1), "mer tid", date(2027, 6, 1), PLANNING)], "passed on"),
        ([], [Extension(date(2027, 5, 31), "mer tid", date(2027, 3, 1), PLANNING)], "not later"),
    ],
)
def test_what_cannot_have_happened(
    stops: list[Stop], extensions: list[Extension], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        run_clock("residents_proposal/months", PUT, stops, extensions)


def test_a_ground_that_is_no_rule() -> None:
    with pytest.raises(FactsError):
        run_clock("residents_proposal/months", PUT, [Stop(date(2027, 2, 1), "plan", "own/wish")])


@settings(max_examples=100, deadline=None)
@given(
    put=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    waits=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 400)), min_size=1, max_size=4),
)
def test_stops_add_up(put: date, waits: list[tuple[int, int]]) -> None:
    day, stops = put, []
    for before, still in waits:
        stopped = day + timedelta(days=before)
        day = stopped + timedelta(days=still)
        stops.append(Stop(stopped, "plansak", PLANNING, day))
    clock = run_clock("residents_proposal/months", put, reversed(stops))
    assert clock.now
    stood = timedelta(days=sum(still for _, still in waits))
    assert clock.now.counted == clock.first.counted + stood
    assert clock.now.last_day >= clock.now.counted
    assert norwegian_calendar().is_working_day(clock.now.last_day)


# --- signatures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "enough"),
    [(13_389, 268), (14_999, 300), (15_000, 300), (15_001, 300), (14_950, 299), (50, 1), (51, 2)],
)
def test_signatures(population: int, enough: int) -> None:
    assert threshold(population).signatures == enough


@given(population=st.integers(1, 10**20))
def test_signatures_are_the_least_whole_number_that_is_two_in_a_hundred(population: int) -> None:
    found = threshold(population)
    assert 100 * found.of_population >= 2 * population > 100 * (found.of_population - 1)
    assert found.signatures == min(300, found.of_population)
    assert threshold(population, county=True).signatures == min(500, found.of_population)


@pytest.mark.parametrize("population", [0, -5, True, 13_389.0, "13389"])
def test_a_population_that_is_none(population: object) -> None:
    with pytest.raises(InputError, match="whole number"):
        threshold(population)  # type: ignore[arg-type]


def test_signatures_in_words() -> None:
    found = threshold(13_389, counted_on=date(2027, 1, 1))
    assert found.binding
    assert found.because("nb") == (
        "268 underskrifter er nok: 2 prosent av 13\u202f389 innbyggere er 268, og 300 er alltid "
        "nok (kommuneloven § 12-1). Folketallet er fra fredag 1. januar 2027."
    )


# --- elections -----------------------------------------------------------------------------------


def test_a_day_that_is_not_known_is_never_shown_as_decided() -> None:
    day = election_day(2027)
    assert (day.day, day.known_by) == (None, None)
    assert [d.day for d in day.possible] == [6, 13, 20, 27]
    assert "ikke kjent ennå" in day.because("nb")
    assert "ikkje kjend enno" in day.because("nn")
    assert "not known yet" in day.because("en")
    assert load().row("election_days", election="municipal", year=2027)["date"] is None


def test_a_day_that_is_entered_or_decided() -> None:
    entered = election_day(2027, date(2027, 9, 13))
    assert (entered.day, entered.known_by) == (date(2027, 9, 13), "entered")
    assert "har ført det inn" in entered.because("nb")
    assert election_day(2023).known_by == "decided"
    assert election_day(2023, date(2023, 9, 11)).known_by == "decided"


@pytest.mark.parametrize(
    ("year", "entered", "said"),
    [
        (2026, None, "no municipal election"),
        (2027, date(2027, 9, 14), "no Monday in September"),
        (2027, date(2031, 9, 8), "no Monday in September"),
        (2023, date(2023, 9, 4), "has been set to 2023-09-11"),
    ],
)
def test_a_day_it_cannot_be(year: int, entered: date | None, said: str) -> None:
    with pytest.raises(InputError, match=said):
        election_day(year, entered)


def test_what_is_due_when_a_new_council_comes() -> None:
    known = handover(2027, date(2027, 9, 13), date(2027, 10, 14))
    assert [(d.id, d.day) for d in known.dates] == [
        ("size_by", date(2026, 12, 31)),
        ("election", date(2027, 9, 13)),
        ("notice_by", date(2027, 9, 30)),
        ("constitution_by", date(2027, 10, 31)),
        ("others_until", date(2028, 1, 1)),
        ("strategy_by", date(2028, 10, 16)),
        ("delegation_by", date(2028, 12, 31)),
    ]
    unknown = handover(2027)
    none = {d.id for d in unknown.dates if d.day is None}
    assert none == {"election", "notice_by", "strategy_by"}
    for d in unknown.dates:
        for language in LANGUAGES:
            assert d.rule.paragraph in d.said(language)
            assert "{" not in d.said(language)
    with pytest.raises(InputError, match="cannot be on 2027-11-01"):
        handover(2027, date(2027, 9, 13), date(2027, 11, 1))
