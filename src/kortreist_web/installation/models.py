"""What belongs to the installation and to no organisation."""

from __future__ import annotations

from django.db import models

from kortreist_web.installation.applications import Application

__all__ = ["Application", "InstallationChange"]


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
