"""The steps of the municipality's year: what is done, what is next, and who can do it.

Domains declare them (``Domain.steps``), and each says whether its own is done. Here they are
tasks like all others: when the first page of the work is opened, what has come to pass since
is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from kortreist_web.core.actor_context import acting
from kortreist_web.core.domain import YearStep, from_all
from kortreist_web.core.models import ConflictError
from kortreist_web.core.policy import ROLES, policy_of
from kortreist_web.people.models import User
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import being_reported

__all__ = ["Step", "follow_year", "next_step", "steps"]

_FOLLOW = "tasks.follow_year"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year, as a person sees it.

    Parameters
    ----------
    key, text : str
        Its name, and the stem of its texts.
    part : str
        ``budget`` (next year's) or ``follow`` (this year's).
    state : str
        ``done``, ``now`` (the first of its part that is not done, and what comes after one
        that is) or ``later``.
    address : str
        Name of the page where it is done; empty where the person may not open it.
    may : bool
        Whether the person may do it herself.
    """

    key: str
    text: str
    part: str
    state: str
    address: str
    may: bool
    year: int
    period: int = 0


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
    year, reported = today.year + 1, being_reported(organisation, today)
    there = {
        (t.key, t.year, t.period): t
        for t in Task.objects.filter(organisation=organisation, kind=STEP)
    }
    by_key: dict[str, Task] = {}
    for step in from_all(lambda domain: domain.steps):
        when = (year, 0) if step.part == "budget" else reported
        task = there.pop((step.key, *when), None) or Task(
            organisation=organisation,
            kind=STEP,
            key=step.key,
            year=when[0],
            period=when[1],
            role=_role_of(step),
            created_by=_FOLLOW,
        )
        done = step.done(organisation, year, reported)
        if done != (task.state == Task.State.DONE) or task.state == Task.State.LAPSED:
            if done:
                task.finish(today)
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


def steps(organisation: Organisation, user: User, today: date) -> list[Step]:
    """Return the steps of next year's budget and of following up this year's."""
    tasks = follow_year(organisation, today)

    def may(rule: tuple[Any, str]) -> bool:
        return policy_of(rule[0]).may(user, rule[1], organisation)

    year_steps: list[Step] = []
    for step in from_all(lambda domain: domain.steps):
        task = tasks[step.key]
        # One that was passed over does not hold up the rest: what is proposed is decided upon.
        before = next((s.state for s in reversed(year_steps) if s.part == step.part), "done")
        done = task.state == Task.State.DONE
        state = "done" if done else "now" if before == "done" else "later"
        shown = step.address if may(step.opens) else ""
        year_steps.append(
            Step(
                step.key,
                step.text,
                step.part,
                state,
                shown,
                may(step.does),
                task.year or today.year,
                task.period or 0,
            )
        )
    return year_steps


def next_step(year_steps: list[Step]) -> Step | None:
    """Return what the person should do next: hers to do, and furthest in its part of the year."""
    hers = [s for s in year_steps if s.state == "now" and s.may and s.address]
    return next((s for s in reversed(hers) if s.part == hers[0].part), None)
