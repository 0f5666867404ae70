"""Forms of platforms: the platform, a section, a commitment, a link, a suggestion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist_web.core.fields import DayField, NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import language, text
from kortreist_web.indicators.models import Indicator
from kortreist_web.platforms.facts import facts_of
from kortreist_web.platforms.link_ends import choices_of
from kortreist_web.platforms.models import Commitment, PlatformSection
from kortreist_web.tenants.models import Organisation, Unit

__all__ = [
    "AnswerForm",
    "AsideForm",
    "CommitmentForm",
    "DropForm",
    "FinishForm",
    "LinkForm",
    "NumberForm",
    "PlatformForm",
    "ProposeForm",
    "SectionForm",
    "SuggestForm",
]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choices(values: list[str]) -> list[tuple[str, str]]:
    return [(v, text(f"platforms.log.value.{v}")) for v in values]


class PlatformForm(Form):
    """A platform and its term."""

    texts = "platforms.form"

    title = forms.CharField(max_length=200)
    first_year = YearField()
    last_year = YearField()


class SectionForm(Form):
    """A section in bokmål and nynorsk; ``new``: its kind is chosen."""

    texts = "platforms.section_form"

    kind = forms.ChoiceField(choices=lambda: _choices(PlatformSection.Kind.values))
    heading_nb = forms.CharField(max_length=200, required=False)
    text_nb = forms.CharField(max_length=40_000, required=False, widget=_area(8))
    heading_nn = forms.CharField(max_length=200, required=False)
    text_nn = forms.CharField(max_length=40_000, required=False, widget=_area(8))
    order = forms.IntegerField(min_value=0, max_value=999, required=False)
    conditional = frozenset({"heading_nb", "heading_nn"})

    def __init__(self, data: Any = None, *, new: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if not new:
            del self.fields["kind"]


class CommitmentForm(Form):
    """What is promised, by whom, until when."""

    texts = "platforms.commitment_form"

    kind = forms.ChoiceField(choices=lambda: _choices(Commitment.Kind.values))
    text_nb = forms.CharField(max_length=4000, required=False, widget=_area(3))
    text_nn = forms.CharField(max_length=4000, required=False, widget=_area(3))
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    due = DayField(required=False)
    expires = forms.ChoiceField(
        choices=lambda: _choices(Commitment.Expires.values), initial=Commitment.Expires.END_OF_TERM
    )
    expires_on = DayField(required=False)
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False)
    bound = forms.ChoiceField(
        choices=lambda: [("", text("core.not_chosen")), *_choices(Commitment.Bound.values)],
        required=False,
    )
    value = NumberField(required=False)
    conditional = frozenset({"text_nb", "text_nn", "expires_on", "indicator", "bound", "value"})

    def __init__(self, data: Any = None, *, organisation: Organisation, **options: Any) -> None:
        super().__init__(data, **options)
        rows = Indicator.objects.filter(organisation=organisation, ended_on=None)
        self.row_field("indicator").queryset = rows
        self.row_field("unit").queryset = Unit.on(organisation, timezone.localdate())


class LinkForm(Form):
    """What a commitment is tied to: all that can be, by kind."""

    texts = "platforms.link_form"

    target = forms.ChoiceField()

    def __init__(self, data: Any = None, *, organisation: Organisation, **options: Any) -> None:
        super().__init__(data, **options)
        code = language()
        self.choice_field("target").choices = [
            (
                text(f"platforms.log.value.{kind}"),
                [(f"{kind}:{end.target}", end.name(code)) for end in ends],
            )
            for kind, ends in choices_of(organisation, code)
            if ends
        ]

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        kind, key = self.cleaned_data["target"].split(":")
        return {"kind": kind, "target": int(key)}


class AsideForm(Form):
    """Why a finding is left as it is, and when it is looked at again."""

    texts = "platforms.aside_form"

    reason = forms.CharField(max_length=2000, widget=_area(2))
    look_again = DayField()


class NumberForm(Form):
    """Which fact a number is."""

    texts = "platforms.number_form"

    written = forms.CharField(max_length=40)
    fact = forms.ChoiceField()
    times = NumberField(required=False)
    rounded_to = NumberField(required=False, min_value=0)

    def __init__(self, data: Any = None, *, organisation: Organisation, **options: Any) -> None:
        super().__init__(data, **options)
        rows = facts_of(organisation, timezone.localdate()).values()
        self.choice_field("fact").choices = [(one.id, one.said(language())) for one in rows]


class FinishForm(Form):
    """The day a commitment was done, and what shows it."""

    texts = "platforms.finish_form"

    on = DayField(initial=timezone.localdate)
    evidence = forms.CharField(max_length=2000, widget=_area(3))


class DropForm(Form):
    """Why a commitment is taken out."""

    texts = "platforms.drop_form"

    why = forms.CharField(max_length=2000, required=False, widget=_area(3))


class SuggestForm(Form):
    """Old words and new."""

    texts = "platforms.suggest_form"

    language = forms.ChoiceField(choices=lambda: _choices(["nb", "nn"]))
    old = forms.CharField(max_length=20_000, widget=_area(3))
    new = forms.CharField(max_length=20_000, required=False, widget=_area(3))
    reason = forms.CharField(max_length=2000, required=False, widget=_area(2))
    author = forms.CharField(max_length=120, required=False)


class AnswerForm(Form):
    """What is said to one who has suggested something."""

    texts = "platforms.answer_form"

    answer = forms.CharField(max_length=2000, required=False, widget=_area(2))


class ProposeForm(Form):
    """What is new since the version before."""

    texts = "platforms.propose_form"

    summary = forms.CharField(max_length=4000, required=False, widget=_area(4))
