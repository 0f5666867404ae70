"""The unit leader: on a phone, without JavaScript, in a few steps."""

from __future__ import annotations

import re

import pytest
from stories import Person

# Each time: test_tasks_* and test_reports_say, its pages in test_browser_pages.
pytestmark = [pytest.mark.browser, pytest.mark.long]

CARS = "Bytt kommunens fossile biler tidligere"
SHARE = "Andel av kommunens biler som er elektriske"


@pytest.fixture
def leader(browser, site):
    person = Person(browser, site, "reporter", story="unit", phone=True, script=False)
    yield person
    person.close()


def test_a_measure_is_reported_in_three_pages(leader):
    me = leader
    me.open("/nb/X001/arbeid/")
    left = int(re.search(r"(\d+) igjen å rapportere", me.reads()).group(1))
    me.step("what is mine")
    me.follow(re.compile(CARS))

    # What was said last is filled in; the number is not: it is new each time.
    assert me.page.get_by_role("radio", name="Forsinket").is_checked()
    assert "Leverandøren" in me.page.get_by_label("Hva hindrer?").input_value()
    value = me.page.get_by_label(re.compile(f"^{SHARE} "))
    assert value.input_value() == ""
    me.sees(re.compile("Verdien nå, i prosent. Sist: 44 prosent.* Mål: 55 prosent"))
    reason = me.page.get_by_label(f"Hvorfor mangler tallet? {SHARE}")
    assert not reason.is_visible()
    me.page.get_by_text("Har du ikke tallet? Skriv hvorfor").first.click()  # without scripts
    reason.wait_for(state="visible")
    me.step("one measure on one screen")
    me.page.get_by_text("I rute", exact=True).click()
    value.fill("58,5")
    me.writes("Hva hindrer?", "")
    me.press("Lagre")
    me.page.get_by_role("status").get_by_text(CARS).wait_for()
    me.sees("I rute")
    me.step("saved")
    assert me.pages == 3  # her work, the measure, the receipt

    # The next is one press away, and the list says what is done.
    me.sees(re.compile(rf"Neste: .* \({left - 1} igjen\)"))
    me.follow("Til alle tiltakene")
    me.sees(f"{left - 1} igjen å rapportere")
    assert "✓ I rute" in me.page.get_by_role("link", name=re.compile(CARS)).inner_text()
    assert me.page.evaluate("document.documentElement.scrollWidth") <= 360
    me.step("the list")


def test_what_hinders_must_be_said_and_nothing_typed_is_lost(leader):
    me = leader
    me.open("/nb/X001/arbeid/rapporter/")
    me.follow(re.compile("Økokjøring"))
    me.page.get_by_text("Stanset", exact=True).click()
    me.page.get_by_label(re.compile(r"^Ansatte som har gått kurs i miljøkjøring \(")).fill("førti")
    me.press("Lagre")
    me.page.get_by_role("alert").first.wait_for()
    assert me.page.get_by_role("radio", name="Stanset").is_checked()
    hindrance = me.page.get_by_label("Hva hindrer?")
    assert hindrance.get_attribute("aria-invalid") == "true"
    count = me.page.get_by_label(re.compile(r"^Ansatte som har gått kurs i miljøkjøring \("))
    assert count.input_value() == "førti"
    me.step("what is missing")
    hindrance.fill("Kursholderen er syk til jul.")
    count.fill("40")
    me.press("Lagre")
    me.sees("Stanset")
    assert me.pages == 4


def test_other_units_measures_are_not_hers(leader):
    me = leader
    me.open("/nb/X001/arbeid/rapporter/")
    assert "Smartere vareleveringer" not in me.reads()
    mine = [a.get_attribute("href") for a in me.links()]
    one = next(h for h in mine if re.search(r"/\d+/\d+/\d+/$", str(h)))
    numbers = (re.sub(r"\d+/$", f"{n}/", str(one)) for n in range(1, 30))
    others = next(n for n in numbers if n not in mine)
    assert me.page.goto(me.site.url + others).status == 403


def test_what_she_reports_is_seen_by_those_who_follow_up(browser, site):
    """The interim report that is open has her words and her number."""
    adviser = Person(browser, site, "editor", story="unit-followed")
    adviser.goes_home()
    adviser.goes_to("Tertialrapporter")
    adviser.follow("3. tertial 2026")
    row = next(r for r in adviser.rows(adviser.table(re.compile("Tiltak"))) if CARS in r[0])
    assert "I rute" in " ".join(row)
    indicator = adviser.rows(adviser.table(re.compile("Indikatorer i 2026")))
    share = next(r for r in indicator if r[0].startswith(SHARE))
    assert share[3].startswith("58,5")
    adviser.close()
