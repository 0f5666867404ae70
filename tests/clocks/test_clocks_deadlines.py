"""Last days that were worked out by hand, and every day of twenty-one years by another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.clocks import (
    OSLO,
    day_in_words,
    deadline,
    latest_start,
    local_date,
    norwegian_calendar,
)
from kortreist.clocks.periods import add_period, subtract_period
from kortreist.errors import InputError
from kortreist.facts import ParticipationRule, load, participation_rules
from kortreist.i18n import LANGUAGES

DAY = timedelta(days=1)
CALENDAR = norwegian_calendar()
FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)
DAYS = st.dates(FIRST, LAST)
PERIODS = [r for r in participation_rules(date(2027, 1, 1)) if r.period in ("at_least", "within")]


# --- another way to the same days: nothing of ours, one day at a time ---------------------------


def easter_by_gauss(year: int) -> date:
    """Gauss's rule with Lichtenberg's mend, by whole numbers."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    full = 21 + d - r
    sunday = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + timedelta(days=full + 7 - (full - sunday) % 7 - 1)


def free(day: date) -> bool:
    moving = {easter_by_gauss(day.year) + timedelta(days=n) for n in (-7, -3, -2, 0, 1, 39, 49, 50)}
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return day.isoweekday() > 5 or (day.month, day.day) in fixed or day in moving


def walked(start: date, amount: int, unit: str) -> date:
    day, left = start, amount * {"weeks": 7, "days": 1, "working days": 1}.get(unit, 0)
    if left:
        while left:
            day += DAY
            left -= unit != "working days" or not free(day)
        return day
    months, turned = amount * (12 if unit == "years" else 1), 0
    while True:
        day += DAY
        turned += day.day == 1
        last_of_month = (day + DAY).day == 1
        if turned == months and (day.day == start.day or last_of_month):
            return day


def all_days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


@pytest.mark.parametrize(
    ("amount", "unit", "every"),
    [
        (14, "days", 1),
        (15, "working days", 2),
        (6, "weeks", 1),
        (1, "months", 1),
        (6, "months", 5),
        (1, "years", 11),
    ],
)
def test_a_period_ends_where_walking_day_by_day_ends(amount: int, unit: str, every: int) -> None:
    for start in list(all_days())[::every]:
        counted = walked(start, amount, unit)
        assert add_period(start, amount, unit, CALENDAR) == counted, start
        moved = counted
        while free(moved):
            moved += DAY
        assert CALENDAR.on_or_after(counted) == moved, start


@settings(max_examples=100, deadline=None)
@given(start=DAYS, rule=st.sampled_from(PERIODS))
def test_any_rule_from_any_day(start: date, rule: ParticipationRule) -> None:
    found = deadline(rule, start)
    assert rule.amount
    counted = walked(start, rule.amount, rule.unit)
    assert found.counted == counted
    assert found.last_day >= counted
    assert not free(found.last_day)
    assert all(free(counted + DAY * n) for n in range((found.last_day - counted).days))
    assert ("moved" in [r.key for r in found.reasons]) == (found.last_day != counted)
    if found.suggested:
        assert not free(found.suggested)
        assert (found.suggested > found.last_day) == (rule.period == "at_least")


@settings(max_examples=100, deadline=None)
@given(start=DAYS)
def test_all_of_the_last_day_is_in_time_also_when_the_clocks_change(start: date) -> None:
    found = deadline("hearing/weeks", start)
    closes = found.closes_at
    assert (closes.hour, closes.minute, closes.tzinfo) == (0, 0, OSLO)
    before = closes.astimezone(UTC) - timedelta(microseconds=1)
    assert local_date(before) == found.last_day
    assert not found.is_late(before)
    assert found.is_late(closes)


def test_the_last_day_closes_at_midnight_in_summer_and_in_winter_time() -> None:
    spring = deadline("hearing/weeks", date(2027, 2, 16)).closes_at  # after 28 March
    assert spring.utcoffset() == timedelta(hours=2)
    autumn = deadline("hearing/weeks", date(2027, 9, 20)).closes_at  # Monday 1 November
    assert autumn.isoformat() == "2027-11-02T00:00:00+01:00"
    assert autumn.astimezone(UTC) == datetime(2027, 11, 1, 23, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(event=DAYS, amount=st.integers(1, 60), unit=st.sampled_from(["days", "working days"]))
def test_what_is_in_place_by_the_last_day_is_there_long_enough(
    event: date, amount: int, unit: str
) -> None:
    """The last start that reaches: one that is a day later would be over too late."""
    start = subtract_period(event, amount, unit, CALENDAR)
    ends = event if unit == "days" else CALENDAR.on_or_after(event)
    assert walked(start, amount, unit) <= ends
    assert walked(start + DAY, amount, unit) >= ends


# --- worked by hand ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "start", "counted", "last"),
    [
        ("hearing/weeks", date(2027, 2, 15), date(2027, 3, 29), date(2027, 3, 30)),
        ("hearing/weeks", date(2027, 4, 5), date(2027, 5, 17), date(2027, 5, 18)),
        ("hearing/weeks", date(2026, 11, 12), date(2026, 12, 24), date(2026, 12, 24)),
        ("residents_proposal/months", date(2027, 8, 31), date(2028, 2, 29), date(2028, 2, 29)),
        ("residents_proposal/months", date(2026, 11, 29), date(2027, 5, 29), date(2027, 5, 31)),
        # Maundy Thursday to Easter Monday at once.
        ("zoning/weeks", date(2026, 2, 19), date(2026, 4, 2), date(2026, 4, 7)),
        ("planning_strategy/within", date(2027, 10, 14), date(2028, 10, 14), date(2028, 10, 16)),
        # Fifteen working days with three holidays of Easter between.
        ("environment_information/days", date(2027, 3, 22), date(2027, 4, 15), date(2027, 4, 15)),
    ],
)
def test_worked_days(rule: str, start: date, counted: date, last: date) -> None:
    found = deadline(rule, start)
    assert (found.counted, found.last_day) == (counted, last)


@pytest.mark.parametrize(
    ("rule", "event", "last"),
    [
        ("economy/public_before", date(2026, 12, 15), date(2026, 12, 1)),
        ("economy/public_before", date(2026, 12, 20), date(2026, 12, 4)),  # 6 December: a Sunday
        ("planning_strategy/public_before", date(2028, 5, 31), date(2028, 4, 28)),  # past 1 May
        ("constitution/notice", date(2027, 10, 14), date(2027, 9, 30)),
    ],
)
def test_worked_days_before_a_meeting(rule: str, event: date, last: date) -> None:
    assert latest_start(rule, event).last_day == last


def test_christmas_eve_stands_by_law_and_another_day_is_suggested() -> None:
    found = deadline("hearing/weeks", date(2026, 11, 12))
    assert found.last_day == date(2026, 12, 24)
    assert found.suggested == date(2026, 12, 28)
    assert "Julaften er ikke helligdag etter loven" in found.because("nb")
    assert "mandag 28. desember 2026 foreslås" in found.because("nb")
    # Who is to do something within a time is never told to do it after it.
    within = deadline("residents_proposal/months", date(2026, 6, 24))
    assert (within.last_day, within.suggested) == (date(2026, 12, 24), date(2026, 12, 23))
    assert deadline("hearing/weeks", date(2027, 2, 15)).suggested is None


def test_why_in_words() -> None:
    nb = deadline("hearing/weeks", date(2027, 2, 15)).because("nb")
    assert nb == (
        "Regel: Høring av en kommuneplan (samfunnsdel og arealdel), minst 6 uker (plan- og "
        "bygningsloven § 11-14). Regnet fra mandag 15. februar 2027 er siste dag mandag 29. mars "
        "2027 (domstolloven § 148). Mandag 29. mars 2027 er ikke en virkedag (andre påskedag). "
        "Fristen flyttes til nærmeste virkedag, tirsdag 30. mars 2027 (domstolloven § 149). Hele "
        "den siste dagen er med: det som kommer inn før midnatt norsk tid, er i tide."
    )
    both = deadline("hearing/weeks", date(2027, 4, 5))
    assert "(grunnlovsdagen og andre pinsedag)" in both.because("nn")
    assert "måndag 17. mai 2027 (domstollova § 148)" in both.because("nn")
    long = deadline("zoning/weeks", date(2026, 2, 19)).because("en")
    assert "(Maundy Thursday, Good Friday, Saturday, Easter Sunday and Easter Monday)" in long
    clipped = deadline("residents_proposal/months", date(2027, 8, 31)).because("en")
    assert "The month has no day 31: then it is the last day of the month." in clipped
    assert day_in_words(date(2028, 2, 29), "nn") == "tysdag 29. februar 2028"


def test_every_rule_says_why_in_every_language() -> None:
    for rule in PERIODS:
        for language in LANGUAGES:
            said = deadline(rule, date(2027, 2, 15)).because(language)
            assert "{" not in said
            assert rule.cited(language) in said


def test_a_rule_nobody_has_read_never_says_must() -> None:
    unread = [r for r in PERIODS if r.origin.mark != "verified"]
    assert unread
    for rule in unread:
        found = deadline(rule, date(2027, 2, 15))
        assert not found.binding
        assert "Slå den opp" in found.because("nb")
        assert "must" not in found.because("en").split()


def test_moments_are_days_in_norway() -> None:
    late = datetime(2027, 2, 14, 23, 30, tzinfo=UTC)  # Monday 15 February, 00:30 in Oslo
    assert deadline("hearing/weeks", late).last_day == date(2027, 3, 30)
    with pytest.raises(InputError, match="no time zone"):
        deadline("hearing/weeks", datetime(2027, 2, 15, 9))
    with pytest.raises(InputError, match="no time zone"):
        deadline("hearing/weeks", date(2027, 2, 15)).is_late(datetime(2027, 3, 30, 9))


@pytest.mark.parametrize("rule", ["hearing/announce", "agenda/demand", "economy/accounts_by"])
def test_a_rule_without_a_period_is_no_clock(rule: str) -> None:
    with pytest.raises(InputError, match="sets no period"):
        deadline(rule, date(2027, 2, 15))


def test_forwards_and_backwards_are_not_mistaken() -> None:
    with pytest.raises(InputError, match="latest_start"):
        deadline("economy/public_before", date(2026, 12, 15))
    with pytest.raises(InputError, match="counted forwards"):
        latest_start("hearing/weeks", date(2026, 12, 15))


@pytest.mark.parametrize(("amount", "unit"), [(0, "weeks"), (-1, "days"), (6, "fortnights")])
def test_a_period_that_is_none(amount: int, unit: str) -> None:
    with pytest.raises(InputError):
        add_period(date(2027, 1, 1), amount, unit, CALENDAR)


# --- the calendar --------------------------------------------------------------------------------


def test_holidays_are_those_others_have_published() -> None:
    published = {(r["date"], r["id"]) for r in load().table("public_holiday_dates")}
    years = sorted({day.year for day, _ in published})
    assert years == list(range(2023, 2036))
    ours = {(h.day, h.id) for year in years for h in CALENDAR.holidays(year)}
    assert ours == published


def test_every_day_of_21_years_is_free_or_not_as_another_way_says() -> None:
    assert [d for d in all_days() if CALENDAR.is_working_day(d) == free(d)] == []
    eves = [d for d in all_days() if CALENDAR.eve_on(d)]
    assert {(d.month, d.day) for d in eves} == {(12, 24), (12, 31)}
    assert not [d for d in eves if CALENDAR.holidays_on(d)]
