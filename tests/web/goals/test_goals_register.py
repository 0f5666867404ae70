"""Registering what the council has adopted: rules, history, and where it comes first."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from kortreist.budgets.origins import registered_origins
from kortreist_web.changes.models import Change
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.goals.actions.end import end_goal
from kortreist_web.goals.actions.register import correct_goal, register_goal
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import as_registered, goal_rows, goals_before, standing
from kortreist_web.plans.questions import question_for
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db

GOAL = {
    "kind": "share",
    "boundary": "territorial",
    "base_year": 2009,
    "reduction": 60.0,
    "target_year": 2030,
    "title": "Klimaplan 2024–2030",
    "body": "Kommunestyret",
    "decided_on": dt.date(2024, 3, 7),
    "case_number": "24/0113",
}


def at(name, *args):
    with override("nb"):
        return reverse(f"goals:{name}", args=("X001", *args))


@pytest.fixture
def register(place, people, bundled):
    return lambda **values: register_goal(people.editor, place, **{**GOAL, **values})


@pytest.fixture
def bundled(db):
    from kortreist_web.accounts.bundled import ensure_bundled

    ensure_bundled()


def test_what_a_goal_may_demand_is_not_said_to_be_optional(place, people, as_person):
    page = as_person(people.editor).get(at("new")).content.decode()
    for name in ("title", "body", "decided_on", "case_number", "reduction", "tonnes", "wording"):
        label = page.partition(f'for="id_{name}">')[2].partition("</label>")[0]
        assert label.strip()
        assert "kan stå tomt" not in label
    # The other end of a range may always be left empty.
    label = page.partition('for="id_reduction_high">')[2].partition("</label>")[0]
    assert "kan stå tomt" in label


def test_a_goal_is_stated_in_words_logged_and_asked_of_every_new_plan(place, register):
    register(why="Vedtatt i mars")
    register(boundary="consumption", base_year=2018, reduction=25.0)
    with override("nb"):
        one, two = standing(place)
    stated = one.words.replace("\u202f", " ")
    assert stated == "60 % kutt fra 2009 til 2030, direkte utslipp i kommunen"
    assert one.reason == ""
    assert "ett år" in two.reason
    assert Change.objects.filter(why="Vedtatt i mars").exists()
    question = question_for(place)
    assert [r["key"] for r in question["goals"]] == [one.goal.pk, two.goal.pk]
    first, second = as_registered(question["goals"], "4005", place)
    assert (first.reduction, first.emissions, first.reference_year) == (0.6, "territorial", 2009)
    assert first.adopted.case_number == "24/0113"
    assert second.adopted.reason["nb"] == two.reason
    # An invented resolution is nowhere put in the mouth of the place whose figures are borrowed.
    assert place.invented
    (origin,) = registered_origins([first]).values()
    assert (origin.source, origin.mark) == ("Eksempeldal: Kommunestyret, 24/0113", "invented")
    assert (origin.kind, "4005" in origin.id) == ("fact", False)
    lender = Organisation(code="4005", name="Notodden")
    (real,) = as_registered(question["goals"][:1], "4005", lender)
    assert registered_origins([real])[real.origin].mark == "registered"
    assert "goals" not in question_for(place, {"goals": []})


@pytest.mark.parametrize(
    ("values", "has_path", "said"),
    [
        ({"base_year": 2009}, True, ""),
        ({"base_year": 1991}, False, "1991"),
        ({"target_year": 2028}, False, "2028"),
        ({"boundary": "own"}, True, ""),
        ({"boundary": "without_ets"}, True, ""),
        ({"boundary": "other", "scope": "uten jordbruk"}, False, "avgrensingen"),
        ({"boundary": "combined", "base_year": 2019}, False, "ett år"),
        ({"kind": "tonnes", "tonnes": 20_000.0}, False, "tonn"),
        ({"kind": "words", "wording": "klimanøytral"}, False, "hvor mye"),
    ],
)
def test_what_cannot_be_computed_says_why(place, register, values, has_path, said):
    register(**values)
    with override("nb"):
        (stated,) = standing(place)
    assert (stated.reason == "") is has_path
    assert said in stated.reason
    (row,) = goal_rows(place)
    (target,) = as_registered([row], "4005", place)
    assert (target.emissions in ("territorial", "without")) is has_path


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"reduction": None}, "reduction"),
        ({"reduction": 0.0}, "reduction"),
        ({"reduction": 101.0}, "reduction"),
        ({"reduction_high": 50.0}, "span"),
        ({"base_year": None}, "base_year"),
        ({"base_year": 2031}, "base_year"),
        ({"target_year": 2020}, "target_year"),
        ({"title": " "}, "resolution"),
        ({"case_number": ""}, "resolution"),
        ({"boundary": "other"}, "scope"),
        ({"boundary": "everything"}, "boundary"),
        ({"kind": "wish"}, "kind"),
        ({"kind": "tonnes"}, "tonnes"),
        ({"kind": "tonnes", "tonnes": float("nan")}, "tonnes"),
        ({"kind": "words"}, "wording"),
        ({"decided_on": dt.date(2090, 1, 1)}, "future"),
    ],
)
def test_what_does_not_hold_together_is_refused(place, register, values, key):
    with pytest.raises(RefusedError) as refused:
        register(**values)
    assert refused.value.key == f"goals.refused.{key}"
    assert not AdoptedGoal.objects.exists()


def test_a_new_resolution_replaces_and_the_old_is_kept(place, people, register):
    old = register(reduction=40.0)
    new = register(replaces=old, decided_on=dt.date(2025, 9, 18), case_number="25/0087")
    assert [s.goal for s in standing(place)] == [new]
    assert [s.goal for s in standing(place, dt.date(2025, 1, 1))] == [old]
    (before,) = goals_before(place)
    assert (before.goal.ended_on, before.goal.replaced_by) == (new.decided_on, new)
    with pytest.raises(RefusedError) as refused:
        register(replaces=old, case_number="26/1")
    assert refused.value.key == "goals.refused.replaced"
    with pytest.raises(RefusedError) as refused:
        register(replaces=new, decided_on=dt.date(2020, 1, 1), case_number="20/1")
    assert refused.value.key == "goals.refused.earlier"
    assert AdoptedGoal.objects.count() == 2
    with pytest.raises(RefusedError):
        end_goal(people.editor, place, new, on=dt.date(2026, 1, 1), why=" ")
    end_goal(people.editor, place, new, on=dt.date(2026, 1, 1), why="Opphevet, sak 26/2")
    assert standing(place) == []
    assert "goals" not in question_for(place)


def test_two_who_correct_at_once_and_those_who_may_not(place, people, strangers, register):
    goal = register()
    same = AdoptedGoal.objects.get(pk=goal.pk)
    correct_goal(people.editor, place, goal, version=goal.version, reduction=55.0)
    with pytest.raises(ConflictError):
        correct_goal(people.editor, place, same, version=same.version, reduction=50.0)
    assert AdoptedGoal.objects.get().reduction == 55.0
    for who in (people.reader, people.auditor, people.reporter, strangers.editor):
        with pytest.raises(PermissionDenied):
            register_goal(who, place, **GOAL)


def test_pages_register_with_an_entered_resolution_and_show_it_to_everybody(
    place, people, as_person, client, bundled
):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.decisions.models import Resolution

    with acting(people.editor, "test"):
        resolution = Resolution(
            organisation=place,
            body="Kommunestyret",
            decided_on=dt.date(2024, 3, 7),
            case_number="24/0113",
            archive_reference="2024/9-1",
            title="Klimaplan <b>2024</b>",
            text="Vedtatt",
            outcome="adopted",
        )
        resolution.save()
        place.published = True
        place.save()
    as_person(people.editor)
    sent = {"boundary": "territorial", "kind": "share", "reduction": "60 %", "base_year": "2009"}
    sent |= {"target_year": "2030", "resolution": str(resolution.pk)}
    assert client.post(at("new"), sent | {"target_year": "", "reduction": "x"}).status_code == 422
    answer = client.post(at("new"), sent | {"reduction": "60"}, follow=True)
    assert answer.status_code == 200
    goal = AdoptedGoal.objects.get()
    assert (goal.title, goal.case_number, goal.resolution) == (
        resolution.title,
        "24/0113",
        resolution,
    )
    assert "&lt;b&gt;2024&lt;/b&gt;" in answer.content.decode()
    with override("nb"):
        front = reverse("publishing:overview", args=("X001",))
        public = reverse("publishing:goals", args=("X001",))
    client.logout()
    words = "60 % kutt fra 2009 til 2030"
    for address in (front, public):
        page = client.get(address).content.decode().replace("\u202f", " ")
        assert words in page
    # The council's own stands before the law's, which is said to be the country's.
    assert page.index(words) < page.index("1990")


def test_a_new_plan_has_the_councils_goal_chosen(place, people, as_person, client, register):
    goal = register(boundary="without_ets")
    register(boundary="consumption", base_year=2018)
    as_person(people.editor)
    with override("nb"):
        address = reverse("plans:new", args=("X001",))
    page = client.get(address).content.decode()
    assert f'<option value="{goal.pk}"' in page
    assert "Ingen bane regnes ut" in page
    from kortreist_web.goals.stated import standing as stand
    from kortreist_web.plans.forms import NewForm

    def asked(**sent):
        form = NewForm({"name": "P", **sent}, goals=stand(place))
        return form.question() if form.is_valid() else set(form.errors)

    mine = asked(aim=str(goal.pk))
    assert (mine["goal"], mine["without"], mine["by_law"]) == (goal.pk, ["ets"], False)
    assert asked(aim="law")["by_law"] is True
    # A cut of one's own goes before, and another scope is never put in the goal's place.
    own = asked(aim=str(goal.pk), reduction="50", target_year="2030")
    assert (own["goal"], own["reduction"], own["without"]) == (None, 0.5, [])
    assert asked(aim=str(goal.pk), without="others") == {"without"}


def test_the_same_goal_is_registered_once_whoever_sends_it(register, place, people, as_person):
    register()
    with pytest.raises(RefusedError) as refused:
        register_goal(people.approver, place, **{**GOAL, "title": "Klimaplanen"})
    assert refused.value.key == "core.refused.already"
    answer = as_person(people.editor).post(at("new"), {k: str(v) for k, v in GOAL.items()})
    assert answer.status_code == 422
    assert "Dette er allerede registrert" in answer.content.decode()
    assert AdoptedGoal.objects.filter(organisation=place).count() == 1
    register(target_year=2035)
