"""A municipality's own figures and measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from kortreist import accounts, places
from kortreist.errors import InputError
from kortreist.i18n import LANGUAGES
from kortreist.measures import library
from kortreist.measures.prices import unit_price
from kortreist.measures.sources import known_sources

OWN = """
[own.shared_workshop]
level = 3
theme = "goods"
unit = "culture"
source = "local"
ramp_years = 2
lifetime_years = 10
commitment_years = 1
staff_fte = 0.5
name = { nb = "Felles verksted", nn = "Felles verkstad", en = "Shared workshop" }
description = { nb = "Et verksted.", nn = "Ein verkstad.", en = "A workshop." }
indicator = { nb = "Besøk", nn = "Besøk", en = "Visits" }
instruments = ["meeting_arena"]
[[own.shared_workshop.effects]]
on = "indirect/coicop/05.5"
mode = "avoid"
fraction = [0.01, 0.02, 0.05]
source = "judgement"
mark = "judgement"
note = "Guess"
"""


@pytest.fixture
def write(tmp_path):
    def _write(text):
        path = tmp_path / "notodden.toml"
        path.write_text(text, "utf-8")
        return path

    return _write


def one(path, id):
    return next(m for m in library(path) if m.id == id)


def test_a_figure_is_replaced_and_listed(write):
    path = write(
        "[electric_vans]\nramp_years = 3\n"
        'effects.0.fraction = [0.1, 0.2, 0.3]\neffects.0.note = "Own count"\n'
        'costs.0.amount = [1, 2, 3]\ncosts.0.basis = "per_unit"\n'
        "activity.effect = [1500, 2500, 3500]\n"
    )
    before = one(None, "electric_vans")
    after = one(path, "electric_vans")
    assert after.ramp_years == 3
    assert (after.effects[0].fraction.low, after.effects[0].fraction.high) == (0.1, 0.3)
    assert after.effects[0].fraction.source == "local"
    assert after.effects[0].fraction.mark == "partly"
    assert after.effects[0].fraction.note == "Own count"
    assert after.costs[0].amount.central == 2
    assert (after.activity.effect.central, after.activity.effect.source) == (2500, "local")
    assert set(after.overridden) == {
        "ramp_years",
        "effects.0.fraction",
        "effects.0.note",
        "costs.0.amount",
        "costs.0.basis",
        "activity.effect",
    }
    assert before.overridden == ()
    assert one(None, "electric_vans") == before, "the library itself must not change"


def test_an_amount_per_inhabitant_never_passes_for_one_per_unit(write):
    with pytest.raises(InputError, match="per_unit"):
        library(write("[electric_vans]\ncosts.0.amount = [1, 2, 3]\n"))


def test_a_measure_of_ones_own_is_priced_by_its_unit(write):
    unit = (
        'activity = { unit = "van", effect = [1000, 2000, 3000], source = "local", '
        'mark = "partly", note = "x", lifetime_years = 10 }\n'
        'costs = [{ bearer = "business", kind = "running", basis = "per_unit", '
        'amount = [1000, 2000, 3000], source = "local", mark = "partly", note = "x" }]\n'
    )
    price = unit_price(one(write(OWN.replace("[[", unit + "[[", 1)), "shared_workshop"))
    assert price.paid.central == pytest.approx(1000.0)
    # The cheapest tonne: the low cost over the most a unit cuts.
    assert (price.paid.low, price.paid.high) == pytest.approx((1000 / 3, 3000.0))


def test_other_measures_are_the_same(write):
    path = write("[electric_vans]\nstaff_fte = 1\n")
    ours = {m.id: m for m in library()}
    for m in library(path):
        if m.id != "electric_vans":
            assert m is ours[m.id]


def test_reach_of_a_derived_fraction_can_be_changed(write):
    path = write("[electric_vans]\neffects.0.derived.reach = [0.5, 1, 1]\n")
    after = one(path, "electric_vans").effects[0].fraction
    assert after.central == pytest.approx(
        one(None, "electric_vans").effects[0].fraction.central / 0.05
    )


def test_own_measures_come_last(write):
    measures = library(write(OWN))
    assert measures[-1].id == "shared_workshop"
    assert measures[-1].overridden == ("own",)
    assert len(measures) == len(library()) + 1


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[electric_vanz]\nramp_years = 3\n", "unknown_measure", ["electric_vanz", "vans"]),
        ("[electric_vans]\ncolour = 3\n", "unknown_field", ["colour"]),
        ("[electric_vans]\neffects.7.fraction = [0,0,1]\n", "no_item", ["effects.7"]),
        ("[electric_vans]\neffects.0.fraction = [0.5, 0.2, 0.3]\n", "not_three", ["fraction"]),
        ("[electric_vans]\neffects.0.fraction = [0.5, 0.7, 1.3]\n", "outside", ["fraction"]),
        ('[electric_vans]\neffects.0.fraction = "much"\n', "not_list", ["fraction"]),
        ("[electric_vans]\nramp_years = 2.5\n", "not_whole", ["ramp_years"]),
        ('[electric_vans]\nrequires = ["nothing"]\n', "no_such", ["nothing"]),
        (
            '[electric_vans]\nrequires = ["eco_driving"]\n'
            '[eco_driving]\nrequires = ["car_sharing"]\n'
            '[car_sharing]\nrequires = ["electric_vans"]\n',
            "circle",
            ["eco_driving → car_sharing"],
        ),
        ('[electric_vans]\nenabling_conditions = ["nothing"]\n', "no_such", ["nothing"]),
        ('[electric_vans]\neffects.0.on = "direct/vans"\n', "not_source_path", ["effects.0.on"]),
        ("electric_vans = 3\n", "not_table", ["electric_vans"]),
        ("[electric_vans\n", "not_toml", ["notodden.toml"]),
        (OWN.replace("shared_workshop", "electric_vans"), "own_exists", ["electric_vans"]),
        (OWN.replace("staff_fte = 0.5\n", ""), "missing", ["staff_fte"]),
        (OWN.replace("level = 3", "level = 4"), "not_one_of", ["level", "4"]),
        (OWN.replace('nn = "Besøk", ', ""), "not_text", ["indicator.nn"]),
    ],
)
def test_bad_files_are_refused_with_place_and_mend(write, text, key, words):
    path = write(text)
    with pytest.raises(InputError) as caught:
        library(path)
    assert caught.value.key == f"measures.{key}"
    for language in LANGUAGES:
        message = caught.value.message(language)
        assert "notodden.toml" in message
        for word in words:
            assert word in message


def test_the_number_that_is_outside_is_written_by_language(write):
    path = write("[electric_vans]\neffects.0.fraction = [0.5, 0.7, 1.3]\n")
    with pytest.raises(InputError) as caught:
        library(path)
    for language, value in (("nb", "1,3"), ("nn", "1,3"), ("en", "1.3")):
        assert f" {value} " in caught.value.message(language)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        library(tmp_path / "nowhere.toml")
    assert caught.value.key == "measures.no_file"
    assert caught.value.exit_code == 2


def test_what_was_replaced_stands_beside_ours_with_the_municipalitys_note(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        "[electric_vans]\nramp_years = 4\neffects.0.fraction = [0.05, 0.10, 0.20]\n"
        'effects.0.note = "Own count"\ncosts.0.amount = [0, 40000, 90000]\n'
        'costs.0.basis = "per_unit"\n',
        "utf-8",
    )
    before = {m.id: m for m in library()}["electric_vans"]
    (van,) = [m for m in library(file) if m.id == "electric_vans"]
    found = {c.field: c for c in van.changes}
    assert set(found) == {"ramp_years", "effects.0.fraction", "costs.0.amount"}, (
        "a note belongs to its figure, and a basis said again is no change"
    )
    assert (found["ramp_years"].ours, found["ramp_years"].yours) == (before.ramp_years, 4)
    fraction = found["effects.0.fraction"]
    assert before.effects[0].fraction is not None
    assert fraction.ours[1] == before.effects[0].fraction.central  # type: ignore[index]
    assert (fraction.yours, fraction.note) == ([0.05, 0.10, 0.20], "Own count")
    assert fraction.source == "local"
    assert not before.changes


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("direct/road_traffic/passenger_cars", "direct/road_transport/passenger_cars"),
        ("direct/road_transport/busses", "direct/road_transport/buses"),
        ("indirect/coicop/55", "indirect/coicop/05.5"),
    ],
)
def test_a_source_that_no_account_has_stops_and_names_the_nearest(write, wrong, near):
    """It would else act on nothing, and be left out of the plan without a word."""
    own = write(OWN.replace("indirect/coicop/05.5", wrong))
    changed = write_twin(own, f'[electric_vans]\neffects.0.on = "{wrong}"\n')
    for path, field in ((own, "effects.0.on"), (changed, "effects.0.on")):
        with pytest.raises(InputError) as caught:
            library(path)
        for language in LANGUAGES:
            text = caught.value.message(language)
            assert all(part in text for part in (path.name, field, wrong, near))


def write_twin(path, text):
    other = path.with_name("changed.toml")
    other.write_text(text, "utf-8")
    return other


@pytest.mark.parametrize("number", ["4005", "40", "NO"])
def test_every_source_of_an_account_is_known(number):
    sources = accounts.build(places.find(number)).sources
    names = {f"{s.scope}/{s.sector}/{s.source}" for s in sources if not s.memo}
    assert names <= known_sources()
