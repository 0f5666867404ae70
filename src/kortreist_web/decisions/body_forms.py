"""Forms of bodies and their members."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text
from kortreist_web.decisions.models import Body

__all__ = ["BodyForm", "EndForm", "MemberForm"]


class BodyForm(Form):
    """A body: its name and kind."""

    texts = "decisions.body_form"
    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(
        choices=[(k, Text(f"decisions.body_kind.{k}")) for k in Body.Kind.values]
    )


class MemberForm(Form):
    """A member or a deputy, for a term."""

    texts = "decisions.member_form"
    name = forms.CharField(max_length=120)
    party = forms.CharField(max_length=60, required=False)
    deputy = forms.BooleanField(required=False)
    valid_from = DayField()
    valid_to = DayField(required=False)


class EndForm(Form):
    """The first day somebody is no longer a member."""

    texts = "decisions.end_form"
    valid_to: Any = DayField()
