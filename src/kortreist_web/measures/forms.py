"""Forms about a measure: what is decided, and its figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.fields import YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.measures.models import START_YEARS, MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["ChoiceForm", "people_of"]

_BEGUN = (MeasureChoice.State.UNDER_WAY, MeasureChoice.State.DONE)


def people_of(organisation: Organisation) -> Any:
    """Return the people who have a role in the organisation today."""

    today = timezone.localdate()
    now = lasts_on(today, "memberships__")
    rows = User.objects.filter(
        now, memberships__organisation=organisation, memberships__valid_from__lte=today
    )
    return rows.filter(is_active=True).distinct().order_by("name", "email")


class ChoiceForm(Form):
    """What the organisation decides about a measure."""

    texts = "measures.choice"

    state = forms.ChoiceField()
    start_year = YearField(required=False, min_value=START_YEARS[0], max_value=START_YEARS[-1])
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    responsible = forms.ModelChoiceField(User.objects.none(), required=False)
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [(s, Text(f"measures.state.{s}")) for s in MeasureChoice.State.values]
        self.choice_field("state").choices = states
        today = timezone.localdate()
        self.row_field("unit").queryset = Unit.on(organisation, today)
        self.row_field("responsible").queryset = people_of(organisation)

    def clean(self) -> dict[str, Any]:
        """Ask for the year where something has begun."""
        data = super().clean() or {}
        if data.get("state") in _BEGUN and not data.get("start_year"):
            self.add_error("start_year", text("measures.error.needs_year"))
        return data
