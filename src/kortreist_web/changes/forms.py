"""What to see of the log, and the word that erases."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.changes.chain import Head
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import model_name, program_name
from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.tenants.models import Organisation

__all__ = ["CheckForm", "EraseForm", "LogForm"]


class LogForm(Form):
    """Which lines of the log to show; all fields may be empty."""

    texts = "changes.form"
    what = forms.ChoiceField(required=False)
    who = forms.ChoiceField(required=False)
    row = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    reason = forms.ChoiceField(
        required=False,
        choices=[("", Text("changes.all")), ("without", Text("changes.without_reason"))],
    )
    first = DayField(required=False)
    last = DayField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Change.objects.filter(organisation=organisation).order_by()
        kinds = sorted((model_name(w), w) for w in rows.values_list("what", flat=True).distinct())
        people = rows.exclude(user=None).values_list("user_id", "user__name", "user__email")
        programs = (
            rows.filter(user=None, participant=None).values_list("program", flat=True).distinct()
        )
        persons = sorted((name or email, str(pk)) for pk, name, email in people.distinct())
        every = ("", Text("changes.all"))
        self.choice_field("what").choices = [every, *((w, name) for name, w in kinds)]
        self.choice_field("who").choices = [
            every,
            *((pk, name) for name, pk in persons),
            *((f"program:{p}", program_name(p) or "–") for p in sorted(programs)),
        ]


class CheckForm(Form):
    """A head that was noted outside."""

    head = forms.CharField(
        max_length=100,
        required=False,
        label=Text("changes.check.noted"),
        help_text=Text("changes.check.noted_help"),
    )

    def clean_head(self) -> Head | None:
        """Read it; empty: none was noted."""
        said = self.cleaned_data["head"]
        try:
            return Head.read(said) if said else None
        except ValueError:
            raise forms.ValidationError(text("changes.check.noted_wrong")) from None


class EraseForm(Form):
    """The organisation's code, typed by hand."""

    texts = "changes.erase"
    typed_code = forms.CharField(max_length=10)
