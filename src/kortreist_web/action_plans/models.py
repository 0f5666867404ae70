"""An adopted plan as its file has it, and what was decided of each row."""

from __future__ import annotations

from django.db import models

from kortreist_web.core.models import TenantModel

__all__ = ["ActionPlan", "ActionRow"]


class ActionPlan(TenantModel):
    """A file with an action table: kept as it came, read, and taken in once.

    ``tables`` are those of the file that hold actions: name, headings, how many actions, and
    the rows that are none, each with the reason. ``table`` is the one that is read.
    """

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False

    class State(models.TextChoices):
        CHOOSING = "choosing"
        OPEN = "open"
        TAKEN = "taken"

    title = models.CharField(max_length=200)
    case_number = models.CharField(max_length=40, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    tables = models.JSONField(default=list)
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHOOSING)
    #: The version before this one: what was decided of its rows is proposed again.
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Rows of the version before that this one does not have: number, title, what they became.
    gone = models.JSONField(default=list, blank=True)

    unlogged = ("content", "tables")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class ActionRow(TenantModel):
    """One action of the table, and what it is to us.

    ``cells`` is the original, heading and content. ``candidates`` are measures it may be:
    measure, method, confidence and what was found.
    """

    on_public_pages = False

    class Decision(models.TextChoices):
        OPEN = "open"
        #: It is this measure of ours.
        MATCHED = "matched"
        #: It is the municipality's own, and becomes a measure without figures.
        OWN = "own"
        LEFT_OUT = "left_out"

    class Reason(models.TextChoices):
        NOT_CLIMATE = "not_climate"
        FINISHED = "finished"
        TWICE = "twice"
        OTHER_REASON = "other_reason"

    class Change(models.TextChoices):
        NEW = "new"
        ALTERED = "altered"
        SAME = "same"

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    group = models.CharField(max_length=500, blank=True)
    owner = models.CharField(max_length=500, blank=True)
    #: The unit of that name here, if there is one.
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=200, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(null=True, blank=True)
    cells = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    #: Of a matched row the measure; of one of its own, once taken in, what it became.
    measure = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    #: Against the version before; empty where there is none.
    change = models.CharField(max_length=8, choices=Change, blank=True)

    class Meta:
        ordering = ("row",)
        constraints = [models.UniqueConstraint(fields=["plan", "row"], name="one_row_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
