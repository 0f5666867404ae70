"""What changes between two answers is told, and nothing that does not."""

import copy

import pytest

from kortreist_web.plans.difference import difference
from kortreist_web.plans.money import costs_by_bearer
from kortreist_web.plans.presenters import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(place, content):
    return Reading(place, content)


def test_alike_answers_have_no_difference(content, reading):
    found = difference(content, copy.deepcopy(content), reading)
    assert found.nothing
    assert found.moved == ()
    assert all(before == after for _, before, after in found.room)


def test_a_measure_that_leaves_the_plan_is_told_with_where_it_went(content, reading):
    after = copy.deepcopy(content)
    gone = after["measures"].pop(0)
    after["not_chosen"].append(
        {"id": gone["id"], "name": gone["name"], "group": "keep_open", "reason": "money"}
    )
    for y, band in after["pathway"].items():
        band["central"] += gone["effect"][y]["central"]
    found = difference(content, after, reading)
    (moved,) = found.moved
    assert moved.measure.id == gone["id"]
    assert (moved.before, moved.after) == (
        (gone["start_year"], gone["group"]),
        (None, "keep_open"),
    )
    assert not found.nothing
    for pair in found.years:
        assert pair.tonnes == pytest.approx(gone["effect"][pair.year]["central"])
    for bearer, before, now, _ in found.costs:
        paid = sum(gone["cost"].get(bearer, {}).get(y, 0.0) for y in reading.years)
        assert before - now == pytest.approx(paid)


def test_a_measure_that_comes_in_goes_before_one_that_changes_year(content, reading):
    after = copy.deepcopy(content)
    later = after["measures"][0]
    later["start_year"] += 1
    extra = {**copy.deepcopy(after["measures"][1]), "id": "zz_new"}
    after["measures"].append(extra)
    assert [m.measure.id for m in difference(content, after, reading).moved] == [
        "zz_new",
        later["id"],
    ]


def test_an_unknown_cost_is_never_a_zero(content):
    for row in content["measures"]:
        row["cost"].pop("county", None)
    known, missing = costs_by_bearer(content)
    assert "county" not in known
    content["measures"][0]["cost_missing"] = ["state"]
    content["measures"][0]["cost"].pop("state", None)
    assert costs_by_bearer(content)[1] == missing | {"state"}


def test_the_room_is_compared_figure_by_figure_and_never_with_an_older_plans(content, reading):
    after = copy.deepcopy(content)
    after["room_for_manoeuvre"]["reach_t"]["central"] += 500
    room = {name: (a, b) for name, a, b in difference(content, after, reading).room}
    assert set(room) == {"reach_t", "cumulative_t", "cost", "price_of_binding"}
    assert room["reach_t"][0] != room["reach_t"][1]
    assert room["cost"][0] == room["cost"][1]
    goal = content["room_for_manoeuvre"]["goal"]
    after["room_for_manoeuvre"] = {"value": 0.7, "low": 0.6, "high": 0.8, "goal": goal}
    assert difference(after, content, reading).room == ()


def test_every_measure_of_the_answer_is_read_once(place, content):
    reading = Reading(place, content)
    ids = [m.measure.id for g in reading.groups() for m in _members(g)]
    compared = [n.id for n, _ in reading.compared()]
    assert sorted(ids) == sorted(compared) == sorted(set(ids))
    total = reading.effect_total()
    last = reading.years[-1]
    c = reading.content
    gap = c["baseline"][last]["central"] - c["pathway"][last]["central"]
    assert total == pytest.approx(gap)


def _members(group):
    return [*group.members, *(m for _, some in group.folded for m in some)]
