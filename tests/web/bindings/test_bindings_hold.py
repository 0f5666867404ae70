"""What the council has before it is not changed; what is decided is changed in the open."""

import pytest
from django.utils import timezone

from kortreist_web.bindings.actions.change import change
from kortreist_web.bindings.actions.import_table import import_bindings
from kortreist_web.bindings.actions.propose import propose_binding
from kortreist_web.bindings.actions.take_back import take_back
from kortreist_web.bindings.actions.withdraw import withdraw
from kortreist_web.bindings.cases import waiting
from kortreist_web.bindings.decided import Decided
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.table import read_table
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError

pytestmark = pytest.mark.django_db


def _record(people, place, version, outcome="adopted"):
    from kortreist_web.decisions.actions.record import record

    return record(
        people.approver,
        place,
        frozen=version,
        body="Kommunestyret",
        decided_on=timezone.localdate(),
        case_number="41/26",
        archive_reference="2026/1",
        title="Gasskjel",
        text="1. Slik.",
        outcome=outcome,
    )


def test_what_the_council_has_before_it_is_not_changed(place, people, enter, as_person):
    boiler = enter()
    version = propose_binding(people.editor, place, boiler, motion="adopt")
    for values in ({"name": "Kjel"}, {"tonnes": 140.0}, {"status": "idea"}, {"decider": "owner"}):
        with pytest.raises(RefusedError, match="behandling"):
            change(people.editor, place, Binding.objects.get(), **values)
    with pytest.raises(RefusedError, match="behandling"):
        withdraw(people.editor, place, Binding.objects.get(), why="Nei")
    change(people.editor, place, Binding.objects.get(), note="Ring leverandøren")
    # Found wrong before the meeting: taken back, corrected, proposed anew.
    with pytest.raises(RefusedError):
        take_back(people.editor, place, boiler, why=" ")
    page = f"/nb/X001/arbeid/bindinger/{boiler.pk}/"
    assert "Ligger til behandling" in as_person(people.editor).get(page).content.decode()
    sent = as_person(people.editor).post(f"{page}trekk-forslag/", {"why": "Regnefeil"})
    assert sent.status_code == 302
    assert waiting(place) == []
    assert "Trukket tilbake" in as_person(people.editor).get(page).content.decode()
    with pytest.raises(RefusedError):
        _record(people, place, version)
    change(people.editor, place, Binding.objects.get(), tonnes=140.0)
    again = propose_binding(people.editor, place, Binding.objects.get(), motion="adopt")
    _record(people, place, again)
    assert Decided().rows(place)[0]["tonnes"] == 140.0


def test_what_enters_plans_is_what_the_council_adopted(place, people, enter):
    boiler = enter()
    version = propose_binding(people.editor, place, boiler, motion="adopt")
    # Whatever has got in by another way.
    boiler.name, boiler.tonnes, boiler.capital, boiler.status = "Noe annet", 0.0, 1.0, "idea"
    with acting(people.editor, "test"):
        boiler.save()
    _record(people, place, version)
    (row,) = Decided().rows(place)
    assert (row["name"], row["tonnes"], row["tonnes_low"], row["capital"], row["status"]) == (
        "Gasskjel i svømmehallen",
        150.0,
        130.0,
        6e6,
        "adopted",
    )


@pytest.mark.parametrize("status", ["adopted", "contracted", "running"])
def test_what_is_decided_is_changed_by_an_approver_with_a_reason_that_shows(
    place, people, enter, judge, as_person, status
):
    enter(status=status, exits=[{"year": 2032, "nok": 1e6}])
    wrong = {"tonnes": 0.0, "tonnes_low": None, "tonnes_high": None, "exits": []}
    undone = {"status": "idea"}
    for values in (wrong, undone, {**wrong, **undone}):
        with pytest.raises(RefusedError, match="Skriv hvorfor"):
            change(people.approver, place, Binding.objects.get(), **values)
        with pytest.raises(RefusedError, match="Bare en godkjenner"):
            change(people.editor, place, Binding.objects.get(), why="Feil", **values)
    with pytest.raises(RefusedError, match="Bare en godkjenner"):
        withdraw(people.editor, place, Binding.objects.get(), why="Feil")
    assert Binding.objects.get().tonnes == 150.0
    change(people.approver, place, Binding.objects.get(), tonnes=140.0, why="Målt på nytt")
    judge()
    for page in ("/nb/X001/arbeid/bindinger/", f"/nb/X001/arbeid/bindinger/{_pk()}/"):
        said = as_person(people.reader).get(page).content.decode()
        assert "Endret etter at det var bestemt" in said
        assert "Målt på nytt" in said


def _pk():
    return Binding.objects.get().pk


def test_a_step_forward_is_no_change_of_what_was_decided(place, people, enter):
    enter(status="adopted")
    for status in ("contracted", "running"):
        change(people.editor, place, Binding.objects.get(), status=status)
    assert Binding.objects.get().altered == {}
    assert Binding.objects.get().in_baseline == 1.0


def test_a_table_does_not_change_what_is_decided_or_before_the_council(place, people, enter):
    table = (
        "id;navn;type;signeres;start;levetid;utslipp_t_år_midt\nkjel;Kjel;varme;2027;2028;20;{}\n"
    )

    def send(tonnes):
        rows = read_table(place, table.format(tonnes).encode(), "b.csv")
        return import_bindings(people.approver, place, rows=rows, changing=["kjel"])

    assert send(150)["added"] == 1
    kjel = Binding.objects.get()
    version = propose_binding(people.editor, place, kjel, motion="adopt")
    with pytest.raises(RefusedError, match="behandling"):
        send(10)
    _record(people, place, version)
    with pytest.raises(RefusedError):
        send(10)
    assert Binding.objects.get().tonnes == 150.0
