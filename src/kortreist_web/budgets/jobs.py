"""Background work with budgets: the alternatives of a proposal."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.alternatives import compute_alternatives
from kortreist_web.budgets.models import BudgetAlternatives
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.versions.models import Version

__all__ = ["answer_alternatives"]


def answer_alternatives(job: Job, progress: Progress) -> Write:
    """Compute a proposal's alternatives, and keep them with it; those there are stay."""
    version = Version.objects.select_related("organisation").get(pk=job.params["version"])
    progress(0, 1, "budgets.alternatives.progress")
    there = BudgetAlternatives.objects.filter(frozen=version).exists()
    row = None if there else compute_alternatives(version)

    def write() -> dict[str, Any]:
        if row is not None and not BudgetAlternatives.objects.filter(frozen=version).exists():
            row.save()
        return {"version": version.pk}

    return write
