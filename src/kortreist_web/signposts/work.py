"""Background work of the domain: look at an organisation's signs."""

from __future__ import annotations

from typing import Any

from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.signposts.following import follow, watched

__all__ = ["FOLLOW", "follow_signposts"]

FOLLOW = "signposts.follow"


def follow_signposts(job: Job, progress: Progress) -> Write:
    """Look at all signs that are not settled: new figures, old observations, days that passed."""

    def write() -> dict[str, Any]:
        rows = watched().filter(organisation=job.organisation, settled_on=None)
        return {"changed": follow(rows)}

    return write
