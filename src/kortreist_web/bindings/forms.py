"""Forms of bindings: one line with eight fields, all of it, an alternative, and the table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist_web.accounts.known_changes import source_choices
from kortreist_web.bindings.entered import ALTERNATIVE_FIELDS
from kortreist_web.bindings.models import Binding
from kortreist_web.core.fields import MoneyField, MonthField, NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, language, named, text
from kortreist_web.measures.catalogue import names_of
from kortreist_web.tenants.models import Organisation, Unit

__all__ = [
    "DECIDERS",
    "AlternativeForm",
    "BindingForm",
    "LineForm",
    "TakeBackForm",
    "UploadForm",
    "WithdrawForm",
]

DECIDERS = ("council", "chief_executive", "county", "owner", "unclear")
_EXITS = 3
_PERCENT = ("own_share", "in_baseline", "reversal_cost")


def _kinds() -> list[tuple[str, str]]:
    return [(k, text(f"bindings.kind.{k}")) for k in Binding.Kind.values]


def _statuses() -> list[tuple[str, str]]:
    return [(s, text(f"bindings.status.{s}")) for s in Binding.Status.values]


def _sources() -> list[tuple[str, str]]:
    return [("", text("core.not_chosen")), *source_choices(language())]


def _signed(when: tuple[int, int | None] | None) -> dict[str, int | None]:
    """Return year and month as they are entered."""
    year, month = when or (None, None)
    return {"signed_by": year, "signed_month": month}


class LineForm(Form):
    """One line, eight fields; the rest is defaults, which are marked."""

    texts = "bindings.form"

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=_kinds)
    signed_by = MonthField(required=False)
    start = YearField(required=False, max_value=2150)
    capital = MoneyField(required=False, min_value=0)
    running = MoneyField(required=False)
    tonnes = NumberField(required=False, min_value=0)
    otherwise = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        initial="",
        choices=[
            ("", Text("bindings.otherwise.unknown")),
            ("nothing", Text("bindings.otherwise.nothing")),
            ("goes_on", Text("bindings.otherwise.goes_on")),
        ],
    )

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        f = self.cleaned_data
        names = ("name", "kind", "start", "capital", "running", "tonnes")
        said = {n: f[n] for n in names} | _signed(f["signed_by"])
        return said | {"zero_confirmed": f["otherwise"] == "nothing"}


class BindingForm(Form):
    """All of a binding."""

    texts = "bindings.form"

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=_kinds)
    status = forms.ChoiceField(choices=_statuses)
    #: Asked where it is decided: what is not any more has a reason.
    why = forms.CharField(required=False, max_length=300)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    decider = forms.ChoiceField(
        required=False,
        choices=lambda: [
            ("", text("bindings.form.by_kind")),
            *((d, text(f"bindings.decider.{d}")) for d in DECIDERS),
        ],
    )
    own_share = NumberField(min_value=0, max_value=100)
    signed_by = MonthField(required=False)
    start = YearField(required=False, max_value=2150)
    lifetime = NumberField(required=False, min_value=1, max_value=150, whole=True)
    capital = MoneyField(required=False, min_value=0)
    running = MoneyField(required=False)
    price_year = YearField(required=False, min_value=2015)
    tonnes_low = NumberField(required=False, min_value=0)
    tonnes = NumberField(required=False, min_value=0)
    tonnes_high = NumberField(required=False, min_value=0)
    account = forms.ChoiceField(
        choices=lambda: [(a, text(f"bindings.account.{a}")) for a in Binding.Account.values]
    )
    mode = forms.ChoiceField(
        choices=lambda: [(m, text(f"bindings.mode.{m}")) for m in Binding.Mode.values]
    )
    source = forms.ChoiceField(required=False, choices=_sources)
    once = forms.BooleanField(required=False)
    in_baseline = NumberField(min_value=0, max_value=100)
    origin = forms.CharField(required=False, max_length=200)
    reversal_cost = NumberField(required=False, min_value=0, max_value=100)
    closes = forms.MultipleChoiceField(required=False)
    waiting_cost = MoneyField(required=False, min_value=0)
    needs_by = YearField(required=False, max_value=2150)
    zero_confirmed = forms.BooleanField(required=False)
    from_climate_money = forms.BooleanField(required=False)
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, organisation: Organisation, binding: Binding, **options: Any
    ) -> None:
        ways: dict[str, forms.Field] = {}
        for n in range(1, _EXITS + 1):
            for part, field in (
                ("year", YearField(required=False, max_value=2150)),
                ("nok", MoneyField(required=False, min_value=0)),
                ("months", NumberField(required=False, min_value=0, max_value=120, whole=True)),
            ):
                field.label = text(f"bindings.form.exit_{part}", n=n)
                field.help_text = text(f"bindings.form.exit_{part}_help")
                ways[f"exit{n}_{part}"] = field
        declared = dict(self.declared_fields)
        after = list(declared).index("reversal_cost")
        items = list(declared.items())
        self.set_fields({**dict(items[:after]), **ways, **dict(items[after:])})
        initial = {
            name: getattr(binding, name) for name in self.declared_fields if hasattr(binding, name)
        }
        initial["signed_by"] = (binding.signed_by, binding.signed_month)
        for name in _PERCENT:
            if initial[name] is not None:
                initial[name] *= 100.0
        for n, way in enumerate(binding.exits[:_EXITS], start=1):
            initial |= {
                f"exit{n}_year": way["year"],
                f"exit{n}_nok": way["nok"],
                f"exit{n}_months": way.get("notice_months") or None,
            }
        super().__init__(*args, initial=initial, **options)
        if not binding.committed:
            del self.fields["why"]
        self.row_field("unit").queryset = Unit.on(organisation, timezone.localdate())
        names = names_of(organisation)
        self.choice_field("closes").choices = sorted(
            ((id, named(name)) for id, name in names.items()),
            key=lambda pair: str(pair[1]).casefold(),
        )
        for name in binding.defaults:
            if name in self.fields:
                said = text("bindings.form.is_default")
                self.fields[name].help_text = f"{said} {self.fields[name].help_text}"

    def clean(self) -> dict[str, Any]:
        """Ask for the price of a way out, and the year of a price."""
        data = super().clean() or {}
        for n in range(1, _EXITS + 1):
            year, nok = data.get(f"exit{n}_year"), data.get(f"exit{n}_nok")
            if (year is None) != (nok is None):
                self.add_error(
                    f"exit{n}_{'nok' if nok is None else 'year'}", text("bindings.error.exit")
                )
        return data

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        f = self.cleaned_data
        names = (name for name in self.declared_fields if name != "version")
        out = {name: f[name] for name in names if name in self.fields}
        for name in _PERCENT:
            if out[name] is not None:
                out[name] /= 100.0
        out |= _signed(f["signed_by"])
        out["waiting_cost"] = out["waiting_cost"] or 0.0
        out["exits"] = [
            {
                "year": f[f"exit{n}_year"],
                "nok": f[f"exit{n}_nok"],
                "notice_months": f[f"exit{n}_months"] or 0,
            }
            for n in range(1, _EXITS + 1)
            if f[f"exit{n}_year"] is not None
        ]
        return out


class AlternativeForm(Form):
    """What is done instead; one may be what happens if nothing is signed.

    Parameters
    ----------
    decided : bool
        Whether what it is an alternative of is decided: then it is asked why.
    """

    texts = "bindings.alternative"

    name = forms.CharField(required=False, max_length=200)
    zero = forms.BooleanField(required=False)
    capital = MoneyField(required=False, min_value=0)
    running = MoneyField(required=False)
    tonnes_low = NumberField(required=False, min_value=0)
    tonnes = NumberField(required=False, min_value=0)
    tonnes_high = NumberField(required=False, min_value=0)
    source = forms.ChoiceField(required=False, choices=_sources)
    why = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, decided: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not decided:
            del self.fields["why"]

    def values(self, before: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the alternative's values; what the form has no field for is kept."""
        f = self.cleaned_data
        kept = dict.fromkeys(ALTERNATIVE_FIELDS) | (before or {})
        return kept | {name: f[name] for name in kept if name in f}


class TakeBackForm(Form):
    """Why a proposal is taken back."""

    texts = "bindings.take_back"

    why = forms.CharField(max_length=300)


class UploadForm(Form):
    """A table of bindings."""

    texts = "bindings.upload"

    file = forms.FileField()


class WithdrawForm(Form):
    """Why a binding is withdrawn."""

    texts = "bindings.withdraw"

    why = forms.CharField(max_length=300)
