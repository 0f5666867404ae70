"""Make a year's calendar from the usual year."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist.i18n import name_in
from kortreist_web.core.action import action
from kortreist_web.core.actor_context import actor
from kortreist_web.people.models import Actor
from kortreist_web.tasks.annual_cycle import standing
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["make_calendar"]


@action("change", Task)
def make_calendar(
    who: Actor, organisation: Organisation, *, year: int, since: date | None = None
) -> list[Task]:
    """Add the usual deadlines of a year that are not there; asked twice, nothing is doubled.

    Parameters
    ----------
    since : date, optional
        The first day that is added; today by default: nobody can keep a day that is gone.

    Returns
    -------
    list of Task
        Those added.
    """
    # A deadline that was moved to another day of the year is still there.
    there = set(
        Task.objects.filter(organisation=organisation, due__year=year).values_list(
            "title", flat=True
        )
    )
    first = since or timezone.localdate()
    added = []
    for one in standing(year, organisation.interim_reports, organisation.is_county_authority):
        if one.due >= first and there.isdisjoint(one.written):
            title = name_in(one.title, organisation.language)
            deadline = Task(
                organisation=organisation,
                title=title,
                due=one.due,
                kind=one.kind,
                created_by=actor().verb,
            )
            deadline.save()
            added.append(deadline)
    return added
