"""Forms of the budget; amounts are written the way Norwegians write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.kinds import INVESTMENT
from kortreist_web.budgets.money_totals import BEARERS
from kortreist_web.budgets.parts import PARTS, RHYTHMS
from kortreist_web.core.fields import DayField, NumberField
from kortreist_web.core.forms import Form
from kortreist_web.core.templatetags.kortreist import moment
from kortreist_web.core.texts import Text, engine, text
from kortreist_web.tenants.models import Unit

__all__ = [
    "ActionForm",
    "AmountField",
    "CostForm",
    "DescribeForm",
    "DraftForm",
    "LineForm",
    "NewLineForm",
    "NextYearForm",
    "OwnersForm",
    "PartForm",
    "RefreshForm",
    "WhyForm",
]

_TEXTS = "budgets.form"


def _why() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=500,
        label=Text("core.why"),
        help_text=Text("core.why_help"),
    )


#: A figure this many times larger or smaller than before may be in another unit.
_TIMES = 10


class AmountField(forms.CharField):
    """An amount in whole kroner; empty is missing, which is not zero.

    Decimals are refused: who writes 1,5 means millions, or thousands.
    """

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(required=False, max_length=30, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return an amount in groups of three; what was typed as it was typed."""
        return f"{value:,}".replace(",", "\u00a0") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return the amount, or None."""
        try:
            thousandths = read_amount(super().clean(value), 1000)
        except AmountError as error:
            key = "budgets.amount.not_whole" if error.key.endswith(".doubtful") else error.key
            raise ValidationError(text(key)) from None
        if thousandths is None:
            return None
        if thousandths % 1000:
            raise ValidationError(text("budgets.amount.not_whole"))
        return thousandths // 1000


class WhyForm(Form):
    """Only why, for what is done with a button."""

    why = _why()
    texts = _TEXTS


class _PlanChoice(forms.ModelChoiceField):
    """Plans by name and when they were made: names alone can be alike."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {moment(obj.created_at)}"


class DraftForm(Form):
    """Draft a budget from a plan."""

    plan = _PlanChoice(queryset=None)
    year = forms.IntegerField(min_value=2020, max_value=2060)
    title = forms.CharField(max_length=200)
    price_growth = NumberField(required=False, min_value=-20, max_value=50)
    confirmed = forms.BooleanField(required=False)
    texts = _TEXTS

    def __init__(self, *args: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            del self.fields["confirmed"]  # asked where the year has an adopted budget
        self.row_field("plan").queryset = plans

    def growth(self) -> float | None:
        """Return the price growth as a share."""
        value = self.cleaned_data["price_growth"]
        return None if value is None else value / 100


class NextYearForm(Form):
    """Begin next year's draft from the budget in force."""

    plan = _PlanChoice(queryset=None)
    title = forms.CharField(max_length=200)
    price_growth = NumberField(required=False, min_value=-20, max_value=50)
    own_growth = NumberField(required=False, min_value=-20, max_value=50)
    complete = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    confirmed = forms.BooleanField(required=False)
    texts = "budgets.form_next"

    def __init__(
        self, *args: Any, plans: Any, unfinished: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if unfinished:
            self.choice_field("complete").choices = unfinished
        else:
            del self.fields["complete"]  # nothing to ask
        if not self.is_bound:
            del self.fields["confirmed"]  # asked where the year has an adopted budget
        self.row_field("plan").queryset = plans

    def growth(self, field: str) -> float | None:
        """Return a price growth as a share."""
        value = self.cleaned_data[field]
        return None if value is None else value / 100


class DescribeForm(Form):
    """Title and introduction."""

    title = forms.CharField(max_length=200)
    introduction = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea)
    texts = _TEXTS


class NewLineForm(Form):
    """Add a measure."""

    measure = forms.ChoiceField()
    start_year = forms.TypedChoiceField(coerce=int)
    texts = _TEXTS

    def __init__(self, *args: Any, measures: list[Any], years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice_field("measure").choices = measures
        self.choice_field("start_year").choices = [(y, y) for y in years]


class LineForm(Form):
    """Who does a measure, from when, and a note."""

    start_year = forms.TypedChoiceField(coerce=int)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    responsible = forms.CharField(required=False, max_length=120)
    part = forms.ChoiceField(required=False)
    indicator = forms.CharField(required=False, max_length=200)
    due_on = DayField(required=False)
    note = forms.CharField(required=False, max_length=5_000, widget=forms.Textarea)
    why = _why()
    texts = _TEXTS

    def __init__(self, *args: Any, units: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_field("unit").queryset = units
        self.choice_field("start_year").choices = [(y, y) for y in years]
        self.choice_field("part").choices = _parts()


class ActionForm(Form):
    """An action of the municipality's own."""

    part = forms.ChoiceField()
    name = forms.CharField(max_length=200)
    start_year = forms.TypedChoiceField(coerce=int)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    responsible = forms.CharField(required=False, max_length=120)
    indicator = forms.CharField(required=False, max_length=200)
    due_on = DayField(required=False)
    note = forms.CharField(required=False, max_length=5_000, widget=forms.Textarea)
    texts = "budgets.form_action"

    def __init__(self, *args: Any, units: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_field("unit").queryset = units
        self.choice_field("start_year").choices = [(y, y) for y in years]
        self.choice_field("part").choices = _parts()


class PartForm(Form):
    """What a part aims at, what is followed and how often."""

    goal = forms.CharField(required=False, max_length=1_000, widget=forms.Textarea)
    goal_source = forms.CharField(required=False, max_length=200)
    indicator = forms.CharField(required=False, max_length=200)
    rhythm = forms.ChoiceField()
    why = _why()
    texts = "budgets.form_part"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(r, text(f"budgets.part.rhythm_{r}")) for r in RHYTHMS]
        self.choice_field("rhythm").choices = names


def _parts() -> list[tuple[str, str]]:
    return [(part, text(f"budgets.part.{part}")) for part in PARTS]


class OwnersForm(Form):
    """What is set on the lines that are ticked; empty: as it is."""

    SUGGESTED = "suggested"
    unit = forms.ChoiceField(required=False)
    responsible = forms.CharField(required=False, max_length=120)
    start_year = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    why = _why()
    texts = "budgets.form_owners"

    def __init__(self, *args: Any, units: list[Unit], years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_id = {str(unit.pk): unit for unit in units}
        as_it_is = ("", text("budgets.form_owners.as_it_is"))
        suggested = [(self.SUGGESTED, text("budgets.form_owners.suggested"))] if units else []
        named = [(id, unit.name) for id, unit in self.by_id.items()]
        self.choice_field("unit").choices = [*suggested, as_it_is, *named]
        self.choice_field("start_year").choices = [as_it_is, *((y, str(y)) for y in years)]

    def units(self, measures: Iterable[str], suggested: Mapping[str, Unit]) -> dict[str, Unit]:
        """Return measure → the unit it is given."""
        chosen = self.cleaned_data["unit"]
        if chosen == self.SUGGESTED:
            return {m: suggested[m] for m in measures if m in suggested}
        unit = self.by_id.get(chosen)
        return dict.fromkeys(measures, unit) if unit else {}


class CostForm(Form):
    """Own figures: a field for each bearer and year, and whether some of it is unknown.

    A figure that falls to a tenth of what it was, or rises to ten times as much, must be
    confirmed: it may have been meant in another unit.
    """

    why = _why()
    sure = forms.BooleanField(
        required=False,
        label=Text("budgets.form.sure"),
    )

    def __init__(
        self,
        *args: Any,
        years: list[int],
        cost: Any = None,
        missing: Any = (),
        kinds: Any = None,
        **options: Any,
    ) -> None:
        self.years, self.before = years, cost or {}
        #: Field → kroner before, of what must be confirmed; known when the form has been cleaned.
        self.unlike: dict[str, int] = {}
        first = {f"{b}_{y}": (cost or {}).get(b, {}).get(str(y)) for b in BEARERS for y in years}
        first |= {f"{b}_unknown": b in missing for b in BEARERS}
        invested = (kinds or {}).get(INVESTMENT, {})
        first |= {f"invested_{y}": invested.get(str(y), {}).get("central") for y in years}
        made: dict[str, forms.Field] = dict(self.declared_fields)
        for bearer in BEARERS:
            made |= {f"{bearer}_{year}": _amount(year) for year in years}
            made[f"{bearer}_unknown"] = _unknown()
        made |= {f"invested_{year}": _amount(year) for year in years}
        self.set_fields(made)
        super().__init__(*args, initial={**first, **options.pop("initial", {})}, **options)

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields by bearer, for the page."""
        return [
            {
                "name": engine()(f"documents.bearer.{b}"),
                "amounts": [self[f"{b}_{y}"] for y in self.years],
                "unknown": self[f"{b}_unknown"],
                # The municipality's own money has two accounts.
                "invested": [self[f"invested_{y}"] for y in self.years]
                if b == "municipality"
                else [],
            }
            for b in BEARERS
        ]

    def cost(self) -> dict[str, dict[str, int]]:
        """Return bearer → year → kroner of what is filled in."""
        data = self.cleaned_data
        by_bearer = {
            b: {str(y): data[f"{b}_{y}"] for y in self.years if data[f"{b}_{y}"] is not None}
            for b in BEARERS
        }
        return {b: years for b, years in by_bearer.items() if years}

    def investment(self) -> dict[str, int] | None:
        """Return year → kroner of the municipality's that are investment; None: not said."""
        data = self.cleaned_data
        told = {str(y): v for y in self.years if (v := data[f"invested_{y}"]) is not None}
        return told or None

    def missing(self) -> list[str]:
        """Return the bearers of whom some cost is said to be unknown."""
        return [b for b in BEARERS if self.cleaned_data[f"{b}_unknown"]]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing: that is unknown, and must be said."""
        data = super().clean()
        if not self.errors and not self.cost() and not self.missing():
            raise ValidationError(text("budgets.form.cost_empty"))
        self.unlike = self._unlike()
        for name, before in self.unlike.items():
            if not self.cleaned_data.get("sure"):
                said = text("budgets.form.unlike", before=f"{before:,}".replace(",", "\u00a0"))
                self.add_error(name, said)
        return data or {}

    def _unlike(self) -> dict[str, int]:
        """Return the fields whose figure is a tenth or ten times of what it was, and that."""
        out: dict[str, int] = {}
        for bearer in BEARERS:
            for year in self.years:
                name = f"{bearer}_{year}"
                now = self.cleaned_data.get(name)
                was = self.before.get(bearer, {}).get(str(year))
                if now and was and not abs(was) / _TIMES < abs(now) < abs(was) * _TIMES:
                    out[name] = int(was)
        return out


def _amount(year: int) -> AmountField:
    return AmountField(
        label=str(year),
        help_text=Text("budgets.form.amount_help"),
    )


def _unknown() -> forms.BooleanField:
    return forms.BooleanField(
        required=False,
        label=Text("budgets.form.unknown"),
        help_text=Text("budgets.form.unknown_help"),
    )


class RefreshForm(Form):
    """Choose the plan whose figures are taken in."""

    plan = _PlanChoice(queryset=None)
    texts = "budgets.form_refresh"

    def __init__(self, *args: Any, plans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_field("plan").queryset = plans
