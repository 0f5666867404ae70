"""What binds and what waits: a property manager enters five lines; a councillor reads one page."""

from __future__ import annotations

import re

import pytest
from stories import Person

pytestmark = pytest.mark.browser
SHARED = True  # nobody else looks at what is planned

LINES = (
    ("Ny barnehage", "Bygg", "2028", "2030", "90000000", "4000000", "", "Vet ikke ennå"),
    (
        "Ny gravemaskin",
        "Kjøretøy og maskiner",
        "2027",
        "2027",
        "2500000",
        "150000",
        "20",
        "Ingenting",
    ),
    ("Oljekjel i rådhuset", "Oppvarming", "2027", "2028", "1500000", "700000", "60", "Ingenting"),
    ("Vei til Øvre dal", "Vei", "2029", "2031", "45000000", "300000", "", "Vet ikke ennå"),
    ("Varmesentral", "Energi", "2028", "2029", "12000000", "900000", "0", "Ingenting"),
)


def test_a_property_manager_enters_five_lines_with_eight_fields_each(browser, site):
    me = Person(browser, site, "reporter", story="property")
    me.open("/nb/X001/arbeid/bindinger/")
    me.follow("Legg inn", exact=True)
    fields = me.page.locator("main form .k-field")
    assert fields.count() <= 8
    me.sees("Legges inn for Teknisk drift.")
    for name, kind, signed, start, capital, running, tonnes, otherwise in LINES:
        me.writes("Hva er det?", name)
        me.chooses("Type", kind)
        me.writes(re.compile("^Signeres i"), signed)
        me.writes(re.compile("^Første år i bruk"), start)
        me.writes(re.compile("^Investering"), capital)
        me.writes(re.compile("^Drift"), running)
        me.writes(re.compile("^Utslipp"), tonnes)
        me.page.get_by_role("radio", name=re.compile(f"^{otherwise}")).check()
        me.press("Lagre, og legg inn neste")
        me.page.get_by_role("status").get_by_text(name).wait_for()
    me.step("five lines")
    assert me.pages == 2 + len(LINES)
    # What nobody filled in is said to be a usual value.
    assert me.reads().count("vanlig verdi, ikke oppgitt") >= len(LINES)
    me.follow("Ny barnehage")
    me.sees("utslippet (skriv 0 hvis det ikke er noe)")
    me.sees("40 (vanlig verdi, ikke oppgitt)")
    me.step("one of them")
    me.close()


@pytest.mark.parametrize("phone", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_councillor_finds_what_binds_the_next_council_and_what_leaving_costs(
    browser, site, phone
):
    me = Person(browser, site, "", story="councillor", phone=phone, script=not phone)
    me.open("/nb/X001/bindinger/")
    box = me.page.get_by_role("region", name=re.compile("Neste kommunestyre, 2028–2031"))
    said = " ".join(box.inner_text().split())
    assert "Dieselbusser med brudd etter fire år, til og med 2035: 1,5 mill. kr i 2031" in said
    assert re.search(r"Allerede bestemt: 1\s?600 tonn av en ramme på [\d\s]+ tonn \(1,6 %\)", said)
    assert "koster 1,5 mill. kr å gå ut av" in said
    # The table behind the chart says the same.
    me.page.get_by_text("Tallene som tabell").nth(1).click()
    terms = me.rows(me.table(re.compile("Hvor mye av hvert kommunestyres ramme")))
    assert next(r for r in terms if r[0] == "2028–2031")[4] == "1,6 %"
    me.step("one page")
    assert me.pages == 1
    me.close()


@pytest.mark.parametrize("phone", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_councillor_names_the_year_the_sign_and_what_happens_if_it_does_not_come(
    browser, site, phone
):
    """From one page: its link to the map is followed, and nothing else is folded out."""
    me = Person(browser, site, "reader", story="map", phone=phone, script=not phone)
    me.open("/nb/X001/arbeid/plan/1/")
    me.page.get_by_role("link", name=re.compile("^Veikartet")).click()
    me.page.locator("section[aria-labelledby=map] ol > li").first.wait_for(state="visible")
    stops = me.page.locator("section[aria-labelledby=map] ol > li")
    said = [" ".join(text.split()) for text in stops.all_inner_texts()]
    asked = [stop for stop in said if stop.startswith("Innen utgangen av")]
    assert 1 <= len(asked) <= 4
    answers = {}
    for stop in asked:
        found = re.match(
            r"Innen utgangen av (?P<by>20\d\d) (?P<sign>(Gjelder|Er|Sparer).+?) "
            r"Ja, i \d+ % av utviklingene (?P<then>.+?) "
            r"Nei, i \d+ % av utviklingene (?P<otherwise>.+?) "
            r"Hvis ingenting bestemmes innen utgangen av (?P=by): (?P<undecided>.+)",
            stop,
        )
        assert found is not None, stop
        answers[found["sign"]] = found
    # What the plan of the day asks of a law: its year, what then, what otherwise, what if not.
    sign = next(sign for sign in answers if sign.startswith("Gjelder dette fra"))
    law, year = answers[sign], int(sign.split()[3].strip("?"))
    assert int(law["by"]) == year - 1
    assert re.search(rf"Start «.+» fra {year}\.", law["then"])
    assert "Ikke start det." in law["otherwise"]
    assert re.search(r"utslippet i 2035 blir \d+ t høyere der svaret er ja", law["undecided"])
    assert "estemme" in law["otherwise"] + sign, law.string
    assert any(
        "Kommer tegnet senere, kan det tas opp igjen" in a["undecided"] for a in answers.values()
    )
    # Where the target is not met whichever way is taken, the map says so.
    assert re.search(
        r"bommes det oftere på målet, 15\s?67\d t|Målet, 15\s?67\d t, nås ikke", said[-1]
    )
    assert (
        stops.first.evaluate("e => e.ownerDocument.documentElement.scrollWidth")
        <= (me.page.viewport_size["width"])
    )
    me.step("the map")
    assert me.pages == 2  # the page, and its own link to the map
    me.close()
