"""The interim report: live until it is completed, then as it was, whatever happens after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from stories import Person, number

# Each time: test_reports_*, its pages in test_browser_pages.
pytestmark = [pytest.mark.browser, pytest.mark.long]

CARS = "Bytt kommunens fossile biler tidligere"
PERIOD = "3. tertial 2026"
_HASH = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def adviser(browser, site):
    person = Person(browser, site, "editor", story="interim")
    yield person
    person.close()


@pytest.fixture(scope="module")
def director(browser, site):
    person = Person(browser, site, "approver", story="interim-completed")
    yield person
    person.close()


def _opens(me: Person, period: str = PERIOD) -> None:
    me.goes_home()
    me.goes_to("Tertialrapporter")
    me.follow(period)


def test_a_report_is_opened_and_follows_what_the_units_say(adviser):
    me = adviser
    me.goes_home()
    me.goes_to("Tertialrapporter")
    me.writes("År", "2026")
    me.chooses("Periode", "1. tertial")
    me.press("Åpne rapporten")
    me.sees("Rapport for 1. tertial 2026")
    me.sees("Rapporten er ikke ferdig.")
    row = next(r for r in me.rows(me.table(re.compile("^Tiltakene"))) if CARS in r[0])
    assert "I rute" in " ".join(row)  # as the unit said for the first period
    me.step("opened")


def test_a_deviation_is_explained_and_the_forecast_has_its_chance(adviser):
    me = adviser
    _opens(me)
    me.follow(f"Forklar: {CARS}")
    me.writes(re.compile("Hvorfor avviker tiltaket"), "Bilene kom i november.")
    me.press("Lagre")
    me.sees("Bilene kom i november.")

    table = me.table(re.compile("^Ramme, plan og prognose"))
    assert "tonn CO₂-ekvivalenter" in table.get_by_role("caption").inner_text()
    rows = me.rows(table)
    chances = ["Sannsynlighet i planen", "Sannsynlighet nå"]
    assert rows[0] == ["År", "Ramme", "Plan", "Prognose", *chances]
    year, frame, plan, forecast, _, chance = rows[1]
    assert year == "2026"
    assert number(frame) < number(plan) <= number(forecast)  # a delay does not cut more
    assert re.search(r"\d+\s?\d+–\d+\s?\d+", forecast)  # and how sure that is
    assert re.match(r"(< |> )?\d+ %", chance)
    me.sees(re.compile("Kilde|Hvor tallene kommer fra"))
    me.step("explained")

    # What is only carried over is not told as said for the period; what begins later is apart.
    me.sees(re.compile(r"I rute\s*\(herav \d+ fra en tidligere periode\)"))
    me.sees(re.compile(r"\d+\s*Starter senere"))


@pytest.mark.usefixtures("worker")
def test_a_revised_inventory_shows_both_figures(adviser, tmp_path):
    """The official figures change: the goal in per cent stands, its tonnes move, both are seen."""
    me = adviser
    me.open("/nb/X001/arbeid/regnskap/")
    me.page.get_by_label("Fil", exact=True).set_input_files(str(_revised(tmp_path)))
    me.press("Last opp")
    me.press("Ta i bruk")
    me.follow("Se klimaregnskapet")  # offered when it is in use
    me.sees(re.compile("utgave 02.11.2026"))

    _opens(me)
    heading = me.heading("Nytt utslippsregnskap")
    heading.wait_for()
    rows = me.rows(me.table(re.compile("^Det samme målet med")))
    assert len(rows) > 2
    assert all(len(r) >= 3 for r in rows)
    before, after = (number(c) for c in rows[1][1:3])
    assert before != after
    heading.scroll_into_view_if_needed()
    me.step("both figures")


def test_completed_it_is_as_it_was(director, browser, site):
    me = director
    _opens(me)
    me.follow("Gjør rapporten ferdig")
    me.sees("kan ikke endres igjen")
    me.sees(re.compile("tiltak skal rapporteres nå"))
    assert "Bedre gassuttak fra deponi" not in me.reads()  # begins in a later year
    me.step("before it is completed")
    me.follow("Skriv hvorfor de ikke er rapportert")
    me.writes("Hvorfor er de ikke rapportert?", "Vi venter på tall fra enheten.")
    me.press("Lagre")
    me.sees("Vi venter på tall fra enheten.")
    me.follow("Gjør rapporten ferdig")
    if "ikke over før" in me.reads():
        early = "Hvorfor gjøres den ferdig før perioden er over?"
        me.writes(early, "Kommunestyret behandler den i desember.")
    me.press("Gjør rapporten ferdig")
    me.sees("Rapporten er låst")
    fingerprint = _HASH.search(me.reads()).group()
    as_it_was = me.rows(me.table(re.compile("^Tiltakene")))
    assert me.page.get_by_role("link", name=re.compile("^Forklar")).count() == 0
    assert me.downloads("Word")[:2] == b"PK"
    assert me.downloads("PDF")[:5] == b"%PDF-"
    assert CARS in me.downloads("CSV").decode("utf-8-sig")
    me.step("completed")

    # A unit says something new for the same period: it is told, and the report stands.
    unit = Person(browser, site, "reporter", story="interim-late", phone=True)
    unit.open("/nb/X001/arbeid/rapporter/2026/3/")
    unit.sees("Rapporten for denne perioden er ferdig og låst.")
    unit.follow(re.compile(CARS))
    unit.page.get_by_text("Gjennomført", exact=True).click()
    unit.press("Lagre")
    unit.sees("Gjennomført")
    unit.close()
    _opens(me)
    assert fingerprint in me.reads()
    assert me.rows(me.table(re.compile("^Tiltakene"))) == as_it_was

    # Anyone may read it, with the same fingerprint.
    anyone = Person(browser, site, "", story="interim-public")
    anyone.open("/nb/X001/framdrift/2026/3/")
    assert fingerprint in anyone.reads()
    anyone.sees("Bilene kom i november.")
    anyone.close()


def _revised(folder: Path) -> Path:
    """Return an edition in which heavy vehicles have emitted more all the time."""
    rows = ["Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp"]
    for year in (2009, 2011, 2013, *range(2015, 2025)):
        rows += [
            f"4005;Notodden;{year};Veitrafikk;Personbiler;9 400,5",
            f"4005;Notodden;{year};Veitrafikk;Tunge kjøretøy;{36_000 - 400 * (year - 2009)}",
            f"4005;Notodden;{year};Jordbruk;Fordøyelsesprosesser husdyr;6 100",
        ]
    path = folder / "utslipp_2026-11-02.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path
