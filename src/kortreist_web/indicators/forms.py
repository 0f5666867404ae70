"""Forms of indicators: their definition, and an observation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from kortreist.facts import plan_years
from kortreist_web.core.fields import NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.indicators.models import Indicator
from kortreist_web.measures.labels import named
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.periods import period_name

__all__ = ["IndicatorForm", "ObserveForm", "target_years"]


def target_years(targets: dict[str, float], today: date | None = None) -> list[int]:
    """Return the years a target can be given for: the plan's, and those there are already."""
    today = today or timezone.localdate()
    return sorted({today.year, *plan_years(today), *(int(y) for y in targets)})


class _Choice(forms.ModelChoiceField):
    """A measure, by its name in the reader's language."""

    def label_from_instance(self, obj: MeasureChoice) -> str:
        return named(obj.name) or obj.measure


class IndicatorForm(Form):
    """What is counted, and what is to be reached."""

    texts = "indicators.form"

    name = forms.CharField(max_length=200)
    unit_of_measure = forms.CharField(max_length=40)
    direction = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
        choices=[(1, Text("indicators.more_is_better")), (-1, Text("indicators.less_is_better"))],
    )
    choice = _Choice(MeasureChoice.objects.none(), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    start_year = YearField(required=False)
    start_value = NumberField(required=False)
    source = forms.CharField(required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        indicator: Indicator | None = None,
        **options: Any,
    ) -> None:
        targets = indicator.targets if indicator else {}
        self.years = target_years(targets)
        made = {
            f"target_{year}": NumberField(
                required=False,
                label=text("indicators.form.target", year=year),
                help_text=text("indicators.form.target_help", year=year),
            )
            for year in self.years
        }
        self.set_fields({**self.declared_fields, **made})
        initial = dict(options.pop("initial", None) or {})
        if indicator is not None:
            fields = (
                "name",
                "unit_of_measure",
                "direction",
                "choice",
                "unit",
                "start_year",
                "start_value",
                "source",
            )
            initial.update({f: getattr(indicator, f) for f in fields})
            initial.update({f"target_{y}": v for y, v in targets.items()})
        super().__init__(*args, initial=initial, **options)
        choices = MeasureChoice.objects.filter(organisation=organisation)
        self.row_field("choice").queryset = choices
        units = Unit.on(organisation, timezone.localdate())
        self.row_field("unit").queryset = units

    def clean(self) -> dict[str, Any]:
        """Ask for the year of a start value, and the value of a start year."""
        data = super().clean() or {}
        for one, other in (("start_year", "start_value"), ("start_value", "start_year")):
            if data.get(one) is not None and data.get(other) is None:
                self.add_error(other, text("indicators.error.start"))
        return data

    def values(self) -> dict[str, Any]:
        """Return the indicator's values as its actions take them."""
        f = self.cleaned_data
        targets = {y: f[f"target_{y}"] for y in self.years if f[f"target_{y}"] is not None}
        names = (
            "name",
            "unit_of_measure",
            "direction",
            "choice",
            "unit",
            "start_year",
            "start_value",
            "source",
        )
        return {**{n: f[n] for n in names}, "targets": targets}


class ObserveForm(Form):
    """What was observed in a period."""

    texts = "indicators.observe"

    year = YearField()
    period = forms.TypedChoiceField(coerce=int)
    value = NumberField(required=False)
    missing_reason = forms.CharField(required=False, max_length=300)
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        of = organisation.interim_reports
        periods = [(n, period_name(None, n, of)) for n in range(of + 1)]
        self.choice_field("period").choices = periods

    def clean_year(self) -> int:
        """Refuse a year that has not begun."""
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(text("indicators.error.future"))
        return year

    def clean(self) -> dict[str, Any]:
        """Ask for a value or the reason there is none."""
        data = super().clean() or {}
        if "value" in data and (data["value"] is None) == (not data.get("missing_reason")):
            self.add_error("value", text("indicators.error.value_or_reason"))
        return data
