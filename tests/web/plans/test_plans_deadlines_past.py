"""A deadline that is past is said in words, and a few tonnes are no urgent decision."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.plans.group_effects import facts, few_tonnes


def late(row, tonnes):
    """Make a row one that should have been decided."""
    row |= {"group": "decide_now", "group_reason": "some_futures", "start_year": None}
    row |= {"decide_by": 2014, "decide_late": True, "would_cut": tonnes}
    return row


@pytest.mark.parametrize(
    ("language", "soon"),
    [("nb", "så snart som mulig"), ("nn", "så snart som mogleg"), ("en", "as soon as possible")],
)
def test_a_past_deadline_is_no_deadline_to_keep(content, language, soon):
    row = late(dict(content["not_chosen"][0]), 900.0)
    with override(language):
        assert soon in facts(content, row, None)
        assert not [f for f in facts(content, row, None) if "2014" in f]
        ahead = row | {"decide_by": 2027, "decide_late": False}
        assert [f for f in facts(content, ahead, None) if "2027" in f]


@pytest.mark.django_db
def test_the_page_says_it_in_words_and_keeps_small_rows_apart(
    place, people, make_plan, content, as_person
):
    content["stair_from"]["today"] = 160_000.0
    assert few_tonnes(content) == pytest.approx(16.0)
    large, small = content["not_chosen"][:2]
    late(large, 900.0)
    late(small, 6.0)
    with override("nb"):
        url = reverse("plans:show", args=(place.code, make_plan().pk))
    response = as_person(people.reader).get(url)
    groups = {
        g.id: [m.measure.id for m in g.members + tuple(m for _, some in g.folded for m in some)]
        for g in response.context["groups"]
    }
    assert large["id"] in groups["decide_now"]
    assert small["id"] not in groups["decide_now"]
    assert small["id"] in groups["small"]
    page = response.content.decode()
    year = content["room_for_manoeuvre"]["goal"]["year"]
    assert f"Burde vært bestemt innen 2014 for full effekt i {year}" in page
    assert "frist 2014" not in page
    assert "Frist 2014" not in page
