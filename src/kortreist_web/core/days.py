"""Which days can be entered: one outside them is a slip of the hand (``0001-01-01``).

Fields of forms (:class:`kortreist_web.core.fields.DayField`) and every row that is saved
(:class:`kortreist_web.core.models.TenantModel`) ask here, so that the API and imports do too.
What is kept already is never refused: whoever computes with days must bear any of them.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from kortreist import facts
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web

__all__ = ["check_day", "entered_days", "entered_years"]


@lru_cache(maxsize=1)
def entered_years() -> range:
    """Return the years of the days that can be entered (``entered_days`` of the facts)."""
    first, last = (
        int(facts.load().figure(f"entered_days/{end}_year").value) for end in ("first", "last")
    )
    return range(first, last + 1)


def entered_days() -> tuple[dt.date, dt.date]:
    """Return the first and the last day that can be entered."""
    years = entered_years()
    return dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)


def check_day(day: dt.date | None, field: str, *, title: str = "") -> None:
    """Refuse a day nobody can mean.

    Parameters
    ----------
    day : date or None
    field : str
        The field it was entered in.
    title : str
        What people call it; by default its name.

    Raises
    ------
    RefusedError

    Examples
    --------
    >>> check_day(dt.date(2027, 4, 30), "due")
    >>> check_day(dt.date(1, 1, 1), "due")
    Traceback (most recent call last):
    kortreist_web.core.refusals.RefusedError: ...
    """
    first, last = entered_days()
    if day is None or first <= day <= last:
        return
    shown = {"day": day, "first": first, "last": last}
    values = {name: web().date(one.isoformat()) for name, one in shown.items()}
    raise RefusedError("core.refused.day", about=field, field=title or field, **values)
