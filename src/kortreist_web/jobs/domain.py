"""What background work adds to the site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from kortreist_web.core.domain import OWN, Domain, Pages, Part
from kortreist_web.core.year_steps import YearLook
from kortreist_web.jobs.models import Job
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]

#: Shown on the work's first page.
_MAX = 5


def _under_way(request: HttpRequest, look: YearLook[Organisation]) -> Part | None:
    """Return the newest jobs that have not ended."""
    states = (Job.State.WAITING, Job.State.RUNNING)
    rows = Job.objects.filter(organisation=look.organisation, state__in=states).order_by("-id")
    jobs = list(rows[:_MAX])
    return Part("jobs/home_part.html", {"jobs": jobs}) if jobs else None


def _tasks(organisation: Organisation) -> Any:
    """Return the queue's own rows of an organisation's jobs."""
    jobs = set(Job.objects.filter(organisation=organisation).values_list("pk", flat=True))
    rows = DBTaskResult.objects.only("pk", "args_kwargs")
    task_ids = [
        t.pk
        for t in rows.iterator(500)
        if jobs & {a for a in (t.args_kwargs or {}).get("args", []) if isinstance(a, int)}
    ]
    return DBTaskResult.objects.filter(pk__in=task_ids)


DOMAIN = Domain(
    erased_with=(_tasks,),
    pages=(Pages("kortreist_web.jobs.urls"),),
    home_parts=(_under_way,),
    tenant_data={"jobs.Job": OWN},
    system=frozenset({"django_tasks_database.DBTaskResult"}),
)
