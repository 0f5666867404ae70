"""Forms of reporting: one screen a measure, and the texts of an interim report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kortreist_web.core.fields import NumberField
from kortreist_web.core.forms import Form
from kortreist_web.core.reasons import in_words
from kortreist_web.core.texts import Text, named, web
from kortreist_web.reports.actions.report import Seen
from kortreist_web.reports.models import StatusReport
from kortreist_web.tenants.periods import period_name

__all__ = ["OpenForm", "ReasonsForm", "TextForm", "report_form", "seen_in"]


def _number_text(value: float) -> str:
    return web().number(value, 0 if float(value).is_integer() else 1)


class _OwnTemplateField(forms.CharField):
    """A field drawn with a template of its own."""

    def __init__(self, *, template: str, **options: Any) -> None:
        super().__init__(**options)
        self.template_name = template


class _ReportForm(Form):
    """How a measure goes; the fields of its indicators are added to a form of their own."""

    texts = "reports.form"
    status = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    hindrance = _OwnTemplateField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        template="reports/field.html",
    )
    indicators: tuple[Any, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice_field("status").choices = [
            (s, Text(f"reports.status.{s}")) for s in StatusReport.Status.values
        ]
        order = ["status", *(n for n in self.fields if n.startswith(("value_", "missing_")))]
        self.order_fields([*order, "hindrance"])

    def clean(self) -> dict[str, Any]:
        """Ask why a measure is late or stopped, and for a value or a reason, not both."""
        data: dict[str, Any] = super().clean() or {}
        late = data.get("status") in ("delayed", "stopped")
        if late and not in_words(data.get("hindrance") or ""):
            self.add_error("hindrance", str(Text("reports.form.needs_hindrance")))
        for one in self.indicators:
            value, reason = data.get(f"value_{one.pk}"), data.get(f"missing_{one.pk}")
            if value is not None and reason:
                self.add_error(f"missing_{one.pk}", str(Text("reports.form.both")))
        return data


def report_form(
    indicators: Iterable[Any], last: dict[int, Any], targets: Mapping[int, float]
) -> type[_ReportForm]:
    """Return the form of a measure: its status and a field for each of its indicators.

    Parameters
    ----------
    indicators : iterable of Indicator
    last : dict
        Indicator key → its observation before, told beside the field, never filled in: a
        value is only new when somebody has seen it.
    targets : mapping of int to float
        Indicator key → what it is to reach this year; one without a target is not there.
    """
    indicator_list = tuple(indicators)
    fields: dict[str, Any] = {"indicators": indicator_list}
    for one in indicator_list:
        before = last.get(one.pk)
        told = web()("reports.form.value_help", unit=one.unit_of_measure)
        if before is not None and before.value is not None:
            told += " " + web()(
                "reports.form.value_before",
                value=_number_text(before.value),
                unit=one.unit_of_measure,
                when=before.when,
            )
        if one.pk in targets:
            target = {"value": _number_text(targets[one.pk]), "unit": one.unit_of_measure}
            told += " " + web()("reports.form.value_target", **target)
        label = web()("reports.form.value", name=one.name, unit=one.unit_of_measure)
        fields[f"value_{one.pk}"] = NumberField(
            required=False, min_value=-1e15, max_value=1e15, label=label, help_text=told
        )
        fields[f"missing_{one.pk}"] = _OwnTemplateField(
            required=False,
            max_length=300,
            label=web()("reports.form.missing", name=one.name),
            help_text=web()("reports.form.missing_help"),
            template="reports/missing_field.html",
        )
    return type("ReportForm", (_ReportForm,), fields)


def seen_in(form: _ReportForm) -> list[Seen]:
    """Return the observations of a form; an indicator left empty is not observed."""
    observations = []
    for one in form.indicators:
        value = form.cleaned_data[f"value_{one.pk}"]
        reason = form.cleaned_data[f"missing_{one.pk}"]
        if value is not None or reason:
            observations.append(Seen(one, value, reason))
    return observations


class OpenForm(Form):
    """Which period's report to open."""

    texts = "reports.form"
    year = forms.IntegerField(min_value=2000, max_value=2200)
    period = forms.TypedChoiceField(choices=[], coerce=int)

    def __init__(self, *args: Any, periods: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice_field("period").choices = [
            (n, period_name(None, n, periods)) for n in range(1, periods + 1)
        ]


class TextForm(Form):
    """A text of an interim report."""

    texts = "reports.form"
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}), required=False, max_length=8000
    )


class ReasonsForm(Form):
    """Why nothing is reported of some measures: all of them ticked to begin with."""

    texts = "reports.form"
    measures = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, rows: Iterable[Mapping[str, Any]], **options: Any) -> None:
        names = [(r["measure"], named(r["name"]) or r["measure"]) for r in rows]
        options["initial"] = {"measures": [m for m, _ in names], **options.get("initial", {})}
        super().__init__(*args, **options)
        self.choice_field("measures").choices = names

    def clean_reason(self) -> str:
        """Ask for words: a full stop explains nothing to the council."""
        reason: str = self.cleaned_data["reason"]
        if not in_words(reason):
            raise forms.ValidationError(str(Text("reports.refused.reason_words")))
        return reason
