"""The form where an organisation puts its own figures in place of the library's.

Every figure of the measure that the engine lets an organisation change has a row: what it
is, the library's figure, and fields for one's own. An empty row keeps the library's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from kortreist_web.core.fields import NumberField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import engine, text, web
from kortreist_web.measures.labels import cost_unit, kind_of, source_name, unit_of

if TYPE_CHECKING:
    from kortreist.measures import Cost, Measure, Spread

__all__ = ["FigureForm", "changeable_costs"]

_LEVELS = ("low", "central", "high")
#: Single figures: name → least, most, whole numbers only.
_SINGLE: dict[str, tuple[float, float, bool]] = {
    "ramp_years": (1, 30, True),
    "lifetime_years": (1, 120, True),
    "commitment_years": (0, 120, True),
    "staff_fte": (0, 100, False),
    "reversal_cost": (0, 100, False),
}
_PERCENT = 100.0


def changeable_costs(measure: Measure) -> tuple[Cost, ...]:
    """Return the costs that can be changed: all but own staff, which follows ``staff_fte``."""
    return tuple(c for c in measure.costs if c.kind != "staff")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the form: what it is, its unit, and its fields' names with short labels."""

    legend: str
    unit: str
    names: tuple[str, ...]
    labels: tuple[str, ...]


class FigureForm(Form):
    """A measure's figures, the library's beside one's own.

    Parameters
    ----------
    standard : Measure
        The library's measure.
    adaptation : dict
        The organisation's own figures so far, in the engine's form.
    """

    texts = "measures.figures"

    source = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, standard: Measure, adaptation: dict[str, Any], **options: Any
    ) -> None:
        self.standard, self.adaptation = standard, adaptation
        self._rows: list[Row] = []
        self._made: dict[str, forms.Field] = {}
        self._make()
        self.set_fields({**self._made, **self.declared_fields})
        super().__init__(*args, initial=self._initial(), **options)

    def _make(self) -> None:
        t = engine()
        for number, effect in enumerate(self.standard.effects):
            name = source_name(effect.scope, effect.sector, effect.source)
            legend = f"{name} ({t(f'measures.mode.{effect.mode}')})"
            self._spread(f"effects_{number}", legend, effect.fraction, text("measures.in.percent"))
        for number, cost in enumerate(changeable_costs(self.standard)):
            bearer = t(f"documents.bearer.{cost.bearer}")
            legend = f"{bearer}: {kind_of(cost)}"
            self._spread(f"costs_{number}", legend, cost.amount, cost_unit(self.standard, cost))
        if self.standard.activity is not None:
            unit = text("measures.in.unit_effect", unit=unit_of(self.standard))
            legend = text("measures.figure.unit_effect")
            self._spread("activity_unit", legend, self.standard.activity.effect, unit)
        for name in _SINGLE:
            self._single(name)

    @property
    def spreads(self) -> list[tuple[Row, list[tuple[str, Any]]]]:
        """Return the figures with a spread: the row, and short label with bound field."""
        return [
            (row, [(label, self[n]) for label, n in zip(row.labels, row.names, strict=True)])
            for row in self._rows
            if len(row.names) == 3
        ]

    @property
    def singles(self) -> list[Any]:
        """Return the bound fields of single figures."""
        return [self[row.names[0]] for row in self._rows if len(row.names) == 1]

    def _initial(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for kind, key, scale in (("effects", "fraction", _PERCENT), ("costs", "amount", 1.0)):
            for number, table in self.adaptation.get(kind, {}).items():
                for level, value in zip(_LEVELS, table.get(key, ()), strict=False):
                    out[f"{kind}_{number}_{level}"] = float(value) * scale
                out.setdefault("source", table.get("note", ""))
        unit = self.adaptation.get("activity", {})
        for level, value in zip(_LEVELS, unit.get("effect", ()), strict=False):
            out[f"activity_unit_{level}"] = float(value)
        if unit:
            out.setdefault("source", unit.get("note", ""))
        for name in _SINGLE:
            if name in self.adaptation:
                scale = _PERCENT if name == "reversal_cost" else 1.0
                out[name] = float(self.adaptation[name]) * scale
        return out

    def _spread(self, stem: str, legend: str, figure: Spread | None, unit: str) -> None:
        share = stem.startswith("effects")
        scale, limits = (_PERCENT, (0.0, 100.0)) if share else (1.0, (-1e12, 1e12))
        names, labels = [], []
        for level in _LEVELS:
            value = None if figure is None else getattr(figure, level) * scale
            name, label = f"{stem}_{level}", text(f"measures.spread.{level}")
            # The whole label is what a summary of errors says; the page draws the short one.
            whole = text("measures.spread.field", what=legend, level=label.lower())
            self._field(name, whole, value, *limits)
            names.append(name)
            labels.append(label)
        self._rows.append(Row(legend, unit, tuple(names), tuple(labels)))

    def _single(self, name: str) -> None:
        min_value, max_value, whole = _SINGLE[name]
        value = getattr(self.standard, name)
        if name == "reversal_cost" and value is not None:
            value *= _PERCENT
        legend, unit = text(f"measures.figure.{name}"), text(f"measures.in.{name}")
        self._field(name, f"{legend} ({unit})", value, min_value, max_value, whole)
        self._rows.append(Row(legend, unit, (name,), (legend,)))

    def _field(
        self,
        name: str,
        label: str,
        library: float | None,
        min_value: float,
        max_value: float,
        whole: bool = False,
    ) -> None:
        library_value = text("measures.unknown") if library is None else _number_text(library)
        self._made[name] = NumberField(
            required=False,
            min_value=min_value,
            max_value=max_value,
            whole=whole,
            label=label,
            help_text=text("measures.library_has", value=library_value),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for all three of a spread, rising."""
        data = super().clean() or {}
        for row in self._rows:
            values = [data.get(n) for n in row.names]
            given = [v for v in values if v is not None]
            if len(row.names) == 3 and given:
                if len(given) < 3:
                    self.add_error(row.names[0], text("measures.error.all_three"))
                elif given != sorted(given):
                    self.add_error(row.names[0], text("measures.error.rising"))
        return data

    def result(self) -> dict[str, Any]:
        """Return one's own figures in the engine's form; the library's are left out."""
        data = self.cleaned_data
        out: dict[str, Any] = {}
        note = data["source"].strip()
        lists = (
            ("effects", "fraction", [e.fraction for e in self.standard.effects], _PERCENT),
            ("costs", "amount", [c.amount for c in changeable_costs(self.standard)], 1.0),
        )
        for kind, key, figures, scale in lists:
            for number, figure in enumerate(figures):
                values = [data[f"{kind}_{number}_{level}"] for level in _LEVELS]
                if None in values:
                    continue
                own = [round(v / scale, 12) for v in values]
                if figure is not None and _same(own, [figure.low, figure.central, figure.high]):
                    continue
                out.setdefault(kind, {})[str(number)] = {key: own, "note": note}
                if kind == "costs":
                    # What the amount is per, so that it is never read as something else.
                    basis = changeable_costs(self.standard)[number].basis
                    out[kind][str(number)]["basis"] = basis
        if self.standard.activity is not None:
            effect = [data[f"activity_unit_{level}"] for level in _LEVELS]
            library_effect = self.standard.activity.effect
            if None not in effect and not (
                library_effect is not None
                and _same(effect, [library_effect.low, library_effect.central, library_effect.high])
            ):
                out["activity"] = {"effect": effect, "note": note}
        for name in _SINGLE:
            value = data[name]
            if value is None:
                continue
            if name == "reversal_cost":
                value = round(value / _PERCENT, 12)
            standard = getattr(self.standard, name)
            if standard is None or not _same([value], [standard]):
                out[name] = value
        return out


def _same(own: list[float], library: list[float]) -> bool:
    return all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(own, library, strict=True))


def _number_text(value: float) -> str:
    whole = abs(value) >= 100 or float(value).is_integer()
    return web().number(value, 0 if whole else (1 if abs(value) >= 10 else 2))
