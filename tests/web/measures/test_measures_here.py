"""A measure's page says what it does here; the picture; and one's own measure in tonnes."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override
from kept_results import kept

from kortreist_web.accounts.computation import compute_account
from kortreist_web.accounts.queries import latest_account
from kortreist_web.measures.alone import compute_alone
from kortreist_web.measures.figures_here import heres
from kortreist_web.measures.models import AloneFigures, MeasureChoice
from kortreist_web.measures.own_form import emitted_by_source

pytestmark = pytest.mark.django_db
CARS = "direct/road_transport/passenger_cars"


def at(name, *args):
    with override("nb"):
        return reverse(f"measures:{name}", args=("X001", *args))


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def figures(place):
    def made():
        answer = compute_alone(place)
        return answer.key, answer.pins, answer.content

    key, pins, content = kept("measures_alone_page", made)
    return AloneFigures.objects.create(organisation=place, key=key, pins=pins, content=content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_measures_page_says_what_it_does_here(figures, people, as_person, language):
    url = at("show", "landfill_gas_capture").replace("/nb/", f"/{language}/")
    answer = as_person(people.editor).get(url)
    page = answer.content.decode()
    here = heres(figures.content)["landfill_gas_capture"]
    section = page.partition('id="alone"')[2].partition("</section>")[0]
    assert f'data-value="{here.cut.central!r}"' in section
    assert 'aria-label="' in section
    assert here.row["ask"]["question"][language][:30] in unescape(section)
    assert reverse_in(language, "landfill_gas_capture") in section
    assert here.row["duty"]["text"][language] in section


def reverse_in(language, measure):
    return at("adapt", measure).replace("/nb/", f"/{language}/")


def test_what_has_no_figures_here_says_nothing_of_them(figures, people, as_person):
    page = as_person(people.reader).get(at("show", "land_neutrality")).content.decode()
    assert 'id="alone"' not in page


def test_the_picture_has_a_mark_for_each_with_a_price_and_a_row_for_all(figures, people, as_person):
    client = as_person(people.reader)
    page = client.get(at("picture"))
    html = page.content.decode()
    inside = [h for h in heres(figures.content).values() if h.group == "here"]
    saving = {"saves", "ranked"}
    drawn = [h for h in inside if h.cut.central >= 1.0 and h.row["price"]["mark"] in saving]
    assert html.count("<circle") == len(drawn)
    assert "Kuttene kan ikke legges sammen" in html
    for axis in ("kr per tonn for samfunnet", "Kutt, tonn CO₂e"):
        assert axis in html
    rows = client.get(at("picture"), {"form": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + len(inside)
    svg = client.get(at("picture"), {"form": "svg"})
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_the_picture_of_nothing_says_so(place, people, as_person):
    page = as_person(people.reader).get(at("picture"))
    assert page.status_code == 200
    assert "<circle" not in page.content.decode()


OWN = {
    "name_nb": "Bildeling på Tuven",
    "description": "Fire delebiler",
    "source": "Tilbud i mars",
    "on": CARS,
    "tonnes_low": "50",
    "tonnes_central": "100",
    "tonnes_high": "200",
}


def filled(client, **more):
    """What the folded fields hold when nobody touches them, with what is typed."""
    form = client.get(at("new")).context["form"]
    usual = {f.name: f.value() for f in form.rest if f.value() is not None}
    return {**usual, **OWN, **more}


def test_ones_own_measure_is_given_in_tonnes(place, people, as_person):
    compute_account(place)
    client = as_person(people.editor)
    first = [f.name for f in client.get(at("new")).context["form"].first]
    assert first[:4] == ["name_nb", "description", "source", "on"]
    made = client.post(at("new"), filled(client))
    assert made.status_code == 302, made.context["form"].errors
    emitted = emitted_by_source(latest_account(place).content)[CARS]
    table = MeasureChoice.objects.get().adaptation
    assert table["effects"][0]["fraction"] == pytest.approx(
        [50 / emitted, 100 / emitted, 200 / emitted]
    )
    assert table["costs"][0].get("amount") is None  # unknown, not zero


def test_more_than_the_source_emits_is_refused_with_how_much_it_emits(place, people, as_person):
    compute_account(place)
    client = as_person(people.editor)
    emitted = emitted_by_source(latest_account(place).content)[CARS]
    answer = client.post(at("new"), filled(client, tonnes_high=str(int(emitted) + 10)))
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["tonnes_high"]
    assert said.startswith("Kilden slipper ut ")
    assert "Et tiltak kan ikke kutte mer enn det" in said
    none = {f"tonnes_{level}": "" for level in ("low", "central", "high")}
    answer = client.post(at("new"), filled(client, **none))
    assert "tonnes_central" in answer.context["form"].errors
    assert not MeasureChoice.objects.exists()
