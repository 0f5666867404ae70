"""Ask the engine for a plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.plans.questions import (
    FULL_FUTURES,
    pins_for,
    question_for,
    question_key,
)
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.trial import MAX_FUTURES, MAX_PLANS, check_number, is_trial

__all__ = ["ask", "queue_answer"]

#: A try is of no use the day after.
_KEEP_TRIES = timedelta(days=1)


@action("change", Plan)
def ask(
    who: User,
    organisation: Organisation,
    *,
    name: str,
    question: dict[str, Any] | None = None,
    passing: bool = False,
    parent: Plan | None = None,
    futures: int | None = None,
) -> Plan:
    """Queue a question to the engine.

    Parameters
    ----------
    name : str
    question : dict, optional
        See :func:`kortreist_web.plans.questions.question_for`: what is not given comes from
        the organisation's decisions.
    passing : bool
        A try: without documents and what takes time, thrown away after a day. The same try
        is answered once.
    parent : Plan, optional
        The plan this one is a variant of: the same edition, day and seed.
    futures : int, optional
        Else those of the plan it is a variant of, or a full plan's.

    Returns
    -------
    Plan
        Being computed; of a try that was asked before, the one there is.

    Raises
    ------
    RefusedError
        A throw-away workspace has its share of plans.
    """
    whole = question_for(organisation, question)
    count = futures or (parent.pins.get("futures") if parent is not None else None) or FULL_FUTURES
    if is_trial(organisation):
        plans = Plan.objects.filter(organisation=organisation, passing=False)
        check_number(organisation, plans.count(), MAX_PLANS)
        count = min(count, MAX_FUTURES)
    pins = pins_for(organisation, futures=count, extras=not passing, like=parent)
    key = question_key(whole, pins)
    if passing:
        _prune(organisation)
        existing = _asked_before(organisation, key)
        if existing is not None:
            return existing
    plan = Plan(
        organisation=organisation,
        name=name,
        parent=parent,
        question=whole,
        pins={**pins, "key": key},
        passing=passing,
    )
    plan.save()
    return queue_answer(who, plan)


def queue_answer(who: User, plan: Plan) -> Plan:
    """Queue the job that answers a plan."""
    plan.job = enqueue("plans.answer", {"plan": plan.pk}, organisation=plan.organisation, user=who)
    plan.save()
    return plan


def _asked_before(organisation: Organisation, key: str) -> Plan | None:
    rows = Plan.objects.filter(organisation=organisation, passing=True, pins__key=key)
    lost = (Job.State.FAILED, Job.State.CANCELLED)
    return (
        rows.exclude(state=Plan.State.COMPUTING, job__state__in=lost)
        .exclude(state=Plan.State.COMPUTING, job=None)
        .first()
    )


def _prune(organisation: Organisation) -> None:
    old = timezone.now() - _KEEP_TRIES
    rows = Plan.objects.filter(organisation=organisation, passing=True, created_at__lt=old)
    for plan in rows.defer("content"):
        plan.delete()
