"""The plan's page opens with how far it reaches and what holds it back, at both widths."""

from __future__ import annotations

import re

import pytest
from stories import Person

pytestmark = pytest.mark.browser
SHARED = True  # it writes nothing
#: Half of what the page was before it opened with the stair: 20,035 and 41,448 px.
HALF = {False: 10_000, True: 20_700}


@pytest.mark.parametrize("phone", [False, True])
def test_the_first_screen_says_how_far_the_plan_reaches_and_what_holds_it_back(
    browser, site, phone
):
    me = Person(browser, site, "editor", story="plan", phone=phone)
    if phone:
        me.page.set_viewport_size({"width": 390, "height": 844})
    me.open("/nb/X001/arbeid/plan/1/")
    first = me.page.viewport_size["height"]
    how_far = me.page.get_by_text(re.compile(r"^Vi må kutte [\d\s]+ tonn fra 20\d\d til 20\d\d"))
    binds = me.page.get_by_text(re.compile("hold(er|e)? planen tilbake"))
    for sentence in (how_far, binds):
        box = sentence.first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= first, sentence
    assert me.page.evaluate("document.documentElement.scrollHeight") <= HALF[phone]
    # From here in one: a plan with more of what it is short of.
    me.page.get_by_role("link", name="Prøv med mer penger").click()
    me.page.get_by_role("heading", name="Ny plan").wait_for()
    assert int(re.sub(r"\D", "", me.page.get_by_label(re.compile("egne penger")).input_value())) > 0
    me.step("one page")
    me.close()
