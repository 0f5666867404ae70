"""Names as registers and people write them, on the date they held."""

from __future__ import annotations

from datetime import date

import pytest

from kortreist import places
from kortreist.errors import PlaceError

D2019, D2023, D2024 = (date(y, 6, 1) for y in (2019, 2023, 2024))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Guovdageaidnu – Kautokeino", "5612"),
        ("Guovdageaidnu-Kautokeino", "5612"),
        ("Kautokeino - Guovdageaidnu", "5612"),
        ("Haram (-2019)", "1580"),
        ("K-4005", "4005"),
        ("Haram (2024-)", "1580"),
        ("Våler i Hedmark", "3419"),
        ("Våler (Viken)", "3114"),
        ("Aurskog Høland", "3226"),
        ("Nordreisa - Ráisa", "5544"),
        ("Narvik (-2019)", "1806"),
        ("Herøy i Nordland", "1818"),
        ("midt telemark kommune", "4020"),
        ("4005 Notodden", "4005"),
    ],
)
@pytest.mark.case("`find` of")
def test_found_as_it_is_written(text: str, number: str) -> None:
    assert places.find(text, D2024).number == number


@pytest.mark.parametrize(
    ("text", "says", "not_says"),
    [
        ("Ålesund (2020-2023)", ("1508 Ålesund, 1580 Haram",), ()),
        ("Sande i Vestfold", ("Sande i Vestfold", "3903 Holmestrand"), ("1514",)),
        ("Skodje", ("1508 Ålesund",), ("1580",)),
        ("Ørskog", ("1508 Ålesund",), ("1580",)),
        ("Bø i Telemark", ("4020 Midt-Telemark",), ("1867",)),
        ("Viken (2020-2023)", ("31 Østfold", "32 Akershus", "33 Buskerud"), ()),
        ("4005 Skien", ("4005", "Notodden", "Skien"), ()),
    ],
)
@pytest.mark.case("`find` of", 'find("Skodje")')
def test_what_became_another_is_told_and_nothing_else(
    text: str, says: tuple[str, ...], not_says: tuple[str, ...]
) -> None:
    with pytest.raises(PlaceError) as caught:
        places.find(text, D2024)
    for language in ("nb", "nn", "en"):
        message = caught.value.message(language)
        assert all(s in message for s in says)
        assert not any(s in message for s in not_says)


def test_a_name_on_a_date_is_that_dates() -> None:
    def numbers(name: str, on: date) -> list[str]:
        return [p.number for p in places.named(name, on)]

    assert numbers("Kristiansand", D2019) == ["1001"]
    assert numbers("Kristiansand", D2024) == ["4204"]
    assert numbers("Bø", D2019) == ["0821", "1867"]
    assert numbers("Bø", D2024) == ["1867"], "what had the name before is not of this date"
    assert numbers("Haram", D2023) == []
    assert numbers("Våler i Østfold", D2023) == ["3018"]


def test_every_municipality_answers_to_its_own_name_on_every_day() -> None:
    for year in (1995, 2019, 2023, 2026):
        day = date(year, 6, 1)
        for place in places.municipalities(day):
            assert place in places.named(place.name, day)
            assert places.has_name(place.number, place.name)


def test_a_number_with_a_name_of_its_own_of_another_and_of_none() -> None:
    assert places.has_name("3040", "Nesbyen")
    assert places.has_name("5430", "Kautokeino")
    assert places.has_name("4003", "Porsgrunn") is False
    assert places.has_name("4003", "Skein") is None


def test_counties_of_any_time() -> None:
    assert places.county_numbers("Viken") == {"30"}
    assert places.county_numbers("Troms fylke") == {"19", "55"}
    assert places.county_numbers("Innlndet") == frozenset()
    assert places.lain_in("3419") == {"04", "34"}
    assert places.lain_in("3114") == {"01", "30", "31"}
