"""The adviser has an adopted plan: from its file to chosen measures, on any screen."""

from __future__ import annotations

import re

import pytest
from made_plans import csv_file
from stories import Person

# Each time: test_action_plans_*, its pages in test_browser_pages.
pytestmark = [pytest.mark.browser, pytest.mark.long]

#: Sixty rows: what a small municipality's plan has, and what is none of our measures.
_TITLES = (
    "Landstrøm ved kommunekaia",
    "Hjertesoner rundt barneskolene",
    "Sykkelstrategi for sentrum",
    "Maksimumsnorm for parkering i sentrum",
    "Klimaforum for ungdom",
    "Årlig klimaregnskap til kommunestyret",
)


def rows(width: int) -> list[tuple[str, ...]]:
    """Return the plan's rows; each screen's plan is another municipality's, so to say."""
    return [
        (
            f"{n // 6 + 1}.{n % 6 + 1}",
            f"{_TITLES[n % 6]}, del {n // 6 + 1} av {width}",
            "Slik det er vedtatt",
            ("Teknisk", "Oppvekst")[n % 2],
            str(2027 + n % 4),
            "",
        )
        for n in range(60)
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_of_sixty_rows_is_read_looked_over_and_taken_in(browser, site, width):
    me = Person(browser, site, "editor", story=f"adopted-plan-{width}")
    me.page.set_viewport_size({"width": width, "height": 844})
    me.open("/nb/X001/arbeid/vedtatt-plan/")
    me.follow("Les inn en vedtatt plan")
    me.page.get_by_label("Filen").set_input_files(
        {"name": f"plan-{width}.csv", "mimeType": "text/csv", "buffer": csv_file(rows(width))}
    )
    me.writes("Hva planen heter", f"Klimaplan {width}")
    me.press("Les filen")
    me.sees("60 rader i tabellen")
    me.step("preview")
    # Legible and workable: nothing wider than the screen, every choice within it.
    wide = me.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    select = me.page.locator("select[name^=d_]").first
    box = select.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert me.page.locator("select[name^=d_]").count() == 60

    me.press("Bekreft disse")
    me.sees("40 rader er bekreftet.")
    me.follow(re.compile("Vis bare de som ikke er avgjort"))
    left = me.page.locator("select[name^=d_]")
    assert left.count() == 20
    for number in range(10):
        left.nth(2 * number).select_option("own")
        left.nth(2 * number + 1).select_option("out:not_climate")
    me.press("Lagre radene")
    me.sees(
        "60 rader i tabellen = 40 tiltak i biblioteket + 10 kommunens egne + 10 utelatt"
        " + 0 som ikke er tiltak + 0 ikke avgjort"
    )
    me.press("Ta planen i bruk")
    me.sees("Planen er tatt i bruk")
    me.step("in use")
    me.open("/nb/X001/arbeid/tiltak/parking_maximums/")
    me.sees("I vedtatte handlingsplaner")
    me.close()
    assert not me.errors


def test_the_councils_goal_comes_first_where_a_plan_is_asked_for(browser, site):
    me = Person(browser, site, "editor", story="goals")
    me.open("/nb/X001/arbeid/plan/ny/")
    chosen = me.page.get_by_label("Målet planen regner mot")
    assert "kutt fra 2009 til 2030" in chosen.locator("option:checked").inner_text()
    me.sees("Ingen bane regnes ut for dette målet:")  # the footprint's
    nobody = Person(browser, site, "", story="goals-public", phone=True)
    for path in ("/nb/X001/", "/nb/X001/mal/"):
        nobody.open(path)
        nobody.sees(re.compile("kutt fra 2009 til 2030"))
    me.close()
    nobody.close()
