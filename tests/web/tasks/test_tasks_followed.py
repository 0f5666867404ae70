"""One task: whose it is, how it stands, who may say so; the list, and the view from above."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.changes.models import Change
from kortreist_web.core.models import ConflictError
from kortreist_web.core.own_words import words_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.actions.make_token import make_token
from kortreist_web.people.models import Membership, User
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.actions.begin import begin
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.actions.lapse import lapse
from kortreist_web.tasks.actions.reopen import reopen
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.overview import overview
from kortreist_web.tasks.owners import NOBODY, Owner, owner_named
from kortreist_web.tasks.year import follow_year
from kortreist_web.tenants.actions.add_unit import add_unit

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()
DAY = dt.timedelta(days=1)


@pytest.fixture
def task(place, people):
    return add_deadline(people.editor, place, title="Skaff ladere", due=TODAY + 3 * DAY)


@pytest.fixture
def roads(place, people):
    return add_unit(people.editor, place, name="Vei", valid_from=dt.date(2020, 1, 1))


def _url(name, place, pk):
    return reverse(f"tasks:{name}", kwargs={"code": place.code, "pk": pk})


def test_it_is_begun_done_lapsed_and_opened_again_and_the_log_says_so(place, people, task):
    seen = []
    for act, values in (
        (begin, {}),
        (finish, {"on": TODAY, "evidence": "https://eksempel.no/ladere"}),
        (lapse, {"reason": "Leverandøren gjør det"}),
        (reopen, {}),
    ):
        act(people.editor, place, task, **values)
        task.refresh_from_db()
        seen.append((task.state, task.done_on, bool(task.evidence), bool(task.reason)))
    assert seen == [
        ("under_way", None, False, False),
        ("done", TODAY, True, False),
        ("lapsed", None, False, True),
        ("open", None, False, False),
    ]
    verbs = Change.objects.filter(what="tasks.Task", row=task.pk).values_list("verb", flat=True)
    assert {"tasks.begin", "tasks.finish", "tasks.lapse", "tasks.reopen"} <= set(verbs)


@pytest.mark.parametrize(
    ("act", "values", "key"),
    [
        (finish, {"on": TODAY + DAY}, "future"),
        (lapse, {"reason": " "}, "no_reason"),
    ],
)
def test_what_cannot_be_is_refused(place, people, task, act, values, key):
    with pytest.raises(RefusedError) as refused:
        act(people.editor, place, task, **values)
    assert refused.value.key == f"tasks.refused.{key}"


def test_a_step_of_the_year_follows_what_is_there(place, people):
    step = follow_year(place, TODAY)["plan"]
    assert step.said != ""
    for act, values in ((begin, {}), (finish, {"on": TODAY}), (lapse, {"reason": "x"})):
        with pytest.raises(RefusedError) as refused:
            act(people.editor, place, step, **values)
        assert refused.value.key == "tasks.refused.follows"


def test_the_owner_says_how_it_stands_and_others_do_not(place, people, task, roads, write):
    reporter = people.reporter
    with pytest.raises(PermissionDenied):
        begin(reporter, place, task)  # it waits for everybody: for those who set tasks
    for owner in (Owner(person=reporter), Owner(role="reporter")):
        assign(people.editor, place, task, owner=owner, due=task.due)
        begin(reporter, place, task)
    assign(people.editor, place, task, owner=Owner(unit=roads), due=task.due)
    with pytest.raises(PermissionDenied):
        begin(reporter, place, task)
    row = Membership.objects.get(user=reporter)
    row.unit = roads
    row.save()
    reporter = User.objects.get(pk=reporter.pk)  # her roles are read once a request
    finish(reporter, place, task, on=TODAY)
    with pytest.raises(PermissionDenied):
        assign(reporter, place, task, owner=NOBODY, due=None)
    with pytest.raises(PermissionDenied):
        reopen(people.auditor, place, task)


def test_an_owner_is_one_of_those_there_are(place, people, strangers, roads):
    for owner in (NOBODY, Owner(person=people.reader), Owner(role="editor"), Owner(unit=roads)):
        assert owner_named(place, owner.key, TODAY) == owner
    gone = [f"person:{strangers.editor.pk}", "role:king", "unit:999", "unit:x", "x", "person:"]
    for key in gone:
        with pytest.raises(RefusedError):
            owner_named(place, key, TODAY)
    with pytest.raises(RefusedError):
        owner_named(place, f"unit:{roads.pk}", dt.date(2019, 1, 1))


def test_two_never_overwrite_each_other(place, people, task):
    seen = task.version
    begin(people.editor, place, Task.objects.get(pk=task.pk), version=seen)
    with pytest.raises(ConflictError):
        finish(people.editor, place, Task.objects.get(pk=task.pk), on=TODAY, version=seen)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_sets_owner_and_state(place, people, task, roads, as_person, language):
    client = as_person(people.editor)
    with override(language):
        one, state, owner = (_url(n, place, task.pk) for n in ("one", "state", "owner"))
        assert "Skaff ladere" in client.get(one).content.decode()
        asked = {"owner": f"unit:{roads.pk}", "due": "2027-05-01"}
        assert client.post(owner, asked).status_code == 422  # of which version?
        sent = client.post(owner, {**asked, "version": task.version})
        assert sent.status_code == 302, sent.content.decode()[-1500:]
        wrong = client.post(owner, {"owner": "unit:999", "due": ""})
        assert wrong.status_code == 422
        missing = client.post(state, {"state": "lapsed", "reason": ""})
        assert missing.status_code == 422
        task.refresh_from_db()
        done = {
            "state": "done",
            "version": task.version,
            "on": TODAY.isoformat(),
            "evidence": "Se <b>https://a.no</b>",
        }
        assert client.post(state, done).status_code == 302
        shown = client.get(one).content.decode()
        assert client.get(state).status_code == client.get(owner).status_code == 302
    task.refresh_from_db()
    assert (task.unit, task.due, task.state) == (roads, dt.date(2027, 5, 1), "done")
    assert "&lt;b&gt;" in shown
    assert 'href="https://a.no' in shown


def test_one_whose_it_is_not_is_told_so_and_nothing_is_written(place, people, task, as_person):
    client = as_person(people.reporter)
    answer = client.post(_url("state", place, task.pk), {"state": "done"}, follow=True)
    assert "venter på andre" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == "open"
    assert "<textarea" not in client.get(_url("one", place, task.pk)).content.decode()


def test_mine_are_those_that_name_her_and_the_rest_stand_apart(place, people, as_person):
    for title, owner in (("Min", Owner(role="editor")), ("Herreløs", NOBODY)):
        row = add_deadline(people.editor, place, title=title, due=TODAY)
        assign(people.editor, place, row, owner=owner, due=TODAY)
    client, url = as_person(people.editor), reverse("tasks:list", kwargs={"code": place.code})
    for whose, title in (("mine", "Min"), ("nobodys", "Herreløs")):
        page = client.get(f"{url}?hvem={whose}")
        assert [d.task.title for d in page.context["rows"]] == [title]
    assert "1 oppgave har ingen eier" in client.get(url).content.decode()


def test_a_lapsed_deadline_is_opened_again_and_says_so(place, people, as_person):
    row = add_deadline(people.editor, place, title="Folkemøte", due=TODAY)
    lapse(people.editor, place, row, reason="Utsatt")
    client, of = as_person(people.editor), {"code": place.code}
    page = client.get(reverse("tasks:calendar", kwargs=of) + f"?ar={TODAY.year}").content.decode()
    assert "Åpne igjen" in page
    assert ">Gjort</button>" not in page
    client.post(reverse("tasks:deadline_finish", kwargs={**of, "pk": row.pk}), {"done": "0"})
    row.refresh_from_db()
    assert row.state == "open"


def test_what_is_written_down_by_hand_was_not_done_before(place, people):
    row = add_deadline(people.editor, place, title="Folkemøte", due=TODAY)
    with pytest.raises(RefusedError) as refused:
        finish(people.editor, place, row, on=TODAY - 400 * DAY)
    assert (refused.value.key, refused.value.about) == ("tasks.refused.before", "on")


def test_what_was_saved_since_the_draft_is_said_in_words(place, people, task, roads, as_person):
    """Also when it was she herself, in the other form of the page."""
    client = as_person(people.editor)
    one = _url("one", place, task.pk)
    seen = task.version
    kept = {"state": "done", "on": "", "evidence": "Halvskrevet", "version": seen}
    assert client.post(_url("state", place, task.pk), kept).status_code == 422
    begin(people.editor, place, task)
    page = client.get(one).content.decode()
    assert "Halvskrevet" in page
    assert "siden lagret på nytt" in page
    assert "Noen andre" not in page
    assert ": I gang" in " ".join(page.split())


def test_the_list_is_hers_or_everyones(place, people, as_person):
    for title, owner in (("Min", Owner(person=people.reader)), ("Andres", Owner(role="approver"))):
        row = add_deadline(people.editor, place, title=title, due=TODAY)
        assign(people.editor, place, row, owner=owner, due=TODAY)
    client, url = as_person(people.reader), reverse("tasks:list", kwargs={"code": place.code})
    mine, everyones = (client.get(f"{url}?hvem={w}").content.decode() for w in ("mine", "all"))
    assert ("Min" in mine, "Andres" in mine) == (True, False)
    assert "Andres" in everyones
    assert "Andres" not in client.get(f"{url}?hvem=all&star=done").content.decode()


def test_the_chief_executive_sees_what_is_late_whose_it_is_and_what_nobody_has(
    place, people, roads, as_person
):
    for title, days, owner in (
        ("Sent", -2, Owner(unit=roads)),
        ("Snart", 5, Owner(unit=roads)),
        ("Herreløs", 9, NOBODY),
    ):
        row = add_deadline(people.editor, place, title=title, due=TODAY + days * DAY)
        assign(people.editor, place, row, owner=owner, due=row.due)
    kept = add_deadline(people.editor, place, title="Holdt", due=TODAY)
    finish(people.editor, place, kept, on=TODAY)
    shown = overview(place, people.approver, TODAY)
    found = [(x.owner.name(), x.waiting, x.overdue, x.first_due) for x in shown.loads]
    assert found == [("Vei", 2, 1, TODAY - 2 * DAY), ("", 1, 0, TODAY + 9 * DAY)]
    assert [d.task.title for d in shown.overdue] == ["Sent"]
    assert [d.task.title for d in shown.without_owner] == ["Herreløs"]
    assert [d.task.title for d in shown.done] == ["Holdt"]
    follow_year(place, TODAY)  # the steps have their own page, and are not counted here
    assert overview(place, people.approver, TODAY).loads == shown.loads
    url = reverse("tasks:overview", kwargs={"code": place.code})
    client = as_person(people.approver)
    page = client.get(url).content.decode()
    assert all(t in page for t in ("Sent", "Herreløs", "Holdt"))
    tasks = reverse("tasks:list", kwargs={"code": place.code})
    for load in shown.loads:  # the number leads to as many rows
        link = f"{tasks}?hvem={load.owner.key or 'nobodys'}"
        assert f'href="{link}"' in page
        assert len(client.get(link).context["rows"]) == load.waiting
    assert as_person(people.reader).get(url).status_code == 403


def test_the_api_reads_and_sets_tasks(place, people, task, roads, client, write):
    both = people.administrator
    Membership.objects.create(organisation=place, user=both, role="editor")
    token = make_token(both, place, name="k", scopes=["write"], days=9)[1]
    key = {"HTTP_AUTHORIZATION": f"Bearer {token}", "content_type": "application/json"}
    api = f"/api/v1/organisations/X001/tasks/{task.pk}"
    assert [t["title"] for t in client.get("/api/v1/organisations/X001/tasks", **key).json()] == [
        "Skaff ladere"
    ]
    owned = client.put(f"{api}/owner", {"owner": f"unit:{roads.pk}", "due": "2027-05-01"}, **key)
    assert (owned.json()["owner_name"], owned.json()["due"]) == ("Vei", "2027-05-01")
    wrong = client.put(f"{api}/owner", {"owner": "unit:999"}, **key)
    assert (wrong.status_code, "unit:999" in wrong.json()["detail"]) == (422, True)
    version = owned.json()["version"]
    done = client.put(
        f"{api}/state", {"state": "done", "evidence": "Sak 1", "version": version}, **key
    )
    assert (done.json()["state"], done.json()["evidence"]) == ("done", "Sak 1")
    late = client.put(f"{api}/state", {"state": "open", "version": version}, **key)
    assert late.status_code == 409
    assert client.get(api, **key).json()["state"] == "done"
    assert client.get("/api/v1/organisations/X001/tasks?state=open", **key).json() == []
    assert Task.objects.exclude(kind=STEP).count() == 1


def test_where_anyone_reads_a_role_is_a_title_and_a_person_has_no_name(place, people, roads):
    owners = (Owner(role="editor"), Owner(role="approver"), Owner(person=people.editor))
    with override("nb"):
        said = [owner.public_name(place) for owner in (*owners, Owner(unit=roads), NOBODY)]
        place.kind = "county_authority"
        with words_of(place):
            county = owners[1].public_name(place)
    assert said == ["Klimarådgiver", "Kommunedirektør", "en ansatt", "Vei", ""]
    assert county == "Fylkeskommunedirektør"
