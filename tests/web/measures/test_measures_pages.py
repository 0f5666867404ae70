"""The pages of measures: search, one measure, decide, own figures, own measure."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist.measures import library
from kortreist_web.core.domain import Part, domains
from kortreist_web.core.texts import web
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.models import MeasureChoice

pytestmark = pytest.mark.django_db
ALL = len(library())


def at(name, *args):
    with override("nb"):
        return reverse(f"measures:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_list_is_narrowed_by_words_and_filters(place, people, as_person):
    client = as_person(people.reader)
    whole = client.get(at("list"))
    assert whole.status_code == 200
    narrowed = client.get(at("list"), {"q": "elektriske varebiler", "theme": "transport"})
    assert "Elektriske varebiler i kommunens kontrakter" in text_of(narrowed)
    assert len(narrowed.content) < len(whole.content) / 2
    nothing = client.get(at("list"), {"q": "varebiler", "theme": "food"})
    assert "Ingen tiltak passer" in text_of(nothing)


def test_other_domains_add_their_part_to_a_measures_page(place, people, as_person, monkeypatch):
    asked = []

    def part(request, organisation, measure):
        asked.append((organisation, measure))
        return Part("jobs/home_part.html", {"jobs": []})

    plans = domains()["plans"]
    monkeypatch.setitem(domains(), "plans", replace(plans, measure_parts=(part, lambda *_: None)))
    page = as_person(people.reader).get(at("show", "electric_vans"))
    assert text_of(page).count(web("nb")("jobs.home")) == 1
    assert asked == [(place, "electric_vans")]


def test_a_filter_without_meaning_is_as_if_not_there(place, people, as_person):
    client = as_person(people.reader)
    odd = client.get(at("list"), {"theme": "' OR 1=1", "level": "9", "state": "x"})
    assert f"{ALL} av {ALL}" in text_of(odd)


def test_htmx_is_given_the_rows_only(place, people, as_person):
    part = as_person(people.reader).get(at("list"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"<table" in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_the_state_here_is_a_filter(place, people, as_person):
    choose(people.editor, place, measure="electric_vans", state="excluded")
    client = as_person(people.reader)
    assert f"1 av {ALL}" in text_of(client.get(at("list"), {"state": "excluded"}))
    assert f"{ALL - 1} av {ALL}" in text_of(client.get(at("list"), {"state": "untouched"}))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_of_a_measure_says_what_is_known(place, people, as_person, language):
    choose(people.editor, place, measure="electric_vans", state="chosen", start_year=2028)
    url = at("show", "electric_vans").replace("/nb/", f"/{language}/")
    page = text_of(as_person(people.reader).get(url))
    assert "<code>electric_vans</code>" in page
    assert "2028" in page
    assert "<form method" not in page.partition("<main")[2]


def test_an_editor_decides_on_the_page(place, people, as_person):
    client = as_person(people.editor)
    data = {"state": "under_way", "start_year": "2026", "note": "<b>avtalt</b>", "why": "sak 3"}
    done = client.post(at("choose", "electric_vans"), data, follow=True)
    assert MeasureChoice.objects.get().start_year == 2026
    assert "&lt;b&gt;avtalt&lt;/b&gt;" in text_of(done)


def test_what_has_begun_needs_its_year(place, people, as_person):
    answer = as_person(people.editor).post(at("choose", "electric_vans"), {"state": "done"})
    assert answer.status_code == 422
    assert "Oppgi startåret" in text_of(answer)


def test_a_decision_on_a_page_that_is_out_of_date_is_a_conflict(place, people, as_person):
    choose(people.editor, place, measure="electric_vans", state="considered")
    choose(people.approver, place, measure="electric_vans", state="excluded")
    data = {"state": "chosen", "version": "1"}
    answer = as_person(people.editor).post(at("choose", "electric_vans"), data)
    assert answer.status_code == 409
    assert MeasureChoice.objects.get().state == "excluded"


def test_own_figures_stand_beside_the_librarys(place, people, as_person):
    client = as_person(people.editor)
    data = {
        "effects_0_low": "5",
        "effects_0_central": "7,5",
        "effects_0_high": "12",
        "source": "Telling i oktober",
    }
    page = text_of(client.post(at("adapt", "electric_vans"), data, follow=True))
    assert "Telling i oktober" in page
    cut = next(m for m in library() if m.id == "electric_vans").effects[0].fraction
    said = [web("nb").number(100 * v, 1) for v in (cut.low, cut.central, cut.high)]
    assert f"Biblioteket: {' – '.join(said)}" in page
    form = text_of(client.get(at("adapt", "electric_vans")))
    assert 'value="7,5"' in form
    client.post(at("reset", "electric_vans"))
    assert MeasureChoice.objects.get().adaptation == {}


def test_own_figures_need_their_source(place, people, as_person):
    answer = as_person(people.editor).post(at("adapt", "electric_vans"), {"ramp_years": "4"})
    assert answer.status_code == 422
    assert not MeasureChoice.objects.exists()


OWN = {
    "name_nb": "Felles verksted",
    "description": "Et verksted",
    "theme": "goods",
    "level": "3",
    "unit": "culture",
    "instrument": "Klimakrav i anskaffelser",
    "indicator": "besøk i året",
    "on": "direct/road_transport/passenger_cars",
    "mode": "avoid",
    "fraction_low": "0,1",
    "fraction_central": "0,2",
    "fraction_high": "0,4",
    "bearer": "municipality",
    "cost": "fixed/running",
    "ramp_years": "2",
    "lifetime_years": "10",
    "commitment_years": "0",
    "staff_fte": "0,2",
    "source": "Eget skjønn",
}


def test_a_measure_of_ones_own_is_added_and_changed(place, people, as_person):
    client = as_person(people.editor)
    page = text_of(client.post(at("new"), OWN, follow=True))
    assert "eget tiltak" in page
    assert "ukjent" in page  # no cost was given, and none is not zero
    changed = {**OWN, "name_nb": "Verksted for alle", "fraction_high": "0,5", "version": "1"}
    page = text_of(client.post(at("adapt", "own.felles_verksted"), changed, follow=True))
    assert "Verksted for alle" in page
    form = text_of(client.get(at("adapt", "own.felles_verksted")))
    assert 'value="0,5"' in form


def test_sources_are_chosen_by_sector_and_by_names_as_they_are_written(place, people, as_person):
    page = text_of(as_person(people.editor).get(at("new")))
    assert '<optgroup label="Sjøfart">' in page
    assert '<optgroup label="Produkter med fluorgasser">' in page
    assert ">Estimat sjøfart<" in page
    assert "*Estimat" not in page
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page)
    assert [g for g, _ in groups] == sorted(g for g, _ in groups)
    for _, options in groups:
        names = re.findall(r">([^<]+)</option>", options)
        assert names == sorted(names)


def test_figures_that_fall_are_refused(place, people, as_person):
    answer = as_person(people.editor).post(at("new"), {**OWN, "fraction_low": "0,3"})
    assert answer.status_code == 422
    assert "Tallene må stige" in text_of(answer)


@pytest.mark.parametrize("name", ["choose", "adapt", "reset"])
def test_a_reader_changes_nothing(place, people, as_person, name):
    choose(people.editor, place, measure="electric_vans", state="considered")
    answer = as_person(people.reader).post(at(name, "electric_vans"), {"state": "chosen"})
    assert answer.status_code == 403
    assert MeasureChoice.objects.get().state == "considered"


@pytest.mark.parametrize("name", ["list", "new", "show", "adapt"])
def test_for_members_of_others_there_is_no_such_page(place, strangers, as_person, name):
    args = ("electric_vans",) if name in ("show", "adapt") else ()
    assert as_person(strangers.editor).get(at(name, *args)).status_code == 404


def test_an_unknown_measure_is_not_found(place, people, as_person):
    client = as_person(people.editor)
    for name in ("show", "adapt"):
        assert client.get(at(name, "no_such")).status_code == 404
