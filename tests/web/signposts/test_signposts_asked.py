"""The plan's page knows which of its signs are watched, and how they stand."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from kortreist_web.plans.branch_map import branch_map
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle
from kortreist_web.signposts.asked import standing_of

pytestmark = pytest.mark.django_db
LAW = ("condition", "van_requirement")


def with_question(content):
    """Return a plan whose map asks about a law."""
    one = {"low": 0.2, "central": 0.5, "high": 0.8}
    figures = ("share", "reach_t", "cut_t", "target", "frame")
    way = {**dict.fromkeys(figures, one), "starts": [], "cost_nok": 0.0, "own_nok": 0.0}
    sign = {"kind": LAW[0], "key": LAW[1], "name": "x", "direction": "up", "threshold": None}
    asked = {"year": 2028, "sign": {**sign, "year": 2028}, "yes": way, "no": way, "until": None}
    found = {
        "year": 2035,
        "learning_year": 2029,
        "target_t": 100.0,
        "out_of_reach": False,
        "branches": [{**asked, "gain_nok": one, "stability": 1.0}],
        "signs": 3,
        **{key: [] for key in ("now", "anyway", "unsorted")},
        **dict.fromkeys(("undecided", "followed"), way),
    }
    return {**copy.deepcopy(content), "pathway_map": found}


def test_a_question_of_the_map_says_how_its_sign_stands(plan, place, people, watch):
    content = with_question(plan.content)

    def asked():
        found = branch_map(content, lambda _, key: key, lambda key: key, standing_of(place))
        (stop,) = [s for s in found["map_stops"] if s.kind == "branch"]
        return stop.watched

    assert asked() is None
    law = watch(told={"kind": LAW[0], "key": LAW[1]})
    seen = asked()
    assert seen.url == reverse("signposts:show", args=("X001", law.pk))
    before = seen.word
    day = dt.date(2027, 11, 1)
    record_reading(people.editor, place, law, day=day, word="come", source="Lovdata")
    assert asked().word != before
    assert "2027" in asked().last
    # One that is settled makes way for one that is not.
    law.refresh_from_db()
    settle(people.editor, place, law, how="Vedtatt i sak 1/27.")
    assert asked().settled
    again = watch(name="Loven, igjen", told={"kind": LAW[0], "key": LAW[1]})
    assert asked().url.endswith(f"/{again.pk}/")


def test_the_list_links_to_the_sign_that_is_watched(plan, as_person, people, watch):
    rows = [r for n in ("measures", "not_chosen") for r in plan.content[n] if r.get("signpost")]
    row = next(r for r in rows if r["group"] in ("keep_open", "decide_now"))
    client, url = as_person(people.editor), reverse("plans:show", args=("X001", plan.pk))
    ask = f"measure={row['id']}"
    assert ask in client.get(url).content.decode()
    mine = watch(measure=row["id"])
    page = client.get(url).content.decode()
    assert ask not in page
    link = reverse("signposts:show", args=("X001", mine.pk))
    assert html.fromstring(page).xpath(f"//a[@href='{link}']")


def test_what_cannot_wait_has_one_wording(plan, as_person, people):
    """A deadline that can be kept is now or never; one that is past is said as past."""
    page = as_person(people.editor).get(reverse("plans:show", args=("X001", plan.pk)))
    found = html.fromstring(page.content.decode())
    late = [r for n in ("measures", "not_chosen") for r in plan.content[n]]
    late = [r for r in late if r.get("group") == "decide_now"]
    said = " ".join(found.text_content().split())
    past = [row for row in late if row.get("decide_late")]
    assert said.count(": gjør det nå, eller si nei.") == len(late) - len(past)
    for row in late:
        if row in past:
            assert f"Burde vært bestemt innen {row['decide_by']} for full effekt" in said
        else:
            assert f"Frist {row['decide_by']}: gjør det nå, eller si nei." in said
