"""Forms of access, of keys for programs, and of a person's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.policy import ROLES
from kortreist_web.core.texts import Text, text
from kortreist_web.people.job_titles import JOBS
from kortreist_web.people.tokens import LONGEST_DAYS, SCOPES
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["EndRoleForm", "JobForm", "MeForm", "RoleForm", "TokenForm"]


class JobForm(Form):
    """What somebody works as."""

    texts = "people.form"
    job = forms.ChoiceField(
        required=False,
        choices=[("", Text("core.not_chosen")), *((j, Text(f"people.job.{j}")) for j in JOBS)],
    )
    job_title = forms.CharField(max_length=80, required=False)
    why = forms.CharField(max_length=300, required=False)


class RoleForm(JobForm):
    """Who gets which role, and what she works as."""

    email = forms.EmailField(max_length=254)
    name = forms.CharField(max_length=120, required=False)
    role = forms.ChoiceField(choices=[(r, Text(f"people.role_name.{r}")) for r in ROLES])
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        empty_label=Text("people.all_units"),
    )
    valid_to = DayField(required=False)
    field_order = ("email", "name", "job", "job_title", "role", "unit", "valid_to", "why")

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_field("unit").queryset = Unit.on(organisation, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """A unit is for one who reports; an end lies ahead."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("unit") and values.get("role") != "reporter":
            self.add_error("unit", text("people.only_reporter_has_unit"))
        end = values.get("valid_to")
        if end and end <= timezone.localdate():
            self.add_error("valid_to", text("people.end_lies_ahead"))
        return values


class EndRoleForm(Form):
    """Why a role ends."""

    texts = "people.form"
    why = forms.CharField(max_length=300, required=False)


class TokenForm(Form):
    """A key for a program."""

    texts = "people.tokens"
    name = forms.CharField(max_length=100)
    scopes = forms.MultipleChoiceField(
        choices=[(s, Text(f"people.tokens.scope_{s}")) for s in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=180,
        help_text=Text("people.tokens.days_help", maximum=LONGEST_DAYS),
    )
    why = forms.CharField(max_length=300, required=False)


class MeForm(Form):
    """What a person says of herself."""

    texts = "people.me"
    name = forms.CharField(max_length=120, required=False)
    language = forms.ChoiceField(
        required=False, choices=[("", Text("people.me.as_page")), *settings.LANGUAGES]
    )
    reminders = forms.BooleanField(required=False)
