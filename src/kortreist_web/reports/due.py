"""What a report asks for: the measures something should be said of in its period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kortreist_web.budgets.parts import RHYTHMS, part_of_line
from kortreist_web.core.reasons import in_words
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.periods import period_end

__all__ = ["ends_after_today", "is_asked", "rhythms_of", "unanswered"]


def is_asked(rhythm: str, period: int, periods: int) -> bool:
    """Tell whether a part of the budget with a rhythm is reported on in a period.

    Half-yearly is in the period June ends in, and in the year's last.

    Examples
    --------
    >>> [is_asked("half_year", p, 3) for p in (1, 2, 3)], is_asked("year", 2, 3)
    ([False, True, True], False)
    >>> [is_asked("half_year", p, 4) for p in (1, 2, 3, 4)]
    [False, True, False, True]
    """
    ends, before = 12 * period / periods, 12 * (period - 1) / periods
    if rhythm == "year":
        return period == periods
    return rhythm != "half_year" or period == periods or before < 6 <= ends


def rhythms_of(adopted: Mapping[str, Any]) -> dict[str, str]:
    """Return measure → how often its part of an adopted budget is reported on."""
    parts = adopted.get("parts") or {}
    return {
        line["measure"]: (parts.get(part_of_line(line)) or {}).get("rhythm") or RHYTHMS[0]
        for line in adopted["lines"]
    }


def ends_after_today(report: InterimReport) -> bool:
    """Tell whether a report's period has not ended: the last day is not over."""
    return timezone.localdate() <= period_end(report.year, report.period, report.periods)


def unanswered(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a report that are due, not reported for its period, and without reason.

    What was said for an earlier period does not count: it is asked about in each. A measure that
    was done then is not asked about again. A reason that says nothing in words is none.
    """
    when = (content["year"], content["period"])
    return [
        row
        for row in content["rows"]
        if row["due"]
        and (row["status_year"], row["status_period"]) != when
        and not in_words(row["reason"])
    ]
