"""The points of a resolution: split from its text, what each asks for, and how it stands today.

A point that asks somebody to do something is a task of kind :data:`POINT`: owner, day, state and
what shows that it is done are the task's. What a later resolution has changed is the point's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kortreist_web.core.texts import text as web_text
from kortreist_web.decisions.models import ResolutionPoint
from kortreist_web.tasks.kinds import TaskKind
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import NOBODY, Owner
from kortreist_web.tasks.subjects import keep_task, tasks_about

__all__ = [
    "POINT",
    "POINT_TASKS",
    "STATES",
    "FollowedPoint",
    "asks",
    "follow",
    "follow_up",
    "is_verbatim",
    "kind_said",
    "split",
    "state_of",
    "summary",
]

#: The kind of the tasks that points lead to.
POINT = "resolution_point"
#: What the state of a point may be.
STATES: tuple[str, ...] = (
    "adopted",
    "rejected",
    "open",
    "standing",
    "under_way",
    "done",
    "changed",
    "lapsed",
    "altered",
)
#: Points of these kinds ask nobody to do anything: how they stand when they are decided.
_DECIDED = {ResolutionPoint.Kind.ADOPT: "adopted", ResolutionPoint.Kind.REJECT: "rejected"}
#: What a point says, by the first that fits: decided by being said, going on, or to be told of.
_KINDS = (
    (
        ResolutionPoint.Kind.ADOPT,
        re.compile(
            r"\bvedta(?:s|r|tt)\b(?! å\b)|\bvedtek(?:ne|e|en)?\b(?! å\b)|\bgodkjen\w*|\bfastset\w*"
            r"|\bfastsett\w*|\bt(?:as|ek\w*) til (?:orientering|etterretning)|\bramm(?:en|a) er\b"
            r"|\w+ramm(?:en|a) er\b|\badopt(?:s|ed)?\b|\bapprove[sd]?\b|\bframe is\b"
            r"|\bnote[sd]?\b",
            re.IGNORECASE,
        ),
    ),
    (
        ResolutionPoint.Kind.STANDING,
        re.compile(
            r"gjennom året|løpende|løpande|\bhver[t]?\b|\bkvar[t]?\b|årli?e?g|during the year"
            r"|\bevery\b|\bannual|\bcontinu",
            re.IGNORECASE,
        ),
    ),
    (
        ResolutionPoint.Kind.REPORT_BACK,
        re.compile(r"\blegg\w* fram\b|\brapporter|\breport", re.IGNORECASE),
    ),
)
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
        if task is not None:  # it asked for something, and somebody changed that
            return "altered"
        return _DECIDED[ResolutionPoint.Kind(point.kind)]
    state = task.state if task is not None else "open"
    return "standing" if state == "open" and point.kind == "standing" else state


def kind_said(text: str) -> ResolutionPoint.Kind:
    """Return what a point of an adopted resolution asks for, by what it says.

    What says nothing of it is to be done: a point must not pass as carried out for want of words.

    Examples
    --------
    >>> [str(kind_said(t)) for t in (
    ...     "Klimabudsjettet vedtas.", "Det rapporteres gjennom året.", "Tiltakene gjennomføres."
    ... )]
    ['adopt', 'standing', 'do']
    """
    found = (kind for kind, pattern in _KINDS if pattern.search(text))
    return next(found, ResolutionPoint.Kind.DO)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"(?m)^\s*\d{1,2}[.)]\s+", "", text).split()).casefold()


def is_verbatim(point: ResolutionPoint) -> bool:
    """Tell whether a point stands word for word in its resolution, but for blanks and breaks."""
    return _plain(point.text) in _plain(point.resolution.text)


@dataclass(frozen=True, slots=True)
class FollowedPoint:
    """A point with its task, if it asks for something, and how it stands on a day."""

    point: ResolutionPoint
    task: Task | None
    state: str
    overdue: bool
    #: Whether it stands so in the resolution; else it is the administration's own wording.
    verbatim: bool = True
    #: The point as it stands in the resolution, where that is told otherwise here and is found.
    resolved: str = ""

    @property
    def owner(self) -> Owner:
        """Return whom it waits for."""
        return Owner.of(self.task) if self.task is not None else NOBODY

    @property
    def owner_name(self) -> str:
        """Return who follows it up, as anyone may read it: no names of people."""
        task = self.task
        return self.owner.public_name(task.organisation) if task is not None else ""


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
            verbatim := is_verbatim(p),
            "" if verbatim else dict(split(p.resolution.text)).get(p.number, ""),
        )
        for p in rows
    ]


def summary(points: Iterable[FollowedPoint]) -> str:
    """Return how what is asked for stands, counted: *1 done, 1 under way*; empty of nothing."""
    counts = Counter(one.state for one in points if asks(one.point))
    said = [
        web_text(
            "decisions.points.counted",
            n=counts[state],
            state=_lower_first(web_text(f"decisions.point_state.{state}")),
        )
        for state in ("done", "under_way", "open", "standing", "changed", "lapsed", "altered")
        if counts[state]
    ]
    return web_text("decisions.points.summary", counts=", ".join(said)) if said else ""


def _lower_first(said: str) -> str:
    """Return a text as it stands within a sentence."""
    return said[:1].lower() + said[1:]


def follow(
    point: ResolutionPoint, *, owner: Owner = NOBODY, due: date | None = None, why: str = ""
) -> None:
    """Let a point's task be as the point is: there where it asks for something.

    A task that a later resolution has ended lapses, and waits again when that was a mistake. So
    does one whose point is said to ask for nothing any more, with the reason given: what the
    council asked for is never removed. What was done stays done, with what shows it.
    """
    if not asks(point):
        there = tasks_about(POINT, [point]).get(point.pk)
        if there is not None and there.waits:
            there.lapse(why)
            there.save()
        return
    case = point.resolution.case_number
    title = f"{case}, {point.number}. {point.text}"
    task = keep_task(POINT, point, title=title, owner=owner, due=due)
    ended_by = point.changed_by or point.lapsed_by
    if ended_by is not None:
        if task.waits:
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
