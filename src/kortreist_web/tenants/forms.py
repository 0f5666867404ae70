"""Forms of the organisation, and its units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.core.unit_words import UNIT_WORDS
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.periods import PERIODS

__all__ = [
    "EndUnitForm",
    "SettingsForm",
    "SlideTemplateForm",
    "UnitChoice",
    "UnitForm",
    "WordTemplateForm",
]


class UnitChoice(forms.ModelChoiceField):
    """A unit, with its code in the accounts."""

    def label_from_instance(self, obj: Any) -> str:
        """Return code and name."""
        return f"{obj.responsibility} {obj.name}".strip()


class UnitForm(Form):
    """A unit: name, what it is under, its code in the accounts, from when."""

    texts = "tenants.form.unit"
    name = forms.CharField(max_length=120)
    parent = UnitChoice(queryset=Unit.objects.none(), required=False)
    responsibility = forms.CharField(max_length=20, required=False)
    valid_from = DayField()

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        unit: Unit | None = None,
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        units = Unit.on(organisation, today).order_by("name")
        if unit is not None:
            units = units.exclude(pk=unit.pk)
        self.others = units
        self.row_field("parent").queryset = units

    def clean(self) -> dict[str, Any]:
        """Refuse a second unit of the same name in the same place."""
        data: dict[str, Any] = super().clean() or {}
        name, parent = data.get("name"), data.get("parent")
        if name and self.others.filter(name__iexact=name, parent=parent).exists():
            self.add_error("name", text("tenants.refused.same_name", name=name))
        return data


class EndUnitForm(Form):
    """The first day a unit no longer exists, and those that follow it."""

    texts = "tenants.form.end"
    on = DayField()
    successors = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)
    why = forms.CharField(max_length=300)


class SettingsForm(Form):
    """An organisation's settings. ``before``: what they were when the form was drawn."""

    texts = "tenants.form.settings"
    data: Any
    name = forms.CharField(max_length=100)
    language = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    interim_reports = forms.TypedChoiceField(choices=[], coerce=int)
    unit_word = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    contact_email = forms.EmailField(required=False)
    contact_page = forms.URLField(max_length=200, required=False, assume_scheme="https")
    contact_address = forms.CharField(max_length=200, required=False)
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        self.choice_field("language").choices = list(settings.LANGUAGES)
        self.choice_field("interim_reports").choices = [
            (n, Text("tenants.form.settings.a_year", n=n)) for n in PERIODS
        ]
        self.choice_field("unit_word").choices = [
            (word, Text(f"tenants.unit_word.{word}.name")) for word in UNIT_WORDS
        ]
        self.initial["before"] = self._now()

    def _now(self) -> str:
        one = self.organisation
        contact = f"{one.contact_email}|{one.contact_page}|{one.contact_address}"
        return f"{one.name}|{one.language}|{one.interim_reports}|{one.unit_word}|{contact}"

    def clean(self) -> dict[str, Any]:
        """Refuse what was drawn before somebody else changed the settings."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("before") and data["before"] != self._now():
            # Drawn again it stands on what holds now, so that a second look can be saved.
            again = self.data.copy()
            again["before"] = self._now()
            self.data = again
            raise forms.ValidationError(str(Text("tenants.refused.settings_changed")))
        return data


class WordTemplateForm(Form):
    """The file."""

    texts = "tenants.form.word"
    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".docx,.dotx"}))


class SlideTemplateForm(Form):
    """The file."""

    texts = "tenants.form.slides"
    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".pptx,.potx"}))
