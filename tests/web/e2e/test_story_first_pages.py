"""First pages of the work by job, at desk and on a phone: what there is to do, and no overflow."""

from __future__ import annotations

import re

import pytest
from stories import PHONE, Person, tries_as

pytestmark = pytest.mark.browser
SHARED = True  # it writes nothing

#: As the front page calls them → who it says one is, and a card of the job's.
_JOBS = {
    "Økonomisjef": ("Du er økonomisjef (kan redigere).", "Økonomien i klimabudsjettet for"),
    "Kommunedirektør": ("Du er kommunedirektør", "De fem prosessene i omstillingen"),
    "Enhetsleder": ("Du er enhetsleder (kan rapportere).", "Hva du skal rapportere, og når"),
    "Administrator": ("Du er systemansvarlig (kan gi tilgang).", "Folk og tilgang"),
    "Revisor": ("Du er revisor (kan lese alt, også loggen).", "Loggen etter periode"),
    "Folkevalgt": ("Du er folkevalgt (kan lese).", "Hva det ble av tidligere vedtak"),
}


#: The others' first pages are seen in their own stories, and all of them before a delivery.
_FEW = ("Økonomisjef", "Folkevalgt")


@pytest.mark.parametrize(
    "job",
    [job if job in _FEW else pytest.param(job, marks=pytest.mark.long) for job in _JOBS],
)
def test_the_first_page_is_the_job_s(browser, site, job):
    me = Person(browser, site, "", story=f"first-page-{job}")
    tries_as(me, job)
    said, card = _JOBS[job]
    me.goes_home()
    me.sees(said)
    me.heading(re.compile(card)).wait_for()
    todo = me.page.locator("section.o-next li")
    assert todo.count() <= 3
    me.step("desk")
    me.page.set_viewport_size(PHONE)
    me.heading(re.compile(card)).wait_for()
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert me.page.evaluate(width) <= 0
    me.step("phone")
    me.close()


def test_the_finance_director_has_her_file_in_two_clicks(browser, site):
    me = Person(browser, site, "", story="first-page-file")
    tries_as(me, "Økonomisjef")  # the first click
    assert me.downloads(re.compile("Last ned forslag til økonomiplan"))[:2] == b"PK"
    me.close()
