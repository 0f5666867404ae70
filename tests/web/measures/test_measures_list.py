"""The list with what each measure does here: what matters most, sorted, ticked, and stale."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from kept_results import kept

from kortreist.measures import library
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.tasks import run
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.actions.choose_many import choose_many
from kortreist_web.measures.alone import compute_alone, refresh, standing
from kortreist_web.measures.figures_here import cost_text, heres, significant_text
from kortreist_web.measures.models import AloneFigures, MeasureChoice

pytestmark = pytest.mark.django_db


def at(name, *args):
    with override("nb"):
        return reverse(f"measures:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def figures(place):
    """The place's figures, computed by the engine once for all tests."""

    def made():
        answer = compute_alone(place)
        return answer.key, answer.pins, answer.content, answer.content_hash

    key, pins, content, content_hash = kept("measures_alone_x001", made)
    return AloneFigures.objects.create(
        organisation=place, key=key, pins=pins, content=content, content_hash=content_hash
    )


def names_in(response, group):
    section = response.content.decode().partition(f'id="group-{group}"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row">\s*<a[^>]*>([^<]*)', section)


def test_the_twenty_that_matter_most_come_first_and_the_rest_is_one_click_away(
    figures, people, as_person
):
    client = as_person(people.editor)
    page = client.get(at("list"))
    shown = names_in(page, "here")
    here = heres(figures.content)
    most = sorted(
        ((id, h) for id, h in here.items() if h.group == "here"),
        key=lambda pair: -pair[1].cut.central,
    )
    # What the state decides can only be asked for: it is in the whole list.
    by_state = {m.id for m in library() if m.decided_by == "state"}
    ours = [h.row["name"] for id, h in most if id not in by_state]
    assert len(ours) < len(most)
    assert shown == ours[:20]
    assert "De 20 som betyr mest i" in text_of(page)
    whole = client.get(at("list"), {"show": "all"})
    assert 'show=all"' in page.content.decode()
    assert len(names_in(whole, "here")) == len(most)
    # What has no figures is in a group of its own, and what cuts elsewhere in another.
    assert "Arealnøytralitet" in names_in(whole, "unknown")
    assert "Bygge i tre" in names_in(whole, "footprint")
    together = significant_text(figures.content["together"])
    said = f"Alle {len(here)} sammen kutter {together} tonn i 2030"
    assert " ".join(said.split()) in text_of(page)


def test_tonnes_of_the_footprint_stand_under_a_heading_of_their_own(figures, people, as_person):
    page = as_person(people.reader).get(at("list"), {"show": "all"}).content.decode()
    tables = {
        key: page.split(f'aria-labelledby="group-{key}"')[2].split("</table>")[0]
        for key in ("here", "footprint")
    }
    assert "Kutt her i 2030" in tables["here"]
    assert "Kutt her" not in tables["footprint"]
    for said in ("Kutt i fotavtrykket av forbruket i 2030", "Kr per tonn i fotavtrykket"):
        assert said in tables["footprint"]
        assert said not in tables["here"]


@pytest.mark.parametrize(
    ("measure", "asked"),
    [("zero_emission_lorries_business", True), ("landfill_gas_capture", False)],
)
def test_traffic_that_only_passes_through_is_asked_about(
    figures, people, as_person, measure, asked
):
    page = as_person(people.editor).get(at("show", measure)).content.decode()
    assert 'id="alone"' in page
    assert ("kjører bare gjennom" in page) is asked


def test_it_is_sorted_on_the_server_and_unknown_stands_last(figures, people, as_person):
    client = as_person(people.reader)
    here = heres(figures.content)
    page = client.get(at("list"), {"show": "all", "sort": "price"})
    shown = names_in(page, "here")
    prices = {h.row["name"]: h.society for h in here.values()}
    known = [prices[n] for n in shown if prices[n] is not None]
    assert known == sorted(known)
    assert [prices[n] is None for n in shown] == sorted(prices[n] is None for n in shown)
    assert 'aria-sort="ascending"' in page.content.decode()
    turned = names_in(client.get(at("list"), {"show": "all", "sort": "-price"}), "here")
    known_turned = [prices[n] for n in turned if prices[n] is not None]
    assert known_turned == sorted(known, reverse=True)
    assert prices[turned[-1]] is None
    odd = client.get(at("list"), {"sort": "x'--", "show": "y"})
    assert len(names_in(odd, "here")) == 20


def test_several_are_decided_about_at_once_and_the_log_names_each(
    figures, place, people, as_person
):
    client = as_person(people.editor)
    data = {"measure": ["eco_driving", "mass_reuse"], "state": "chosen", "list": "?sort=price"}
    answer = client.post(at("choose_several"), data)
    assert answer.status_code == 302
    assert answer.url.endswith("?sort=price")
    rows = MeasureChoice.objects.filter(organisation=place)
    assert set(rows.values_list("measure", "state")) == {
        ("eco_driving", "chosen"),
        ("mass_reuse", "chosen"),
    }
    logged = Change.objects.filter(organisation=place, verb="measures.choose_many")
    assert logged.count() == 2


def test_what_is_left_out_needs_its_reason_and_nothing_is_lost(figures, people, as_person):
    client = as_person(people.editor)
    data = {"measure": ["eco_driving"], "state": "excluded", "why": " ", "list": "?show=all"}
    answer = client.post(at("choose_several"), data)
    assert answer.status_code == 422
    assert "Skriv hvorfor tiltakene ikke passer her" in text_of(answer)
    assert re.search(r'value="eco_driving"[^>]*checked', answer.content.decode())
    assert not MeasureChoice.objects.exists()
    done = client.post(at("choose_several"), data | {"why": "Gjort i 2023"}, follow=True)
    assert "satt til «valgt bort»" in text_of(done)
    assert MeasureChoice.objects.get().note == "Gjort i 2023"
    # It is no more among what matters most.
    eco = next(h for h in heres(figures.content).values() if h.row["id"] == "eco_driving")
    assert eco.row["name"] not in names_in(client.get(at("list")), "here")


@pytest.mark.parametrize("why", ["\u200b\u200b", "\u2060 \ufeff", "x" * 301, "x" * 5000])
def test_a_reason_nobody_can_read_is_no_reason(figures, people, as_person, why):
    client = as_person(people.editor)
    data = {"measure": ["eco_driving"], "state": "excluded", "why": why}
    answer = client.post(at("choose_several"), data)
    assert answer.status_code == 422
    said = "Begrunnelsen er for lang" if len(why) > 300 else "Skriv hvorfor tiltakene ikke passer"
    assert said in text_of(answer)
    assert not MeasureChoice.objects.exists()


def test_all_or_none_and_what_is_under_way_is_left(place, people):
    choose(people.editor, place, measure="eco_driving", state="under_way", start_year=2026)
    done = choose_many(
        people.editor, place, measures=["eco_driving", "mass_reuse"], state="considered"
    )
    assert [c.measure for c in done.changed] == ["mass_reuse"]
    assert [c.measure for c in done.begun] == ["eco_driving"]
    with pytest.raises(ValidationError):
        choose_many(people.editor, place, measures=["land_neutrality", "no_such"], state="chosen")
    assert not MeasureChoice.objects.filter(measure="land_neutrality").exists()
    for measures, state in ([], "chosen"), (["mass_reuse"], "done"):
        with pytest.raises(ValidationError):
            choose_many(people.editor, place, measures=measures, state=state)


def test_what_is_chosen_has_the_start_year_that_binds_the_plan(figures, place, people, as_person):
    from kortreist_web.plans.questions import question_for

    client, data = as_person(people.editor), {"measure": ["eco_driving"], "state": "chosen"}
    page = client.get(at("list")).content.decode()
    assert re.search(rf'name="start_year"[^>]*value="{timezone.localdate().year + 1}"', page)
    warned = client.post(at("choose_several"), data | {"start_year": ""}, follow=True)
    assert "valgt uten startår, så ingen plan regner det som bestemt" in text_of(warned)
    assert client.post(at("choose_several"), data | {"start_year": "20x"}).status_code == 422
    assert client.post(at("choose_several"), data | {"start_year": "2028"}).status_code == 302
    assert question_for(place)["fixed"] == {"eco_driving": 2028}
    # One that has its own year keeps it.
    client.post(at("choose_several"), data | {"start_year": "2030"})
    assert MeasureChoice.objects.get().start_year == 2028


def test_a_missing_start_year_is_set_in_one_step_where_it_is_said(place, people, as_person):
    from kortreist_web.plans.questions import question_for

    chosen = ["eco_driving", "mass_reuse"]
    choose_many(people.editor, place, measures=chosen, state="chosen")
    first = timezone.localdate().year + 1
    with override("nb"):
        new = reverse("plans:new", args=["X001"])
        show = reverse("measures:show", args=["X001", "mass_reuse"])
    client = as_person(people.editor)
    for address, listed in (
        (new, chosen),
        (at("list"), chosen),
        (show, ["mass_reuse"]),
    ):
        page = client.get(address).content.decode()
        form = page[page.index('name="to"') - 400 :].split("</form>")[0]
        assert f'value="{address}"' in form
        assert re.findall(r'name="measure"\s+value="(\w+)"', form) == listed
        assert re.search(rf'name="start_year"[^>]*value="{first}"', form)
    data = {"measure": chosen, "state": "chosen", "start_year": str(first), "to": new}
    assert client.post(at("choose_several"), data)["Location"] == new
    assert question_for(place)["fixed"] == dict.fromkeys(chosen, first)
    assert "uten startår" not in client.get(new).content.decode()
    away = client.post(at("choose_several"), data | {"to": "https://example.org/"})
    assert away["Location"].startswith(at("list"))


def test_the_reason_is_the_newest_one_and_none_when_it_is_left_out_no_more(place, people):
    def decide(state, why=""):
        choose_many(people.editor, place, measures=["eco_driving"], state=state, why=why)
        return MeasureChoice.objects.get().note

    assert decide("excluded", "Grunn A") == "Grunn A"
    assert decide("considered") == ""
    assert decide("excluded", "Grunn B") == decide("excluded", "Grunn B") == "Grunn B"


def test_a_reader_ticks_nothing(figures, people, as_person):
    page = as_person(people.reader).get(at("list")).content.decode()
    assert 'type="checkbox"' not in page
    data = {"measure": ["eco_driving"], "state": "chosen"}
    assert as_person(people.reader).post(at("choose_several"), data).status_code == 403


def test_figures_are_asked_for_again_when_what_they_rest_on_changes(figures, place, people):
    assert not standing(place).stale
    choose(people.editor, place, measure="eco_driving", state="considered")
    assert not Job.objects.exists()  # what is only considered moves no figure
    choose(people.editor, place, measure="eco_driving", state="chosen", start_year=2029)
    choose(people.editor, place, measure="mass_reuse", state="chosen", start_year=2029)
    job = Job.objects.get()  # once, however much has changed
    assert job.kind == "measures.alone"
    now = standing(place)
    assert now.stale
    assert now.job == job


def test_stale_figures_are_shown_and_marked(figures, place, people, as_person):
    choose(people.editor, place, measure="eco_driving", state="chosen", start_year=2029)
    page = text_of(as_person(people.editor).get(at("list")))
    assert "Regnes på nytt" in page
    assert "De 20 som betyr mest" in page


def test_nobody_is_computed_for_where_nobody_works(place):
    refresh(place, first=True)
    assert not Job.objects.exists()


def test_the_job_computes_and_pins_and_does_nothing_twice(place, people, as_person, monkeypatch):
    client = as_person(people.editor)
    assert "ikke regnet ut for kommunen ennå" in text_of(client.get(at("list")))
    asked = []

    class Answers:
        def question(self, organisation):
            return {"fixed": {}}

        def answer(self, organisation, question):
            asked.append(question)
            return {}, {"key": "x", "said": dict.fromkeys(("nb", "nn", "en"), "Ingen tall.")}

    monkeypatch.setattr("kortreist_web.measures.alone.alone", Answers)
    client.post(at("recompute"))
    run.func(Job.objects.get().pk)
    figures = AloneFigures.objects.get(organisation=place)
    assert figures.pins["question"] == {"fixed": {}}
    assert figures.pins["engine_version"]
    assert "Ingen tall." in text_of(client.get(at("list")))
    client.post(at("recompute"))
    run.func(Job.objects.latest("id").pk)
    assert len(asked) == 1


def test_the_list_asks_the_database_little(
    figures, people, as_person, django_assert_max_num_queries
):
    client = as_person(people.editor)
    client.get(at("list"))
    with django_assert_max_num_queries(25):
        client.get(at("list"), {"show": "all"})


def test_numbers_have_the_digits_they_bear():
    with override("nb"):
        assert [significant_text(v) for v in (1023.1, 87.9, 0.3, 0.0)] == [
            "1\u202f000",
            "88",
            "<\u00a01".replace("\u00a0", " "),
            "0",
        ]
        assert [cost_text(v) for v in (93_499.0, 3_605_700.0, 19_152_000.0, -32_773.0, 0.0)] == [
            "93\u202f000",
            "3,6 mill.",
            "19 mill.",
            "−33\u202f000",
            "0",
        ]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_list_is_whole_in_three_languages(figures, place, people, as_person, language):
    with acting(people.editor, "test", "test"):
        url = at("list").replace("/nb/", f"/{language}/")
        page = as_person(people.editor).get(url, {"show": "all"})
    assert page.status_code == 200
    for group in ("here", "footprint", "unknown"):
        assert f'id="group-{group}"' in page.content.decode()


def test_a_year_that_was_there_is_kept_and_said(figures, people, as_person, place):
    choose(people.editor, place, measure="eco_driving", state="chosen", start_year=2027)
    data = {"measure": ["eco_driving"], "state": "chosen", "start_year": "2030"}
    page = as_person(people.editor).post(at("choose_several"), data, follow=True)
    said = text_of(page)
    assert "1 hadde et annet startår fra før og beholder det" in said
    assert "(2027)" in said
    assert MeasureChoice.objects.get(measure="eco_driving").start_year == 2027
