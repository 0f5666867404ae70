"""Operations of the API on tasks: what waits for whom, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner, owner_named
from kortreist_web.tasks.queries import about_whom, all_tasks
from kortreist_web.tasks.setting import set_state
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2**53)
_MAX = 2_000
State = Literal["open", "under_way", "done", "lapsed"]
_STATE = Query(None, description="Only those that stand so")


class TaskOut(Schema):
    """Something that waits for a person, a role or a unit."""

    id: int
    kind: str
    title: str
    owner: str = Field(description="`unit:3`, `role:editor` or `person:7`; empty: everybody")
    owner_name: str
    due: date | None
    state: State
    overdue: bool
    done_on: date | None
    evidence: str
    reason: str = Field(description="Why it lapsed")
    about_kind: str = Field(description="Kind of what it is about; empty: nothing in particular")
    about: int | None = Field(description="Number of what it is about")
    created_by: str = Field(description="The action that made it")
    version: int


class OwnerIn(Body):
    """Whom it waits for, and by when."""

    owner: str = Field("", max_length=40, description="As `owner` of a task is read")
    due: date | None = None
    version: Whole | None = Field(None, description="As it was read: refused where it has changed")


class StateIn(Body):
    """How it stands; ``evidence`` for what is done, ``reason`` for what lapses."""

    state: State
    on: date | None = Field(None, description="The day it was done; today where none is given")
    evidence: str = Field("", max_length=2_000)
    reason: str = Field("", max_length=2_000)
    version: Whole | None = Field(None, description="As it was read: refused where it has changed")


def _out(task: Task, today: date) -> dict[str, Any]:
    owner = Owner.of(task)
    return {
        "id": task.pk,
        "kind": task.kind,
        "title": task.said,
        "owner": owner.key,
        "owner_name": owner.name(),
        "due": task.due,
        "state": task.state,
        "overdue": task.is_overdue(today),
        "done_on": task.done_on,
        "evidence": task.evidence,
        "reason": task.reason,
        "about_kind": task.subject_kind,
        "about": task.subject,
        "created_by": task.created_by,
        "version": task.version,
    }


def _one(organisation: Organisation, pk: int) -> Task:
    rows = Task.objects.select_related("person", "unit", "organisation")
    task: Task | None = rows.filter(organisation=organisation, pk=pk).first()
    if task is None:
        raise Http404("task")
    return task


@router.get("/organisations/{code}/tasks", response={200: list[TaskOut], **CHANGING})
def list_tasks(
    request: SignedInRequest,
    code: str = _CODE,
    state: State | None = _STATE,
    mine: bool = Query(False, description="Only what waits for the key's person by name"),
) -> Any:
    """List the tasks, the nearest day first, 2000 at most (key with ``read``)."""
    organisation = member_of(request, code, "view", Task)
    rows, today = all_tasks(organisation, request.user), timezone.localdate()
    if state is not None:
        rows = rows.filter(state=state)
    if mine:
        rows = about_whom(rows, organisation, request.user)
    return [_out(task, today) for task in rows[:_MAX]]


@router.get("/organisations/{code}/tasks/{id}", response={200: TaskOut, **CHANGING})
def get_task(request: SignedInRequest, code: str = _CODE, id: int = _ID) -> Any:
    """Return a task (key with ``read``)."""
    organisation = member_of(request, code, "view", Task)
    return _out(_one(organisation, id), timezone.localdate())


@router.put("/organisations/{code}/tasks/{id}/owner", response={200: TaskOut, **CHANGING})
def set_task_owner(
    request: SignedInRequest, body: OwnerIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Say whom a task waits for, and by when (key with ``write``)."""
    organisation = member_of(request, code, "change", Task)
    task, today = _one(organisation, id), timezone.localdate()
    owner = owner_named(organisation, body.owner, today)
    assign(request.user, organisation, task, owner=owner, due=body.due, version=body.version)
    return _out(task, today)


@router.put("/organisations/{code}/tasks/{id}/state", response={200: TaskOut, **CHANGING})
def set_task_state(
    request: SignedInRequest, body: StateIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Set a task under way, done, lapsed or open again (key with ``write``)."""
    task = _one(member_of(request, code, "follow", Task), id)
    set_state(request.user, task, **body.dict())
    return _out(task, timezone.localdate())
