"""The steps of the municipality's year: what is done, what is next, and who can do it.

Domains declare them (``Domain.steps``), and each says whether its own is done, all asked at once
(:mod:`kortreist_web.tasks.year_answers`). Here they are tasks like all others: when the first
page of the work is opened, what has come to pass since is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from kortreist_web.core.actor_context import acting
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.domain import from_all
from kortreist_web.core.models import ConflictError
from kortreist_web.core.policy import ROLES, policy_of
from kortreist_web.core.year_steps import YearLook, YearStep
from kortreist_web.people.models import Membership, User
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.year_answers import StepAnswer, look_at, step_answers
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name

__all__ = ["Step", "follow_year", "next_step", "settle_step", "steps", "unmanned"]

_FOLLOW = "tasks.follow_year"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year, as a person sees it.

    Parameters
    ----------
    key, text : str
        Its name, and the stem of its texts.
    part : str
        ``budget`` (next year's), ``site`` or ``follow`` (this year's).
    state : str
        ``done``, ``now`` (the first of its part that is not done, and what comes after one
        that is), ``optional`` (it could be done now, and nothing waits for it), ``passed``
        (what it was to come before is done) or ``later``.
    address : str
        Name of the page where it is done; empty where the person may not open it.
    may : bool
        Whether the person may do it herself.
    others : bool
        Whether somebody else here may.
    role : str
        The role that does it, of several the one that may least.
    offered : bool
        Whether it may be left out, and is proposed before what comes after it.
    """

    key: str
    text: str
    part: str
    state: str
    address: str
    may: bool
    year: int
    period: int = 0
    periods: int = 3
    others: bool = True
    role: str = ""
    offered: bool = False

    @property
    def when(self) -> str:
        """Return the year or the period of it that the step is of."""
        return period_name(self.year, self.period, self.periods)


def _role_of(step: YearStep) -> str:
    """Return the first role, from the one that may least, that does a step."""
    allowed = policy_of(step.does[0]).allowed_roles(step.does[1])
    return next((r for r in ROLES if r in allowed), "")


def _save(task: Task) -> None:
    """Write down how a step stands; another request may do so at the same moment."""
    try:
        with transaction.atomic(), acting(None, _FOLLOW, name="tasks"):
            task.save()
    except (ConflictError, DatabaseError):
        return


def follow_year(organisation: Organisation, today: date) -> dict[str, Task]:
    """Return the year's steps by key as they stand, written down where something has moved.

    Steps of a year or a period that is over, and that were never done, have lapsed.
    """
    look = look_at(organisation, today)
    return _follow(look, step_answers(look))


def _follow(look: YearLook[Any], answers: Mapping[str, StepAnswer]) -> dict[str, Task]:
    organisation = look.organisation
    there = {
        (t.key, t.year, t.period): t
        for t in Task.objects.filter(organisation=organisation, kind=STEP)
    }
    by_key: dict[str, Task] = {}
    for answer in answers.values():
        step, done = answer.step, answer.done
        when = look.reported if step.part == "follow" else (look.year, 0)
        task = there.pop((step.key, *when), None) or Task(
            organisation=organisation,
            kind=STEP,
            key=step.key,
            year=when[0],
            period=when[1],
            periods=organisation.interim_reports,
            role=_role_of(step),
            created_by=_FOLLOW,
        )
        if done != (task.state == Task.State.DONE) or task.state == Task.State.LAPSED:
            if done:
                task.finish(look.today)
            else:
                task.reopen()
            _save(task)
        elif task.pk is None:
            _save(task)
        by_key[step.key] = task
    for task in there.values():
        if task.waits:
            task.lapse()
            _save(task)
    return by_key


def _roles_of_others(organisation: Organisation, user: User, today: date) -> set[str]:
    rows = Membership.objects.filter(
        lasts_on(today), organisation=organisation, user__is_active=True, valid_from__lte=today
    )
    return set(rows.exclude(user=user).values_list("role", flat=True))


def _states(answers: Mapping[str, StepAnswer], tasks: Mapping[str, Task]) -> dict[str, str]:
    """Return how each step stands, by key.

    One that was passed over does not hold up the rest: what is proposed is decided upon.
    """
    states: dict[str, str] = {}
    before: dict[str, str] = {}
    declared = [answer.step for answer in answers.values()]
    for step in declared:
        if tasks[step.key].state == Task.State.DONE:
            state = "done"
            if step.closes:
                open_ = [s.key for s in declared if s.part == step.part and s.key in states]
                states |= {key: "passed" for key in open_ if states[key] != "done"}
        else:
            state = "now" if before.get(step.part, "done") == "done" else "later"
            if answers[step.key].optional:
                free = "now" if step.offered else "optional"
                states[step.key] = free if state == "now" else state
                continue
        states[step.key] = before[step.part] = state
    return states


def steps(look: YearLook[Any], user: User) -> list[Step]:
    """Return the steps of next year's budget, of the site, and of following up this year's."""
    organisation, today = look.organisation, look.today
    answers = step_answers(look)
    tasks = _follow(look, answers)
    states = _states(answers, tasks)
    others = _roles_of_others(organisation, user, today)

    def may(rule: tuple[Any, str]) -> bool:
        return policy_of(rule[0]).may(user, rule[1], organisation)

    return [
        Step(
            step.key,
            step.text,
            step.part,
            states[step.key],
            step.address if may(step.opens) else "",
            may(step.does),
            tasks[step.key].year or today.year,
            tasks[step.key].period or 0,
            tasks[step.key].periods,
            bool(others & policy_of(step.does[0]).allowed_roles(step.does[1])),
            _role_of(step),
            step.offered and answer.optional,
        )
        for step, answer in ((a.step, a) for a in answers.values())
    ]


def next_step(year_steps: list[Step], *, skip_offered: bool = False) -> Step | None:
    """Return what the person should do next: hers to do, and furthest in its part of the year.

    What may be left out is proposed first, unless something after it is done already.
    """
    hers = [s for s in year_steps if s.state == "now" and s.may and s.address]
    if not hers:
        return None
    members = [s for s in year_steps if s.part == hers[0].part]
    must = [s for s in members if s in hers and not s.offered]
    end = members.index(must[-1]) if must else len(members)
    last = max((i for i, s in enumerate(members[:end]) if s.state == "done"), default=-1)
    offered = [s for s in members[last + 1 : end] if s in hers and s.offered]
    if offered and not skip_offered:
        return offered[0]
    return must[-1] if must else None


def settle_step(organisation: Organisation, key: str, today: date) -> None:
    """Write down that a step of next year's budget is done; once."""
    step = next(s for s in from_all(lambda domain: domain.steps) if s.key == key)
    values = {"organisation": organisation, "kind": STEP, "key": key, "year": today.year + 1}
    task = Task.objects.filter(**values).first()
    if task is None:
        task = Task(**values, period=0, role=_role_of(step), created_by=_FOLLOW)
    if task.state != Task.State.DONE:
        task.finish(today)
        _save(task)


def unmanned(year_steps: list[Step]) -> Step | None:
    """Return the first step that waits and that nobody here may do."""
    waiting = (s for s in year_steps if s.state == "now")
    return next((s for s in waiting if not s.may and not s.others), None)
