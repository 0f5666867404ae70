"""Where a period of days, weeks, months or years ends, before anything is moved."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from kortreist.clocks.calendar import Calendar
from kortreist.errors import InputError

__all__ = ["UNITS", "add_period", "subtract_period"]

#: What a period can be counted in.
UNITS = ("days", "working days", "weeks", "months", "years")


def add_period(start: date, amount: int, unit: str, calendar: Calendar) -> date:
    """Return the last day of a period that starts on a day.

    The first day is not counted, the last is. Weeks end on the same weekday, months and years
    on the same date or, where the month has none, on its last day (Courts of Justice Act § 148).

    Parameters
    ----------
    start : datetime.date
    amount : int
        At least 1.
    unit : str
        One of :data:`UNITS`.
    calendar : Calendar
        What working days are counted by.

    Raises
    ------
    InputError
        An amount below 1 or an unknown unit.

    Examples
    --------
    >>> from kortreist.clocks.calendar import norwegian_calendar
    >>> add_period(date(2027, 8, 31), 6, "months", norwegian_calendar())
    datetime.date(2028, 2, 29)
    """
    _check(amount, unit)
    if unit == "working days":
        return calendar.working_days_after(start, amount)
    return start + _length(amount, unit)


def subtract_period(end: date, amount: int, unit: str, calendar: Calendar) -> date:
    """Return the last day on which a period may start that is over when a day comes.

    The day itself is not counted. Counted by months or years, it is the latest start whose
    period ends on or before the day.

    Examples
    --------
    >>> from kortreist.clocks.calendar import norwegian_calendar
    >>> subtract_period(date(2026, 12, 15), 14, "days", norwegian_calendar())
    datetime.date(2026, 12, 1)
    """
    _check(amount, unit)
    if unit == "working days":
        day = end
        for _ in range(amount):
            day = calendar.on_or_before(day - timedelta(days=1))
        return day
    return end - _length(amount, unit)


def _length(amount: int, unit: str) -> timedelta | relativedelta:
    if unit in ("days", "weeks"):
        return timedelta(**{unit: amount})
    # relativedelta goes to the last day of a month that lacks the date: the act's own rule.
    return relativedelta(months=amount) if unit == "months" else relativedelta(years=amount)


def _check(amount: int, unit: str) -> None:
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 1:
        raise InputError("clocks.amount", amount=amount)
    if unit not in UNITS:
        raise InputError("clocks.unit", unit=unit, known=", ".join(UNITS))
