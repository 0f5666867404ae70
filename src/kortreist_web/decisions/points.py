"""The points of a resolution: split from its text, what each asks for, and how it stands today.

A point that asks somebody to do something is a task of kind :data:`POINT`: owner, day, state and
what shows that it is done are the task's. What a later resolution has changed is the point's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kortreist_web.core.texts import text as web_text
from kortreist_web.decisions.models import ResolutionPoint
from kortreist_web.tasks.kinds import TaskKind
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import NOBODY, Owner
from kortreist_web.tasks.subjects import drop_task, keep_task, tasks_about

__all__ = [
    "POINT",
    "POINT_TASKS",
    "STATES",
    "FollowedPoint",
    "asks",
    "follow",
    "follow_up",
    "split",
    "state_of",
]

#: The kind of the tasks that points lead to.
POINT = "resolution_point"
#: What the state of a point may be.
STATES: tuple[str, ...] = ("open", "under_way", "done", "changed", "lapsed")
#: Points of these kinds ask nobody to do anything: they are done when they are decided.
_DECIDED = frozenset({ResolutionPoint.Kind.ADOPT, ResolutionPoint.Kind.REJECT})
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(.*)")


def asks(point: ResolutionPoint) -> bool:
    """Tell whether a point asks somebody to do something."""
    return point.kind not in _DECIDED


def state_of(point: ResolutionPoint, task: Task | None) -> str:
    """Return how a point stands: one of :data:`STATES`."""
    if point.changed_by_id:
        return "changed"
    if point.lapsed_by_id:
        return "lapsed"
    if not asks(point):
        return "done"
    return task.state if task is not None else "open"


@dataclass(frozen=True, slots=True)
class FollowedPoint:
    """A point with its task, if it asks for something, and how it stands on a day."""

    point: ResolutionPoint
    task: Task | None
    state: str
    overdue: bool

    @property
    def owner(self) -> Owner:
        """Return whom it waits for."""
        return Owner.of(self.task) if self.task is not None else NOBODY

    @property
    def owner_name(self) -> str:
        """Return who follows it up, as anyone may read it: no names of people."""
        return self.owner.name(people=False)


def follow_up(points: Iterable[ResolutionPoint], today: date) -> list[FollowedPoint]:
    """Return points with how each stands; one question for all of them."""
    rows = list(points)
    tasks = tasks_about(POINT, rows)
    return [
        FollowedPoint(
            p,
            tasks.get(p.pk),
            state_of(p, tasks.get(p.pk)),
            p.pk in tasks and tasks[p.pk].is_overdue(today),
        )
        for p in rows
    ]


def follow(point: ResolutionPoint, *, owner: Owner = NOBODY, due: date | None = None) -> None:
    """Let a point's task be as the point is: there where it asks for something, else gone.

    A task that a later resolution has ended lapses, and waits again when that was a mistake.
    """
    if not asks(point):
        drop_task(POINT, point)
        return
    case = point.resolution.case_number
    title = f"{case}, {point.number}. {point.text}"
    task = keep_task(POINT, point, title=title, owner=owner, due=due)
    ended_by = point.changed_by or point.lapsed_by
    if ended_by is not None:
        task.lapse(f"{ended_by.case_number}: {ended_by.title}")
        task.save()
    elif task.state == Task.State.LAPSED:
        task.reopen()
        task.save()


def _point_of(task: Task) -> ResolutionPoint | None:
    if task.subject is None:
        return None
    rows = ResolutionPoint.objects.select_related("resolution")
    return rows.filter(pk=task.subject, organisation=task.organisation_id).first()


def _about(task: Task) -> tuple[str, str] | None:
    point = _point_of(task)
    if point is None:
        return None
    resolution = point.resolution
    keys = {"code": task.organisation.code, "pk": resolution.pk}
    name = web_text(
        "decisions.points.of",
        number=point.number,
        case=resolution.case_number,
        title=resolution.title,
    )
    return name, reverse("decisions:resolution", kwargs=keys)


def _since(task: Task) -> date | None:
    point = _point_of(task)
    return point.resolution.decided_on if point is not None else None


POINT_TASKS = TaskKind(
    POINT,
    "decisions.points.task",
    public=True,
    needs_evidence=True,
    lapses="decisions.refused.lapses_by_resolution",
    about=_about,
    since=_since,
)


def split(text: str) -> list[tuple[int, str]]:
    """Return the numbered points of a resolution's text.

    A line that begins with the next number begins a point; other lines go on with it. What
    stands before the first point, or is not numbered in order, is no point.

    Examples
    --------
    >>> split("Vedtak:\\n1. Budsjettet vedtas.\\n2. Det rapporteres\\nhvert tertial.")
    [(1, 'Budsjettet vedtas.'), (2, 'Det rapporteres hvert tertial.')]
    >>> split("Saken tas til orientering.")
    []
    """
    points: list[tuple[int, str]] = []
    for line in (line.strip() for line in text.splitlines()):
        match = _NUMBERED.fullmatch(line)
        if match and int(match[1]) == len(points) + 1:
            points.append((int(match[1]), match[2]))
        elif points and line:
            number, previous = points[-1]
            points[-1] = (number, f"{previous} {line}")
    return points
