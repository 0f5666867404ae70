"""Forms of signs: what is watched, what was read, and what came of it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from kortreist_web.bindings.models import Binding
from kortreist_web.core.fields import DayField, NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, language, named, text
from kortreist_web.indicators.models import Indicator
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.signposts.entered import can_own
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.tasks.owners import Owner, OwnerField
from kortreist_web.tenants.models import Organisation

__all__ = ["ReadForm", "SettleForm", "SignpostForm", "WithdrawForm", "sector_name"]

_VALUED = ("direction", "threshold")
#: Fields by where the sign is seen.
_OF_SOURCE = {
    Signpost.Source.INDICATOR: ("indicator", *_VALUED),
    Signpost.Source.ACCOUNT: ("figure", *_VALUED),
    Signpost.Source.CONDITION: (),
    Signpost.Source.OFFER: (*_VALUED, "unit_of_measure"),
}


def sector_name(sector: str) -> str:
    """Return what a sector of the account is called; the whole account for none."""
    if not sector:
        return text("signposts.whole_account")
    from kortreist.accounts import Naming

    return Naming(language()).sector(sector)


class SignpostForm(Form):
    """What is watched: at most eight fields, by where it is seen.

    Parameters
    ----------
    organisation : Organisation
    source : str
    asks : bool
        Whether it asks what the sign is of; a plan says so itself.
    defines : str
        Name of the indicator that is defined where none is chosen; empty: one must be chosen.
    now : Owner, optional
        Who follows it up, also where he is there no more.
    unit : str
        What the threshold is in, where that is known.
    """

    texts = "signposts.form"

    about = forms.ChoiceField(required=False)
    name = forms.CharField(max_length=200)
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False)
    figure = forms.ChoiceField(required=False)
    direction = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(d, Text(f"signposts.direction.{d}")) for d in Signpost.Direction.values],
    )
    threshold = NumberField()
    unit_of_measure = forms.CharField(max_length=60)
    see_by = YearField()
    owner = OwnerField()
    what_then = forms.CharField(
        required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        source: str,
        asks: bool = True,
        defines: str = "",
        now: Owner | None = None,
        unit: str = "",
        **options: Any,
    ) -> None:
        wanted = ("name", *_OF_SOURCE[Signpost.Source(source)], "see_by", "owner", "what_then")
        wanted = (*(("about",) if asks else ()), *wanted)
        self.set_fields({n: f for n, f in self.declared_fields.items() if n in wanted} | _version())
        super().__init__(*args, **options)
        today = timezone.localdate()
        cast("OwnerField", self.fields["owner"]).choose_from(
            organisation,
            today,
            (now,) if now is not None else (),
            can=lambda owner: can_own(organisation, owner),
        )
        if unit and "threshold" in self.fields:
            self.fields["threshold"].help_text = text("signposts.form.threshold_in", unit=unit)
        if "about" in self.fields:
            self._choose_about(organisation)
        if "indicator" in self.fields:
            field = self.row_field("indicator")
            rows = Indicator.objects.filter(organisation=organisation, ended_on=None)
            field.queryset = rows
            field.required = not defines
            if defines:
                field.empty_label = text("signposts.form.new_indicator", name=defines)
        if "figure" in self.fields:
            from kortreist_web.accounts.queries import history

            sectors = sorted({s for year in history(organisation).values() for s in year})
            self.choice_field("figure").choices = [(s, sector_name(s)) for s in ("", *sectors)]

    def _choose_about(self, organisation: Organisation) -> None:
        self._bindings = {
            f"binding:{b.pk}": b
            for b in Binding.objects.filter(organisation=organisation, withdrawn_on=None)
        }
        rows = MeasureChoice.objects.filter(organisation=organisation)
        measures = [(f"measure:{c.measure}", named(c.name) or c.measure) for c in rows]
        self.choice_field("about").choices = [
            ("", text("signposts.form.about_nothing")),
            (text("signposts.form.measures"), measures),
            (
                text("signposts.form.bindings"),
                [(key, b.name) for key, b in self._bindings.items()],
            ),
        ]

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        f = {n: v for n, v in self.cleaned_data.items() if n not in ("version", "about")}
        about = self.cleaned_data.get("about")
        if about is not None:
            kind, _, key = about.partition(":")
            f["measure"] = key if kind == "measure" else ""
            f["binding"] = self._bindings.get(about)
        return f


def _version() -> dict[str, forms.Field]:
    return {"version": forms.IntegerField(required=False, widget=forms.HiddenInput)}


class ReadForm(Form):
    """What was read of a condition or an offer, where and when; of a correction also why."""

    texts = "signposts.reading"

    word = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(w, Text(f"signposts.word.{w}")) for w in Reading.Word.values],
    )
    value = NumberField(min_value=0)
    day = DayField()
    source = forms.CharField(max_length=300)
    note = forms.CharField(
        required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    why = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, signpost: Signpost, corrects: bool = False, **options: Any
    ) -> None:
        unwanted = {"value" if signpost.is_word else "word"} | (set() if corrects else {"why"})
        declared = {n: f for n, f in self.declared_fields.items() if n not in unwanted}
        self.set_fields(declared | _version())
        super().__init__(*args, **options)
        if "value" in self.fields:
            self.fields["value"].label = text(
                "signposts.reading.value_in", unit=signpost.unit_of_measure
            )


class WithdrawForm(Form):
    """Why something that was read does not count."""

    texts = "signposts.reading"

    why = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SettleForm(Form):
    """What was decided, or why it is not watched any more."""

    texts = "signposts.settle"

    how = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
