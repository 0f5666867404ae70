"""Enter what was planned and spent on a measure in a year: money by kind, and posts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kortreist_web.budgets.lines import MAX_KRONER, is_year
from kortreist_web.core.action import action
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import User
from kortreist_web.reports.mine import may_report
from kortreist_web.reports.models import Spending
from kortreist_web.reports.spending import FIGURES
from kortreist_web.tenants.models import Organisation

__all__ = ["Spent", "spend", "spend_many"]

#: More posts on a measure than this are a misprint.
_MAX_POSTS = 10_000


@dataclass(frozen=True, slots=True)
class Spent:
    """What a row of a table says of a measure in a year; a figure left out stays as it is."""

    choice: Any
    year: int
    figures: Mapping[str, float | None]


@action("report", Spending)
def spend(
    who: User,
    organisation: Organisation,
    choice: Any,
    *,
    year: int,
    figures: Mapping[str, float | None],
    note: str | None = None,
    version: int | None = None,
) -> Spending:
    """Say what was planned and spent; said again, it is corrected.

    Parameters
    ----------
    figures : mapping of str to float or None
        Of :data:`~kortreist_web.reports.spending.FIGURES`: whole kroner of the year's own, and
        full-time posts; None is not known. One left out stays as it is.
    note : str, optional
        What explains a deviation; left out, it stays as it is.
    version : int, optional
        The version that was read, 0 when there was none: another now is a conflict.

    Raises
    ------
    PermissionDenied
        The person reports for another unit.
    RefusedError
        A figure that is none, or out of reach; a year that is none.
    ConflictError
        Somebody else has entered since.
    """
    return _write(who, organisation, Spent(choice, year, figures), note, version)


@action("report", Spending)
def spend_many(who: User, organisation: Organisation, *, rows: Sequence[Spent]) -> int:
    """Take in a table, all of it or nothing; return how many measures and years changed.

    Raises
    ------
    PermissionDenied
        A measure is another unit's.
    RefusedError
        As for :func:`spend`.
    """
    changed = 0
    for row in rows:
        before = _there(organisation, row)
        was = None if before is None else before.version
        changed += _write(who, organisation, row, None, None).version != was
    return changed


def _there(organisation: Organisation, given: Spent) -> Spending | None:
    rows = Spending.objects.filter(organisation=organisation, choice=given.choice, year=given.year)
    return rows.first()


def _write(
    who: User, organisation: Organisation, given: Spent, note: str | None, version: int | None
) -> Spending:
    if given.choice.organisation_id != organisation.pk:
        raise PermissionDenied("another organisation's measure")
    if not may_report(who, organisation, given.choice):
        raise PermissionDenied("another unit's measure")
    if not is_year(str(given.year)):
        raise RefusedError("reports.refused.spending_year", year=given.year)
    for name, value in given.figures.items():
        if name not in FIGURES or not _holds(name, value):
            raise RefusedError("reports.refused.spending", value=str(value)[:40])
    row = _there(organisation, given)
    if row is not None and version is not None:
        if version == 0:
            raise ConflictError(row)
        row.version = version
    row = row or Spending(organisation=organisation, choice=given.choice, year=given.year)
    before = [getattr(row, name) for name in (*FIGURES, "note")]
    for name, value in given.figures.items():
        setattr(row, name, value)
    row.note = row.note if note is None else note.strip()
    if row.pk is not None and before == [getattr(row, name) for name in (*FIGURES, "note")]:
        return row
    row.reported_by, row.reported_at = who, timezone.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        there = Spending.objects.get(choice=given.choice, year=given.year)
        raise ConflictError(there) from None
    return row


def _holds(name: str, value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    if name.endswith("posts"):
        return bool(0 <= value < _MAX_POSTS)
    return float(value).is_integer() and abs(value) < MAX_KRONER
