"""The change log: who changed what, when and why. Rows are added, never changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

__all__ = ["ChainHead", "Change", "Erasure", "ErasureNote"]


class Change(models.Model):
    """One change of one row.

    The database refuses to change or remove a line, except while the whole organisation is
    being erased (:class:`Erasure`). Whoever may write the database can get past that; the chain
    of digests shows it (:mod:`kortreist_web.changes.chain`).
    """

    organisation = models.ForeignKey(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    #: Which line of the organisation's it is: 1, 2, 3, without a gap.
    number = models.BigIntegerField(editable=False)
    #: The digest of the line before it, and its own (:mod:`kortreist_web.changes.chain`).
    previous = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    user = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: The number of the participant of a process who acted: no user, and the row may be gone.
    participant = models.BigIntegerField(null=True)
    #: Who acted where no person did: a background job, a command.
    program = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    what = models.CharField(max_length=60)
    row = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    #: Whether pages open to all may show what changed: the page cache looks for such lines.
    public = models.BooleanField(default=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["organisation", "what", "row"]),
            models.Index(fields=["organisation", "-id"]),
            models.Index(
                fields=["organisation", "-id"],
                condition=models.Q(public=True),
                name="public_change",
            ),
        ]
        constraints = [
            # Two who write at once never make two lines of one number: the chain has no branches.
            models.UniqueConstraint(fields=["organisation", "number"], name="one_line_a_number")
        ]


class ChainHead(models.Model):
    """The newest line of an organisation's log: locked by whoever adds the next."""

    organisation = models.OneToOneField(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)


class Erasure(models.Model):
    """An organisation that is being erased now: exists only inside that transaction.

    The database refuses to change a row, and to remove it while its organisation is there: who
    opens the log by adding one cannot hide that it was open.
    """

    organisation_id = models.BigIntegerField(unique=True)


class ErasureNote(models.Model):
    """That an organisation was erased: when, and how many rows; nothing of what they held.

    ``export_hash`` is that of the last export there was, so that whoever keeps the file can
    show that it is whole. ``role`` says in which role it was done; the person is not named.
    """

    code = models.CharField(max_length=4)
    name = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    role = models.CharField(max_length=20)
    #: Model → number of rows.
    rows = models.JSONField(default=dict)
    export_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
