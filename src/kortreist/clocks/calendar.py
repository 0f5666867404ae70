"""Days that are not working days: Saturdays, Sundays and public holidays, fixed and moving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from kortreist.errors import InputError
from kortreist.facts import Row, load
from kortreist.i18n import in_languages

__all__ = ["OSLO", "Calendar", "NamedDay", "local_date", "norwegian_calendar", "start_of"]

#: Deadlines are whole days here, whatever the server's own zone.
OSLO = ZoneInfo("Europe/Oslo")
_DAY = timedelta(days=1)
_SATURDAY = 5


def local_date(moment: datetime) -> date:
    """Return the day a moment falls on in Norway.

    Raises
    ------
    InputError
        The moment has no time zone, so that it is no moment.

    Examples
    --------
    >>> from datetime import UTC
    >>> local_date(datetime(2027, 3, 29, 22, 30, tzinfo=UTC))  # half past midnight in Oslo
    datetime.date(2027, 3, 30)
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise InputError("clocks.no_zone", moment=moment.isoformat(timespec="minutes"))
    return moment.astimezone(OSLO).date()


def start_of(day: date) -> datetime:
    """Return the moment a day begins in Norway, with its zone."""
    return datetime(day.year, day.month, day.day, tzinfo=OSLO)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A public holiday, or an eve, in one year.

    Parameters
    ----------
    id : str
        For example ``"easter_monday"``.
    day : datetime.date
    names : dict of str to str
        Language → name.
    """

    id: str
    day: date
    names: dict[str, str]


class Calendar:
    """Which days are working days, by dated rows of ``public_holidays``.

    Parameters
    ----------
    rows : sequence of Row, optional
        Rows of that table; default those that ship.

    Examples
    --------
    >>> calendar = norwegian_calendar()
    >>> [h.id for h in calendar.holidays_on(date(2027, 5, 17))]
    ['constitution_day', 'whit_monday']
    >>> calendar.is_working_day(date(2026, 12, 24))  # Christmas Eve is no holiday by law
    True
    """

    def __init__(self, rows: Sequence[Row] | None = None) -> None:
        self._rows = load().table("public_holidays") if rows is None else tuple(rows)
        self._years: dict[tuple[int, str], dict[date, tuple[NamedDay, ...]]] = {}

    def holidays(self, year: int) -> tuple[NamedDay, ...]:
        """Return the public holidays of a year, by day."""
        days = self._in_year(year, "holiday")
        return tuple(h for day in sorted(days) for h in days[day])

    def holidays_on(self, day: date) -> tuple[NamedDay, ...]:
        """Return the public holidays that fall on a day: none, one or two."""
        return self._in_year(day.year, "holiday").get(day, ())

    def eve_on(self, day: date) -> NamedDay | None:
        """Return the eve a day is, which is no holiday by law; None where it is not one."""
        return next(iter(self._in_year(day.year, "eve").get(day, ())), None)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is neither Saturday, Sunday nor public holiday."""
        return day.weekday() < _SATURDAY and not self.holidays_on(day)

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before a day."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the last working day that is not after a day."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """Return the working day that is the ``count``-th after a day."""
        for _ in range(count):
            day = self.on_or_after(day + _DAY)
        return day

    def _in_year(self, year: int, kind: str) -> dict[date, tuple[NamedDay, ...]]:
        if (year, kind) not in self._years:
            found: dict[date, tuple[NamedDay, ...]] = {}
            for row in self._rows:
                if row["kind"] != kind:
                    continue
                day = _day_of(row, year)
                if day < row["valid_from"] or (row["valid_to"] and day >= row["valid_to"]):
                    continue
                named = NamedDay(row["id"], day, in_languages(row, "name_"))
                found[day] = (*found.get(day, ()), named)
            self._years[year, kind] = found
        return self._years[year, kind]


def _day_of(row: Row, year: int) -> date:
    if row["month_day"]:
        return date.fromisoformat(f"{year:04}-{row['month_day']}")
    sunday: date = easter(year)
    return sunday + timedelta(days=row["easter_days"])


@lru_cache(maxsize=1)
def norwegian_calendar() -> Calendar:
    """Return the calendar by the facts that ship, made once."""
    return Calendar()
