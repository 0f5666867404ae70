"""Which tasks wait, and for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from kortreist_web.core.policy import policy_of
from kortreist_web.people.models import User
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tenants.models import Organisation

__all__ = [
    "about_whom",
    "all_tasks",
    "dated",
    "hers",
    "nearest",
    "owned_by",
    "unowned",
    "waiting",
]

_OVER = (Task.State.DONE, Task.State.LAPSED)


def all_tasks(organisation: Organisation, user: User) -> QuerySet[Task]:
    """Return the tasks the person may see, those with the nearest day first."""
    rows = policy_of(Task).visible(user, Task.objects.all())
    tasks: QuerySet[Task] = rows.filter(organisation=organisation)
    return tasks.select_related("unit", "person", "organisation").order_by(
        F("due").asc(nulls_last=True), "id"
    )


def about_whom(rows: QuerySet[Task], organisation: Organisation, user: User) -> QuerySet[Task]:
    """Return what waits for a person by name: herself, one of her roles, or a unit of hers.

    One whose role is in the whole organisation is not every unit's, and what names nobody is
    nobody's: see :func:`unowned`.
    """
    units = {u for u in user.units_in(organisation) if u is not None}
    named = Q(person=user) | Q(role__in=user.roles_in(organisation)) | Q(unit__in=units)
    return rows.filter(named)


def unowned(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Return what waits for nobody in particular."""
    return rows.filter(person=None, role="", unit=None)


def owned_by(rows: QuerySet[Task], owner: Owner) -> QuerySet[Task]:
    """Return what waits for one owner by name."""
    return rows.filter(person=owner.person, role=owner.role, unit=owner.unit)


def dated(organisation: Organisation, user: User) -> QuerySet[Task]:
    """Return what is in the calendar: tasks with a day, that the person may see."""
    rows = policy_of(Task).visible(user, Task.objects.all())
    tasks: QuerySet[Task] = rows.filter(organisation=organisation).exclude(kind=STEP)
    return tasks.select_related("unit", "person")


def waiting(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Return those that are neither done nor lapsed."""
    return rows.exclude(state__in=_OVER)


def hers(rows: QuerySet[Task], organisation: Organisation, user: User) -> QuerySet[Task]:
    """Return what waits for a person: herself, one of her roles, her units, or everybody.

    One whose roles are not bound to units answers for them all.
    """
    tasks = rows.filter(Q(person=None) | Q(person=user)).filter(
        Q(role="") | Q(role__in=user.roles_in(organisation))
    )
    units = user.units_in(organisation)
    if units and None not in units:
        tasks = tasks.filter(Q(unit=None) | Q(unit__in=units))
    return tasks


def nearest(
    organisation: Organisation, user: User, today: date, *, past: int, coming: int
) -> list[Dated]:
    """Return what waits for a person and has a day: the last ``past`` overdue, the next."""
    rows = hers(waiting(dated(organisation, user)), organisation, user).filter(due__isnull=False)
    before = list(rows.filter(due__lt=today).order_by("-due", "title")[:past])
    after = list(rows.filter(due__gte=today).order_by("due", "title")[:coming])
    return [Dated.of(task, today) for task in (*reversed(before), *after)]
