"""The administrator: a role given and ended, a key made, used and revoked."""

from __future__ import annotations

import re

import pytest
from stories import Person

pytestmark = pytest.mark.browser
SHARED = True  # nobody else looks at who has access


@pytest.fixture(scope="module")
def administrator(browser, site):
    person = Person(browser, site, "administrator", story="administrator")
    yield person
    person.close()


def test_a_role_is_given_to_somebody_new_and_ended(administrator):
    me = administrator
    me.goes_home()
    me.goes_to("Tilgang")
    me.follow("Gi tilgang")
    me.opens("Hva rollene kan")
    me.step("what roles may")
    me.writes("E-postadresse", "ny.leder@eksempeldal.example")
    me.writes("Navn", "Nora Eksempel")
    me.chooses("Rolle", "rapportør")
    me.chooses("Enhet", "Oppvekst")
    me.writes("Hvorfor?", "ny rektor")
    me.press("Gi tilgang")
    row = _row(me, "Nora Eksempel")
    assert row[2:4] == ["rapportør", "Oppvekst"]  # after her job
    assert "har ikke logget inn ennå" in row[0]
    me.step("given")

    me.follow("Avslutt rollen «rapportør» for Nora Eksempel")
    me.press(re.compile("Avslutt"))
    assert not [r for r in _roles(me) if r[0].startswith("Nora")]


def test_the_last_administrator_cannot_be_ended(administrator):
    me = administrator
    me.open("/nb/X001/arbeid/tilgang/")
    me.follow("Avslutt rollen «administrator» for Sara Eksempel")
    me.press(re.compile("Avslutt"))
    me.open("/nb/X001/arbeid/tilgang/")
    assert _row(me, "Sara Eksempel")


def test_a_key_is_made_used_and_revoked(administrator, browser):
    me = administrator
    me.goes_home()
    me.goes_to("Tilgang")
    me.follow("Nøkler for programmer")
    me.follow("Lag nøkkel")
    me.writes("Hva den skal brukes til", "Power BI")
    me.writes("Varer i (dager)", "30")
    me.press("Lag nøkkel")
    key = me.page.get_by_role("textbox").first.input_value()
    assert key.startswith("kort_")
    me.step("shown once")

    program = browser.new_context()
    asked = {"headers": {"Authorization": f"Bearer {key}"}}
    drafts = f"{me.site.url}/api/v1/organisations/X001/measures"
    assert program.request.get(drafts).status in (401, 403, 404)
    assert program.request.get(drafts, **asked).status == 200

    me.follow(re.compile("Nøkler|nøklene"))
    assert key not in me.page.content()
    me.press(re.compile("Trekk tilbake.*Power BI"))
    me.sees(re.compile("[Tt]rukket tilbake"))
    me.step("revoked")
    assert program.request.get(drafts, **asked).status == 401
    program.close()


def _roles(me: Person) -> list[list[str]]:
    return me.rows(me.table("Roller som gjelder i dag"))


def _row(me: Person, name: str) -> list[str]:
    return next(r for r in _roles(me) if r[0].startswith(name))
