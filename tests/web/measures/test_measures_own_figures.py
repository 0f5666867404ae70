"""Own figures reach the engine as they were given, or are refused before they are saved."""

import tomllib

import pytest

from kortreist.errors import InputError
from kortreist.measures import library
from kortreist_web.measures.figure_form import FigureForm, changeable_costs
from kortreist_web.measures.overrides import as_toml, check, override_file

_LEVELS = ("low", "central", "high")


def test_any_text_and_number_survives_the_file():
    tables = {
        "a": {"note": 'en "telling"\n\\ \x7f \u0000 😀 «ø»', "n": 3, "x": 1e-05, "y": 1e16},
        "own": {"b-c": {"list": [1.5, -2, [True, False]], "empty": {}, "deep": {"0": {"": "k"}}}},
    }
    assert tomllib.loads(as_toml(tables)) == tables


def test_what_toml_cannot_hold_is_no_silent_text():
    with pytest.raises(TypeError, match="NoneType"):
        as_toml({"a": {"b": None}})


def test_nothing_of_ones_own_needs_no_file():
    with override_file({"own": {}}, "X001") as path:
        assert path is None


def test_the_file_is_gone_afterwards_and_bears_the_organisations_code():
    with override_file({"electric_vans": {"ramp_years": 4}}, "X001") as path:
        assert path.name == "X001.toml"
        changed = next(m for m in library(path) if m.id == "electric_vans")
    assert changed.ramp_years == 4
    assert not path.exists()


def test_the_engine_says_which_field_is_wrong():
    with pytest.raises(InputError) as refused:
        check({"electric_vans": {"effects": {"0": {"fraction": [0.3, 0.2, 0.1]}}}}, "X001")
    said = refused.value.message("nb")
    assert "X001.toml" in said
    assert "effects.0.fraction" in said


def test_every_figure_the_form_offers_is_one_the_engine_lets_us_change():
    tables = {}
    for m in library():
        table = {
            "effects": {str(n): {"fraction": [0.1, 0.2, 0.3]} for n in range(len(m.effects))},
            "costs": {
                str(n): {"amount": [1, 2, 3], "basis": c.basis}
                for n, c in enumerate(changeable_costs(m))
            },
        }
        tables[m.id] = {k: v for k, v in table.items() if v}
    given = {k: v for k, v in tables.items() if v}
    with override_file(given, "X001") as path:
        changed = {m.id: m for m in library(path)}
    for m in library():
        new = changed[m.id]
        assert [e.fraction.central for e in new.effects] == [0.2] * len(m.effects)
        count = len(changeable_costs(m))
        assert [c.amount.central for c in new.costs[:count]] == [2.0] * count
        assert [c.bearer for c in new.costs] == [c.bearer for c in m.costs]


def test_the_costs_the_form_does_not_offer_are_not_in_the_file():
    offered = {m.id: len(changeable_costs(m)) for m in library()}
    for m in library():
        with pytest.raises(InputError, match="costs"):
            check({m.id: {"costs": {str(offered[m.id]): {"amount": [1, 2, 3]}}}}, "X001")


@pytest.mark.parametrize("measure", [m for m in library() if len(m.effects) < 4][::9])
def test_the_librarys_own_figures_typed_in_are_no_figures_of_ones_own(measure):
    data = {"source": "Egen telling"}
    for n, effect in enumerate(measure.effects):
        for level in _LEVELS if effect.fraction else ():
            data[f"effects_{n}_{level}"] = str(getattr(effect.fraction, level) * 100)
    for n, cost in enumerate(changeable_costs(measure)):
        for level in _LEVELS if cost.amount else ():
            data[f"costs_{n}_{level}"] = str(getattr(cost.amount, level)).replace(".", ",")
    data["ramp_years"] = str(measure.ramp_years)
    form = FigureForm(data, standard=measure, adaptation={})
    assert form.is_valid(), form.errors
    assert form.result() == {}


def vans(**data):
    standard = next(m for m in library() if m.id == "electric_vans")
    return FigureForm({"source": "Telling", **data}, standard=standard, adaptation={})


def test_shares_are_typed_in_per_cent_with_a_comma():
    form = vans(effects_0_low="2,5", effects_0_central="5", effects_0_high="10", reversal_cost="20")
    assert form.is_valid(), form.errors
    assert form.result() == {
        "effects": {"0": {"fraction": [0.025, 0.05, 0.1], "note": "Telling"}},
        "reversal_cost": 0.2,
    }


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"effects_0_low": "2", "effects_0_central": "5"}, "effects_0_low"),
        (
            {"effects_0_low": "9", "effects_0_central": "5", "effects_0_high": "10"},
            "effects_0_low",
        ),
        ({"effects_0_low": "-1"}, "effects_0_low"),
        ({"effects_0_high": "101"}, "effects_0_high"),
        ({"ramp_years": "2,5"}, "ramp_years"),
        ({"ramp_years": "tre"}, "ramp_years"),
        ({"staff_fte": "nan"}, "staff_fte"),
        ({"source": " "}, "source"),
    ],
)
def test_figures_that_mean_nothing_are_refused_at_their_field(data, field):
    form = vans(**data)
    assert not form.is_valid()
    assert field in form.errors
