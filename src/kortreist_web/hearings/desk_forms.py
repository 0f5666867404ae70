"""Forms of the officer's desk: what the lists show, a point, and an answer to several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.hearings.models import Hearing, SubmissionHandling
from kortreist_web.hearings.queries import section_names
from kortreist_web.participation.models import Answer
from kortreist_web.tenants.models import Unit

__all__ = ["AnswerForm", "AssignForm", "InboxForm", "PointForm", "PointsForm"]


def _units(hearing: Hearing) -> Any:
    return Unit.on(hearing.organisation, timezone.localdate())


def _sections(hearing: Hearing) -> list[tuple[str, Any]]:
    return list(section_names(hearing.heard).items())


class PointsForm(Form):
    """Which points are shown."""

    texts = "hearings.points.filter"

    q = forms.CharField(max_length=200, required=False)
    section = forms.ChoiceField(required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    state = forms.ChoiceField(
        required=False,
        choices=lambda: [
            ("", text("hearings.points.filter.all")),
            ("unanswered", text("hearings.points.filter.unanswered")),
            ("answered", text("hearings.points.filter.answered")),
        ],
    )

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        own = [("", text("hearings.points.filter.all")), ("-", text("hearings.points.whole"))]
        self.choice_field("section").choices = [*own, *_sections(hearing)]
        self.row_field("unit").queryset = _units(hearing)


class InboxForm(Form):
    """Which submissions are shown."""

    texts = "hearings.inbox.filter"

    q = forms.CharField(max_length=200, required=False)
    state = forms.ChoiceField(
        required=False,
        choices=lambda: [
            ("", text("hearings.points.filter.all")),
            *((s, text(f"hearings.log.value.{s}")) for s in SubmissionHandling.State.values),
        ],
    )


class PointForm(Form):
    """A point: the sender's words, what they come to, which section, and who assesses it."""

    texts = "hearings.point"

    quote = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    summary = forms.CharField(max_length=2000, required=False)
    section = forms.ChoiceField(required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        whole = [("", text("hearings.points.whole"))]
        self.choice_field("section").choices = [*whole, *_sections(hearing)]
        self.row_field("unit").queryset = _units(hearing)


class AnswerForm(Form):
    """One answer to the points that are ticked."""

    texts = "hearings.answer"
    conditional = frozenset({"again_on"})

    outcome = forms.ChoiceField(
        choices=lambda: [(o, text(f"participation.log.value.{o}")) for o in Answer.Outcome.values],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    again_on = DayField(required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, empty_label=Text("hearings.answer.no_unit")
    )

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        self.row_field("unit").queryset = _units(hearing)


class AssignForm(Form):
    """Who assesses the points that are ticked."""

    texts = "hearings.assign"

    assigned = forms.ModelChoiceField(Unit.objects.none(), required=False)

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        self.row_field("assigned").queryset = _units(hearing)
