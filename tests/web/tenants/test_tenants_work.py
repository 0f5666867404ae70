"""The work's pages: units that end, the settings."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tenants.actions.add_unit import add_unit
from kortreist_web.tenants.actions.change_settings import change_settings
from kortreist_web.tenants.actions.change_unit import change_unit
from kortreist_web.tenants.actions.end_unit import end_unit
from kortreist_web.tenants.actions.open_site import open_site
from kortreist_web.tenants.models import Organisation, Unit
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
    before, after = (
        set(Unit.on(place, d).values_list("name", flat=True))
        for d in (day - dt.timedelta(days=1), day)
    )
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
        "units": (under.name,),
        "people": (str(people.reporter),),
        "measures": ("Elbiler",),
        "deadlines": ("Frist",),
    }
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


# -- settings --------------------------------------------------------------------------


def test_the_settings_are_the_administrators(place, people, as_person):
    assert as_person(people.editor).get(_url("settings", place)).status_code == 403
    client = as_person(people.administrator)
    page = client.get(_url("settings", place)).content.decode()
    assert "4005" in page
    values = {
        "name": "Nye Eksempeldal",
        "language": "nn",
        "interim_reports": 2,
        "unit_word": "service",
        "contact_email": "post@x.example",
        "contact_page": "https://x.example/innspill",
        "before": "Eksempeldal|nb|3|unit|||",
    }
    assert client.post(_url("settings", place), values).status_code == 302
    row = Organisation.objects.get(pk=place.pk)
    assert (row.contact_email, row.contact_page) == (
        values["contact_email"],
        values["contact_page"],
    )
    assert (row.name, row.language, row.interim_reports) == ("Nye Eksempeldal", "nn", 2)
    again = client.post(_url("settings", place), {**values, "name": "Annet"})
    assert again.status_code == 422
    assert Organisation.objects.get(pk=place.pk).name == "Nye Eksempeldal"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("unit", ("Flere enheter", "Fleire einingar", "More units")),
        ("service", ("Flere virksomheter", "Fleire verksemder", "More services")),
        ("section", ("Flere seksjoner", "Fleire seksjonar", "More sections")),
    ],
)
def test_the_pages_take_the_municipalitys_own_word_for_its_units(
    place, people, as_person, client, word, said
):
    change_settings(
        people.administrator, place, name="E", language="nb", interim_reports=3, unit_word=word
    )
    admin = as_person(people.administrator)
    for language, text in zip(("nb", "nn", "en"), said, strict=True):
        url = f"/{language}/X001/arbeid/enheter/"
        assert text in admin.get(url).content.decode(), (word, language)
    # The next request is another municipality's, or nobody's.
    assert "seksjon" not in client.get("/nb/").content.decode()


def test_a_word_the_texts_do_not_have_is_refused(place, people):
    with pytest.raises(RefusedError):
        change_settings(
            people.administrator,
            place,
            name="x",
            language="nb",
            interim_reports=3,
            unit_word="avdeling",
        )


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
        {"published": True},
        {"published": False},
        "Feil i tallene",
    )
