"""The day of a municipal election, and what falls due when one council hands over to the next."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kortreist.clocks.calendar import Calendar
from kortreist.clocks.deadline import Deadline, deadline, latest_start
from kortreist.clocks.words import Reason, say
from kortreist.errors import InputError
from kortreist.facts import ParticipationRule, load, participation_rule

__all__ = ["ElectionDay", "Handover", "HandoverDate", "election_day", "handover"]

_RULE = "election/day"
_SEPTEMBER, _MONDAY = 9, 0
#: A municipal election that was; they come every fourth year.
_AN_ELECTION, _EVERY = 2023, 4
#: Marks of a day whose decision was read.
_READ = ("verified", "partly")


@dataclass(frozen=True, slots=True)
class ElectionDay:
    """The day of a municipal election, or that it is not known.

    Parameters
    ----------
    year : int
    day : datetime.date or None
        None: not yet known. An expected day is never given as one.
    known_by : {"decided", "entered"} or None
        Read in the decision, or entered by the municipality.
    possible : tuple of datetime.date
        The Mondays it can be; the day itself alone where it is known.
    rule : ParticipationRule
    """

    year: int
    day: date | None
    known_by: Literal["decided", "entered"] | None
    possible: tuple[date, ...]
    rule: ParticipationRule

    def because(self, language: str) -> str:
        """Return in words what is known of it."""
        key = f"election_{self.known_by or 'unknown'}"
        values = {"year": self.year, "rule": self.rule, "possible": self.possible}
        return say(Reason(key, {**values, "day": self.day or ""}), language)


@dataclass(frozen=True, slots=True)
class HandoverDate:
    """Something that is due when a new council comes.

    Parameters
    ----------
    id : str
        ``size_by``, ``election``, ``notice_by``, ``constitution_by``, ``others_until``,
        ``strategy_by`` or ``delegation_by``.
    day : datetime.date or None
        None: not known before the day of the election or of the meeting is.
    rule : ParticipationRule
    """

    id: str
    day: date | None
    rule: ParticipationRule

    def said(self, language: str) -> str:
        """Return what is due by the day, with the rule."""
        known = "known" if self.day else "unknown"
        values = {"day": self.day or "", "rule": self.rule}
        what = say(Reason(f"handover.{self.id}"), language)
        return say(Reason(f"handover_{known}", {**values, "what": what}), language)


@dataclass(frozen=True, slots=True)
class Handover:
    """From one council to the next.

    Parameters
    ----------
    election : ElectionDay
    meeting : datetime.date or None
        The constitutive meeting, where its day is set.
    dates : tuple of HandoverDate
        In the order of time.
    """

    election: ElectionDay
    meeting: date | None
    dates: tuple[HandoverDate, ...]

    def date_of(self, id: str) -> HandoverDate:
        """Return one of the dates by id."""
        return next(d for d in self.dates if d.id == id)


def election_day(year: int, entered: date | None = None) -> ElectionDay:
    """Return the day of a municipal election, where it is known.

    Parameters
    ----------
    year : int
    entered : datetime.date, optional
        The day as the municipality has entered it, from the decision.

    Raises
    ------
    InputError
        There is no municipal election that year; the day entered is no Monday in September of
        the year, or another than the one decided.

    Examples
    --------
    >>> election_day(2023).day, election_day(2027).day
    (datetime.date(2023, 9, 11), None)
    >>> [day.day for day in election_day(2027).possible]
    [6, 13, 20, 27]
    """
    if (year - _AN_ELECTION) % _EVERY:
        raise InputError("clocks.no_election", year=year)
    rule = participation_rule(_RULE)
    september = (date(year, _SEPTEMBER, 1) + timedelta(days=n) for n in range(30))
    mondays = tuple(day for day in september if day.weekday() == _MONDAY)
    if entered is not None and entered not in mondays:
        raise InputError("clocks.election_monday", day=entered.isoformat(), year=year)
    decided = next(
        (
            row["date"]
            for row in load().table("election_days")
            if (row["election"], row["year"]) == ("municipal", year) and row["mark"] in _READ
        ),
        None,
    )
    if decided is not None:
        if entered not in (None, decided):
            raise InputError(
                "clocks.election_decided", day=str(entered), decided=decided.isoformat()
            )
        return ElectionDay(year, decided, "decided", (decided,), rule)
    if entered is not None:
        return ElectionDay(year, entered, "entered", (entered,), rule)
    return ElectionDay(year, None, None, mondays, rule)


def handover(
    year: int,
    entered: date | None = None,
    meeting: date | None = None,
    calendar: Calendar | None = None,
) -> Handover:
    """Return what is due when the council elected in a year takes over.

    Parameters
    ----------
    year : int
        Of the election.
    entered : datetime.date, optional
        As for :func:`election_day`.
    meeting : datetime.date, optional
        The day of the constitutive meeting, once it is set.
    calendar : Calendar, optional

    Raises
    ------
    InputError
        As for :func:`election_day`; or the meeting is not between the election and the last day
        the law gives.

    Examples
    --------
    >>> plan = handover(2027)
    >>> plan.date_of("election").day, plan.date_of("constitution_by").day
    (None, datetime.date(2027, 10, 31))
    """
    election = election_day(year, entered)
    month = _rule("constitution/month", year)
    by = month.amount or 0
    last = date(year, by, months.monthrange(year, by)[1])
    if meeting is not None and not election.possible[0] < meeting <= last:
        raise InputError(
            "clocks.meeting",
            day=meeting.isoformat(),
            first=election.possible[0].isoformat(),
            last=last.isoformat(),
        )
    strategy = _after(meeting, calendar)
    notice = latest_start("constitution/notice", meeting, calendar) if meeting else None
    dates = (
        _at_years_end("size_by", "council_size/change_by", year - 1, year),
        HandoverDate("election", election.day, election.rule),
        HandoverDate(
            "notice_by", notice.last_day if notice else None, _rule("constitution/notice", year)
        ),
        HandoverDate("constitution_by", last, month),
        _at_years_end("others_until", "constitution/others_until", year + 1, year),
        HandoverDate(
            "strategy_by",
            strategy.last_day if strategy else None,
            _rule("planning_strategy/within", year),
        ),
        _at_years_end("delegation_by", "delegation/by", year + 1, year),
    )
    return Handover(election, meeting, dates)


def _rule(id: str, year: int) -> ParticipationRule:
    return participation_rule(id, date(year, _SEPTEMBER, 1))


def _after(meeting: date | None, calendar: Calendar | None) -> Deadline | None:
    return deadline("planning_strategy/within", meeting, calendar) if meeting else None


def _at_years_end(id: str, rule: str, day_in: int, year: int) -> HandoverDate:
    """Return the day of a year that a rule names as month and day."""
    found = _rule(rule, year)
    return HandoverDate(id, date.fromisoformat(f"{day_in}-{found.value}"), found)
