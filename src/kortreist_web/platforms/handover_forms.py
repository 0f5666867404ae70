"""Forms of the handover: its days, and what the new council resolved."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text
from kortreist_web.decisions.models import Resolution
from kortreist_web.platforms.models import HandoverAnswer
from kortreist_web.tenants.models import Organisation

__all__ = ["HandoverAnswerForm", "HandoverDaysForm"]


class HandoverDaysForm(Form):
    """The days of the election and of the constitutive meeting."""

    texts = "platforms.handover_form"

    election_on = DayField(required=False)
    meeting_on = DayField(required=False)


class _Resolutions(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Return what a resolution is called."""
        return f"{obj.case_number} {obj.title}"


class HandoverAnswerForm(Form):
    """What the new council resolved."""

    texts = "platforms.handover_answer_form"

    answer = forms.ChoiceField(
        choices=lambda: [
            (v, text(f"platforms.log.value.{v}")) for v in HandoverAnswer.Answer.values
        ]
    )
    resolution = _Resolutions(Resolution.objects.none())
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, **options: Any) -> None:
        super().__init__(data, **options)
        rows = Resolution.objects.filter(organisation=organisation)
        self.row_field("resolution").queryset = rows
