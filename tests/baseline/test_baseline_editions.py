"""A newer table of projections is stored, or refused by row and value."""

from __future__ import annotations

import csv
import pathlib

import pytest

from kortreist.baseline import import_projections, newest
from kortreist.errors import ImportRefusedError
from kortreist.facts import load
from kortreist.i18n import LANGUAGES

COLUMNS = ("source_key", "scenario", "year", "value", "unit")


def table(
    folder: pathlib.Path, change: dict[tuple[str, int], object] | None = None
) -> pathlib.Path:
    file = folder / "nb2027.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in load().table("projections"):
            if row["unit"] == "Mt CO2e":
                value = change.get((row["source_key"], row["year"]), row["value"])
                scenario = row["scenario"].replace("NB2026", "NB2027")
                writer.writerow([row["source_key"], scenario, row["year"], value, row["unit"]])
    return file


def test_a_newer_edition_goes_before_the_one_that_ships(tmp_path: pathlib.Path) -> None:
    data_dir = tmp_path / "home"
    assert newest(data_dir).name == "NB2026"
    change = {
        ("effort_sharing/road_transport", 2030): 4.9,
        ("effort_sharing_total", 2030): 19.4,
        ("national_total", 2030): 37.7,
    }
    assert import_projections(table(tmp_path, change), data_dir).name == "NB2027"
    found = newest(data_dir)
    assert found.name == "NB2027"
    assert found.value("effort_sharing/road_transport", 2030) == 4.9


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({("effort_sharing/road_transport", 2030): 5.3}, "baseline.does_not_add"),
        ({("national_total", 2035): 31.4}, "baseline.does_not_add"),
        ({("ets/other", 2030): "about one"}, "baseline.bad_cell"),
    ],
)
def test_what_does_not_add_up_is_refused(
    tmp_path: pathlib.Path, change: dict[tuple[str, int], object], key: str
) -> None:
    data_dir = tmp_path / "home"
    with pytest.raises(ImportRefusedError) as error:
        import_projections(table(tmp_path, change), data_dir)
    assert error.value.key == key
    assert error.value.values["row"] > 1
    assert error.value.values["value"]
    for language in LANGUAGES:
        assert error.value.message(language)
    assert newest(data_dir).name == "NB2026", "nothing was stored"


def test_a_tenth_of_rounding_is_let_through(tmp_path: pathlib.Path) -> None:
    change = {("effort_sharing_total", 2030): 19.6, ("national_total", 2030): 37.8}
    assert import_projections(table(tmp_path, change), tmp_path / "home").name == "NB2027"
