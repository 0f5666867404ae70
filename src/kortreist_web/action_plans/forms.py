"""Forms of plans that are read in."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.action_plans.models import ActionPlan
from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["ReadForm"]


class ReadForm(Form):
    """A plan's file, and what makes the plan findable."""

    texts = "action_plans.form"

    file = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx,.csv,.xlsm,.txt"})
    )
    title = forms.CharField(max_length=200)
    case_number = forms.CharField(max_length=40, required=False)
    decided_on = DayField(required=False)
    replaces = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        plans = ActionPlan.objects.filter(
            organisation=organisation, state=ActionPlan.State.TAKEN
        ).defer("content")
        self.plans = {str(p.pk): p for p in plans}
        field = self.fields["replaces"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", text("action_plans.form.replaces_none")),
            *((key, f"{p.title} ({p.filename})") for key, p in self.plans.items()),
        ]
        if not self.plans:
            del self.fields["replaces"]

    def replaced(self) -> ActionPlan | None:
        """Return the version before."""
        return self.plans.get(self.cleaned_data.get("replaces") or "")
