"""The last day of a period that the law sets, and why it is that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kortreist.clocks.calendar import Calendar, local_date, norwegian_calendar, start_of
from kortreist.clocks.periods import UNITS, add_period, subtract_period
from kortreist.clocks.words import Reason, day_names, sentences
from kortreist.errors import InputError
from kortreist.facts import ParticipationRule, participation_rule

__all__ = ["Deadline", "deadline", "latest_start", "moved", "the_rule"]

_DAY = timedelta(days=1)
#: Rules of how periods are counted, cited in the reasons.
_COUNTED = {"days": "deadline/days", "working days": "deadline/days"}
_MOVED = "deadline/holiday"
#: Sentences about the last day that stands, told once and last.
_LAST = ("eve_later", "eve_earlier", "closes", "mark.recalled", "mark.partly")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, with the rule it follows from.

    Parameters
    ----------
    last_day : datetime.date
        All of it belongs to the period, by Norwegian time.
    rule : ParticipationRule
    start : datetime.date
        The day it is counted from; of a rule that says how long *before* something, the day of
        that.
    counted : datetime.date
        Where the period ends before it is moved past days that are not working days.
    reasons : tuple of Reason
        Why, a sentence each.
    suggested : datetime.date or None
        A better day where the last day is an eve, which is no holiday by law: later where
        something lasts at least so long, else earlier. None elsewhere.
    """

    last_day: date
    rule: ParticipationRule
    start: date
    counted: date
    reasons: tuple[Reason, ...]
    suggested: date | None = None

    @property
    def closes_at(self) -> datetime:
        """The first moment that is too late: midnight after the last day, with its zone."""
        return start_of(self.last_day + _DAY)

    @property
    def binding(self) -> bool:
        """Tell whether a page may say *must* of it."""
        return self.rule.binding

    def because(self, language: str) -> str:
        """Return in words why it is this day."""
        return sentences(self.reasons, language)

    def is_late(self, moment: datetime) -> bool:
        """Tell whether what comes at a moment (with its zone) comes too late.

        Raises
        ------
        InputError
            The moment has no time zone.
        """
        return local_date(moment) > self.last_day

    def days_left(self, today: date) -> int:
        """Return how many days are left after a day; negative when it is over."""
        return (self.last_day - today).days


def deadline(
    rule: ParticipationRule | str, start: date, calendar: Calendar | None = None
) -> Deadline:
    """Return when a period that starts on a day is over.

    Parameters
    ----------
    rule : ParticipationRule or str
        A rule with a period, or its id as it stands on the day of start.
    start : datetime.date
        A moment with a zone is taken as its day in Norway.
    calendar : Calendar, optional
        Default by the facts that ship.

    Raises
    ------
    InputError
        The rule sets no period, or one that is counted backwards (:func:`latest_start`).
    FactsError
        There is no rule of that id on that day.

    Notes
    -----
    Courts of Justice Act §§ 148 and 149: weeks end on the same weekday, months on the same date
    or the last of the month; a last day on a Saturday, Sunday or public holiday moves on.

    Examples
    --------
    >>> deadline("hearing/weeks", date(2027, 2, 15)).last_day  # past the second day of Easter
    datetime.date(2027, 3, 30)
    >>> deadline("hearing/weeks", date(2027, 2, 15)).closes_at.isoformat()
    '2027-03-31T00:00:00+02:00'
    """
    start = _whole_day(start)
    rule = the_rule(rule, start)
    if rule.period == "before":
        raise InputError("clocks.backwards", rule=rule.id)
    calendar = calendar or norwegian_calendar()
    amount = _amount(rule)
    counted = add_period(start, amount, rule.unit, calendar)
    reasons = [_rule_reason(rule), _counted_reason(rule, start, counted)]
    if rule.unit in ("months", "years") and counted.day != start.day:
        reasons.append(Reason("clipped", {"day": start.day}))
    return moved(rule, start, counted, tuple(reasons), calendar)


def moved(
    rule: ParticipationRule,
    start: date,
    counted: date,
    reasons: tuple[Reason, ...],
    calendar: Calendar,
) -> Deadline:
    """Return a deadline that ends on a day, moved on where that is no working day.

    ``reasons`` are those so far; what they say of an earlier last day as the last is left out.
    """
    reasons = tuple(r for r in reasons if r.key not in _LAST)
    last = calendar.on_or_after(counted)
    if last != counted:
        passed = [counted + _DAY * n for n in range((last - counted).days)]
        what = tuple(name for day in passed for name in day_names(day, calendar))
        by = participation_rule(_MOVED, start)
        values = {"counted": counted, "what": what, "last": last, "rule": by}
        reasons = (*reasons, Reason("moved", values))
    suggested = None
    if eve := calendar.eve_on(last):
        later = rule.period == "at_least"
        suggested = _past_eves(last, later, calendar)
        key = "eve_later" if later else "eve_earlier"
        reasons = (*reasons, Reason(key, {"eve": eve.names, "suggested": suggested}))
    if rule.period == "at_least":
        reasons = (*reasons, Reason("closes"))
    return Deadline(last, rule, start, counted, _with_mark(rule, reasons), suggested)


def latest_start(
    rule: ParticipationRule | str, event: date, calendar: Calendar | None = None
) -> Deadline:
    """Return the last day on which something must be in place before an event.

    Parameters
    ----------
    rule : ParticipationRule or str
        A rule that says how long before (``period`` *before*), as it stands on the event's day.
    event : datetime.date
        The day of the meeting; it is not counted.
    calendar : Calendar, optional

    Returns
    -------
    Deadline
        A last day that is no working day moves *back*: nobody is given less time.

    Raises
    ------
    InputError
        The rule is not counted backwards.

    Examples
    --------
    >>> latest_start("economy/public_before", date(2026, 12, 15)).last_day
    datetime.date(2026, 12, 1)
    """
    event = _whole_day(event)
    rule = the_rule(rule, event)
    if rule.period != "before":
        raise InputError("clocks.forwards", rule=rule.id)
    calendar = calendar or norwegian_calendar()
    counted = subtract_period(event, _amount(rule), rule.unit, calendar)
    last = calendar.on_or_before(counted)
    reasons = [_rule_reason(rule), Reason("counted_back", {"event": event, "counted": counted})]
    if last != counted:
        passed = [last + _DAY * n for n in range(1, (counted - last).days + 1)]
        what = tuple(name for day in passed for name in day_names(day, calendar))
        reasons.append(Reason("moved_back", {"counted": counted, "what": what, "last": last}))
    suggested = None
    if eve := calendar.eve_on(last):
        suggested = _past_eves(last, False, calendar)
        reasons.append(Reason("eve_earlier", {"eve": eve.names, "suggested": suggested}))
    return Deadline(last, rule, event, counted, _with_mark(rule, tuple(reasons)), suggested)


def the_rule(rule: ParticipationRule | str, at: date) -> ParticipationRule:
    """Return a rule, or the one of an id as it stands on a day."""
    return participation_rule(rule, at) if isinstance(rule, str) else rule


def _whole_day(day: date) -> date:
    return local_date(day) if isinstance(day, datetime) else day


def _amount(rule: ParticipationRule) -> int:
    if rule.period is None or rule.amount is None or rule.unit not in UNITS:
        raise InputError("clocks.no_period", rule=rule.id)
    return rule.amount


def _rule_reason(rule: ParticipationRule) -> Reason:
    period = Reason(f"unit.{rule.unit.replace(' ', '_')}", {"n": rule.amount})
    return Reason("rule", {"text": rule.texts, "period": period, "rule": rule})


def _counted_reason(rule: ParticipationRule, start: date, counted: date) -> Reason:
    by = participation_rule(_COUNTED.get(rule.unit, "deadline/weeks"), start)
    key = "counted_days" if rule.unit in _COUNTED else "counted"
    return Reason(key, {"start": start, "counted": counted, "rule": by})


def _past_eves(day: date, later: bool, calendar: Calendar) -> date:
    """Return the nearest working day after or before a day that is no eve."""
    while calendar.eve_on(day):
        step = _DAY if later else -_DAY
        day = calendar.on_or_after(day + step) if later else calendar.on_or_before(day + step)
    return day


def _with_mark(rule: ParticipationRule, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons with what is to be known of a rule nobody has read in whole."""
    mark = rule.origin.mark
    return reasons if mark == "verified" else (*reasons, Reason(f"mark.{mark}"))
