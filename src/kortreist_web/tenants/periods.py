"""The periods of a year that are reported: three of four months, or as set."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from kortreist_web.core.hooks import Hook
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import language as reader_language
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "FIRST_YEAR",
    "PERIODS",
    "being_reported",
    "check_period",
    "following",
    "just_ended",
    "next_period",
    "period_end",
    "period_name",
    "reported_periods",
    "reports_name",
]

#: ``organisation → {(year, period): "live" or "completed"}``: the interim reports that are open
#: and those that are completed, newest first.
reported_periods: Hook[Callable[[Organisation], dict[tuple[int, int], str]]] = Hook(
    "which periods are reported"
)

#: The year the first climate accounts are of: nothing is reported before it.
FIRST_YEAR = 1990

#: How many interim reports a year may have: periods of whole months.
PERIODS: tuple[int, ...] = (1, 2, 3, 4, 6, 12)


def period_end(year: int, period: int, periods: int) -> date:
    """Return the last day of a period.

    Raises
    ------
    ValueError
        The year has no such period.

    Examples
    --------
    >>> [period_end(2027, p, 3).isoformat() for p in (1, 2, 3)]
    ['2027-04-30', '2027-08-31', '2027-12-31']
    """
    if not 1 <= period <= periods:
        raise ValueError(f"a year of {periods} periods has no period {period}")
    month = 12 * period // periods
    return date(year, month, monthrange(year, month)[1])


def period_name(year: int | None, period: int, periods: int, language: str = "") -> str:
    """Return what a period is called: *2. tertial 2026* where the year has three.

    Parameters
    ----------
    year : int or None
        None: the name without the year, for a list of one year's periods.
    period : int
        1 to ``periods``; 0: the whole year.
    periods : int
        How many the year had when it was reported.
    language : str
        The reader's where none is given.

    Examples
    --------
    >>> [period_name(2026, 2, n, "nb") for n in (2, 3, 4, 6, 12)]
    ['2. halvår 2026', '2. tertial 2026', '2. kvartal 2026', 'mars–april 2026', 'februar 2026']
    >>> period_name(2026, 1, 1, "nb"), period_name(2026, 0, 3, "en")
    ('året 2026', 'the year 2026')
    """
    language = language or reader_language()
    word = web(language)
    if period == 0 or periods == 1:
        name = word("tenants.period.of_year")
    elif periods in (2, 3, 4):
        name = word(f"tenants.period.of_{periods}", n=period)
    else:
        last = 12 * period // periods
        first = last - 12 // periods + 1
        with override(language):
            months = [date_format(date(2000, m, 1), "F").lower() for m in (first, last)]
        months = [m.capitalize() for m in months] if language == "en" else months
        name = "–".join(dict.fromkeys(months))
    return name if year is None else word("tenants.period.in_year", name=name, year=year)


def reports_name(organisation: Organisation) -> str:
    """Return the key of what its interim reports are called: *Tertialrapporter* where three."""
    n = organisation.interim_reports
    return f"tenants.reports.of_{n if n in (1, 2, 3, 4) else 'other'}"


def check_period(
    organisation: Organisation,
    year: int,
    period: int,
    *,
    whole_year: bool = False,
    begun: bool = True,
) -> None:
    """Refuse a period the organisation's years do not have, or that has not begun.

    Parameters
    ----------
    whole_year : bool
        Whether 0, the whole year, is a period.
    begun : bool
        Whether the period must have begun by the place's clock.

    Raises
    ------
    RefusedError
    """
    of = organisation.interim_reports
    if any(isinstance(n, bool) or not isinstance(n, int) for n in (year, period)):
        raise RefusedError("tenants.refused.period", period=period, year=year)
    if year < FIRST_YEAR or year > 9999 or not (0 if whole_year else 1) <= period <= of:
        raise RefusedError("tenants.refused.period", period=period, year=year)
    first_month = 12 * (period - 1) // of + 1 if period else 1
    if begun and timezone.localdate() < date(year, first_month, 1):
        raise RefusedError("tenants.refused.not_begun", when=period_name(year, period, of))


def just_ended(today: date, periods: int) -> tuple[int, int]:
    """Return year and number of the period that ended last; its last day is not over.

    Examples
    --------
    >>> just_ended(date(2027, 4, 30), 3), just_ended(date(2027, 5, 1), 3)
    ((2026, 3), (2027, 1))
    """
    ended = [p for p in range(1, periods + 1) if period_end(today.year, p, periods) < today]
    return (today.year, ended[-1]) if ended else (today.year - 1, periods)


def next_period(year: int, period: int, periods: int) -> tuple[int, int]:
    """Return the period after one.

    Examples
    --------
    >>> next_period(2026, 2, 3), next_period(2026, 3, 3)
    ((2026, 3), (2027, 1))
    """
    return (year, period + 1) if period < periods else (year + 1, 1)


def following(organisation: Organisation, today: date) -> tuple[int, int]:
    """Return the period that is to be reported: the one that ended last, or the running one.

    When the report of the one that ended is completed, what is reported comes in the next.
    """
    return _following(organisation, today, reported_periods()(organisation))


def _following(
    organisation: Organisation, today: date, reports: dict[tuple[int, int], str]
) -> tuple[int, int]:
    of = organisation.interim_reports
    ended = just_ended(today, of)
    return next_period(*ended, of) if reports.get(ended) == "completed" else ended


def being_reported(organisation: Organisation, today: date) -> tuple[int, int]:
    """Return the period people say something about: as ``following``, if not another is open.

    A report that is open and not completed is what the municipality waits for, also when the
    next period has ended meanwhile.
    """
    reports = reported_periods()(organisation)
    due = _following(organisation, today, reports)
    live = [period for period, state in reports.items() if state == "live"]
    return live[0] if live and due not in live else due
