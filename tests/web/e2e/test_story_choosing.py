"""The adviser chooses what matters most: three clicks from her first page, desk and phone."""

from __future__ import annotations

import re

import pytest
from stories import Person

pytestmark = pytest.mark.browser
#: Those that matter most, however many.
FIVE = 5


@pytest.fixture(
    params=[
        pytest.param(False, id="desk", marks=pytest.mark.long),
        pytest.param(True, id="phone"),
    ]
)
def adviser(browser, site, request):
    person = Person(browser, site, "editor", story="choosing", phone=request.param)
    yield person
    person.close()


def test_the_five_that_matter_most_are_three_clicks_away_and_chosen_at_once(adviser):
    me = adviser
    me.goes_home()
    before = me.pages
    me.goes_to("Velg tiltak")
    assert me.pages - before <= 3
    me.heading(re.compile("^De \\d+ som betyr mest i ")).wait_for()
    me.step("what matters most")
    rows = (
        me.page.get_by_role("main").get_by_role("row").filter(has=me.page.get_by_role("checkbox"))
    )
    cuts = [float(r.locator("[data-value]").first.get_attribute("data-value")) for r in rows.all()]
    assert len(cuts) >= FIVE
    assert cuts == sorted(cuts, reverse=True)
    undecided = [r for r in rows.all() if r.locator(".k-tag[class*=k-state]").count() == 0][:FIVE]
    names = [r.get_by_role("rowheader").get_by_role("link").inner_text() for r in undecided]
    # Nothing a figure says is cut off by the edge of the screen.
    width = me.page.viewport_size["width"]
    for r in undecided:
        box = r.locator("[data-value]").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        r.get_by_role("checkbox").check()
    me.press("Velg", exact=True)
    me.sees(f"{len(undecided)} tiltak er nå satt til «valgt».")
    me.step("five chosen")
    for name in names:
        row = me.page.get_by_role("row").filter(has=me.page.get_by_role("link", name=name))
        assert "Valgt" in row.first.inner_text()
    assert me.errors == []


def test_what_does_not_fit_is_left_out_with_its_reason(adviser):
    me = adviser
    me.open("/nb/X001/arbeid/tiltak/")
    row = me.page.get_by_role("row").filter(has=me.page.get_by_role("checkbox")).last
    name = row.get_by_role("rowheader").get_by_role("link").inner_text()
    row.get_by_role("checkbox").check()
    me.press("Ikke her", exact=True)
    me.sees("Skriv hvorfor tiltakene ikke passer her")
    me.writes(re.compile("^Hvorfor"), "Bussene er byttet")
    me.press("Ikke her", exact=True)
    me.sees("1 tiltak er nå satt til «valgt bort».")
    assert me.page.get_by_role("main").get_by_role("link", name=name, exact=True).count() == 0
    me.step("left out")
