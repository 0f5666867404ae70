"""The year as a line: its steps by day, whose each is and how it stands, and its deadlines.

The steps are those of the work's first page (:mod:`kortreist_web.tasks.year`), with a day each:
the one it was done or is due; else that of the deadline it is done by (``YearStep.by``), as the
calendar has it; else the usual one, said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kortreist_web.core.texts import text
from kortreist_web.core.year_steps import YearLook
from kortreist_web.people.models import User
from kortreist_web.tasks.annual_cycle import Standing, usual_deadlines
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.kinds import step_named
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.year import steps
from kortreist_web.tenants.models import Organisation

__all__ = ["LineMonth", "LineStep", "line_months", "year_line"]

#: State of a step or a deadline → its mark on the line; what lapsed or was skipped has none.
MARKS = {
    "done": "done",
    "overdue": "overdue",
    "now": "now",
    "today": "now",
    "soon": "now",
    "later": "later",
    "optional": "later",
}


@dataclass(frozen=True, slots=True)
class LineStep:
    """A step of the year with its day.

    Parameters
    ----------
    title : str
    day : date or None
    state : str
        As a step's on the first page, or ``overdue`` or ``lapsed``.
    owner : str
        Whom it waits for.
    url : str
        Where it is done; empty where the person may not open it.
    usual : bool
        Whether the day is the usual year's, and nobody here has set it.
    """

    title: str
    day: date | None
    state: str
    owner: str
    url: str
    usual: bool


@dataclass(frozen=True, slots=True)
class LineMonth:
    """A month of the line: marks of what is done, late, waiting and to come, in that order."""

    first: date
    marks: tuple[str, ...]
    is_now: bool


def _day(
    task: Task,
    deadlines: Mapping[tuple[str, int, int], Standing],
    own: Mapping[tuple[str, int], date],
) -> tuple[date | None, bool]:
    """Return a step's day, and whether it is only the usual one."""
    set_here = task.done_on or task.due
    declared = step_named(task.key)
    if set_here or declared is None:
        return set_here, False
    usual = deadlines.get((declared.by, task.year or 0, task.period or 0))
    if usual is None:
        return None, False
    written = ((title, usual.due.year) for title in sorted(usual.written))
    moved = next((own[deadline] for deadline in written if deadline in own), None)
    return (moved, False) if moved else (usual.due, True)


def year_line(
    look: YearLook[Organisation], user: User, calendar: Iterable[Task], year: int
) -> list[LineStep]:
    """Return the steps of a year by day; in this year also those that wait for a later day.

    Parameters
    ----------
    look : YearLook
    user : User
        Who reads it: only what she may open has an address.
    calendar : iterable of Task
        The deadlines of the year, the one before and the one after.
    year : int
    """
    organisation, today = look.organisation, look.today
    now = {(s.key, s.year, s.period): s for s in steps(look, user)}
    rows = Task.objects.filter(organisation=organisation, kind=STEP)
    # A title alone does not tell which year's it is: some name none.
    own = {(t.title, t.due.year): t.due for t in calendar if t.by_hand and t.due}
    deadlines = usual_deadlines(
        range(year - 1, year + 2), organisation.interim_reports, organisation.is_county_authority
    )
    found: list[tuple[date, int, LineStep]] = []
    for task in rows.select_related("person", "unit"):
        step = now.get((task.key, task.year or 0, task.period or 0))
        declared = step_named(task.key)
        if declared is None:
            continue
        day, usual = _day(task, deadlines, own)
        if (day is None or day.year != year) and (step is None or year != today.year):
            continue
        state = step.state if step else ("done" if task.done_on else "lapsed")
        late = day is not None and day < today and not usual
        if late and state in ("now", "later"):
            state = "overdue"
        address = step.address if step else ""
        url = reverse(address, kwargs={"code": organisation.code}) if address else ""
        one = LineStep(task.said, day, state, _whose(task), url, usual)
        found.append((day or date.max, declared.place, one))
    return [one for _, _, one in sorted(found, key=lambda f: f[:2])]


def _whose(task: Task) -> str:
    """Return whom a step waits for; of a role the title of those who have it."""
    owner = Owner.of(task)
    titled = owner.role and owner.person is None
    return text(f"tenants.role_title.{owner.role}") if titled else owner.name()


def line_months(
    line: Iterable[LineStep], deadlines: Iterable[Dated], year: int, today: date
) -> list[LineMonth]:
    """Return the twelve months with the marks of steps and deadlines that fall in them."""
    order = tuple(dict.fromkeys(MARKS.values()))
    placed = [(s.day, s.state) for s in line] + [(d.task.due, d.state) for d in deadlines]
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        marks = [
            MARKS[state]
            for day, state in placed
            if day and day.replace(day=1) == first and state in MARKS
        ]
        is_now = today.replace(day=1) == first
        months.append(LineMonth(first, tuple(sorted(marks, key=order.index)), is_now))
    return months
