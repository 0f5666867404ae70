"""The queue's worker, that lives on where the entry it was doing is gone."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

__all__ = ["QueueWorker"]

_log = logging.getLogger("kortreist.jobs")


class QueueWorker(Worker):
    """django-tasks' worker of one or more queues.

    An entry can be taken away while its job is done: erasing an organisation takes its own with
    it, and a demonstration is begun again. What the job would have written is refused by its own
    row (:mod:`kortreist_web.jobs.tasks`); that there is no entry to mark as done is told, and
    the next one is taken.
    """

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Do an entry of the queue.

        Raises
        ------
        DatabaseError
            It could not be marked as done, and is still there.
        """
        try:
            super().run_task(db_task_result)
        except DatabaseError:
            if DBTaskResult.objects.filter(pk=db_task_result.pk).exists():
                raise
            arguments = (db_task_result.args_kwargs or {}).get("args", [])
            _log.warning(
                "the entry was taken away while its job was done", extra={"job": arguments[:1]}
            )
