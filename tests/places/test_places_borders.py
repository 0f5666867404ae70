from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist import places
from kortreist.errors import InputError, PlaceError

D2017, D2019, D2023, D2024 = (date(y, 6, 1) for y in (2017, 2019, 2023, 2024))


def test_published_counts() -> None:
    assert len(places.municipalities(D2024)) == 357
    assert len(places.municipalities(date(2020, 6, 1))) == 356
    assert len(places.municipalities(D2019)) == 422
    assert len(places.counties(D2024)) == 15
    assert len(places.counties(date(2021, 1, 1))) == 11
    assert places.population(places.COUNTRY, 2024) == 5_550_203
    telemark = places.members(places.find("40", D2024), D2024)
    assert len(telemark) == 17


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4005", "4005"), ("notodden", "4005"), ("NOTODDEN kommune", "4005"), ("301", "0301"),
        ("Oslo", "0301"), ("Kautokeino", "5612"), ("Guovdageaidnu", "5612"), ("40", "40"),
        ("aalesund", "1508"), ("no", "NO"), ("Norge", "NO"), ("tromsø", "5501"),
    ],
)  # fmt: skip
def test_find(text: str, number: str) -> None:
    assert places.find(text, D2024).number == number


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Notoden", "4005 Notodden"),
        ("3808", "4005 Notodden"),
        ("0807", "4005 Notodden"),
        ("Viken", "Viken"),
        ("Stokke", "3907 Sandefjord"),
        ("Våler", "3114 Våler (Østfold), 3419 Våler (Innlandet)"),
        ("9998", "9998"),
        ("xqzw", "xqzw"),
    ],
)
def test_a_miss_is_explained(text: str, says: str) -> None:
    with pytest.raises(PlaceError) as caught:
        places.find(text, D2024)
    assert says in caught.value.message("nb")


def test_old_number_is_found_on_its_own_date() -> None:
    assert places.find("3808", D2023).name == "Notodden"


def test_bo_is_the_one_that_lives() -> None:
    assert places.find("Bø", D2024).number == "1867"
    with pytest.raises(PlaceError) as caught:
        places.find("Bø", D2019)
    assert "0821" in caught.value.message("nb")


def test_what_became_what() -> None:
    assert [p.number for p in places.successors("0807", D2024)] == ["4005"]
    assert [p.number for p in places.successors("1507", D2024)] == ["1508", "1580"]
    assert {p.number for p in places.predecessors("4020", D2019)} == {"0821", "0822"}
    assert [p.number for p in places.predecessors("4005", D2019)] == ["0807"]


def test_split_uses_population_and_is_refused_without_shares() -> None:
    out = places.carry({"1507": 67_866.0}, D2023, D2024)
    assert out["1580"] == pytest.approx(9_357, abs=1)
    with pytest.raises(InputError) as caught:
        places.carry({"1850": 1.0}, D2019, D2024)
    assert "1806" in str(caught.value)
    with pytest.raises(InputError, match="add to"):
        places.carry({"1507": 1.0}, D2023, D2024, {("1507", "1508"): 0.9, ("1507", "1580"): 0.2})
    with pytest.raises(InputError):
        places.carry({"4005": 1.0}, D2024, D2019)
    with pytest.raises(PlaceError):
        places.carry({"9999": 1.0}, D2019, D2024)


ALL_2019 = [p.number for p in places.municipalities(D2019)]
SPLIT = {"1850", "5012"}


@given(
    st.dictionaries(
        st.sampled_from([n for n in ALL_2019 if n not in SPLIT]), st.floats(0, 1e6), max_size=40
    )
)
def test_carrying_conserves_the_sum(series: dict[str, float]) -> None:
    out = places.carry(series, D2019, D2024)
    assert math.fsum(out.values()) == pytest.approx(math.fsum(series.values()), rel=1e-9, abs=1e-9)
    valid = {p.number for p in places.municipalities(D2024)}
    assert set(out) <= valid


@given(st.dictionaries(st.sampled_from(["3807", "3808", "3817"]), st.floats(0, 1e6)))
def test_a_change_of_number_only_changes_nothing_else(series: dict[str, float]) -> None:
    new = {"3807": "4003", "3808": "4005", "3817": "4020"}
    assert places.carry(series, D2023, D2024) == {new[k]: v for k, v in sorted(series.items())}


def test_per_head_is_recomputed_never_summed() -> None:
    tonnes = {"0821": 30_000.0, "0822": 10_000.0}
    persons = {"0821": 6_000.0, "0822": 4_000.0}
    out = places.carry_per_head(tonnes, persons, D2019, D2024)
    assert out == {"4020": pytest.approx(4.0)}
    with pytest.raises(InputError):
        places.carry_per_head(tonnes, {"0821": 1.0}, D2019, D2024)


def test_figures_of_places() -> None:
    notodden = places.find("4005", D2024)
    assert [places.population(notodden, y) for y in (2024, 2025, 2026)] == [13266, 13333, 13389]
    assert places.population_year(notodden) == 2026
    assert places.area_km2(notodden) == pytest.approx(984, abs=1)
    assert places.population(notodden, 1900) is None
    haram = places.find("1580", D2024)
    assert places.population(haram, 2020) is None, "a placeholder is not a figure"
    assert places.population(places.COUNTRY, 2020) == 5_367_580
