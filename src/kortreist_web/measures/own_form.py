"""The form for a measure of the organisation's own: the least the engine can count with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from kortreist.i18n import DATA_LANGUAGES, name_in
from kortreist_web.core.fields import NumberField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, engine, language, text, web
from kortreist_web.measures.labels import direct_sources

__all__ = ["OwnForm", "emitted_by_source"]

_LEVELS = ("low", "central", "high")
_THEMES = ("buildings", "transport", "food", "energy", "goods", "land_use", "other")
_UNITS = (
    "chief_executive",
    "finance",
    "hr",
    "planning",
    "technical_services",
    "water_and_waste",
    "property",
    "procurement",
    "education",
    "health_and_care",
    "culture",
    "agriculture_office",
    "business_development",
    "port",
    "fire",
)
_BEARERS = ("municipality", "company", "residents", "business", "county", "state")
#: What a cost is counted in, as one choice: basis and kind.
_COSTS = (
    "per_unit/capital",
    "per_unit/running",
    "fixed/capital",
    "fixed/running",
    "per_inhabitant/capital",
    "per_inhabitant/running",
    "per_tonne/running",
)
#: Commitment where the organisation does not say: the engine's own shortest.
_LIFETIME, _RAMP, _COMMITMENT = 15, 3, 0


def _instruments() -> list[tuple[str, dict[str, str]]]:
    """Return the library's instruments by bokmål name, each once."""
    from kortreist.measures import library

    by_name = {i.name["nb"]: {"owner": i.owner, **i.name} for m in library() for i in m.instruments}
    return sorted(by_name.items())


def _units() -> list[tuple[str, str]]:
    """Return the units of activity by name."""
    from kortreist.facts import load

    code = language()
    rows = load().table("activity_units")
    return sorted(((r["id"], name_in(r, code, "name_")) for r in rows), key=lambda pair: pair[1])


class OwnForm(Form):
    """Name, theme and level, one effect and one cost."""

    texts = "measures.own"

    name_nb = forms.CharField(max_length=120)
    name_nn = forms.CharField(max_length=120, required=False)
    name_en = forms.CharField(max_length=120, required=False)
    description = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    theme = forms.ChoiceField()
    level = forms.ChoiceField()
    unit = forms.ChoiceField()
    instrument = forms.ChoiceField()
    indicator = forms.CharField(max_length=200)
    on = forms.ChoiceField()
    mode = forms.ChoiceField()
    tonnes_low = NumberField(required=False, min_value=0, max_value=1e9)
    tonnes_central = NumberField(required=False, min_value=0, max_value=1e9)
    tonnes_high = NumberField(required=False, min_value=0, max_value=1e9)
    fraction_low = NumberField(required=False, min_value=0, max_value=100)
    fraction_central = NumberField(required=False, min_value=0, max_value=100)
    fraction_high = NumberField(required=False, min_value=0, max_value=100)
    bearer = forms.ChoiceField()
    cost = forms.ChoiceField()
    amount_low = NumberField(required=False, min_value=-1e12, max_value=1e12)
    amount_central = NumberField(required=False, min_value=-1e12, max_value=1e12)
    amount_high = NumberField(required=False, min_value=-1e12, max_value=1e12)
    activity = forms.ChoiceField(required=False)
    effect_low = NumberField(required=False, min_value=0, max_value=1e12)
    effect_central = NumberField(required=False, min_value=0, max_value=1e12)
    effect_high = NumberField(required=False, min_value=0, max_value=1e12)
    ramp_years = NumberField(min_value=1, max_value=30, whole=True, initial=_RAMP)
    lifetime_years = NumberField(min_value=1, max_value=120, whole=True, initial=_LIFETIME)
    commitment_years = NumberField(min_value=0, max_value=120, whole=True, initial=_COMMITMENT)
    staff_fte = NumberField(min_value=0, max_value=100, initial=0)
    source = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        table: dict[str, Any] | None = None,
        emitted: Mapping[str, float] | None = None,
        **options: Any,
    ) -> None:
        self.emitted = emitted or {}
        options["initial"] = _from_table(table) if table else _usual()
        super().__init__(*args, **options)
        t = engine()
        choices: dict[str, list[Any]] = {
            "theme": [(v, t(f"documents.theme.{v}")) for v in _THEMES],
            "level": [(v, t(f"measures.level.{v}")) for v in ("1", "2", "3")],
            "unit": [(v, t(f"measures.unit.{v}")) for v in _UNITS],
            "instrument": [
                (k, f"{name_in(i, language())} ({t('documents.owner.' + i['owner'])})")
                for k, i in _instruments()
            ],
            "on": direct_sources(),
            "mode": [(v, Text(f"measures.mode.{v}")) for v in ("avoid", "improve")],
            "bearer": [(v, t(f"documents.bearer.{v}")) for v in _BEARERS],
            "activity": _units(),
            "cost": [(v, Text(f"measures.cost.{v.replace('/', '_')}")) for v in _COSTS],
        }
        for name, options_of_field in choices.items():
            self.choice_field(name).choices = [("", text("measures.choose_one")), *options_of_field]

    #: What is asked first; the rest is folded.
    FIRST = (
        "name_nb",
        "description",
        "source",
        "on",
        "tonnes_low",
        "tonnes_central",
        "tonnes_high",
    )

    @property
    def first(self) -> list[Any]:
        """Return the fields that are asked first."""
        return [self[name] for name in self.FIRST]

    @property
    def rest(self) -> list[Any]:
        """Return the fields that are folded."""
        return [f for f in self.visible_fields() if f.name not in self.FIRST]

    @property
    def rest_open(self) -> bool:
        """Tell whether one of the folded fields has something to say."""
        return any(f.errors for f in self.rest)

    def clean(self) -> dict[str, Any]:
        """Ask for rising figures, and for a cost in full or not at all."""
        data = super().clean() or {}
        if str(data.get("cost", "")).startswith("per_unit/"):
            if not data.get("activity"):
                self.add_error("activity", text("measures.error.unit_needed"))
            if not data.get("effect_central"):
                self.add_error("effect_central", text("measures.error.unit_effect_needed"))
        for stem in ("tonnes", "fraction", "amount", "effect"):
            values = [data.get(f"{stem}_{level}") for level in _LEVELS]
            given = [v for v in values if v is not None]
            if given and len(given) < 3:
                self.add_error(f"{stem}_low", text("measures.error.all_three"))
            elif given != sorted(given):
                self.add_error(f"{stem}_low", text("measures.error.rising"))
        self._check_cut(data)
        return data

    def _check_cut(self, data: dict[str, Any]) -> None:
        """Ask for a cut, in tonnes or per cent, and no more than the source emits."""
        tonnes = [data.get(f"tonnes_{level}") for level in _LEVELS]
        if all(t is None for t in tonnes):
            if all(data.get(f"fraction_{level}") is None for level in _LEVELS):
                self.add_error("tonnes_central", text("measures.error.cut_needed"))
            return
        on = str(data.get("on") or "")
        if not on or None in tonnes:
            return
        here = self.emitted.get(on, 0.0)
        if here <= 0.0:
            self.add_error("on", text("measures.error.nothing_emitted"))
        elif float(tonnes[-1] or 0.0) > here:
            most = web().number(here)
            self.add_error("tonnes_high", text("measures.error.more_than_emitted", most=most))

    def _fractions(self) -> list[float]:
        """Return the cut as shares of what the source emits in the account."""
        f = self.cleaned_data
        if f["tonnes_central"] is not None:
            return [round(f[f"tonnes_{level}"] / self.emitted[f["on"]], 12) for level in _LEVELS]
        return [round(f[f"fraction_{level}"] / 100, 12) for level in _LEVELS]

    def result(self) -> dict[str, Any]:
        """Return the measure in the engine's form."""
        f = self.cleaned_data
        name = {code: f[f"name_{code}"].strip() or f["name_nb"].strip() for code in DATA_LANGUAGES}
        basis, kind = f["cost"].split("/")
        own = {"source": "local", "mark": "partly", "note": f["source"].strip()}
        cost: dict[str, Any] = {"bearer": f["bearer"], "kind": kind, "basis": basis}
        if f["amount_low"] is not None:
            cost.update(own, amount=[f[f"amount_{level}"] for level in _LEVELS])
        activity: dict[str, Any] = {}
        if basis == "per_unit":
            effect = [f[f"effect_{level}"] for level in _LEVELS]
            activity = {
                "activity": {
                    "unit": f["activity"],
                    "effect": effect,
                    "lifetime_years": f["lifetime_years"],
                    **own,
                }
            }
        return {
            **activity,
            "level": int(f["level"]),
            "theme": f["theme"],
            "unit": f["unit"],
            "name": name,
            "description": dict.fromkeys(DATA_LANGUAGES, f["description"].strip()),
            "indicator": dict.fromkeys(DATA_LANGUAGES, f["indicator"].strip()),
            "source": "local",
            "ramp_years": f["ramp_years"],
            "lifetime_years": f["lifetime_years"],
            "commitment_years": f["commitment_years"],
            "staff_fte": f["staff_fte"],
            "instruments": [dict(_instruments())[f["instrument"]]],
            "effects": [
                {
                    "on": f["on"],
                    "mode": f["mode"],
                    "fraction": self._fractions(),
                    **own,
                }
            ],
            "costs": [cost],
        }


def _usual() -> dict[str, Any]:
    """Return what stands in the folded fields until somebody says otherwise."""
    ours = (key for key, one in _instruments() if one["owner"] == "municipality")
    return {
        "theme": "other",
        "level": "1",
        "unit": "chief_executive",
        "instrument": next(ours, ""),
        "indicator": text("measures.own.indicator_usual"),
        "mode": "improve",
        "bearer": "municipality",
        "cost": "fixed/running",
    }


def emitted_by_source(content: Mapping[str, Any] | None) -> dict[str, float]:
    """Return ``direct/sector/source`` → t CO2e in an account, all actors together."""
    out: dict[str, float] = {}
    for source in (content or {}).get("sources", ()):
        if source["scope"] == "direct":
            key = f"direct/{source['sector']}/{source['source']}"
            out[key] = out.get(key, 0.0) + float(source["value"])
    return out


def _from_table(table: dict[str, Any]) -> dict[str, Any]:
    """Return the form's values of a measure that was made with it."""
    # An action that was read from a plan has neither: nobody has counted it yet.
    effect: dict[str, Any] = next(iter(table.get("effects", ())), {})
    cost: dict[str, Any] = next(iter(table.get("costs", ())), {})
    out = {f"name_{code}": table["name"][code] for code in DATA_LANGUAGES}
    for code in DATA_LANGUAGES[1:]:
        if out[f"name_{code}"] == out["name_nb"]:
            out[f"name_{code}"] = ""
    out.update(
        {
            k: table[k]
            for k in (
                "theme",
                "unit",
                "ramp_years",
                "lifetime_years",
                "commitment_years",
                "staff_fte",
            )
        },
        description=table["description"]["nb"],
        indicator=table["indicator"]["nb"],
        level=str(table["level"]),
        instrument=table["instruments"][0]["nb"],
        on=effect.get("on", ""),
        mode=effect.get("mode", ""),
        bearer=cost.get("bearer", ""),
        cost=f"{cost['basis']}/{cost['kind']}" if cost else "",
        source=effect.get("note", ""),
    )
    for level, share in zip(_LEVELS, effect.get("fraction", ()), strict=False):
        out[f"fraction_{level}"] = round(share * 100, 10)
    for level, amount in zip(_LEVELS, cost.get("amount", ()), strict=False):
        out[f"amount_{level}"] = amount
    unit = table.get("activity", {})
    out["activity"] = unit.get("unit", "")
    for level, kilograms in zip(_LEVELS, unit.get("effect", ()), strict=False):
        out[f"effect_{level}"] = kilograms
    return out
