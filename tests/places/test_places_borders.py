from __future__ import annotations

from datetime import date

import pytest

from kortreist import places
from kortreist.errors import PlaceError

D2019, D2023, D2024 = (date(y, 6, 1) for y in (2019, 2023, 2024))


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
        ("4005", "4005"),
        ("notodden", "4005"),
        ("NOTODDEN kommune", "4005"),
        ("301", "0301"),
        ("Oslo", "0301"),
        ("Kautokeino", "5612"),
        ("Guovdageaidnu", "5612"),
        ("40", "40"),
        ("aalesund", "1508"),
        ("no", "NO"),
        ("Norge", "NO"),
        ("tromsø", "5501"),
    ],
)
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
        ("Våler", "3114 Våler (Østfold); 3419 Våler (Innlandet)"),
        ("Herøy", "1515 Herøy (Møre og Romsdal); 1818 Herøy (Nordland)"),
        ("Lardal", "3909 Larvik"),
        ("Tysfjord", "1806 Narvik, 1875 Hábmer - Hamarøy"),
        ("30", "31 Østfold, 32 Akershus, 33 Buskerud"),
        ("38", "39 Vestfold, 40 Telemark"),
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


def test_bo_may_mean_the_living_or_the_one_that_became_midt_telemark() -> None:
    with pytest.raises(PlaceError) as caught:
        places.find("Bø", D2024)
    message = caught.value.message("nb")
    assert "1867 Bø (Nordland)" in message
    assert "4020 Midt-Telemark (Bø (Telemark)" in message
    for text in ("Bø (Nordland)", "Bø i Nordland", "bø, nordland", "1867"):
        assert places.find(text, D2024).number == "1867"
    with pytest.raises(PlaceError, match="0821"):
        places.find("Bø", D2019)


def test_a_number_not_yet_in_use_says_from_when() -> None:
    with pytest.raises(PlaceError, match="only from 2024-01-01"):
        places.find("4005", D2019)


def test_letters_as_written_go_before_letters_forgiven() -> None:
    assert places.find("Lærdal", D2024).number == "4642"
    assert places.find("laerdal", D2024).number == "4642"
    with pytest.raises(PlaceError, match="3909 Larvik"):
        places.find("lardal", D2024)


def test_a_municipality_goes_before_a_county_of_the_name() -> None:
    assert places.find("Oslo", D2024).number == "0301"
    assert places.find("Oslo fylke", D2024).number == "03"
    assert places.find("Romsa", D2024).number == "55"


def test_what_became_what() -> None:
    assert [p.number for p in places.successors("0807", D2024)] == ["4005"]
    assert [p.number for p in places.successors("1507", D2024)] == ["1508", "1580"]
    assert {p.number for p in places.predecessors("4020", D2019)} == {"0821", "0822"}
    assert [p.number for p in places.predecessors("4005", D2019)] == ["0807"]


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ({"0706", "0719", "0720"}, "0710", date(2017, 6, 1)),  # Sandefjord
        ({"0709", "0728"}, "0712", date(2018, 6, 1)),  # Larvik
        ({"1624", "1718"}, "5054", date(2018, 6, 1)),  # Indre Fosen
        ({"1852", "1913"}, "5412", date(2020, 6, 1)),  # Tjeldsund, over a county border
        ({"0602", "0625", "0711"}, "3005", date(2020, 6, 1)),  # Drammen
    ],
)
def test_known_mergers(old: set[str], new: str, day: date) -> None:
    parts = places.predecessors(new, date(day.year - 1, 6, 1))
    assert {p.number for p in parts} == old
    for number in old:
        assert new in {p.number for p in places.successors(number, day)}


@pytest.mark.parametrize(
    ("number", "county", "day"),
    [
        ("0532", "05", D2019),
        ("3053", "30", D2023),
        ("3236", "32", D2024),  # Jevnaker
        ("1852", "18", D2019),
        ("5412", "54", D2023),
        ("5512", "55", D2024),  # Tjeldsund
        ("1567", "15", date(2018, 6, 1)),
        ("5061", "50", D2019),  # Rindal
    ],
)
def test_the_county_of_a_municipality_on_a_date(number: str, county: str, day: date) -> None:
    place = places.by_number(number, day)
    assert place.county == county
    assert place in places.members(places.by_number(county, day), day)


def test_every_municipality_has_a_county_that_exists_on_the_day() -> None:
    for year in range(1990, 2027):
        day = date(year, 6, 1)
        known = {c.number for c in places.counties(day)}
        assert {m.county for m in places.municipalities(day)} == known, year


def test_one_place_a_number_on_any_day() -> None:
    for year in range(1990, 2027):
        numbers = [p.number for p in places.municipalities(date(year, 6, 1))]
        assert len(numbers) == len(set(numbers)), year


def test_the_changes_lead_from_each_years_municipalities_to_the_next() -> None:
    for year in range(1990, 2026):
        before, after = date(year, 6, 1), date(year + 1, 6, 1)
        led = {
            s.number
            for m in places.municipalities(before)
            for s in places.successors(m.number, after)
        }
        assert led == {m.number for m in places.municipalities(after)}, year


def test_figures_of_places() -> None:
    notodden = places.find("4005", D2024)
    assert [places.population(notodden, y) for y in (2024, 2025, 2026)] == [13266, 13333, 13389]
    assert places.population_year(notodden) == 2026
    assert places.area_km2(notodden) == pytest.approx(984, abs=1)
    assert places.population(notodden, 1900) is None
    assert places.population(places.COUNTRY, 2020) == pytest.approx(5_367_580, abs=3)
    assert places.population(places.COUNTRY, 2005) is None, "two municipalities lack 2005"
    assert places.language_form(places.find("4034", D2024)) == "nn"
    assert places.language_form(places.COUNTRY) is None


def test_an_estimate_is_given_only_when_asked_for() -> None:
    haram = places.find("1580", D2024)
    assert places.population(haram, 2020) is None, "a placeholder is not a figure"
    assert places.population(haram, 2020, estimates=True) == pytest.approx(9_100, rel=0.03)
    assert places.population(haram, 2024) == 9_357
    county = places.find("15", D2024)
    whole = sum(places.population(m, 2020, estimates=True) or 0 for m in places.members(county))
    assert places.population(county, 2020) == whole
