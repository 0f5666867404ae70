"""One person who does everything: fine for a small place, and said where it matters.

That somebody is alone is read from the roles, which are dated: nothing can say it after it has
ceased to be so, and the log can tell when it was so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.people.models import Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["Alone", "alone_now", "names_with", "times_alone"]

#: Who has both prepares and decides what is put before the council.
_ALL = frozenset({"editor", "approver"})


@dataclass(frozen=True, slots=True)
class Alone:
    """One person who alone had all roles from a day, and until the first day she had not."""

    name: str
    since: date
    until: date | None = None


def times_alone(organisation: Organisation) -> list[Alone]:
    """Return when one person prepared and approved, and nobody else had any role; oldest first."""
    rows = list(
        Membership.objects.filter(organisation=organisation, user__is_active=True)
        .select_related("user")
        .order_by("id")
    )
    days = sorted({d for m in rows for d in (m.valid_from, m.valid_to) if d is not None})
    spans: list[Alone] = []
    for day, after in zip(days, [*days[1:], None], strict=True):
        here = [m for m in rows if m.valid_from <= day and (m.valid_to is None or m.valid_to > day)]
        if len({m.user_id for m in here}) != 1 or not {m.role for m in here} >= _ALL:
            continue
        name = here[0].called
        if spans and spans[-1].until == day and spans[-1].name == name:
            spans[-1] = Alone(name, spans[-1].since, after)
        else:
            spans.append(Alone(name, day, after))
    return spans


def alone_now(organisation: Organisation) -> Alone | None:
    """Return who does everything alone today, and since when."""
    today = timezone.localdate()
    spans = times_alone(organisation)
    return next(
        (s for s in spans if s.since <= today and (s.until is None or s.until > today)), None
    )


def names_with(organisation: Organisation, roles: Iterable[str]) -> list[str] | None:
    """Return the names of those who have one of some roles today and have come; None: nobody has.

    One who has not come yet is an address, which is not for everybody here to read.
    """
    today = timezone.localdate()
    rows = Membership.objects.filter(
        lasts_on(today),
        organisation=organisation,
        role__in=list(roles),
        valid_from__lte=today,
        user__is_active=True,
    ).select_related("user")
    return sorted({str(m.user) for m in rows if not m.awaited}) if rows else None
