"""What waits: the list, and one task with its owner, its day and how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.forms import OwnerForm, StateForm
from kortreist_web.tasks.kinds import declared
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.overview import overview
from kortreist_web.tasks.owners import Owner, owner_named
from kortreist_web.tasks.queries import about_whom, all_tasks, owned_by, unowned
from kortreist_web.tasks.setting import set_state
from kortreist_web.tenants.models import Organisation

__all__ = ["from_above", "list_", "one", "owner", "state"]

#: What the list can be of: whose, and how they stand.
WHOSE, STATES = ("mine", "nobodys", "all"), ("waiting", "done", "lapsed")
_OF = {"waiting": ("open", "under_way"), "done": ("done",), "lapsed": ("lapsed",)}
#: Rows on a page; the newest where they are done, else those with the nearest day.
MAX_ROWS = 300


def _task(organisation: Organisation, pk: int) -> Task:
    rows = Task.objects.select_related("person", "unit")
    task: Task = get_object_or_404(rows, pk=pk, organisation=organisation)
    task.organisation = organisation
    return task


def _chosen(request: HttpRequest, name: str, choices: tuple[str, ...]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in choices else choices[0]


def _owner(request: HttpRequest, organisation: Organisation) -> Owner | None:
    """Return the unit, role or person whose list is asked for; None: one of :data:`WHOSE`."""
    asked = request.GET.get("hvem", "")
    try:
        return owner_named(organisation, asked, timezone.localdate()) if ":" in asked else None
    except RefusedError:
        return None


@page("view", Task)
def list_(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List what waits for the person, for one owner, for nobody in particular, or for anybody."""
    whose, stands = _chosen(request, "hvem", WHOSE), _chosen(request, "star", STATES)
    owner = _owner(request, organisation)
    rows = all_tasks(organisation, request.user).filter(state__in=_OF[stands])
    # The steps of the year stand on the first page, in their order.
    rows = rows.exclude(kind=STEP)
    without_owner = unowned(rows).count()
    if owner is not None:
        whose, rows = owner.key, owned_by(rows, owner)
    elif whose == "mine":
        rows = about_whom(rows, organisation, request.user)
    elif whose == "nobodys":
        rows = unowned(rows)
    if stands == "done":
        rows = rows.order_by("-done_on", "-id")
    today = timezone.localdate()
    values = {
        "rows": [Dated.of(t, today) for t in rows[:MAX_ROWS]],
        "whose": whose,
        "owner": owner,
        "without_owner": without_owner,
        "stands": stands,
        "all_whose": WHOSE,
        "all_states": STATES,
        "may_oversee": policy_of(Task).may(request.user, "oversee", organisation),
    }
    return render(request, "tasks/list.html", values)


@page("oversee", Task)
def from_above(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show what waits for each, what is overdue and what nobody has."""
    shown = overview(organisation, request.user, timezone.localdate())
    return render(request, "tasks/overview.html", {"shown": shown})


@page("view", Task)
def one(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a task."""
    task = _task(organisation, pk)
    return render(request, "tasks/one.html", _values(task) | _forms(request, task))


def _forms(request: HttpRequest, task: Task, posted: str = "") -> dict[str, Any]:
    """Return the forms the person may use; the one that was sent in holds what was sent."""
    policy, today = policy_of(Task), timezone.localdate()
    shown: dict[str, Any] = {}
    for name, form, permission in (
        ("state_form", StateForm, "follow"),
        ("owner_form", OwnerForm, "change"),
    ):
        may = policy.may_with(request.user, permission, task)
        if not may or (name == "state_form" and task.stands_by_itself):
            continue
        data = request.POST if posted == name else None
        draft = f"tasks.{name}.{task.pk}"
        shown[name] = form(data, request=request, draft=draft, task=task, today=today)
    return shown


def _values(task: Task) -> dict[str, Any]:
    kind = declared(task.kind)
    lapses = kind.lapses if kind is not None else ""
    return {
        "lapses": text(lapses) if lapses else "",
        "task": task,
        "one": Dated.of(task, timezone.localdate()),
        "owner": Owner.of(task),
        "subject": kind.about(task) if kind is not None and kind.about is not None else None,
    }


def _save(
    request: SignedInRequest, task: Task, name: str, write: Callable[[dict[str, Any]], Task]
) -> HttpResponse:
    """Do what a form asks; where it cannot be done, say why beside what was typed."""
    to = redirect("tasks:one", code=task.organisation.code, pk=task.pk)
    if request.method != "POST":
        return to
    shown = _forms(request, task, name)
    if name not in shown:
        messages.warning(request, text("tasks.refused.not_hers"))
        return to
    values = _values(_task(task.organisation, task.pk)) | shown
    form = shown[name]

    def write_seen(data: dict[str, Any]) -> Task:
        return write({**data, "version": form.cleaned_data["version"]})

    return form_page(request, "tasks/one.html", form, write_seen, to=to, **values)


@page("follow", Task)
def state(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say how a task stands."""
    task = _task(organisation, pk)
    return _save(request, task, "state_form", lambda data: set_state(request.user, task, **data))


@page("change", Task)
def owner(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say whom a task waits for, and by when."""
    task = _task(organisation, pk)
    return _save(
        request, task, "owner_form", lambda data: assign(request.user, organisation, task, **data)
    )
