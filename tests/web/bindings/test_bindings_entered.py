"""What is entered: defaults that are marked, refusals that say the mend, who may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist.bindings import default_lifetime
from kortreist_web.bindings.actions.change import change
from kortreist_web.bindings.actions.enter import enter as enter_action
from kortreist_web.bindings.actions.withdraw import withdraw
from kortreist_web.bindings.entered import as_engine, plain
from kortreist_web.bindings.models import Binding
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tasks.models import Task

pytestmark = pytest.mark.django_db


def test_a_line_of_eight_fields_has_its_defaults_marked(place, people, as_person):
    page = as_person(people.editor).get("/nb/X001/arbeid/bindinger/ny/")
    form = page.context["form"]
    assert len(list(form.visible_fields())) == 8
    sent = {
        "name": "Ny skole",
        "kind": "building",
        "signed_by": "2027-06",
        "start": "2029",
        "capital": "280 mill. kr",
        "running": "9000000",
        "tonnes": "",
        "otherwise": "nothing",
        "next": "1",
    }
    answer = as_person(people.editor).post("/nb/X001/arbeid/bindinger/ny/", sent)
    assert answer.status_code == 302
    school = Binding.objects.get()
    assert school.capital == 280e6
    assert (school.signed_by, school.signed_month) == (2027, 6)
    assert school.tonnes is None, "empty is not zero"
    assert school.lifetime == default_lifetime("building")
    assert {"lifetime", "price_year", "in_baseline", "account"} == set(school.defaults)
    assert as_engine(plain(school)).missing() == ("flow",)
    shown = as_person(people.editor).get(f"/nb/X001/arbeid/bindinger/{school.pk}/")
    assert "vanlig verdi, ikke oppgitt" in shown.content.decode()


def test_a_default_follows_the_kind_until_somebody_says_otherwise(place, people, enter):
    fleet = enter(kind="fleet", lifetime=None)
    assert (fleet.lifetime, "lifetime" in fleet.defaults) == (10, True)
    changed = change(people.editor, place, fleet, kind="building", lifetime=10)
    assert changed.lifetime == 40, "the default was shown and left as it was"
    said = change(people.editor, place, fleet, kind="fleet", lifetime=7)
    assert (said.lifetime, "lifetime" in said.defaults) == (7, False)
    kept = change(people.editor, place, fleet, kind="building")
    assert kept.lifetime == 7


_NOTHING = {"zero": True, "capital": 0.0, "running": 0.0, "tonnes": 0.0}


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"name": " "}, "name"),
        ({"signed_by": 2030}, "signed_after_start"),
        ({"tonnes_low": 200.0}, "order"),
        ({"tonnes": None}, "no_middle"),
        ({"tonnes": -1.0, "tonnes_low": None, "tonnes_high": None}, "range"),
        ({"capital": float("nan")}, "range"),
        ({"source": "no/where"}, "source"),
        ({"closes": ["no_measure"]}, "measure"),
        ({"exits": [{"year": 2050, "nok": 1.0}]}, "exit_outside"),
        ({"exits": [{"year": 2030, "nok": -1.0}]}, "exit"),
        ({"mode": "holds", "source": ""}, "holds_source"),
        ({"alternatives": [_NOTHING, _NOTHING]}, "two_zero"),
        ({"alternatives": [{"name": ""}]}, "alternative_name"),
        ({"alternatives": [{"name": "x"}]}, "alternative_empty"),
        ({"alternatives": [{"name": "x", "capital": 1e6, "tonnes": 0.0}]}, "alternative_empty"),
        ({"capital": 85.0}, "small_money"),
        ({"running": 2.5}, "small_money"),
        ({"price_year": 2090}, "range"),
        ({"needs_by": 1999}, "needs_by"),
    ],
)
def test_what_cannot_hold_is_refused_with_the_mend(enter, wrong, key):
    with pytest.raises(RefusedError) as refused:
        enter(**wrong)
    assert refused.value.key == f"bindings.refused.{key}"
    assert not Binding.objects.exists()


def test_a_name_that_turns_the_letters_round_is_refused(enter):
    with pytest.raises(RefusedError) as refused:
        enter(name="Skole\u202eloks")
    assert refused.value.key == "core.refused.characters"


def test_the_engine_is_given_what_was_entered(enter):
    boiler = as_engine(plain(enter(exits=[{"year": 2032, "nok": 1e6, "notice_months": 6}])))
    assert (boiler.capital, boiler.last, boiler.exits[0].notice_months) == (6e6, 2047, 6)
    null, pump = boiler.alternatives
    assert (null.zero, null.id, null.lifetime) == (True, f"{boiler.id}:null", None)
    assert (pump.lifetime, pump.start, pump.flows[0].central) == (20, 2028, 0.0)
    assert boiler.missing() == ()


def test_a_running_contract_is_in_the_baseline_already(enter):
    running = enter(status="running", start=2020, signed_by=2019)
    assert running.in_baseline == 1.0
    assert all(a.flows[0].in_baseline == 1.0 for a in as_engine(plain(running)).alternatives)


def test_a_reporter_enters_for_her_unit_alone(place, people, write):
    from kortreist_web.people.models import Membership
    from kortreist_web.tenants.models import Unit

    own, others = (
        Unit.objects.create(organisation=place, name=n, valid_from="2020-01-01") for n in "AB"
    )
    role = Membership.objects.get(user=people.reporter)
    role.unit = own
    role.save()
    values = {"name": "Traktor", "kind": "fleet"}
    made = enter_action(people.reporter, place, unit=own, **values)
    with pytest.raises(PermissionDenied):
        enter_action(people.reporter, place, unit=others, **values)
    with pytest.raises(PermissionDenied):
        change(people.reporter, place, made, unit=others)
    with pytest.raises(PermissionDenied):
        enter_action(people.reader, place, **values)


def test_nobody_overwrites_what_was_saved_in_between(place, people, enter):
    boiler = enter()
    change(people.editor, place, Binding.objects.get(pk=boiler.pk), capital=7e6)
    with pytest.raises(ConflictError):
        change(people.editor, place, boiler, version=boiler.version, capital=8e6)


def test_what_is_withdrawn_keeps_its_reason_and_asks_for_nothing(place, people, enter):
    boiler = enter()
    assert Task.objects.filter(kind="binding_signing").count() == 1
    with pytest.raises(RefusedError):
        withdraw(people.editor, place, boiler, why=" ")
    withdraw(people.editor, place, boiler, why="Varmepumpe ble valgt")
    assert boiler.withdrawn_on == timezone.localdate()
    assert not Task.objects.filter(kind="binding_signing").exists()
    with pytest.raises(RefusedError):
        change(people.editor, place, boiler, capital=1.0)
