"""What belongs to the installation and to no organisation."""

from __future__ import annotations

from django.db import models

from kortreist_web.installation.applications import Application
from kortreist_web.installation.workspaces import CodesGiven, Workspace

__all__ = ["Application", "CodesGiven", "InstallationChange", "OfficialFile", "Workspace"]


class InstallationChange(models.Model):
    """One thing done for the whole installation: who, when, what and why.

    The log of those who run the site, as ``changes.Change`` is that of a municipality's people.
    The database refuses to change or remove a line. What is done to a municipality's own rows
    stands in that municipality's log too.
    """

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: Who acted where no person did: a background job, a command.
    program = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    #: The model and the key of the row it was done to, where there is one.
    what = models.CharField(max_length=60, blank=True)
    row = models.BigIntegerField(null=True)
    #: What it was, in words that need no look-up: a file's name, a municipality's.
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    @property
    def verb_text(self) -> str:
        """Return the key of the text that says what was done."""
        domain, _, name = self.verb.partition(".")
        return f"{domain}.log.verb.{name}"


class OfficialFile(models.Model):
    """A workbook of many municipalities that whoever runs the site sent in for everybody.

    Read, looked at, then taken in: its edition is everybody's, and the municipalities in it
    that have no people here get pages with official figures alone.
    """

    class State(models.TextChoices):
        READING = "reading"
        READ = "read"
        REFUSED = "refused"
        TAKING_IN = "taking_in"
        TAKEN_IN = "taken_in"
        DROPPED = "dropped"

    filename = models.CharField(max_length=200)
    #: Emptied when the edition is in the database, or the file is dropped.
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    #: What reading found; ``refused`` with what was said where it cannot be used.
    preview = models.JSONField(default=dict)
    #: Municipality number → what was said, for those whose account could not be computed.
    failed = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    vintage = models.ForeignKey(
        "accounts.Vintage", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.filename

    @property
    def shown_state(self) -> str:
        """Return the state as people see it: work that ended without an answer has stopped."""
        if self.state == self.State.READING and self.job is not None and self.job.ended:
            return "stopped"
        if self.vintage is not None and self.vintage.withdrawn_at is not None:
            return "withdrawn"
        return self.state
