"""What tasks add to the site: the work's first page and the calendar."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.tasks.api import router
from kortreist_web.tasks.job_cards import administrator, chief_executive
from kortreist_web.tasks.kinds import TaskKind
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.queries import waiting
from kortreist_web.tasks.reminders import REMIND, ask, remind
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    """Return what waits for units that end."""
    rows = waiting(Task.objects.filter(organisation=organisation, unit__in=units))
    return "tenants.remains.deadlines", "tasks:calendar", [t.said for t in rows]


DOMAIN = Domain(
    work_links=(
        WorkLink("tasks:home", "core.nav.work", Organisation, "view", "mine", 0, True, True),
        WorkLink("tasks:overview", "core.nav.follow_up", Task, "oversee", "following", 2, True),
        WorkLink("tasks:list", "core.nav.tasks", Task, "view", "mine", 4, True),
        WorkLink("tasks:calendar", "core.nav.calendar", Task, "view", "following", 100, True),
    ),
    task_kinds=(
        *(
            TaskKind(key, f"tasks.kind.{key}", by_hand=True)
            for key in ("budget", "report", "hearing", "council", "other")
        ),
        TaskKind(STEP, "tasks.kind.step", follows=True),
    ),
    apis=(Api("tasks", router),),
    job_cards={"administrator": administrator, "chief_executive": chief_executive},
    jobs={REMIND: remind},
    daily=ask,
    pages=(Pages("kortreist_web.tasks.urls"),),
    unit_remains=(_of_units,),
    tenant_data={"tasks.Task": OWN},
)
