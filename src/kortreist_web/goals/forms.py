"""Forms of goals: register one, correct it, end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist_web.core.fields import DayField, NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text, web
from kortreist_web.decisions.models import Resolution
from kortreist_web.goals.checking import FIELDS
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import stated_goals
from kortreist_web.tenants.models import Organisation

__all__ = ["EndForm", "GoalForm"]

#: Fields of the resolution → where they are read in one that is registered here.
_FROM_RESOLUTION = {
    "title": "title",
    "body": "body",
    "decided_on": "decided_on",
    "case_number": "case_number",
    "archive_reference": "archive_reference",
}


def _kinds() -> list[tuple[str, str]]:
    return [(k, text(f"goals.kind.{k}")) for k in AdoptedGoal.Kind.values]


def _boundaries() -> list[tuple[str, str]]:
    return [(b, text(f"goals.boundary.{b}")) for b in AdoptedGoal.Boundary.values]


class GoalForm(Form):
    """A goal as it was adopted.

    Parameters
    ----------
    organisation : Organisation
    goal : AdoptedGoal, optional
        The one that is corrected; else a new one, which may replace another.
    """

    texts = "goals.form"
    conditional = frozenset(
        {
            "title",
            "body",
            "decided_on",
            "case_number",
            "reduction",
            "base_year",
            "tonnes",
            "wording",
        }
    )

    resolution = forms.ChoiceField(required=False)
    title = forms.CharField(max_length=200, required=False)
    body = forms.CharField(max_length=120, required=False)
    decided_on = DayField(required=False)
    case_number = forms.CharField(max_length=40, required=False)
    archive_reference = forms.CharField(max_length=80, required=False)
    address = forms.URLField(max_length=300, required=False, assume_scheme="https")
    boundary = forms.ChoiceField(choices=_boundaries)
    scope = forms.CharField(max_length=120, required=False)
    kind = forms.ChoiceField(choices=_kinds)
    reduction = NumberField(required=False, min_value=0, max_value=100)
    reduction_high = NumberField(required=False, min_value=0, max_value=100)
    base_year = YearField(required=False)
    tonnes = NumberField(required=False, min_value=0)
    wording = forms.CharField(max_length=200, required=False)
    target_year = YearField()
    replaces = forms.ChoiceField(required=False)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        goal: AdoptedGoal | None = None,
        **options: Any,
    ) -> None:
        if goal is not None:
            initial = {name: getattr(goal, name) for name in FIELDS}
            options["initial"] = initial | {"resolution": goal.resolution_id or ""}
            options["version"] = goal.version
        super().__init__(*args, **options)
        adopted = Resolution.objects.filter(organisation=organisation, outcome="adopted")
        self.resolutions = {str(r.pk): r for r in adopted[:200]}
        none = [("", text("goals.form.resolution_none"))]
        self._choose("resolution", none + [(k, _named(r)) for k, r in self.resolutions.items()])
        self.standing: dict[str, AdoptedGoal] = {}
        if goal is not None:
            del self.fields["replaces"]
            return
        rows = AdoptedGoal.objects.filter(organisation=organisation, ended_on=None)
        shown = stated_goals(organisation, list(rows))
        self.standing = {str(s.goal.pk): s.goal for s in shown}
        none = [("", text("goals.form.replaces_none"))]
        self._choose("replaces", none + [(str(s.goal.pk), s.words) for s in shown])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if len(choices) == 1:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Take from a resolution that is registered here what is not written."""
        data = super().clean() or {}
        resolution = self.resolutions.get(data.get("resolution") or "")
        for name, field in _FROM_RESOLUTION.items():
            if not data.get(name) and resolution is not None and name not in self.errors:
                data[name] = getattr(resolution, field)
            if not data.get(name) and name not in (*self.errors, "archive_reference"):
                self.add_error(name, text("goals.refused.resolution"))
        return data

    def values(self) -> dict[str, Any]:
        """Return what the actions take of the goal itself."""
        values = {k: v for k, v in self.cleaned_data.items() if k in FIELDS}
        values["resolution"] = self.resolutions.get(values.get("resolution") or "")
        return values

    def replaced(self) -> AdoptedGoal | None:
        """Return the goal this one replaces."""
        return self.standing.get(self.cleaned_data.get("replaces") or "")


def _named(resolution: Resolution) -> str:
    date = web().date(resolution.decided_on.isoformat())
    return f"{resolution.case_number} {resolution.title} ({resolution.body}, {date})"


class EndForm(Form):
    """The day a goal ends, and why."""

    texts = "goals.end"

    on = DayField(initial=timezone.localdate)
    why = forms.CharField(max_length=300)
