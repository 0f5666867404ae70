"""A resident without an account: what the municipality emits, wants, does, and how we know."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from stories import Person, number

pytestmark = pytest.mark.browser
SHARED = True  # it writes nothing

WHENCE = re.compile("^Hvor kommer tallet fra")


@pytest.fixture
def resident(browser, site):
    person = Person(browser, site, "", story="public")
    yield person
    person.close()


def test_a_resident_finds_the_municipality_and_where_a_number_comes_from(resident):
    me = resident
    me.open("/nb/")
    me.page.get_by_role("searchbox", name="Finn en kommune").fill("notod")
    me.press("Søk")
    me.follow("Notodden", within=me.page.get_by_role("status"))
    card = me.page.get_by_role("listitem").filter(
        has=me.heading(re.compile("^Direkte utslipp i 20"))
    )
    shown = round(float(card.locator("[data-value]").first.get_attribute("data-value")))
    me.step("the municipality")

    # One click from the number to where it comes from: unit, boundary, edition, sources.
    me.follow(WHENCE, within=card)
    said = me.reads()
    figure = me.page.get_by_role("main").get_by_role("paragraph").filter(has_text="tonn CO₂e")
    assert number(figure.first.inner_text()) == shown
    for part in (
        "direkte utslipp",
        "trolig mellom",
        "Miljødirektoratet",
        "utgave 24.04.2026",
        "Lisens: NLOD",
    ):
        assert part in said, part
    sources = [a.get_attribute("href") or "" for a in me.links()]
    assert any(s.startswith("https://www.miljodirektoratet.no/") for s in sources)
    me.step("where the number comes from")
    # The address is of this number; the page says how to make it again.
    address = me.page.url
    me.heading("Slik kan tallet lages på nytt").wait_for()
    assert me.page.goto(address).status == 200


def test_a_measures_status_is_three_clicks_from_the_front_page(resident):
    me = resident
    me.open("/nb/")
    clicks = 0

    def click(where):
        nonlocal clicks
        where.click()
        me.page.wait_for_load_state()
        clicks += 1

    me.page.get_by_role("searchbox", name="Finn en kommune").fill("eksempel")
    click(me.page.get_by_role("button", name="Søk"))
    click(me.page.get_by_role("status").get_by_role("link", name="Eksempeldal"))
    click(me.page.get_by_role("link", name=re.compile("^Alle tiltakene")))
    cars = me.page.get_by_role("link", name=re.compile("^Bytt kommunens fossile biler"))
    assert "Forsinket" in cars.inner_text()
    assert clicks <= 3
    me.step("a measure's status")
    cars.click()
    me.heading("Bytt kommunens fossile biler tidligere").wait_for()
    said = me.reads()
    for part in ("Forsinket", "Hvem gjør det", "tonn CO₂e", "Hva det binder", "25/0412"):
        assert part in said, part
    me.step("the measure")


def test_every_number_of_the_account_and_the_goals_has_its_origin(resident):
    me = resident
    for path, minimum in (("/nb/X001/regnskap/", 15), ("/nb/X001/mal/", 20), ("/nb/X001/", 12)):
        me.open(path)
        main = me.page.get_by_role("main")
        found = [a.get_attribute("href") for a in main.get_by_role("link", name=WHENCE).all()]
        assert len(found) >= minimum, path
        for href in (found[0], found[-1]):
            answer = me.context.request.get(me.site.url + href)
            assert answer.status == 200
            assert "Hvor tallet kommer fra" in answer.text()


def test_the_whole_cycle_is_there_to_read(resident):
    me = resident
    me.open("/nb/X001/")
    for word in ("Mål og klimabudsjett", "Slik går det", "Siste vedtak"):
        me.heading(word).wait_for()
    assert me.page.get_by_role("note").inner_text().startswith("Eksempeldal er oppdiktet.")
    me.step("the overview")
    seen = {
        "Klimaregnskap": "Tre måter å telle på.",
        "Mål": "Vedtatt her",
        "Klimabudsjett": "25/0412",
        "Framdrift": "Forsinket",
        "Vedtak": "Kommunestyret",
        "Data": "Filer",
    }
    for name, word in seen.items():
        me.goes_to(name)
        assert word in me.reads(), name
        me.step(name)
    # Nothing of the work opens without signing in.
    me.page.goto(f"{me.site.url}/nb/X001/arbeid/budsjett/")
    me.page.wait_for_url("**/konto/inn/**")


def test_everything_can_be_taken_along(resident):
    me = resident
    me.open("/nb/X001/data/")
    said = me.downloads(re.compile("^CSV Direkte utslipp")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert {"t CO2e"} == {r["unit"] for r in rows}
    for name, start in (("Excel", b"PK"), ("JSON", b"{"), ("CSV for Excel", b"\xef\xbb\xbf")):
        assert me.downloads(re.compile(f"^{name} Klimaregnskap")).startswith(start), name
    budget = json.loads(me.downloads(re.compile("^JSON Klimabudsjett")))
    assert budget["year"] == 2026
    assert me.downloads("GPC: Excel")[:2] == b"PK"
    catalogue = me.downloads("Turtle")
    assert b"dcat:Dataset" in catalogue
    assert b"X001" in catalogue


def test_the_same_page_in_three_languages(resident):
    me = resident
    me.open("/nb/X001/regnskap/")
    for name, language in (("Nynorsk", "nn"), ("English", "en"), ("Bokmål", "nb")):
        if not me.page.get_by_role("link", name=name, exact=True).first.is_visible():
            me.page.locator(".k-person > summary").click()
        me.page.get_by_role("link", name=name, exact=True).first.click()
        me.page.wait_for_url(f"**/{language}/X001/regnskap/")
        assert me.page.evaluate("document.documentElement.lang") == language
