"""The work's pages: what is next, the calendar, units that end, the settings."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.actions.add_deadline import add_deadline
from kortreist_web.tenants.actions.add_unit import add_unit
from kortreist_web.tenants.actions.change_settings import change_settings
from kortreist_web.tenants.actions.change_unit import change_unit
from kortreist_web.tenants.actions.end_unit import end_unit
from kortreist_web.tenants.actions.finish_deadline import finish_deadline
from kortreist_web.tenants.actions.make_calendar import make_calendar
from kortreist_web.tenants.actions.open_site import open_site
from kortreist_web.tenants.models import Deadline, Organisation, Unit
from kortreist_web.tenants.tree import remains_of

pytestmark = pytest.mark.django_db

YEAR = dt.date(2020, 1, 1)


def _url(name, place, **values):
    return reverse(f"tenants:{name}", kwargs={"code": place.code, **values})


# -- units -----------------------------------------------------------------------------


def test_a_reorganisation_ends_one_and_adds_its_successors(place, people):
    top = add_unit(people.editor, place, name="Kommunen", valid_from=YEAR)
    old = add_unit(people.editor, place, name="Teknisk", valid_from=YEAR, parent=top)
    day = dt.date(2027, 1, 1)
    made = end_unit(
        people.administrator, place, old, on=day, successors=["Vei", " Bygg ", "", "Vei"]
    )
    assert [(u.name, u.parent, u.valid_from) for u in made] == [
        ("Vei", top, day),
        ("Bygg", top, day),
    ]
    before, after = (set(Unit.on(place, d).values_list("name", flat=True)) for d in
                     (day - dt.timedelta(days=1), day))  # fmt: skip
    assert before == {"Kommunen", "Teknisk"}
    assert after == {"Kommunen", "Vei", "Bygg"}


def test_a_unit_ends_once_and_not_before_it_began(place, people):
    unit = add_unit(people.editor, place, name="x", valid_from=dt.date(2026, 1, 1))
    with pytest.raises(RefusedError):
        end_unit(people.editor, place, unit, on=dt.date(2026, 1, 1))
    end_unit(people.editor, place, unit, on=dt.date(2026, 1, 2))
    with pytest.raises(RefusedError):
        end_unit(people.editor, place, unit, on=dt.date(2027, 1, 2))


def test_a_unit_is_not_placed_under_itself_or_under_what_is_gone(place, people):
    one = add_unit(people.editor, place, name="1", valid_from=YEAR)
    two = add_unit(people.editor, place, name="2", valid_from=YEAR, parent=one)
    with pytest.raises(RefusedError, match=r"under (seg selv|itself)"):
        change_unit(people.editor, place, one, name="1", valid_from=YEAR, parent=two)
    end_unit(people.editor, place, two, on=dt.date(2026, 1, 1))
    with pytest.raises(RefusedError):
        add_unit(people.editor, place, name="3", valid_from=dt.date(2026, 1, 1), parent=two)


def test_two_editors_do_not_overwrite_each_other(place, people):
    unit = add_unit(people.editor, place, name="x", valid_from=YEAR)
    change_unit(people.editor, place, unit, name="y", valid_from=YEAR, version=1)
    with pytest.raises(ConflictError):
        change_unit(people.approver, place, unit, name="z", valid_from=YEAR, version=1)
    assert Unit.objects.get(pk=unit.pk).name == "y"


def test_what_hangs_on_an_ended_unit_is_listed(place, people, write):
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.people.models import Membership

    unit = add_unit(people.editor, place, name="Teknisk", valid_from=YEAR)
    under = add_unit(people.editor, place, name="Vei", valid_from=YEAR, parent=unit)
    Membership.objects.filter(user=people.reporter).unlogged("test").update(unit=unit)
    MeasureChoice(organisation=place, measure="m1", name={"nb": "Elbiler"}, unit=unit).save()
    MeasureChoice(organisation=place, measure="m2", state="done", unit=unit).save()
    add_deadline(people.editor, place, title="Frist", due=YEAR, unit=unit)
    found = {
        r.text.rpartition(".")[2]: r.names for r in remains_of(place, [unit], dt.date(2026, 1, 1))
    }
    assert found == {
        "units": (under.name,), "people": (str(people.reporter),), "measures": ("Elbiler",),
        "deadlines": ("Frist",),
    }  # fmt: skip
    assert remains_of(place, [], dt.date(2026, 1, 1)) == []


def test_the_units_page_ends_a_unit_and_asks_for_the_rest_to_be_moved(
    place, people, as_person, write
):
    from kortreist_web.measures.models import MeasureChoice

    unit = add_unit(people.editor, place, name="Teknisk", valid_from=YEAR)
    MeasureChoice(organisation=place, measure="m1", name={"nb": "Elbiler"}, unit=unit).save()
    client = as_person(people.administrator)
    url = _url("unit_end", place, pk=unit.pk)
    assert "Elbiler" in client.get(url).content.decode()
    posted = {"on": "2026-01-01", "successors": "Vei\nBygg", "why": "Ny organisering", "version": 1}
    assert client.post(url, posted).status_code == 302
    page = client.get(_url("units", place)).content.decode()
    assert "Vei" in page
    assert page.index("Elbiler") < page.index("Bygg")
    from kortreist_web.changes.models import Change

    assert Change.objects.filter(verb="tenants.end_unit", why="Ny organisering").exists()


# -- calendar --------------------------------------------------------------------------


def test_the_calendar_is_made_once(place, people):
    year = dt.date.today().year + 1
    added = make_calendar(people.editor, place, year=year)
    assert len(added) == len({d.title for d in added}) == 14
    # One that is moved is still there.
    Deadline.objects.filter(pk=added[0].pk).unlogged("test").update(due=dt.date(year, 2, 3))
    assert make_calendar(people.editor, place, year=year) == []
    assert len(make_calendar(people.editor, place, year=year + 1)) == 14


def test_days_that_are_gone_are_not_added_unless_asked_for(place, people):
    today = dt.date.today()
    assert all(d.due >= today for d in make_calendar(people.editor, place, year=today.year))
    first = dt.date(today.year, 1, 1)
    make_calendar(people.editor, place, year=today.year, since=first)
    assert Deadline.objects.filter(due__year=today.year).count() == 14


def test_the_calendar_is_in_the_organisations_language(place, people):
    change_settings(people.administrator, place, name="E", language="nn", interim_reports=2)
    year = dt.date.today().year + 1
    titles = [d.title for d in make_calendar(people.editor, place, year=year)]
    assert any("vedtekne" in t for t in titles)
    assert sum("Einingane" in t for t in titles) == 2


def test_readers_see_the_calendar_and_change_nothing(place, people, as_person):
    deadline = add_deadline(people.editor, place, title="Frist", due=dt.date(2027, 5, 1))
    with pytest.raises(PermissionDenied):
        finish_deadline(people.reader, place, deadline, on=dt.date(2027, 5, 1))
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
    assert Deadline.objects.get().done_on is not None
    client.post(url, {"done": "0"})
    assert Deadline.objects.get().done_on is None
    # After a lost session the person comes back with a plain request: nothing is changed.
    assert client.get(url).status_code == 302
    assert Deadline.objects.get().done_on is None


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


# -- settings --------------------------------------------------------------------------


def test_the_settings_are_the_administrators(place, people, as_person):
    assert as_person(people.editor).get(_url("settings", place)).status_code == 403
    client = as_person(people.administrator)
    page = client.get(_url("settings", place)).content.decode()
    assert "4005" in page
    values = {"name": "Nye Eksempeldal", "language": "nn", "interim_reports": 2,
              "before": "Eksempeldal|nb|3"}  # fmt: skip
    assert client.post(_url("settings", place), values).status_code == 302
    row = Organisation.objects.get(pk=place.pk)
    assert (row.name, row.language, row.interim_reports) == ("Nye Eksempeldal", "nn", 2)
    again = client.post(_url("settings", place), {**values, "name": "Annet"})
    assert again.status_code == 422
    assert Organisation.objects.get(pk=place.pk).name == "Nye Eksempeldal"


def test_a_year_is_not_divided_in_five(place, people):
    with pytest.raises(RefusedError):
        change_settings(people.administrator, place, name="x", language="nb", interim_reports=5)


def test_the_site_is_opened_and_closed_and_the_log_says_why(place, people, client):
    from kortreist_web.changes.models import Change

    public = reverse("reports:public", kwargs={"code": place.code})
    assert client.get(public).status_code == 200
    open_site(people.administrator, place, published=False, why="Feil i tallene")
    assert client.get(public).status_code == 404
    with pytest.raises(PermissionDenied):
        open_site(people.editor, place, published=True)
    line = Change.objects.get(verb="tenants.open_site")
    assert (line.before, line.after, line.why) == (
        {"published": True}, {"published": False}, "Feil i tallene",
    )  # fmt: skip


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


def test_the_first_thing_an_editor_does_is_the_account(place, people, as_person):
    page = as_person(people.editor).get(_url("home", place)).content.decode()
    assert reverse("accounts:work", kwargs={"code": place.code}) in page.split("k-actions")[1]


def test_the_administrator_of_a_closed_site_is_led_to_open_it(place, people, as_person):
    Organisation.objects.update(published=False)
    page = as_person(people.administrator).get(_url("home", place)).content.decode()
    assert _url("settings", place) in page.split("o-next")[1].split("</section>")[0]


def test_the_steps_follow_what_is_there(place, people, write):
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.tenants.steps import next_step, steps

    today = dt.date(2026, 11, 23)

    def states():
        return {s.key: s.state for s in steps(place, people.editor, today)}

    assert states()["account"] == "now"
    assert states()["measures"] == "later"
    MeasureChoice(organisation=place, measure="m", state="considered").save()
    assert states()["measures"] == "later"
    MeasureChoice(organisation=place, measure="n", state="chosen").save()
    assert states()["measures"] == "done"
    found = steps(place, people.reader, today)
    assert next_step(found) is None
    assert {s.year for s in found if s.part == "budget"} == {2027}
    assert {(s.year, s.period) for s in found if s.part == "follow"} == {(2026, 2)}


def test_what_is_proposed_is_decided_upon_whatever_was_passed_over(place, people, write):
    from kortreist_web.budgets.models import Budget
    from kortreist_web.tenants.steps import next_step, steps

    today = dt.date(2026, 11, 1)
    Budget(organisation=place, year=2027, title="x", state="proposed").save()
    found = {s.key: s.state for s in steps(place, people.approver, today)}
    assert (found["money"], found["propose"], found["adopt"]) == ("now", "done", "now")
    assert next_step(steps(place, people.approver, today)).key == "adopt"
    assert next_step(steps(place, people.editor, today)).key != "adopt"


def test_reporting_is_done_when_all_is_reported_and_hers_when_hers_is(
    place, people, as_person, write
):
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.reports.actions.report import report
    from kortreist_web.tenants.periods import just_ended
    from kortreist_web.tenants.steps import steps

    today = dt.date.today()
    year, period = just_ended(today, 3)
    choices = []
    for name, who in (("a", people.reporter), ("b", None)):
        choices.append(
            MeasureChoice(organisation=place, measure=name, state="chosen", responsible=who)
        )
        choices[-1].save()

    def state():
        return {s.key: s.state for s in steps(place, people.editor, today)}["report"]

    def is_next():
        page = as_person(people.reporter).get(_url("home", place)).content.decode()
        return "o-next" in page

    assert (state(), is_next()) == ("now", True)
    report(people.reporter, place, choices[0], year=year, period=period, status="done")
    assert (state(), is_next()) == ("now", False)
    report(people.editor, place, choices[1], year=year, period=period, status="done")
    assert state() == "done"


def test_other_organisations_people_find_nothing(place, strangers, as_person):
    client = as_person(strangers.administrator)
    for name in ("home", "calendar", "units", "settings"):
        assert client.get(_url(name, place)).status_code == 404
