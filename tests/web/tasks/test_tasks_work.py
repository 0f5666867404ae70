"""The first page of the work and the calendar: both read the tasks and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.actions.make_calendar import make_calendar
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.queries import dated, hers, nearest
from kortreist_web.tasks.year import follow_year, next_step, settle_step, steps
from kortreist_web.tasks.year_answers import look_at, step_answers
from kortreist_web.tenants.actions.add_unit import add_unit
from kortreist_web.tenants.actions.change_settings import change_settings
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def _url(name, place, **values):
    space = "tenants" if name in ("settings", "units") else "tasks"
    return reverse(f"{space}:{name}", kwargs={"code": place.code, **values})


# -- calendar --------------------------------------------------------------------------


def test_the_calendar_is_made_once(place, people):
    year = dt.date.today().year + 1
    added = make_calendar(people.editor, place, year=year)
    assert len(added) == len({d.title for d in added}) == 14
    # One that is moved is still there.
    Task.objects.filter(pk=added[0].pk).unlogged("test").update(due=dt.date(year, 2, 3))
    assert make_calendar(people.editor, place, year=year) == []
    assert len(make_calendar(people.editor, place, year=year + 1)) == 14


def test_days_that_are_gone_are_not_added_unless_asked_for(place, people):
    today = dt.date.today()
    assert all(d.due >= today for d in make_calendar(people.editor, place, year=today.year))
    first = dt.date(today.year, 1, 1)
    make_calendar(people.editor, place, year=today.year, since=first)
    assert Task.objects.filter(due__year=today.year).count() == 14


def test_the_calendar_is_in_the_organisations_language(place, people):
    change_settings(people.administrator, place, name="E", language="nn", interim_reports=2)
    year = dt.date.today().year + 1
    titles = [d.title for d in make_calendar(people.editor, place, year=year)]
    assert any("vedtekne" in t for t in titles)
    assert sum("Einingane" in t for t in titles) == 2


def test_readers_see_the_calendar_and_change_nothing(place, people, as_person):
    deadline = add_deadline(people.editor, place, title="Frist", due=dt.date(2027, 5, 1))
    with pytest.raises(PermissionDenied):
        finish(people.reader, place, deadline, on=dt.date(2027, 5, 1))
    client = as_person(people.reader)
    page = client.get(_url("calendar", place) + "?ar=2027").content.decode()
    assert "Frist" in page
    assert '<form method="post" action="/nb/X001/arbeid/kalender' not in page
    assert client.post(_url("deadline_finish", place, pk=deadline.pk)).status_code == 403


def test_a_deadline_is_done_and_opened_again(place, people, as_person):
    deadline = add_deadline(people.editor, place, title="Frist", due=dt.date(2027, 5, 1))
    client = as_person(people.editor)
    url = _url("deadline_finish", place, pk=deadline.pk)
    client.post(url, {"done": "1"})
    assert Task.objects.exclude(kind=STEP).get().done_on is not None
    client.post(url, {"done": "0"})
    assert Task.objects.exclude(kind=STEP).get().done_on is None
    # After a lost session the person comes back with a plain request: nothing is changed.
    assert client.get(url).status_code == 302
    assert Task.objects.exclude(kind=STEP).get().done_on is None


def test_what_is_overdue_from_last_year_is_shown_first(place, people, as_person):
    today = dt.date.today()
    add_deadline(people.editor, place, title="Fra i fjor", due=dt.date(today.year - 1, 6, 1))
    add_deadline(people.editor, place, title="Til jul", due=dt.date(today.year, 12, 31))
    page = as_person(people.reader).get(_url("calendar", place)).content.decode()
    assert page.index("Fra i fjor") < page.index("Til jul")


def test_the_file_is_for_members(place, people, as_person, client):
    add_deadline(people.editor, place, title="Frist", due=dt.date(2027, 5, 1))
    url = _url("calendar_file", place)
    assert client.get(url).status_code == 302
    response = as_person(people.reader).get(url)
    assert response["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Frist" in response.content


def test_a_wrong_date_is_explained_and_kept(place, people, as_person):
    client = as_person(people.editor)
    response = client.post(_url("deadline_add", place), {"title": "Min frist", "due": "31.02.2027"})
    assert response.status_code == 422
    assert "Min frist" in client.get(_url("deadline_add", place)).content.decode()


# -- the first page of the work --------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["reader", "reporter", "editor", "approver", "auditor", "administrator"]
)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_role_has_a_first_page(place, people, as_person, role, language):
    url = _url("home", place).replace("/nb/", f"/{language}/")
    response = as_person(getattr(people, role)).get(url)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_first_things_an_editor_does_are_the_units_and_then_the_account(
    place, people, as_person
):
    page = as_person(people.editor).get(_url("home", place)).content.decode()
    assert _url("units", place) in page.split("o-next")[1].split("</section>")[0]
    add_unit(people.editor, place, name="Teknisk", valid_from=TODAY)
    page = as_person(people.editor).get(_url("home", place)).content.decode()
    assert reverse("accounts:work", kwargs={"code": place.code}) in page.split("k-actions")[1]


def test_the_administrator_is_led_to_open_the_site_once_there_is_something_to_read(
    place, people, as_person
):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.models import AccountResult

    Organisation.objects.update(published=False)
    add_unit(people.editor, place, name="Teknisk", valid_from=TODAY)
    client = as_person(people.administrator)
    assert "Åpne nettstedet" not in client.get(_url("home", place)).content.decode()
    AccountResult.objects.create(
        place=place.code, vintage=ensure_bundled(), content={}, content_hash="x"
    )
    page = client.get(_url("home", place)).content.decode()
    assert _url("settings", place) in page.split("o-next")[1].split("</section>")[0]


def test_an_administrator_with_nobody_else_is_told_who_is_lacking_and_can_give_it(other, as_person):
    from conftest import make_person

    alone = make_person(other, "administrator")
    add_unit(alone, other, name="Teknisk", valid_from=TODAY)
    page = as_person(alone).get(_url("home", other)).content.decode()
    card = page.split("o-next")[1].split("</section>")[0]
    assert "Gi noen rollen redaktør" in card
    give = reverse("people:give", kwargs={"code": other.code}) + "?role=editor"
    assert give in card
    assert "Noen andre i kommunen" not in page
    assert 'value="editor" selected' in as_person(alone).get(give).content.decode()
    page = as_person(make_person(other, "reporter")).get(_url("year", other)).content.decode()
    assert "Kommunens systemansvarlige kan gi den" in page
    make_person(other, "editor")
    assert give not in as_person(alone).get(_url("home", other)).content.decode()
    page = as_person(alone).get(_url("year", other)).content.decode()
    assert "Noen andre i kommunen gjør dette" in page


def test_the_steps_follow_what_is_there(place, people, write):
    from kortreist_web.measures.models import MeasureChoice

    today = dt.date(2026, 11, 23)

    def states():
        return {s.key: s.state for s in steps(look_at(place, today), people.editor)}

    assert (states()["units"], states()["account"]) == ("now", "later")
    add_unit(people.editor, place, name="Teknisk", valid_from=today)
    # Figures first; the account is seen when somebody who works with it has opened it.
    assert (states()["upload"], states()["account"]) == ("now", "later")
    assert states()["measures"] == "later"
    MeasureChoice(organisation=place, measure="m", state="considered").save()
    assert states()["measures"] == "later"
    MeasureChoice(organisation=place, measure="n", state="chosen").save()
    assert states()["measures"] == "done"
    found = steps(look_at(place, today), people.reader)
    assert next_step(found) is None
    assert {s.year for s in found if s.part == "budget"} == {2027}
    # There is nothing to follow up before a budget is adopted.
    assert not [s for s in found if s.part == "follow"]
    _adopt(place)
    found = steps(look_at(place, today), people.reader)
    assert {(s.year, s.period) for s in found if s.part == "follow"} == {(2026, 2)}


def _adopt(place):
    from kortreist_web.budgets.frozen import BUDGET
    from kortreist_web.versions.queries import freeze

    freeze(place, BUDGET, "2026", "adopted", {"title": "x", "year": 2026, "lines": []})


def test_a_first_plan_waits_neither_for_choices_nor_bindings_nor_an_economic_plan(
    place, people, write
):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.models import AccountResult
    from kortreist_web.budgets.models import EconomicPlanLine
    from kortreist_web.measures.models import MeasureChoice

    def stand():
        found = steps(look_at(place, TODAY), people.editor)
        return next_step(found).key, {s.key: s.state for s in found}

    add_unit(people.editor, place, name="Teknisk", valid_from=TODAY)
    AccountResult.objects.create(
        place=place.code, vintage=ensure_bundled(), content={}, content_hash="x"
    )
    key, states = stand()
    assert (key, states["upload"], states["account"]) == ("account", "done", "now")
    settle_step(place, "account", TODAY)
    key, states = stand()
    assert (states["account"], states["goal"]) == ("done", "optional")
    # Measures are proposed first, and the plan waits for no choice.
    assert (key, states["measures"], states["plan"], states["draft"]) == (
        "measures",
        "now",
        "now",
        "later",
    )
    assert next_step(steps(look_at(place, TODAY), people.editor), skip_offered=True).key == "plan"
    MeasureChoice(organisation=place, measure="m", state="considered").save()
    assert stand()[0] == "measures"  # begun: the plan is asked when the choice is made
    EconomicPlanLine(organisation=place, year=2027, responsibility="1", text="x").save()
    assert stand()[1]["money"] == "later"


def test_the_account_is_seen_when_an_editor_has_opened_it(place, people, as_person):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.computation import compute_account

    def state():
        found = steps(look_at(place, timezone.localdate()), people.editor)
        return {s.key: s.state for s in found}["account"]

    add_unit(people.editor, place, name="Teknisk", valid_from=timezone.localdate())
    ensure_bundled()
    compute_account(place)
    assert state() == "now"
    page = as_person(people.editor).get(_url("home", place)).content.decode()
    assert "last den opp først" not in page
    assert "Last opp regnearket fra Miljødirektoratet" in page
    as_person(people.reader).get("/nb/X001/regnskap/")
    assert state() == "now"
    as_person(people.editor).get("/nb/X001/regnskap/")
    assert state() == "done"
    page = as_person(people.editor).get(_url("home", place)).content.decode()
    assert "Eller gå videre: Lag en plan" in page


def test_what_is_proposed_is_decided_upon_whatever_was_passed_over(place, people, write):
    from kortreist_web.budgets.models import Budget

    today = dt.date(2026, 11, 1)
    Budget(organisation=place, year=2027, title="x", state="proposed").save()
    found = {s.key: s.state for s in steps(look_at(place, today), people.approver)}
    assert (found["money"], found["propose"], found["adopt"]) == ("passed", "done", "now")
    assert found["measures"] == found["plan"] == "passed"
    # The case paper is next, as was said when the proposal was locked; the council's resolution
    # does not wait for one that is written elsewhere.
    hers = steps(look_at(place, today), people.approver)
    assert (
        next_step(hers).key == next_step(steps(look_at(place, today), people.editor)).key == "paper"
    )
    assert next_step(hers, skip_offered=True).key == "adopt"
    assert next_step(steps(look_at(place, today), people.editor), skip_offered=True) is None


def test_reporting_is_done_when_all_is_reported_and_hers_when_hers_is(
    place, people, as_person, write
):
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.reports.actions.report import report
    from kortreist_web.tenants.periods import just_ended

    today = dt.date.today()
    year, period = just_ended(today, 3)
    _adopt(place)
    choices = []
    for name, who in (("a", people.reporter), ("b", None)):
        choices.append(
            MeasureChoice(organisation=place, measure=name, state="chosen", responsible=who)
        )
        choices[-1].save()

    def state():
        return {s.key: s.state for s in steps(look_at(place, today), people.editor)}["report"]

    def is_next():
        page = as_person(people.reporter).get(_url("home", place)).content.decode()
        return "Rapporter 1 tiltak" in page.split("o-next")[1].split("</section>")[0]

    assert (state(), is_next()) == ("now", True)
    report(people.reporter, place, choices[0], year=year, period=period, status="done")
    assert (state(), is_next()) == ("now", False)
    report(people.editor, place, choices[1], year=year, period=period, status="done")
    assert state() == "done"


def test_other_organisations_people_find_nothing(place, strangers, as_person):
    client = as_person(strangers.administrator)
    for name in ("home", "calendar", "units", "settings"):
        assert client.get(_url(name, place)).status_code == 404


# -- one table -------------------------------------------------------------------------


def test_the_years_steps_are_tasks_of_a_role_and_done_when_their_domain_says_so(
    place, people, write
):
    from kortreist_web.measures.models import MeasureChoice

    _adopt(place)
    follow_year(place, TODAY)
    rows = {t.key: t for t in Task.objects.filter(organisation=place, kind=STEP)}
    assert {"account", "measures", "plan", "draft", "adopt", "report"} <= set(rows)
    assert (rows["measures"].state, rows["measures"].role) == ("open", "editor")
    assert "site" not in rows  # there is no account to open it with
    assert (rows["adopt"].year, rows["report"].year, rows["report"].period) == (2027, 2026, 2)
    MeasureChoice(organisation=place, measure="n", state="chosen").save()
    follow_year(place, TODAY)
    done = Task.objects.get(pk=rows["measures"].pk)
    assert (done.state, done.done_on) == ("done", TODAY)
    line = Change.objects.filter(what="tasks.Task", row=done.pk).first()
    assert (line.verb, line.user, line.program) == ("tasks.follow_year", None, "tasks")


def test_looking_again_writes_nothing(place):
    follow_year(place, TODAY)
    lines = Change.objects.count()
    follow_year(place, TODAY)
    assert Change.objects.count() == lines


def test_what_was_never_done_lapses_when_its_year_is_over_and_what_was_stays(place, people, write):
    from kortreist_web.measures.models import MeasureChoice

    MeasureChoice(organisation=place, measure="n", state="chosen").save()
    follow_year(place, TODAY)
    follow_year(place, TODAY.replace(year=2027))
    then = {t.key: t.state for t in Task.objects.filter(kind=STEP, year=2027, period=0)}
    assert (then["measures"], then["plan"], then["adopt"]) == ("done", "lapsed", "lapsed")
    now = {t.key: t.state for t in Task.objects.filter(kind=STEP, year=2028)}
    assert now["plan"] == "open"


@pytest.mark.database
def test_two_who_look_at_once_write_each_step_once(place, people):
    first = follow_year(place, TODAY)
    with acting(people.editor, "test"):
        Task.objects.get(pk=first["plan"].pk).save()
    stale = Task(organisation=place, kind=STEP, key="plan", year=2027, period=0)
    from kortreist_web.tasks.year import _save

    _save(stale)
    assert Task.objects.filter(kind=STEP, key="plan").count() == 1


def test_a_task_waits_for_a_person_a_role_a_unit_or_everybody(place, people, write):
    from kortreist_web.people.models import Membership

    roads = add_unit(people.editor, place, name="Vei", valid_from=dt.date(2020, 1, 1))
    schools = add_unit(people.editor, place, name="Skole", valid_from=dt.date(2020, 1, 1))
    row = Membership.objects.get(user=people.reporter)
    row.unit = roads
    row.save()
    owners = {
        "all": {},
        "me": {"person": people.reporter},
        "another": {"person": people.editor},
        "role": {"role": "reporter"},
        "other role": {"role": "approver"},
        "unit": {"unit": roads},
        "other unit": {"unit": schools},
    }
    for title, owner in owners.items():
        Task(organisation=place, kind="other", title=title, due=TODAY, **owner).save()
    reporter = type(people.reporter).objects.get(pk=people.reporter.pk)
    mine = hers(dated(place, reporter), place, reporter)
    assert {t.title for t in mine} == {"all", "me", "role", "unit"}
    editor = hers(dated(place, people.editor), place, people.editor)
    assert {t.title for t in editor} == {"all", "another", "unit", "other unit"}


@pytest.mark.database
def test_the_nearest_are_what_waits_with_a_day(place, people, write):
    for title, day in (("gone", 1), ("now", 23), ("soon", 30)):
        add_deadline(people.editor, place, title=title, due=dt.date(2026, 11, day))
    kept = add_deadline(people.editor, place, title="kept", due=TODAY)
    finish(people.editor, place, kept, on=timezone.localdate(), evidence="Sak 12/26")
    follow_year(place, TODAY)
    found = nearest(place, people.reader, TODAY, past=3, coming=5)
    assert [(d.task.title, d.state) for d in found] == [
        ("gone", "overdue"),
        ("now", "today"),
        ("soon", "soon"),
    ]
    kept.refresh_from_db()
    assert (kept.state, kept.evidence, kept.created_by) == (
        "done",
        "Sak 12/26",
        "tasks.add_deadline",
    )


def test_steps_are_neither_in_the_calendar_nor_changed_by_hand(place, people, as_person):
    step = follow_year(place, TODAY)["plan"]
    client = as_person(people.editor)
    assert client.get(_url("deadline_change", place, pk=step.pk)).status_code == 404
    assert client.post(_url("deadline_remove", place, pk=step.pk)).status_code == 404
    assert client.get(_url("calendar_file", place)).content.count(b"BEGIN:VEVENT") == 0
    with pytest.raises(ValueError, match="no domain declares"):
        add_deadline(people.editor, place, title="x", due=TODAY, kind="unheard of")


def test_another_tenants_tasks_are_not_seen(place, other, people, strangers):
    add_deadline(strangers.editor, other, title="theirs", due=TODAY)
    follow_year(other, TODAY)
    assert not dated(place, people.editor).exists()
    assert not dated(other, people.editor).exists()
    with pytest.raises(PermissionDenied):
        add_deadline(people.editor, other, title="x", due=TODAY)


def test_all_steps_are_asked_with_one_question(place, django_assert_max_num_queries):
    """Four more are what no expression says: adopted, judged, public and reported."""
    look = look_at(place, TODAY)
    with django_assert_max_num_queries(8):
        answers = step_answers(look)
    assert len(answers) > 10
    with django_assert_max_num_queries(7):  # what is known of the look is not asked again
        assert step_answers(look) == answers


def test_a_deadline_sent_twice_is_added_once_and_again_when_it_is_done(place, people, as_person):
    sent = {"title": "Høring", "due": "2027-05-01", "kind": "other", "unit": ""}
    client = as_person(people.editor)
    answers = [client.post(_url("deadline_add", place), sent) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 422]
    assert "Dette er allerede registrert" in answers[1].content.decode()
    (row,) = Task.objects.filter(title="Høring")
    with pytest.raises(RefusedError):
        add_deadline(people.approver, place, title=" høring", due=row.due)
    finish(people.editor, place, row, on=timezone.localdate())
    add_deadline(people.editor, place, title="Høring", due=row.due)
