"""The form of a deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text
from kortreist_web.tasks.kinds import by_hand
from kortreist_web.tenants.forms import UnitChoice, day_field
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["DeadlineForm"]


class DeadlineForm(Form):
    """Something to be done by a day."""

    texts = "tasks.form.deadline"
    title = forms.CharField(max_length=200)
    due = day_field()
    kind = forms.ChoiceField(choices=[])
    unit = UnitChoice(queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, organisation: Organisation, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(k.key, Text(k.text)) for k in by_hand()]
        self.fields["kind"].choices = kinds
        self.fields["unit"].queryset = Unit.on(organisation, today).order_by("name")
