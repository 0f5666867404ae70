"""A sign: the adviser watches what the plan says, enters a value, and has task, line and case."""

from __future__ import annotations

import re
from datetime import date

import pytest
from stories import Person

pytestmark = pytest.mark.browser
SHARED = True  # nobody else looks at what is watched
#: A measure kept open, with a development or others' experience to watch.
COUNTED = re.compile(r"Riktig hvis .*(under [\d\s,]+% av dagens nivå|se hos andre kommuner)")


def test_from_the_plans_sign_to_task_report_and_case(browser, site):
    me = Person(browser, site, "editor", story="signs")
    me.open("/nb/X001/arbeid/plan/")
    me.page.get_by_role("main").get_by_role("link", name=re.compile("^Plan 20")).first.click()
    me.page.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")
    member = me.page.locator("main .k-members > li").filter(has_text=COUNTED).first
    told = " ".join(member.inner_text().split())
    assert re.search(r"Ses i tide i .* Falsk alarm i|Kommer for sent", told), told
    me.step("the plan's sign")
    member.get_by_role("link", name=re.compile("^Følg med på dette")).click()
    me.page.get_by_role("heading", name="Følg med på et tegn").wait_for()
    assert me.page.locator("main form .k-field").count() <= 8
    field = me.page.get_by_label(re.compile("^Grense"))
    threshold = float(field.input_value().replace(",", "."))
    up = me.page.get_by_role("radio", name=re.compile("over grensen")).is_checked()
    if int(me.page.get_by_label(re.compile("^Må ses innen")).input_value()) < date.today().year:
        me.writes(re.compile("^Må ses innen"), str(date.today().year))
    name = me.page.get_by_label(re.compile("^Hva følger dere")).input_value()
    me.step("filled in")
    me.press("Følg med", exact=True)
    me.sees("ikke observert")
    me.step("watched")

    me.follow("Til indikatoren")
    me.follow(re.compile("^Meld inn"))
    me.writes(re.compile("^År"), str(date.today().year))
    me.writes(re.compile("^Verdi"), f"{threshold + (10 if up else -10):.1f}".replace(".", ","))
    me.press("Lagre")
    me.page.get_by_role("status").wait_for()
    me.open("/nb/X001/arbeid/tegn/")
    row = me.page.get_by_role("row").filter(has_text=name).first
    said = " ".join(row.inner_text().split())
    me.step("the list")
    assert "utløst" in said, said
    row.get_by_role("link").first.click()
    me.sees(re.compile("Oppgave til .*: ta det opp innen"))
    me.step("reached")
    me.follow("Åpne saken")
    me.sees("Forslag til vedtak å velge mellom")
    me.sees(re.compile("økonomiplanen fra 20"))
    me.page.get_by_role("link", name="Til valget av tiltaket").wait_for()
    me.step("the case")

    me.open("/nb/X001/arbeid/oppgaver/")
    me.sees(f"Ta opp til avgjørelse: {name}")
    me.open("/nb/X001/arbeid/tertial/2026/3/")
    table = me.table(re.compile("Tegn som viser når noe må tas opp"))
    line = next(r for r in me.rows(table) if name in r[0])
    assert "utløst" in line[1]
    assert "saken er klar" in line[1]
    me.step("the interim report")
    assert not me.errors
    me.close()


def test_the_three_signs_of_the_example_stand_otherwise_and_one_has_a_task(browser, site):
    me = Person(browser, site, "reader", story="signs-seen")
    me.open("/nb/X001/arbeid/tegn/")
    states = [
        " ".join(t.split())
        for t in me.page.locator(
            "main table tbody td[data-label='Hvordan det står']"
        ).all_inner_texts()
    ]
    assert sum(t.startswith("● utløst") for t in states) >= 1
    assert sum(t.startswith("◐ nærmer seg") for t in states) == 1
    assert sum(t.startswith("○ ikke kommet") for t in states) == 1
    me.close()
