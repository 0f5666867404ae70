"""The finance director: who pays, the economic plan's own numbers out and in, the year's dates."""

from __future__ import annotations

import csv
import io
import re

import pytest
from stories import Person, adds_up, number, tries_as

pytestmark = pytest.mark.browser
SHARED = True  # nobody else looks at the economic plan


@pytest.fixture(scope="module")
def finance(browser, site):
    person = Person(browser, site, "", story="finance")
    tries_as(person, "Økonomisjef")
    yield person
    person.close()


def test_money_is_shown_by_year_and_by_who_pays(finance):
    me = finance
    me.goes_to("Økonomi")
    me.step("money")
    table = me.table(re.compile("Kostnad etter år og hvem som betaler"))
    assert "(kr)" in table.get_by_role("caption").inner_text()
    rows = {r[0]: r[1:] for r in me.amounts(table)}
    order = [
        "Hvem som betaler",
        "Kommunen",
        "Selskap eller selvkost",
        "Innbyggerne",
        "Næringslivet",
        "Fylkeskommunen",
        "Staten",
        "Sum",
    ]
    assert list(rows) == [b for b in order if b in rows]  # those who pay something
    assert {"Hvem som betaler", "Kommunen", "Innbyggerne", "Næringslivet", "Sum"} <= set(rows)
    # What is not known is not nought: the sums say that they are the least it can be.
    assert rows["Kommunen"][-1].endswith(" + ukjent")
    for column in range(4):
        parts = [rows[b][column] for b in list(rows)[1:-1]]
        assert adds_up(rows["Sum"][column], parts), parts
    me.sees(re.compile(r"uten merverdiavgift[\s\S]*faste priser"))

    compared = me.rows(me.table(re.compile("økonomiplanens beløp og forskjellen")))
    cars = next(
        i for i, r in enumerate(compared) if r[0] == "Bytt kommunens fossile biler tidligere"
    )
    assert compared[cars][1] == "Teknisk drift"  # who is responsible
    ours, theirs, apart = (number(compared[cars + i][-1]) for i in range(3))
    assert theirs - ours == apart
    last = next(i for i, r in enumerate(compared) if r[0] == "Sum")
    ours, theirs, apart = (number(compared[last + i][-1]) for i in range(3))
    assert theirs - ours == apart
    # What has no line in the economic plan stands apart, with its own sum.
    alone = me.rows(me.table("Kommunens kostnad i klimabudsjettet"))
    assert len(alone) > 3
    assert alone[-1][0] == "Sum"


def test_the_economic_plans_table_goes_out_and_comes_in_again(finance, tmp_path):
    me = finance
    me.open("/nb/X001/arbeid/okonomi/")
    assert me.downloads("Last ned tabellen (Excel)")[:2] == b"PK"
    said = me.downloads("Last ned tabellen (CSV)").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said), delimiter=";"))
    assert rows[0][:4] == ["ansvar", "funksjon", "art/konto", "tekst"]

    # She changes one amount, adds a line, and writes one amount as words.
    text, first = rows[0].index("tekst"), rows[0].index("2026")
    cars = [r for r in rows if r[text] == "Bytt kommunens fossile biler tidligere"]
    assert {r[rows[0].index("type")] for r in cars} == {"drift", "investering"}
    others = sum(number(r[first]) for r in cars[1:] if r[first])
    cars[0][first] = "300 000"
    new = ["400", "130", "12300", "Ladeplasser ved rådhuset", *[""] * (len(rows[0]) - 4)]
    new[first] = "mye"
    rows.append(new)
    _hand_in(me, rows, tmp_path / "plan.csv")
    me.sees("Dette må rettes i filen")
    fault = me.rows(me.table("Dette må rettes i filen"))[1]
    assert fault[:3] == [f"{len(rows)} (H{len(rows)})", "2026", "mye"]
    assert "Skriv bare tall" in fault[3]
    me.step("a table that must be mended")

    new[first] = "120 000"
    _hand_in(me, rows, tmp_path / "plan.csv")
    unchanged = len(rows) - 3  # the headings, the one that is changed and the new one
    me.sees(f"nye linjer 1, endret 1, uendret {unchanged}. Ingenting er lagret ennå.")
    seen = me.rows(me.table(re.compile("Linjene i tabellen")))
    changed = next(r for r in seen if r[0] == "endret")
    assert any(re.fullmatch(r"300 000 før [\d ]+", cell) for cell in changed), changed
    me.step("seen before it is stored")
    me.press("Hent inn linjene")
    me.sees("Hentet inn: 1 nye, 1 endret, 0 fjernet.")
    me.sees("Linjer som ikke er knyttet til noe tiltak: 1.")

    # The new line pays for a measure: the comparison has it at once.
    me.follow("Knytt linjene til tiltak")
    me.chooses("Ladeplasser ved rådhuset", "Bytt kommunens fossile biler tidligere")
    me.press("Lagre")
    compared = me.rows(me.table(re.compile("økonomiplanens beløp og forskjellen")))
    cars = next(
        i for i, r in enumerate(compared) if r[0] == "Bytt kommunens fossile biler tidligere"
    )
    assert compared[cars + 1][0] == "Økonomiplanen"
    assert number(compared[cars + 1][1]) == 420_000 + others
    me.step("linked")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
def test_the_proposal_is_two_clicks_from_her_first_page(browser, site, width):
    me = Person(browser, site, "", story=f"finance {width}")
    me.page.set_viewport_size({"width": width, "height": 844})
    tries_as(me, "Økonomisjef")
    me.goes_to("Økonomi")  # one
    file = me.downloads("Last ned forslaget (Excel)")  # two
    assert file[:2] == b"PK"
    me.step("proposal")
    said = list(csv.reader(io.StringIO(me.downloads("CSV").decode("utf-8-sig")), delimiter=";"))
    head, rows = said[0], said[1:]
    assert head[:7] == ["ansvar", "funksjon", "art/konto", "tekst", "tiltak", "type", "prisår"]
    assert head[7:11] == ["2026", "2027", "2028", "2029"]
    kinds = {r[head.index("type")] for r in rows}
    assert {"drift", "investering"} <= kinds
    cars = [r for r in rows if r[head.index("tiltak")] == "municipal_fleet_electric"]
    # The lines of her own plan, codes and all: also one she has entered herself.
    assert "258" in {r[1] for r in cars} <= {"130", "258"}
    me.close()


def test_the_year_has_its_dates_and_what_they_rest_on(finance):
    me = finance
    me.goes_to("Årshjul")
    heading = me.page.get_by_role("heading", level=1).inner_text()
    assert re.fullmatch(r"Årshjul 20\d\d", heading)
    me.step("the calendar")
    me.opens("Hva fristene bygger på")
    basis = me.rows(me.table(re.compile("De vanlige fristene og grunnlaget")))
    assert len(basis) > 3
    assert any("lovdata.no" in (a.get_attribute("href") or "") for a in me.links())
    me.follow("Ny frist")
    me.writes("Hva skal være gjort", "Budsjettseminar")
    me.writes("Innen", "2027-09-15")
    me.press("Lagre")
    me.open("/nb/X001/arbeid/kalender/?ar=2027")
    me.sees("Budsjettseminar")
    me.press("Gjort: Budsjettseminar")
    me.sees(re.compile("Budsjettseminar.*gjort|Gjort"))
    file = me.downloads(re.compile(r"\.ics"))
    assert b"Budsjettseminar" in file
    assert b"DTSTART" in file


def _hand_in(me: Person, rows, path) -> None:
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)
    me.open("/nb/X001/arbeid/okonomi/import/")
    me.page.get_by_label("Fil").set_input_files(str(path))
    me.chooses("Beløpene er i", "kroner")
    me.press("Les tabellen")
