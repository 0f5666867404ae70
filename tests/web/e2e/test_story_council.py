"""The council: a case to read, a resolution, a budget that is frozen, and the way between them."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader
from stories import Person

# Each time: test_decisions_* and test_versions_*, the pages of both in test_browser_pages.
pytestmark = [pytest.mark.browser, pytest.mark.long]
TODAY = date.today()
PROCESSES = 2  # what is decided in one is read in the other

CARS = "Bytt kommunens fossile biler tidligere"
NOTE = "Utsatt levering, se tertialrapporten."
SHARE = "Andel av kommunens biler som er elektriske"
_HASH = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def adviser(browser, site):
    person = Person(browser, site, "editor", story="council-adviser")
    yield person
    person.close()


@pytest.fixture(scope="module")
def elected(browser, site):
    person = Person(browser, site, "reader", story="council-elected")
    yield person
    person.close()


@pytest.fixture(scope="module")
def director(browser, site):
    person = Person(browser, site, "approver", story="council-director")
    yield person
    person.close()


def test_an_amendment_is_proposed_with_its_difference(adviser):
    me = adviser
    me.open("/nb/X001/klimabudsjett/")
    me.press("Lag en endring av budsjettet")
    me.sees("Endrer versjon 2")
    row = me.page.get_by_role("row").filter(has_text=CARS)
    row.first.get_by_label(re.compile("^Gjør noe med")).click()  # the row's menu
    me.follow(re.compile("Endre"), within=row.first)
    me.writes("Merknad", NOTE)
    me.press("Lagre")
    me.follow("Foreslå for kommunestyret")
    assert me.rows(me.table(f"Endret: {CARS}")) == [["Hva", "Før", "Nå"], ["Merknad", "–", NOTE]]
    me.step("the difference before it is proposed")
    me.press("Lås og foreslå")
    me.sees("Forslaget er låst som versjon 3.")
    me.follow("Saksframlegg")
    me.writes("Saksnummer", "26/0801")
    me.press("Lagre")
    me.sees("Lagret.")
    me.step("the case paper")


def test_those_elected_read_the_case_as_word_pdf_and_on_one_page(elected):
    me = elected
    me.goes_home()
    me.goes_to("Politikk")
    me.follow("Saksframlegg")
    assert me.page.get_by_role("main").get_by_role("textbox").count() == 0  # hers to read
    me.heading("Innstilling").wait_for()
    me.step("the case")
    word = Document(io.BytesIO(me.downloads(re.compile("Word.*Bokmål"))))
    said = "\n".join(p.text for p in word.paragraphs)
    assert "Eksempeldal" in said
    assert any(CARS in c.text for t in word.tables for r in t.rows for c in r.cells)
    pdf = PdfReader(io.BytesIO(me.downloads(re.compile("^PDF Saksframlegg, Bokmål"))))
    assert "Eksempeldal" in pdf.pages[0].extract_text()
    assert pdf.trailer["/Root"]["/Lang"].startswith("nb")
    one = PdfReader(io.BytesIO(me.downloads(re.compile("^PDF På én side, Bokmål"))))
    assert len(one.pages) == 1
    # She records nothing.
    assert me.page.goto(me.page.url.replace("/sak/", "/registrer/")).status == 403


def test_the_resolution_is_recorded_and_the_budget_is_frozen(director):
    me = director
    me.goes_home()
    me.goes_to("Politikk")
    me.follow("Registrer vedtaket")
    assert me.page.get_by_label("Saksnummer").input_value() == "26/0801"  # as in the paper
    me.writes("Dato for vedtaket", TODAY.isoformat())
    me.writes("Arkivreferanse", "2026/1187-31")
    me.page.get_by_role("radio", name="Vedtatt").check()
    me.step("the resolution")
    me.press("Registrer vedtaket")
    me.sees("Vedtaket er registrert, og klimabudsjettet er låst som vedtatt.")
    for part in (f"{TODAY:%d.%m.%Y}", "26/0801", "2026/1187-31", "Kommunestyret"):
        me.sees(part)
    fingerprint = _HASH.search(me.reads()).group()
    me.step("adopted and frozen")

    # The fingerprint is of the content anyone may take and count.
    me.follow("Kontroller")
    me.sees(re.compile("innholdet er det samme"))
    content = me.downloads(re.compile("Last ned innholdet"))
    assert hashlib.sha256(content).hexdigest() == fingerprint


def test_every_earlier_version_is_readable_and_the_change_is_seen(director):
    me = director
    me.open("/nb/X001/klimabudsjett/")
    me.sees("Versjon 4")
    now = _HASH.search(me.reads()).group()
    me.follow(re.compile("Hva som er endret fra versjon 2"))
    assert me.rows(me.table(f"Endret: {CARS}"))[1] == ["Merknad", "–", NOTE]
    me.step("what was amended")
    me.open("/nb/X001/klimabudsjett/2026/2/")
    me.sees("Dette er ikke den nyeste vedtatte versjonen.")
    assert _HASH.search(me.reads()).group() != now
    assert NOTE not in me.reads()
    assert me.page.get_by_role("link", name=re.compile("Endre ")).count() == 0


def test_it_is_traced_both_ways(director):
    me = director
    # From the resolution to the measure, its money, what is counted and what was seen.
    me.open("/nb/X001/vedtak/")
    me.follow("Klimabudsjett 2026", exact=True)
    rows = me.rows(me.table("Fra vedtak til tiltak, penger og indikatorer"))
    head, cars = rows[0], next(r for r in rows if r[0].startswith(CARS))
    assert "(tonn CO₂e)" in head[1]
    assert "(kr)" in head[2]
    assert SHARE in cars[4]
    me.step("from the resolution")
    # And from what is counted, back to who decided it.
    me.open("/nb/X001/tiltak/")
    me.follow(re.compile(f"^{CARS}"))
    me.heading(CARS).first.wait_for()
    said = me.reads()
    for part in (
        "26/0801",
        "25/0412",
        "tonn CO₂e",
        " kr",
        "(prosent)",
        SHARE,
        "2. tertial 2026: 44 prosent",
    ):
        assert part in said, (part, said)
    me.step("from the indicator")
