"""Ask for a job, and take up jobs whose worker is gone.

A job is a row of ours; the task queue only says that there is one to run. The row decides:
a task that comes twice, or late, finds the job taken or ended and does nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kortreist_web.jobs.models import LEASE, Job
from kortreist_web.jobs.tasks import run
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["MAX_ATTEMPTS", "SHORT", "cancel", "enqueue", "requeue_expired"]

#: A job that has taken its worker down this often is not tried again.
MAX_ATTEMPTS = 4
#: The queue of work that somebody waits for and that takes seconds: it never stands behind a plan.
#: Nothing in it may run the engine's kernels, which one thread at a time may.
SHORT = "short"


def enqueue(
    kind: str,
    params: dict[str, Any],
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    key: str | None = None,
    again: Job | None = None,
    after: datetime | None = None,
    queue: str = "default",
) -> Job:
    """Add a job and queue it, in the caller's transaction: both are there, or neither.

    ``key`` makes the job one of its kind: asking again returns the one there is, unless it is
    another attempt ``again`` after one that ended. ``after``: not before then. ``queue``:
    ``messages`` for what waits on machines that are not ours, :data:`SHORT` for what takes
    seconds.
    """
    with transaction.atomic():
        values = {
            "kind": kind,
            "params": params,
            "organisation": organisation,
            "created_by": user,
            "queue": queue,
        }
        if key is None:
            job, added = Job.objects.create(**values), True
        else:
            attempt = key if again is None else f"{key}.{again.pk}"
            job, added = Job.objects.get_or_create(key=attempt, defaults=values)
        if added:
            run.using(run_after=after, queue_name=queue).enqueue(job.pk)
    return job


def cancel(job: Job) -> bool:
    """Cancel a job that has not ended; what it was about to write is refused."""
    waiting = (Job.State.WAITING, Job.State.RUNNING)
    return bool(
        Job.objects.filter(pk=job.pk, state__in=waiting).update(
            state=Job.State.CANCELLED, finished_at=timezone.now(), lease_until=None
        )
    )


def requeue_expired() -> int:
    """Queue again the jobs whose worker is gone; returns how many.

    One that has taken ``MAX_ATTEMPTS`` workers with it is given up, and says so.
    """
    count = 0
    with transaction.atomic():
        now = timezone.now()
        # A lease is never longer than a lease: one that ends far ahead is of a clock that was
        # wrong, and would keep the job from others until that day came.
        over = Q(lease_until__lt=now) | Q(lease_until__gt=now + 4 * LEASE)
        lost = Job.objects.select_for_update().filter(over, state=Job.State.RUNNING)
        for job in lost:
            if job.attempt >= MAX_ATTEMPTS:
                Job.objects.filter(pk=job.pk).update(
                    state=Job.State.FAILED, error={"key": "lost"}, finished_at=timezone.now()
                )
                continue
            Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, lease_until=None)
            run.using(queue_name=job.queue).enqueue(job.pk)
            count += 1
    return count
