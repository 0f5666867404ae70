"""Looking again at signs: what changes is kept, and what is reached waits for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.texts import web
from kortreist_web.signposts.models import Signpost, StateChange
from kortreist_web.signposts.standing import Rules, newest, stand
from kortreist_web.tasks.kinds import TaskKind
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.subjects import keep_task, tasks_about

__all__ = ["TASK", "TASKS", "follow", "follow_indicator", "owner_of", "watched"]

#: The kind of the task that a reached sign sets.
TASK = "signpost_reached"


def watched() -> Any:
    """Return the signs with all that is read of them."""
    rows = Signpost.objects.select_related(
        "organisation", "unit", "person", "indicator", "binding", "plan"
    )
    return rows.prefetch_related("indicator__observations")


def owner_of(signpost: Signpost) -> Owner:
    """Return who follows it up; editors where nobody is named."""
    if signpost.person is not None:
        return Owner(person=signpost.person)
    if signpost.unit is not None:
        return Owner(unit=signpost.unit)
    return Owner(role=signpost.role or "editor")


def follow(rows: Iterable[Signpost], today: date | None = None) -> int:
    """Look at signs, keep how they stand, and keep their tasks; returns how many changed.

    Called inside an action or a job; done twice, it does nothing the second time.
    """
    day = today or timezone.localdate()
    rules = Rules.at(day)
    return sum(_follow(signpost, day, rules) for signpost in rows)


def _follow(signpost: Signpost, day: date, rules: Rules) -> bool:
    seen = newest(signpost, day, rules)
    state = stand(signpost, seen, day, rules).state
    changed = state != signpost.state or signpost.state_since is None
    signpost.value, signpost.word = (seen.value, seen.word) if seen else (None, "")
    signpost.seen_on, signpost.seen_year = (seen.on, seen.year) if seen else (None, None)
    if changed:
        signpost.state, signpost.state_since = state, day
        if state == Signpost.State.REACHED and signpost.reached_on is None:
            signpost.reached_on = day
    signpost.save()
    if changed:
        StateChange(
            organisation=signpost.organisation,
            signpost=signpost,
            on=day,
            state=state,
            value=signpost.value,
            word=signpost.word,
            seen_on=signpost.seen_on,
            seen_year=signpost.seen_year,
        ).save()
    _keep_task(signpost, day, rules)
    return changed


def _keep_task(signpost: Signpost, day: date, rules: Rules) -> None:
    """Let a reached sign wait for its owner; what is settled is done, what fell back lapses."""
    there = tasks_about(TASK, [signpost]).get(signpost.pk)
    say = web(signpost.organisation.language)
    match signpost.state:
        case Signpost.State.REACHED:
            title = say("signposts.task.title", name=signpost.name)
            since = signpost.state_since or day
            due = min(since + timedelta(days=rules.take_up_days), signpost.deadline)
            owner = owner_of(signpost)
            if there is not None and there.state == Task.State.LAPSED:
                there.reopen()
                there.save()
            same = there is not None and (there.title, there.due, Owner.of(there).key) == (
                title[:200],
                due,
                owner.key,
            )
            if not same:
                keep_task(TASK, signpost, title=title, owner=owner, due=due)
        case Signpost.State.SETTLED:
            if there is not None and there.waits:
                there.finish(signpost.settled_on or day, signpost.settled_how)
                there.save()
        case Signpost.State.PASSED:
            # It was not decided in time: that is still to be said, by the same owner.
            pass
        case _:
            if there is not None and there.waits:
                there.lapse(say("signposts.task.fell_back"))
                there.save()


def follow_indicator(sender: object, observation: Any, **_: object) -> None:
    """Look at the signs an observation is of; heard from the indicators."""
    rows = watched().filter(indicator=observation.indicator_id, settled_on=None)
    follow(rows)


def _about(task: Task) -> tuple[str, str] | None:
    rows = Signpost.objects.filter(organisation=task.organisation_id)
    signpost = rows.filter(pk=task.subject or 0).first()
    if signpost is None:
        return None
    keys = {"code": task.organisation.code, "pk": signpost.pk}
    return signpost.name, reverse("signposts:show", kwargs=keys)


TASKS = (TaskKind(TASK, "signposts.task.kind", about=_about),)
