from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist import places
from kortreist.errors import InputError, PlaceError

D2016, D2017, D2019, D2021, D2023, D2024 = (
    date(y, 6, 1) for y in (2016, 2017, 2019, 2021, 2023, 2024)
)
#: 2024 number → the numbers of 2019 it is made of, where nothing was split.
WHOLE = {
    m.number: [p.number for p in places.predecessors(m.number, D2019)]
    for m in places.municipalities(D2024)
    if not {"1850", "5012", "1504"} & {p.number for p in places.predecessors(m.number, D2019)}
}
tonnes = st.floats(0, 1e9, allow_subnormal=False)


@given(st.sets(st.sampled_from(sorted(WHOLE)), max_size=30), st.data())
def test_a_merger_conserves_the_sum(chosen: set[str], data: st.DataObject) -> None:
    series = {n: data.draw(tonnes) for new in sorted(chosen) for n in WHOLE[new]}
    out = places.carry(series, D2019, D2024)
    assert set(out) == chosen
    assert math.fsum(out.values()) == pytest.approx(math.fsum(series.values()), rel=1e-12)
    for new in chosen:
        assert out[new] == pytest.approx(math.fsum(series[n] for n in WHOLE[new]), rel=1e-12)


@given(st.dictionaries(st.sampled_from(["3806", "3807", "3808", "3817", "3005"]), tonnes))
def test_there_and_back_is_the_same_where_only_numbers_change(series: dict[str, float]) -> None:
    there = places.carry(series, D2021, D2024)
    assert not set(there) & set(series)
    assert sorted(there.values()) == sorted(series.values())
    assert places.carry(there, D2024, D2021) == series


@given(tonnes, st.floats(0, 1))
def test_a_split_with_shares_conserves_the_sum(value: float, share: float) -> None:
    shares = {("1507", "1508"): share, ("1507", "1580"): 1 - share}
    out = places.carry({"1507": value}, D2023, D2024, shares)
    assert math.fsum(out.values()) == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert out["1508"] == pytest.approx(value * share)


@given(st.floats(0, 1), st.floats(0, 1))
def test_shares_that_do_not_add_to_one_are_refused(a: float, b: float) -> None:
    shares = {("1507", "1508"): a, ("1507", "1580"): b}
    if abs(a + b - 1) > 1e-9:
        with pytest.raises(InputError, match="1507 add up to"):
            places.carry({"1507": 1.0}, D2023, D2024, shares)
    else:
        assert sum(places.carry({"1507": 1.0}, D2023, D2024, shares).values()) == pytest.approx(1)


def test_a_negative_share_is_refused() -> None:
    with pytest.raises(InputError):
        places.carry({"1507": 1.0}, D2023, D2024, {("1507", "1508"): 1.5, ("1507", "1580"): -0.5})


def test_alesund_and_haram_are_shared_by_residents_not_by_half() -> None:
    out = places.carry({"1507": 67_866.0}, D2023, D2024)
    assert out == {"1508": pytest.approx(58_509, abs=1), "1580": pytest.approx(9_357, abs=1)}


@pytest.mark.parametrize(
    ("series", "first", "last", "says"),
    [
        (
            {"1850": 1.0, "1805": 1.0, "1854": 1.0, "1849": 1.0},
            D2019,
            D2024,
            ("1850", "1806, 1875"),
        ),
        (
            {"0720": 1.0, "0704": 1.0, "0706": 1.0, "0719": 1.0},
            D2016,
            D2017,
            ("0720", "0704, 0710"),
        ),
        ({"4020": 1.0}, D2024, D2019, ("3817", "0821, 0822")),  # a merger is a split backwards
    ],
)
def test_a_split_without_shares_says_which_are_lacking(
    series: dict[str, float], first: date, last: date, says: tuple[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        places.carry(series, first, last)
    for language in ("nb", "nn", "en"):
        assert all(s in caught.value.message(language) for s in says)
    assert caught.value.exit_code == 2


@pytest.mark.case('carry({"1504"')
def test_a_merger_undone_follows_its_parts() -> None:
    parts = {"1504": 47.0, "1523": 2.3, "1529": 4.6, "1534": 9.3, "1546": 1.3}
    assert places.carry(parts, D2019, D2024) == {"1508": 55.2, "1580": 9.3}
    assert places.carry({"1534": 9.3}, D2019, D2024) == {"1580": 9.3}, "Haram was whole"
    assert places.carry({"1580": 9.3}, D2024, D2019) == {"1534": 9.3}
    assert places.carry(parts, D2019, D2023) == {"1507": 64.5}
    with pytest.raises(InputError, match="1523 is missing"):
        places.carry({"1504": 47.0, "1529": 4.6, "1546": 1.3}, D2019, D2024)
    with pytest.raises(InputError, match="1504, 1523, 1529, 1546"):
        places.carry({"1508": 55.2}, D2024, D2019)


def test_what_a_part_of_an_undone_merger_became() -> None:
    became = {
        n: [p.number for p in places.successors(n, D2024)]
        for n in ("1504", "1523", "1529", "1534", "1546", "1507")
    }
    assert became == {
        "1504": ["1508"],
        "1523": ["1508"],
        "1529": ["1508"],
        "1534": ["1580"],
        "1546": ["1508"],
        "1507": ["1508", "1580"],
    }
    assert [p.number for p in places.predecessors("1580", D2019)] == ["1534"]
    assert "1534" not in {p.number for p in places.predecessors("1508", D2019)}


def test_our_own_estimates_are_used_only_when_given() -> None:
    series = {"1850": 100.0, "1805": 10.0, "1854": 1.0, "1849": 1000.0}
    shares = places.split_shares(date(2020, 1, 1), judgement=True)
    out = places.carry(series, D2019, D2024, shares)
    assert out == {"1806": pytest.approx(57), "1875": pytest.approx(1054)}
    assert not places.split_shares(date(2020, 1, 1))


def test_a_merger_is_undone_with_shares() -> None:
    shares = {("3817", "0821"): 0.6, ("3817", "0822"): 0.4}
    assert places.carry({"4020": 10.0}, D2024, D2019, shares) == {
        "0821": pytest.approx(6),
        "0822": pytest.approx(4),
    }


def test_a_merger_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(InputError, match="0822 is missing"):
        places.carry({"0821": 1.0}, D2019, D2024)
    with pytest.raises(InputError, match="1580 is missing"):
        places.carry({"1508": 1.0}, D2024, D2023)


@pytest.mark.parametrize("number", ["9999", "4005", "40"])
def test_a_number_not_valid_then_is_refused(number: str) -> None:
    with pytest.raises(PlaceError):
        places.carry({number: 1.0}, D2019, D2024)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_figure_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="3808"):
        places.carry({"3808": value}, D2023, D2024)


def test_per_head_is_recomputed_never_summed() -> None:
    sums = {"0821": 30_000.0, "0822": 10_000.0}
    persons = {"0821": 6_000.0, "0822": 4_000.0}
    assert places.carry_per_head(sums, persons, D2019, D2024) == {"4020": pytest.approx(4.0)}
    with pytest.raises(InputError, match="0822"):
        places.carry_per_head(sums, {"0821": 1.0}, D2019, D2024)
    with pytest.raises(InputError, match="0822"):
        places.carry_per_head(sums, {"0821": 1.0, "0822": 0.0}, D2019, D2024)


def test_the_whole_country_of_1990_reaches_today_with_shares_for_its_splits() -> None:
    first = date(1990, 6, 1)
    series = {m.number: 1.0 for m in places.municipalities(first)}
    shares = {
        ("0114", "0105"): 0.7,
        ("0114", "0128"): 0.3,
        ("0412", "0403"): 0.1,
        ("0412", "0412"): 0.9,
        ("0720", "0704"): 0.2,
        ("0720", "0710"): 0.8,
        **places.split_shares(date(2020, 1, 1), judgement=True),
    }
    out = places.carry(series, first, D2024, shares)
    assert set(out) == {m.number for m in places.municipalities(D2024)}
    assert math.fsum(out.values()) == pytest.approx(len(series))
