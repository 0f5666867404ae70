"""How many units a place has: its own answer, a register, the emission, the population."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kortreist import accounts, places
from kortreist.errors import InputError
from kortreist.measures import library, local_counts


@pytest.fixture(scope="module")
def notodden(tmp_path_factory: pytest.TempPathFactory):
    return accounts.build(places.find("4005"), data_dir=tmp_path_factory.mktemp("home"))


def keep(data_dir: Path, *rows: tuple[str, str, str, float | None]) -> None:
    """Write a fetched table 07849 of the shape the client keeps (made figures)."""
    cells = [
        [{"Region": "4005", "ContentsCode": c, "DrivstoffType": d, "Tid": y}, v, None]
        for c, d, y, v in rows
    ]
    path = data_dir / "fetched" / "07849" / "4005.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "table": "07849",
        "label": "made",
        "updated": "2026-02-19T07:00:00Z",
        "urls": [],
        "fetched_at": "2026-11-29T10:00:00Z",
        "rows": cells,
    }
    path.write_text(json.dumps(body), "utf-8")


def test_emission_over_intensity_where_nobody_has_counted(notodden, tmp_path):
    vans = local_counts(notodden, library(), data_dir=tmp_path)["van"]
    path = ("direct", "road_transport", "vans")
    tonnes = sum(s.value for s in notodden.sources if (s.scope, s.sector, s.source) == path)
    assert vans.origin == "emission"
    assert vans.count == pytest.approx(tonnes * 1000 / 2800)
    assert vans.owners == 1.0


def test_population_where_the_emission_does_not_tell(notodden, tmp_path):
    cars = local_counts(notodden, library(), data_dir=tmp_path)["municipal_car"]
    assert cars.origin == "population"
    assert cars.count == pytest.approx(notodden.population * 6 / 1000)


#: Most a resident can have, by plain reason: nobody is ten person equivalents.
_MOST_EACH = {
    "person_equivalent": 2.0,
    "pupil": 0.2,
    "dwelling": 1.0,
    "fossil_car": 1.0,
    "old_stove": 1.0,
    "van": 0.5,
    "municipal_car": 0.05,
    "taxi": 0.01,
}


@pytest.mark.parametrize("unit", _MOST_EACH)
def test_what_people_have_is_not_counted_many_times_over(notodden, tmp_path, unit):
    """An answer that is true must not cut the kroner to a seventh because the count was not."""
    found = local_counts(notodden, library(), data_dir=tmp_path)[unit]
    assert 0.0 < found.count <= _MOST_EACH[unit] * notodden.population


@pytest.mark.parametrize("unit", ["city_bus", "regional_bus", "dairy_cow", "landfill"])
def test_a_part_of_a_source_is_not_counted_by_all_of_it(notodden, tmp_path, unit):
    """All buses stood as city buses and as regional buses, all animals as cows: told the truth,
    the program paid for a fraction of the tonnes."""
    assert unit not in local_counts(notodden, library(), data_dir=tmp_path)
    told = local_counts(notodden, library(), {unit: 3.0}, tmp_path)[unit]
    assert (told.count, told.origin, told.owners) == (3.0, "municipality", 1.0)


def test_a_register_comes_before_the_emission_and_counts_fossil_only(notodden, tmp_path):
    keep(
        tmp_path,
        ("Varebil1", "1", "2025", 40.0),
        ("Varebil1", "2", "2025", 660.0),
        ("Varebil1", "5", "2025", 99.0),
        ("Varebil1", "2", "2024", 1.0),
        ("Lastebil1", "1", "2025", None),
        ("Lastebil1", "2", "2025", 80.0),
    )
    found = local_counts(notodden, library(), data_dir=tmp_path)
    assert (found["van"].count, found["van"].origin) == (700.0, "register")
    assert found["van"].owners == pytest.approx(700.0 / found["van"].implied)
    assert found["lorry"].origin == "emission", "a missing cell is not zero"


def test_the_municipalitys_own_answer_comes_first(notodden, tmp_path):
    keep(tmp_path, ("Varebil1", "1", "2025", 40.0), ("Varebil1", "2", "2025", 660.0))
    found = local_counts(notodden, library(), {"van": 512.0}, tmp_path)
    assert (found["van"].count, found["van"].origin) == (512.0, "municipality")


@pytest.mark.parametrize("answers", [{"vann": 3.0}, {"van": -1.0}])
def test_an_answer_that_cannot_be_is_refused(notodden, tmp_path, answers):
    with pytest.raises(InputError) as refused:
        local_counts(notodden, library(), answers, tmp_path)
    assert next(iter(answers)) in refused.value.message("nb")


def test_more_units_than_there_is_room_for_are_refused_with_the_limit() -> None:
    account = accounts.build(places.find("4005"))
    every = library()
    for unit, count in (("van", 1e9), ("van", 1e12), ("dwelling", 1e8), ("trip", 1e12)):
        with pytest.raises(InputError) as error:
            local_counts(account, every, {unit: count})
        assert error.value.key == "measures.count_too_large"
        said = error.value.message("nb")
        assert "000.0" not in said
        assert "Oppgi fra 0 til" in said
    own = local_counts(account, every, {"van": 400.0, "trip": 1e6})
    assert own["van"].count == 400.0
