"""The boundaries a council uses: the same left out of sources, total and history."""

from __future__ import annotations

import csv
import json
import math
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kortreist import accounts, connectors, places
from kortreist.accounts.leaving_out import plants_share
from kortreist.errors import BoundaryError, InputError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "telemark"
NEWEST = SHARED / "emissions" / "klimagassutslipp_telemark_2026-04-24.csv"
needs_shared = pytest.mark.skipif(not NEWEST.exists(), reason="shared data is not mounted")
NOTODDEN = places.find("4005")
SCHEMA = json.loads(
    (resources.files("kortreist.accounts") / "account.schema.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def telemark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("home")
    connectors.import_inventory(NEWEST, data_dir=data_dir)
    return data_dir


@pytest.mark.parametrize("without", [{"ets"}, {"shipping"}, {"aviation"}, {"ets", "shipping"}])
def test_what_is_left_out_and_what_is_left_make_the_whole(without: set[str]) -> None:
    whole, left = accounts.build(NOTODDEN), accounts.build(NOTODDEN, without=without)
    out = math.fsum(
        s.value
        for s in whole.sources
        if s.scope == "direct"
        and (s.sector in without or ("ets" in without and s.sector == "industry_oil_gas"))
    )
    total = left.totals["territorial"].value
    assert total == pytest.approx(whole.totals["territorial"].value - out, abs=1e-9)
    assert left.history[left.year] == pytest.approx(total, abs=1e-9)
    assert set(left.history) == set(whole.history)
    assert all(left.history[y] <= whole.history[y] for y in whole.history)
    assert set(left.totals) == {"territorial"}
    assert all(s.scope == "direct" for s in left.sources)


def test_own_operations_are_the_municipality_s_share_in_every_year() -> None:
    whole, own = accounts.build(NOTODDEN), accounts.build(NOTODDEN, without={"others"})
    mine = math.fsum(
        s.value for s in whole.sources if s.scope == "direct" and s.actor == "municipality"
    )
    assert own.totals["territorial"].value == pytest.approx(mine, abs=1e-9)
    assert own.history[own.year] == pytest.approx(mine, abs=1e-9)
    assert {s.actor for s in own.sources} == {"municipality"}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_is_said_wherever_the_account_is_shown(language: str) -> None:
    left = accounts.build(NOTODDEN, without={"shipping", "ets"})
    words = accounts.Naming(language).without(left.without)
    assert words.count(",") == 1
    text = " ".join(accounts.account_text(left, language).split())
    assert words in text
    plain = json.loads(accounts.account_json(left, None, language))
    jsonschema.validate(plain, SCHEMA)
    assert plain["boundary_without"] == ["ets", "shipping"]
    assert plain["boundary_without_text"] == words
    assert {"accounts.note.without_ets", "accounts.note.without_shipping"} <= {
        n["key"] for n in plain["notes"]
    }
    rows = list(csv.DictReader(accounts.account_csv(left, None, language).splitlines()))
    assert {r["boundary_without"] for r in rows} == {"ets shipping"}


def test_what_cannot_be_left_out_is_refused_with_the_reason() -> None:
    with pytest.raises(
        InputError, match="How much of the road traffic is through traffic is not known"
    ):
        accounts.build(NOTODDEN, without={"through_traffic"})
    with pytest.raises(InputError, match="Unknown value in without: ferries"):
        accounts.build(NOTODDEN, without={"ferries"})
    with pytest.raises(InputError, match="main source"):
        accounts.build(places.find("NO"), without={"ets"})


def test_two_boundaries_are_never_compared() -> None:
    whole, left = accounts.build(NOTODDEN), accounts.build(NOTODDEN, without={"ets"})
    with pytest.raises(BoundaryError, match="same boundary"):
        accounts.comparison_text(whole, left)
    assert "uten industri (kilden der kvotepliktige anlegg står)" in accounts.comparison_text(
        left, left, "nb", 200
    )


@needs_shared
def test_plants_by_source_are_the_plants_of_the_permits(telemark: Path) -> None:
    """The flag is by source of the inventory; beside it stands what each plant reports."""
    reported: dict[str, float] = {}
    with (SHARED / "norskeutslipp_detaljert_telemark.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["År"].startswith("2023") and row["Årlig utslipp til luft"]:
                tonnes = float(row["Årlig utslipp til luft"])
                reported[row["Kommune"]] = reported.get(row["Kommune"], 0.0) + tonnes
    for number, name, off in (("4012", "Bamble", 0.01), ("4001", "Porsgrunn", 0.10)):
        place = places.find(number)
        whole = accounts.build(place, year=2023, data_dir=telemark)
        left = accounts.build(place, year=2023, data_dir=telemark, without={"ets"})
        out = whole.totals["territorial"].value - left.totals["territorial"].value
        assert out == pytest.approx(reported[name], rel=off)
        assert plants_share(whole) == pytest.approx(out / whole.totals["territorial"].value)
        assert plants_share(whole) > 0.5
        assert plants_share(left) == 0.0


@needs_shared
def test_a_county_leaves_out_what_its_members_do(telemark: Path) -> None:
    county = accounts.build(places.find("40"), data_dir=telemark, without={"ets"})
    parts = [
        accounts.build(m, data_dir=telemark, without={"ets"})
        for m in places.members(places.find("40"))
    ]
    for year in county.history:
        assert county.history[year] == pytest.approx(math.fsum(p.history[year] for p in parts))
