"""First pages about what waits: the chief executive's, and the administrator's of the absent."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.people.models import Membership
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.models import STEP
from kortreist_web.tasks.overview import NEAR
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.queries import all_tasks, waiting
from kortreist_web.tenants.models import Organisation

__all__ = ["administrator", "chief_executive"]

#: Rows of each kind on the first page; the overview has all.
_MAX = 4


def chief_executive(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return what is late, what has no owner and what ends with the year, the worst first."""
    today = timezone.localdate()
    rows = waiting(all_tasks(organisation, request.user).exclude(kind=STEP))
    tasks = [Dated.of(t, today) for t in rows]
    late = [d for d in tasks if d.state == "overdue"]
    free = [d for d in tasks if not Owner.of(d.task).key]
    unowned = [d for d in free if d.state != "overdue" and d.days <= NEAR.days]
    end = date(today.year, 12, 31)
    ending = [d for d in tasks if d.task.due and today <= d.task.due <= end and d not in unowned]
    overview = reverse("tasks:overview", kwargs={"code": organisation.code})
    shown = [
        *(_row(d, "late", n=d.past) for d in late[:_MAX]),
        *(_row(d, "nobody") for d in unowned[:_MAX]),
        *(_row(d, "ends") for d in ending[:_MAX]),
        *_roles_that_end(organisation, today, end),
    ]
    todos = []
    if late:
        todos.append(Todo(text("tasks.chief.do_late", n=len(late)), overview, late[0].task.due))
    if unowned:
        do = text("tasks.chief.do_nobody", n=len(unowned))
        first = min((d.task.due for d in unowned if d.task.due), default=None)
        todos.append(Todo(do, f"{overview}#nobody", first))
    more = CardRow(text("tasks.chief.all"), overview)
    return Card(
        text("tasks.chief.title"), tuple(shown), text("tasks.chief.none"), (more,), tuple(todos)
    )


def administrator(request: SignedInRequest, organisation: Organisation) -> Card | None:
    """Return what waits for somebody who has no role here any more; nothing where none does."""
    if "administrator" not in request.user.roles_in(organisation):
        return None
    today = timezone.localdate()
    here = Membership.objects.filter(lasts_on(today), organisation=organisation)
    rows = waiting(all_tasks(organisation, request.user)).filter(person__isnull=False)
    free = list(rows.exclude(person__in=here.values("user")))
    if not free:
        return None
    shown = tuple(_row(Dated.of(t, today), "gone", name=str(t.person)) for t in free[:_MAX])
    overview = reverse("tasks:overview", kwargs={"code": organisation.code})
    first = min((t.due for t in free if t.due), default=None)
    todo = Todo(text("tasks.admin.do", n=len(free)), shown[0].url, first)
    return Card(
        text("tasks.admin.title"), shown, "", (CardRow(text("tasks.chief.all"), overview),), (todo,)
    )


def _row(one: Dated, why: str, **values: object) -> CardRow:
    url = reverse("tasks:one", kwargs={"code": one.task.organisation.code, "pk": one.task.pk})
    due = one.task.due
    note = text(f"tasks.chief.{why}", **values)
    return CardRow(one.task.said, url, f"{web().date(due.isoformat())} · {note}" if due else note)


def _roles_that_end(organisation: Organisation, today: date, end: date) -> list[CardRow]:
    rows = Membership.objects.filter(
        lasts_on(today) & Q(valid_to__lte=end), organisation=organisation, user__is_active=True
    ).select_related("user")
    return [
        CardRow(
            text("tasks.chief.role_ends", name=m.called, role=text(f"people.role_name.{m.role}")),
            note=web().date(m.valid_to.isoformat()),
        )
        for m in rows[:_MAX]
        if m.valid_to
    ]
