"""Long work in the background: one row a job, whatever happens to the processes."""

from __future__ import annotations

import os
from datetime import timedelta

from django.db import models
from django.utils import timezone

__all__ = ["LEASE", "Job"]

#: A worker that has not been heard of for this long is gone.
LEASE = timedelta(seconds=int(os.environ.get("KORTREIST_LEASE_SECONDS", "30")))


class Job(models.Model):
    """A piece of long work.

    A worker that takes the job holds a lease and renews it; when the lease ends without a
    result, another worker takes the job with the next ``attempt``, and what the first might
    still finish is refused. What the job writes and that it is done are one transaction.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    organisation = models.ForeignKey(
        "tenants.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    #: ``default``; ``messages`` (what waits on others) and ``short`` have workers of their own.
    queue = models.CharField(max_length=20, default="default")
    params = models.JSONField(default=dict)
    #: The same key twice is the same job.
    key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    #: Text key of what is being done now.
    progress_message = models.CharField(max_length=60, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    #: Error key of the engine, or ``own_fault``, with its values.
    error = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["state", "lease_until"])]

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)
