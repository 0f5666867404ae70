"""``kortreist manage worker``: do background jobs until told to stop."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from kortreist_web.core.domain import domains
from kortreist_web.jobs.models import LEASE
from kortreist_web.jobs.queue import SHORT, requeue_expired

_log = logging.getLogger("kortreist.jobs")
_EVERY_SECONDS = min(5.0, LEASE.total_seconds() / 2)
#: Queues with a thread of their own.
_BESIDE = ("messages", SHORT)
#: What the queue itself says of its work.
_LOGS = ("django.tasks", "django_tasks", "django_tasks_db")
_KEEP = timedelta(days=14)
#: The hour from which what is done once a day may be done: mail is read in the morning.
_DAY_BEGINS = 6


class _Watch(threading.Thread):
    """Takes up lost jobs, forgets old entries of the queue, and asks for the day's work."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopped = threading.Event()
        self._asked_on: date | None = None

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                requeue_expired()
                self._forget()
                self._ask_daily()
            except Exception as error:  # the database is away: try again
                _log.warning("watch: %s", type(error).__name__)
            finally:
                connection.close()
            self.stopped.wait(_EVERY_SECONDS)

    def _forget(self) -> None:
        from django_tasks.base import TaskResultStatus
        from django_tasks_db.models import DBTaskResult

        old = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - _KEEP)
        # What still waits is work, however long it has waited.
        old.exclude(status=TaskResultStatus.READY).delete()

    def _ask_daily(self) -> None:
        """Ask for what is done once a day; each worker does, and it is the same asked twice."""
        now = timezone.localtime()
        if now.hour < _DAY_BEGINS or self._asked_on == now.date():
            return
        for domain in domains().values():
            if domain.daily is not None:
                domain.daily(now.date())
        self._asked_on = now.date()


def _warm() -> None:
    """Load the engine and compile its kernels, so that the first what-if answers in seconds."""
    try:
        for domain in domains().values():
            if domain.warm_up is not None:
                domain.warm_up()
    except Exception:
        _log.exception("not warmed")
    finally:
        connection.close()


def _worker(queue: str, *, interval: float = 0.3, batch: bool = False) -> Any:
    """Return a worker of a queue; ``*`` is all of them."""
    from kortreist_web.jobs.queue_worker import QueueWorker

    return QueueWorker(
        queue_names=[queue],
        excluded_queue_names=[],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{queue}-{os.getpid()}-{get_random_string(8)}",
    )


def _beside(queue: str) -> None:
    """Do the jobs of a queue beside those that compute long."""
    while True:
        try:
            _worker(queue, interval=1.0 if queue == "messages" else 0.3).run()
        except Exception as error:  # the database is away: try again
            _log.warning("%s: %s", queue, type(error).__name__)
            connection.close()
            time.sleep(_EVERY_SECONDS)


class Command(BaseCommand):
    """A worker; start as many as wanted."""

    help = "do background jobs until told to stop"

    def add_arguments(self, parser: CommandParser) -> None:
        """``--batch`` ends when there is nothing left to do."""
        parser.add_argument("--batch", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the queue's worker, with a watch beside it."""
        os.nice(10)  # pages before plans: a plan takes the cores that nobody waits for
        watch = _Watch()
        if options["batch"]:
            requeue_expired()
        else:
            watch.start()
            threading.Thread(target=_warm, daemon=True).start()
            for queue in _BESIDE:
                threading.Thread(target=_beside, args=(queue,), daemon=True).start()
        try:
            worker = _worker("*" if options["batch"] else "default", batch=options["batch"])
            for name in _LOGS:
                logging.getLogger(name).setLevel(logging.INFO)
            worker.configure_signals()
            worker.run()
        finally:
            watch.stopped.set()
