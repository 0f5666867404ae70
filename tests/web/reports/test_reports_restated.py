"""A newer edition of the inventory: the same per cent, other tonnes, both shown."""

from __future__ import annotations

import datetime as dt

import pytest

from kortreist_web.reports.restated import newer_vintage, restatement

CONTENT = {
    "target": {
        "boundary": "territorial",
        "reference_year": 2009,
        "target_year": 2030,
        "reduction": 0.5,
    },
    "history": {"2009": 1600.0, "2023": 1100.0, "2024": 1080.0},
    "frame": {"2027": 940.0, "2028": 893.0, "2029": 846.0, "2030": 800.0, "2035": 500.0},
    "pins": {"vintage": "old"},
}
NEW = {2009: 1800.0, 2023: 1150.0, 2024: 1130.0, 2025: 1100.0}


def test_the_restatement_by_hand():
    found = restatement(CONTENT, "new", NEW)
    assert (found["reference_before"], found["reference_after"]) == (1600.0, 1800.0)
    assert (found["latest_year"], found["latest_before"], found["latest_after"]) == (
        2024,
        1080.0,
        1130.0,
    )
    assert (found["newest_year"], found["newest"]) == (2025, 1100.0)
    assert found["reduction"] == 0.5
    # What was adopted stands; a year after the goal has no percentage and is left out.
    assert found["frame_before"] == {"2027": 940.0, "2028": 893.0, "2029": 846.0, "2030": 800.0}
    # From 1100 in 2025 straight to 1800 · 0.5 = 900 in 2030: 40 tonnes a year.
    assert found["frame_after"] == pytest.approx(
        {"2027": 1020.0, "2028": 980.0, "2029": 940.0, "2030": 900.0}
    )


@pytest.mark.parametrize(
    "change",
    [
        {"target": {**CONTENT["target"], "boundary": "consumption"}},
        {"target": {**CONTENT["target"], "reference_year": 1990}},
        {"target": {}},
        {"history": {}},
    ],
)
def test_what_cannot_be_set_side_by_side_is_not(change):
    assert restatement({**CONTENT, **change}, "new", NEW) is None


def test_an_edition_without_the_reference_year_or_beyond_the_goal_is_not_shown():
    assert restatement(CONTENT, "new", {2024: 1.0}) is None
    assert restatement(CONTENT, "new", {2009: 1.0, 2030: 1.0}) is None


@pytest.mark.django_db
def test_only_a_newer_edition_with_the_place_counts(place):
    from kortreist_web.accounts.models import InventoryFigure, Vintage

    def edition(name, day, code="4005"):
        vintage = Vintage.objects.create(engine_id=name, date=day, origin="M")
        InventoryFigure.objects.create(
            vintage=vintage, place=code, year=2009, sector="s", source="x", tonnes=1.0
        )
        return vintage

    edition("old", dt.date(2026, 4, 24))
    edition("older", dt.date(2025, 1, 1))
    edition("elsewhere", dt.date(2027, 1, 1), code="0301")
    assert newer_vintage(CONTENT, place) is None
    new = edition("new", dt.date(2027, 4, 1))
    assert newer_vintage(CONTENT, place) == new
    assert newer_vintage({"pins": {}}, place) is None
