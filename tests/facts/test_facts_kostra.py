"""KOSTRA codes are the carried list's, with the years and accounts that were read."""

import csv
import pathlib

import pytest

from kortreist.facts import kostra_code, load
from kortreist.facts.kostra import newest_list

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "kostra"


@pytest.mark.parametrize(
    ("which", "code", "year", "valid"),
    [
        ("function", "254", 2023, False),  # no list of that year was read
        ("function", "254", 2024, False),  # went out with 2023
        ("function", "257", 2024, True),
        ("account", "270", 2025, True),
        ("account", "270", 2026, False),  # became 271 and 272
        ("account", "271", 2025, False),
        ("account", "271", 2030, True),  # a year after the newest list goes by that
    ],
)
def test_a_code_is_valid_in_the_years_of_its_lists(which, code, year, valid):
    assert kostra_code(which, code).valid_in(year) is valid


def test_a_code_says_which_account_it_may_stand_in():
    assert kostra_code("account", "240").fits("running")
    assert not kostra_code("account", "240").fits("investment")
    assert kostra_code("account", "280").fits("investment")
    assert not kostra_code("account", "280").fits("running")
    assert kostra_code("function", "332").fits("running")


def test_a_county_function_is_no_function_of_a_municipality():
    assert kostra_code("function", "722") is None
    assert any(r["code"] == "722" for r in load().table("kostra_codes"))


def test_a_name_says_how_it_is_known_or_is_not_there():
    for row in load().table("kostra_codes"):
        assert bool(row["name"]) == bool(row["name_mark"])


@pytest.mark.skipif(not SHARED.exists(), reason="the source files are not here")
def test_the_list_is_the_source_files_own():
    rows = {(r["list"], r["code"], r["holder"]): r for r in load().table("kostra_codes")}
    holders = {"municipality county": "both", "oslo district": "city_district"}
    count = 0
    for which, name in (("function", "funksjoner"), ("account", "arter")):
        with (SHARED / f"{name}.csv").open(encoding="utf-8") as file:
            for source in csv.DictReader(file):
                holder = holders.get(source["kind"], source["kind"])
                row = rows[which, source["code"], holder]
                assert (row["account"], row["years"] or "") == (
                    source["account"],
                    source["valid_year"],
                )
                assert (row["name"] or "") == source["name_nb"]
                count += 1
    assert count == len(rows)
    assert newest_list() == 2026
