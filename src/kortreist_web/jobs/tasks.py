"""Run one job under a lease: taken by one, renewed while it lives, ended once."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import task

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import as_value
from kortreist_web.core.own_words import words_of
from kortreist_web.jobs.kinds import handler_of
from kortreist_web.jobs.models import LEASE, Job

__all__ = ["TakenError", "run"]

_log = logging.getLogger("kortreist.jobs")


class TakenError(Exception):
    """The job was cancelled, or another worker has it: this one stops."""


def _take(pk: int) -> Job | None:
    """Take a waiting job; None when there is nothing to take."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk).first()
        if job is None or job.state != Job.State.WAITING:
            return None
        job.state, job.attempt = Job.State.RUNNING, job.attempt + 1
        job.started_at = timezone.now()
        job.lease_until = timezone.now() + LEASE
        job.save()
        return job


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)


class _Heartbeat(threading.Thread):
    """Renews the lease while the work goes on, with a connection of its own."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job, self.stopped, self.lost = job, threading.Event(), False

    def run(self) -> None:
        try:
            while not self.stopped.wait(LEASE.total_seconds() / 4):
                try:
                    until = timezone.now() + LEASE
                    self.lost = not _mine(self.job).update(lease_until=until)
                except Exception:
                    _log.warning("lease not renewed", extra={"job": self.job.pk})
                    close_old_connections()
        finally:
            connection.close()


def _end(job: Job, state: str, error: dict[str, Any]) -> None:
    _mine(job).update(state=state, error=error, finished_at=timezone.now(), lease_until=None)


@task()
def run(pk: int) -> None:
    """Do one job: the work, then everything it writes together with its end."""
    job = _take(pk)
    if job is None:
        return
    heart = _Heartbeat(job)
    heart.start()

    def progress(done: int, total: int, progress_message: str) -> None:
        if heart.lost or not _mine(job).update(
            done=done, total=total, progress_message=progress_message
        ):
            raise TakenError

    extra = {"job": job.pk, "kind": job.kind}
    try:
        with (
            words_of(job.organisation),
            acting(job.created_by, job.kind, name=f"job {job.pk}"),
        ):
            write = handler_of(job.kind)(job, progress)
            with transaction.atomic():
                # First, so that two workers of one job cannot both be writing.
                ended = _mine(job).update(
                    state=Job.State.DONE, finished_at=timezone.now(), lease_until=None
                )
                if not ended:
                    raise TakenError
                result = write()
                Job.objects.filter(pk=job.pk).update(result=result)
        _log.info("done", extra=extra)
    except TakenError:
        _log.info("taken over or cancelled", extra=extra)
    except KortreistError as error:
        values = {
            k: v if isinstance(v, int | float) else str(as_value(v))
            for k, v in error.values.items()
        }
        messages = {language: error.message(language) for language in LANGUAGES}
        _end(job, Job.State.FAILED, {"key": error.key, "values": values, "said": messages})
        _log.info("refused", extra=extra)
    except Exception:
        _end(job, Job.State.FAILED, {"key": "own_fault"})
        _log.exception("failed", extra=extra)
    finally:
        heart.stopped.set()
        heart.join(timeout=5)
