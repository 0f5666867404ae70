"""Consumption by household type and income, against the survey and by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist import accounts, facts, places
from kortreist.accounts.households import household_groups, mix_from, relative_spending
from kortreist.accounts.indirect import indirect_sources
from kortreist.connectors.fetch import FetchedRow, FetchedTable
from kortreist.errors import InputError
from kortreist.provenance import Origin

TYPES = [r["id"] for r in facts.load().table("household_groups") if r["kind"] == "type"]
SHARES = {r["id"]: r["share"] for r in facts.load().table("household_groups")}


def _table(rows: list[tuple[str, str, float | None]]) -> FetchedTable:
    cells = tuple(
        FetchedRow({"Region": "4005", "HushType": code, "Tid": year}, value, None)
        for code, year, value in rows
    )
    return FetchedTable("06070", "4005", cells, Origin("fetched/06070/4005", "import", "06070"))


def test_emissions_per_household_by_hand() -> None:
    """Living alone: 7.7 t, as the survey's kroner times the multipliers (summed apart)."""
    groups = {g.id: g for g in household_groups()}
    assert groups["type_1"].kg_per_household == pytest.approx(7708.2, abs=0.1)
    assert groups["type_4"].kg_per_household == pytest.approx(17666.9, abs=0.1)
    by_income = [groups[f"income_{k}"].kg_per_household for k in range(1, 5)]
    assert by_income == sorted(by_income), "more income, more emissions"
    assert by_income[0] == pytest.approx(6908.8, abs=0.1)


def test_the_countrys_own_mix_is_the_mean() -> None:
    for kind in ("type_", "income_"):
        mix = {g: s for g, s in SHARES.items() if g.startswith(kind)}
        assert relative_spending(mix) == pytest.approx(
            dict.fromkeys(relative_spending(mix), 1.0), abs=1e-12
        )


@given(st.lists(st.integers(0, 5000), min_size=6, max_size=6).filter(any))
def test_only_the_shares_matter_and_spending_stays_between_the_groups(counts: list[int]) -> None:
    mix = dict(zip(TYPES, counts, strict=True))
    relative = relative_spending(mix)
    assert relative == pytest.approx(relative_spending({g: 3.0 * n for g, n in mix.items()}))
    assert all(0.0 <= r < 4.0 for r in relative.values())


def test_households_of_the_place_replace_the_mean() -> None:
    place = places.find("4005")
    mean = indirect_sources(place, 2024)
    alone = indirect_sources(place, 2024, households={"type_1": 6000.0})
    spent = {
        r["code"]: r["nok_per_household"]
        for r in facts.load().table("coicop_by_household")
        if r["household"] == "type_1"
    }
    food = next(s for s in alone.sources if s.source == "01.1")
    kg = next(
        r["kg_per_nok"] for r in facts.load().table("coicop_multipliers") if r["code"] == "01.1"
    )
    # Relative to the country's mean of the groups, which the mean household scales.
    everyone = {
        r["household"]: r["nok_per_household"]
        for r in facts.load().table("coicop_by_household")
        if r["code"] == "01.1"
    }
    mix_mean = sum(SHARES[g] * everyone[g] for g in TYPES) / sum(SHARES[g] for g in TYPES)
    assert food.value == pytest.approx(
        6000.0 * 58740 * spent["01.1"] / mix_mean * kg / 1000, rel=1e-9
    )
    assert "accounts.note.own_households" in alone.notes
    assert "accounts.note.own_households" not in mean.notes


def test_suppressed_for_one_type_keeps_the_national_mean() -> None:
    suppressed = {
        r["code"]
        for r in facts.load().table("coicop_by_household")
        if r["nok_per_household"] is None and r["household"].startswith("type_")
    }
    relative = relative_spending({"type_1": 1.0})
    assert suppressed
    assert all(relative[code] == 1.0 for code in suppressed)
    assert any(r != 1.0 for r in relative.values())


def test_mix_of_the_newest_complete_year() -> None:
    codes = [f"{k:03d}" for k in range(1, 11)]
    rows = [(c, "2024", 100.0) for c in codes] + [(c, "2025", 90.0) for c in codes[:-1]]
    mix = mix_from(_table(rows))
    assert mix is not None
    assert math.fsum(mix.values()) == 1000.0, "2025 lacks a type"
    assert mix["type_5"] == 200.0, "small and older children"
    assert mix_from(_table(rows[:5])) is None
    assert mix_from(_table([(c, "2024", None) for c in codes])) is None


@pytest.mark.parametrize(
    "mix",
    [
        {"type_9": 1.0},
        {"type_1": 1.0, "income_1": 1.0},
        {"type_1": -1.0, "type_2": 3.0},
        {"type_1": 0.0},
    ],
)
def test_a_mix_that_cannot_be_is_refused(mix: dict[str, float]) -> None:
    with pytest.raises(InputError):
        relative_spending(mix)


def test_the_text_shows_groups_when_asked() -> None:
    account = accounts.build(places.find("4005"), households={"type_1": 100.0, "type_2": 50.0})
    text = accounts.account_text(account, "nb", width=80, households=True)
    assert "Aleneboende" in text
    assert "Høyest inntekt" in text
    assert "Aleneboende" not in accounts.account_text(account, "nb", width=80)
