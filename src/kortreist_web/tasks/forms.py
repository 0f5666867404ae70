"""Forms of tasks: a deadline, whom a task waits for, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.tasks.kinds import by_hand, declared
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner, OwnerField
from kortreist_web.tenants.forms import UnitChoice
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["DeadlineForm", "OwnerForm", "StateForm"]


class DeadlineForm(Form):
    """Something to be done by a day."""

    texts = "tasks.form.deadline"
    title = forms.CharField(max_length=200)
    due = DayField()
    kind = forms.ChoiceField(choices=[])
    unit = UnitChoice(queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, organisation: Organisation, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(k.key, Text(k.text)) for k in by_hand()]
        self.choice_field("kind").choices = kinds
        self.row_field("unit").queryset = Unit.on(organisation, today).order_by("name")


class OwnerForm(Form):
    """Whom a task waits for, and its last day."""

    texts = "tasks.form.owner"
    owner = OwnerField()
    due = DayField(required=False)

    def __init__(self, *args: Any, task: Task, today: date, **options: Any) -> None:
        now = Owner.of(task)
        options["initial"] = {"owner": now.key, "due": task.due}
        super().__init__(*args, version=task.version, **options)
        cast("OwnerField", self.fields["owner"]).choose_from(task.organisation, today, (now,))


class StateForm(Form):
    """How a task stands: on which day it was done and what shows it, or why it lapsed."""

    texts = "tasks.form.state"
    state = forms.ChoiceField(
        choices=[(s, Text(f"tasks.state.{s}")) for s in Task.State.values],
        widget=forms.RadioSelect,
    )
    on = DayField(required=False)
    evidence = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, task: Task, today: date, **options: Any) -> None:
        options["initial"] = {
            "state": task.state,
            "on": task.done_on or today,
            "evidence": task.evidence,
            "reason": task.reason,
        }
        super().__init__(*args, version=task.version, **options)
        self.task, kind = task, declared(task.kind)
        if kind is not None and kind.lapses:  # not here: the page says how
            states = [s for s in Task.State.values if s != Task.State.LAPSED]
            self.choice_field("state").choices = [(s, Text(f"tasks.state.{s}")) for s in states]

    def clean(self) -> dict[str, Any]:
        """Ask for the day it was done, and for why it lapsed."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("state") == Task.State.DONE and not data.get("on") and "on" in data:
            self.add_error("on", text("tasks.refused.no_day"))
        if data.get("state") == Task.State.LAPSED and not data.get("reason", "").strip():
            self.add_error("reason", text("tasks.refused.no_reason"))
        return data
