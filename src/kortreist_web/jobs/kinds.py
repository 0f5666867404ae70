"""What kinds of jobs there are: each domain declares the functions that do its work.

::

    def read_upload(job, progress):
        ...long work, nothing written...
        def write():            # one transaction with "the job is done"
            ...
            return {"upload": 1}
        return write

    DOMAIN = Domain(jobs={"accounts.read_upload": read_upload})
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kortreist_web.core.domain import domains
from kortreist_web.jobs.models import Job

__all__ = ["Progress", "Work", "Write", "handler_of"]

#: ``progress(done, total, text key)``; raises when the job was cancelled or taken over.
Progress = Callable[[int, int, str], None]
#: Writes what the job found; returns what the job's page needs (ids).
Write = Callable[[], dict[str, Any]]
Work = Callable[[Job, Progress], Write]


def handler_of(kind: str) -> Work:
    """Return the function that does a kind of job.

    Raises
    ------
    KeyError
        No domain does such jobs.
    """
    for domain in domains().values():
        if kind in domain.jobs:
            return domain.jobs[kind]
    raise KeyError(kind)
