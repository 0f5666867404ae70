"""What is decided about measures: by editors, within the organisation, never overwritten."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kortreist.errors import InputError
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import ConflictError
from kortreist_web.measures.actions.adapt import adapt
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.actions.make_own import make_own
from kortreist_web.measures.catalogue import find_measure, measures_of, overrides_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db
FRACTION = {"effects": {"0": {"fraction": [0.1, 0.2, 0.3], "note": "Egen telling"}}}


def own_table(name="Felles verksted", **changes):
    three = dict.fromkeys(("nb", "nn", "en"), name)
    figure = {"source": "local", "mark": "partly", "note": "Skjønn"}
    return {
        "level": 3,
        "theme": "goods",
        "unit": "culture",
        "name": three,
        "description": three,
        "indicator": three,
        "source": "local",
        "ramp_years": 2,
        "lifetime_years": 10,
        "commitment_years": 0,
        "staff_fte": 0.2,
        "instruments": [{"owner": "municipality", **three}],
        "effects": [
            {
                "on": "direct/road_transport/passenger_cars",
                "mode": "avoid",
                "fraction": [0.001, 0.002, 0.004],
                **figure,
            }
        ],
        "costs": [
            {
                "bearer": "municipality",
                "kind": "running",
                "basis": "fixed",
                "amount": [1e5, 2e5, 3e5],
                **figure,
            }
        ],
        **changes,
    }


def test_a_choice_is_made_then_changed_and_the_log_has_both(place, people):
    first = choose(people.editor, place, measure="electric_vans", state="considered", note="se")
    again = choose(
        people.editor,
        place,
        measure="electric_vans",
        state="chosen",
        start_year=2028,
        version=first.version,
        why="vedtatt i sak 12/26",
    )
    assert (again.pk, again.note, again.start_year) == (first.pk, "se", 2028)
    assert again.name["en"] == "Electric vans in the municipality's contracts"
    last = Change.objects.first()
    assert (last.why, last.after["state"]) == ("vedtatt i sak 12/26", "chosen")


def test_two_editors_do_not_overwrite_each_other(place, people):
    seen = choose(people.editor, place, measure="electric_vans", state="considered").version
    choose(people.approver, place, measure="electric_vans", state="excluded", version=seen)
    with pytest.raises(ConflictError):
        choose(people.editor, place, measure="electric_vans", state="chosen", version=seen)
    assert MeasureChoice.objects.get().state == "excluded"


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_only_editors_decide(place, people, role):
    with pytest.raises(PermissionDenied):
        choose(getattr(people, role), place, measure="electric_vans", state="chosen")
    assert not MeasureChoice.objects.exists()


def test_an_editor_elsewhere_decides_nothing_here(place, strangers):
    with pytest.raises(PermissionDenied):
        choose(strangers.editor, place, measure="electric_vans", state="chosen")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"measure": "electric_vansx", "state": "chosen"}, "unknown"),
        ({"measure": "electric_vans", "state": "wanted"}, "state"),
        ({"measure": "electric_vans", "state": "under_way"}, "needs_year"),
    ],
)
def test_what_makes_no_sense_is_not_saved(place, people, values, code):
    with pytest.raises(ValidationError) as refused:
        choose(people.editor, place, **values)
    assert refused.value.code == code
    assert not MeasureChoice.objects.exists()


def test_a_unit_and_a_person_must_be_of_the_organisation(place, other, people, strangers):
    with acting(None, "test", name="test"):
        unit = Unit.objects.create(organisation=other, name="Skole", valid_from=dt.date(2020, 1, 1))
    vans = {"measure": "electric_vans", "state": "chosen"}
    with pytest.raises(PermissionDenied, match="unit"):
        choose(people.editor, place, **vans, unit=unit)
    with pytest.raises(ValidationError) as refused:
        choose(people.editor, place, **vans, responsible=strangers.editor)
    assert refused.value.code == "responsible"
    assert not MeasureChoice.objects.filter(organisation=place).exists()


def test_own_figures_stand_in_for_the_librarys_here_only(place, other, people):
    choice = choose(people.editor, place, measure="electric_vans", state="considered")
    adapt(people.editor, place, choice, adaptation=FRACTION)
    here, there = (find_measure(o, "electric_vans") for o in (place, other))
    assert here.effects[0].fraction.central == 0.2
    assert here.effects[0].fraction.source == "local"
    assert there.effects[0].fraction.central < 0.1
    adapt(people.editor, place, choice, adaptation={})
    assert find_measure(place, "electric_vans") == there


def test_figures_the_engine_refuses_are_not_saved(place, people):
    choice = choose(people.editor, place, measure="electric_vans", state="considered")
    with pytest.raises(InputError):
        adapt(people.editor, place, choice, adaptation={"ramp_year": 4})
    choice.refresh_from_db()
    assert choice.adaptation == {}


def test_a_measure_of_ones_own_is_a_measure_like_the_others(place, people):
    choice = make_own(people.editor, place, table=own_table())
    assert choice.measure == "own.felles_verksted"
    found = find_measure(place, choice.measure)
    assert (found.id, found.quantified) == ("felles_verksted", True)
    second = make_own(people.editor, place, table=own_table())
    assert second.measure == "own.felles_verksted_2"
    adapt(people.editor, place, choice, adaptation=own_table("Sykkelverksted"))
    assert choice.name["nb"] == "Sykkelverksted"
    assert set(overrides_of(place)["own"]) == {"felles_verksted", "felles_verksted_2"}


def test_an_own_measure_never_takes_the_id_of_one_in_the_library(place, people):
    choice = make_own(people.editor, place, table=own_table("Electric vans"))
    assert choice.measure == "own.electric_vans_2"


def test_an_own_measure_the_engine_refuses_is_not_saved(place, people):
    with pytest.raises(InputError):
        make_own(people.editor, place, table=own_table(ramp_years=0))
    assert not MeasureChoice.objects.exists()


def test_figures_a_newer_library_no_longer_knows_do_not_take_the_list_away(place, people, write):
    MeasureChoice.objects.create(
        organisation=place, measure="gone_measure", adaptation={"ramp_years": 4}
    )
    found, problem = measures_of(place)
    assert len(found) > 100
    assert "gone_measure" in problem.message("nb")
