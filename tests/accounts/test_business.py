"""Purchases of business: memo rows by employment or by output."""

from __future__ import annotations

import pytest

from kortreist import accounts, facts, places
from kortreist.accounts.business import (
    Employment,
    business_memo,
    employment_from,
    memo_from_output,
)
from kortreist.connectors.fetch import FetchedRow, FetchedTable
from kortreist.errors import InputError
from kortreist.provenance import Origin

PRODUCTS = {r["code"]: r for r in facts.load().table("io_multipliers")}


def test_a_tenth_of_the_employed_is_a_tenth_of_the_tonnes() -> None:
    whole = {s.source: s.value for s in business_memo(None)}
    some = business_memo(Employment({"10-33": 20.0, "41-43": 5.0}, {"10-33": 200.0, "41-43": 10.0}))
    assert {s.source: s.value for s in some} == pytest.approx(
        {"10-33": whole["10-33"] / 10, "41-43": whole["41-43"] / 2}
    )
    assert all(s.memo and s.low < s.value < s.high for s in some)


def test_construction_of_the_country_by_hand() -> None:
    """One product in the group: output × (total − direct), kg per NOK and MNOK."""
    rf = PRODUCTS["RF"]
    tonnes = next(s.value for s in business_memo(None) if s.source == "41-43")
    assert tonnes == pytest.approx((rf["dom_total"] - rf["direct"]) * rf["output_mnok"] * 1e3)
    assert 1e6 < tonnes < 2e7, "some million tonnes upstream of all construction in Norway"


def test_output_gives_the_same_as_the_whole_country_when_it_is_all() -> None:
    groups = facts.load().table("industry_groups")
    output = {p: PRODUCTS[p]["output_mnok"] * 1e6 for g in groups for p in g["products"].split(";")}
    assert {s.source: s.value for s in memo_from_output(output)} == pytest.approx(
        {s.source: s.value for s in business_memo(None)}
    )


def test_every_product_is_in_one_group_or_left_out_with_a_reason() -> None:
    groups = facts.load().table("industry_groups")
    listed = [p for g in groups for p in g["products"].split(";")]
    assert len(listed) == len(set(listed))
    # Owner-occupied dwellings, public administration, education, health, households' own
    # employees and bodies abroad are no purchases of business.
    assert set(PRODUCTS) - set(listed) == {"R68A", "R84", "RP", "R86", "R87_88", "RT", "RU"}


def _employed(rows: list[tuple[str, str, str, float | None]]) -> FetchedTable:
    cells = tuple(
        FetchedRow({"Region": r, "NACE2007": n, "Tid": y}, v, None) for r, n, y, v in rows
    )
    return FetchedTable("07984", "4005", cells, Origin("fetched/07984/4005", "import", "07984"))


def test_employment_is_of_one_year_and_never_of_a_sum() -> None:
    rows = [
        ("4005", "10-33", "2024", 900.0),
        ("0", "10-33", "2024", 200_000.0),
        ("4005", "00-99", "2024", 5000.0),
        ("4005", "10-33", "2025", 910.0),
    ]
    found = employment_from(_employed(rows))
    assert found == Employment({"10-33": 900.0}, {"10-33": 200_000.0}), "2025 lacks the country"
    assert employment_from(_employed(rows[:1])) is None
    assert employment_from(_employed([("4005", "10-33", "2024", None)])) is None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="10-33"):
        business_memo(Employment({"10-33": 3.0}, {"10-33": 2.0}))
    with pytest.raises(InputError, match="R99"):
        memo_from_output({"R99": 1.0})
    with pytest.raises(InputError, match="negative"):
        memo_from_output({"RF": -1.0})


def test_memo_is_shown_and_in_no_total() -> None:
    place = places.find("4005")
    without = accounts.build(place)
    given = accounts.build(place, business_output={"RF": 200e6})
    assert given.totals == without.totals
    row = next(s for s in given.sources if s.memo)
    assert row.origin in given.origins
    assert "accounts.note.memo" in given.notes
    assert "accounts.note.no_business" in without.notes
    assert "Bygg og anlegg" in accounts.account_text(given, "nb", width=80)
    assert accounts.account_dict(given)["memo"][0]["value"] == pytest.approx(row.value)


def test_the_country_needs_no_employment() -> None:
    country = accounts.build(places.find("NO"), year=2020)
    assert {s.source for s in country.sources if s.memo} == {
        g["code"] for g in facts.load().table("industry_groups")
    }
