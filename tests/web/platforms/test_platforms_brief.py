"""Why here is given to everybody in three languages and three formats, under the place's name."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(place):
    from kortreist_web.accounts.bundled import ensure_bundled

    return ensure_bundled()


@pytest.mark.parametrize(("code", "said"), [("nb", "Hvorfor"), ("nn", "Kvifor"), ("en", "Why")])
def test_a_page_of_the_place(client, place, edition, code, said):
    shown = client.get(f"/nb/{place.code}/hvorfor-her/{code}.html")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert said in text
    assert "Eksempeldal" in text


def test_the_goal_of_the_council_is_told_and_nothing_else_is_written(
    client, place, people, edition
):
    import datetime as dt

    from kortreist_web.goals.actions.register import register_goal

    page = f"/nb/{place.code}/hvorfor-her/nb.html"
    before = client.get(page).content.decode()
    register_goal(
        people.editor,
        place,
        kind="share",
        boundary="territorial",
        base_year=2009,
        reduction=57.0,
        target_year=2030,
        title="Klimaplan",
        body="Kommunestyret",
        decided_on=dt.date(2025, 9, 18),
        case_number="25/0087",
    )
    after = client.get(page).content.decode()
    told = [re.search(r"57\s%", text) is not None for text in (before, after)]
    assert told == [False, True]
    assert client.get(page.replace("html", "exe")).status_code == 404
    assert client.get(page.replace("nb.html", "se.pdf")).status_code == 404
