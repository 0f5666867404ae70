"""What kinds of jobs there are: each domain registers the function that does its work.

::

    @job_kind("accounts.read_upload")
    def read_upload(job, progress):
        ...long work, nothing written...
        def write():            # one transaction with "the job is done"
            ...
            return {"upload": 1}
        return write
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kortreist_web.jobs.models import Job

__all__ = ["KINDS", "Progress", "Write", "job_kind"]

#: ``progress(done, total, text key)``; raises when the job was cancelled or taken over.
Progress = Callable[[int, int, str], None]
#: Writes what the job found; returns what the job's page needs (ids).
Write = Callable[[], dict[str, Any]]
Work = Callable[[Job, Progress], Write]

KINDS: dict[str, Work] = {}


def job_kind(name: str) -> Callable[[Work], Work]:
    """Register the function that does a kind of job."""

    def register(work: Work) -> Work:
        KINDS[name] = work
        return work

    return register
