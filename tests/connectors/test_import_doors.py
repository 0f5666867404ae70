"""What an attacker tried at the inventory's door: a wrong figure that reads as a right one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kortreist.connectors import edition_changes, import_inventory, inventory, is_large
from kortreist.errors import ImportRefusedError

HEAD = "Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp"
CAR = "4003;Skien;2023;Veitrafikk;Personbiler;"
BUS = "4003;Skien;2023;Veitrafikk;Busser;"


def read(folder: Path, text: str, name: str = "a_2025-05-01.csv", **options: Any) -> float:
    """Return the total of Skien in 2023 as it is read from a file."""
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    report = import_inventory(path, data_dir=folder / "home", **options)
    return inventory("4003", report.vintage.id, folder / "home").total(2023)


def refused(folder: Path, text: str, name: str = "a_2025-05-01.csv", **options: Any) -> Any:
    with pytest.raises(ImportRefusedError) as caught:
        read(folder, text, name, **options)
    for language in ("nb", "nn", "en"):
        said = caught.value.message(language)
        assert "{" not in said
        assert "slike: 0" not in said
    assert not (folder / "home" / "vintages").exists()
    return caught.value


@pytest.mark.parametrize(
    ("heading", "unit", "fine"),
    [
        ("Enhet", "t CO2e", True),
        ("Enhet", "tonn CO₂-ekvivalenter", True),
        ("Måleenhet", "Tonn", True),
        ("eining", "tonn CO2-ekv.", True),
        ("unit", "", True),
        ("Enhet", "kt CO2e", False),
        ("Enhet", "1000 tonn", False),
        ("Måleenhet", "kg", False),
        ("unit", "kt", False),
        ("Enhet (utslipp)", "Mt", False),
        ("Enhet", "kilotonn", False),
    ],
)
def test_the_unit_of_each_row_is_tonnes_or_the_file_is_refused(
    heading: str, unit: str, fine: bool, tmp_path: Path
) -> None:
    text = f"{HEAD};{heading}\n{CAR}5;{unit}\n{BUS}2;{unit}\n"
    if fine:
        assert read(tmp_path, text) == 7.0
        return
    error = refused(tmp_path, text)
    said = {k: error.values[k] for k in ("row", "column", "value", "more")}
    assert error.key == "import.bad_unit"
    assert said == {"row": 2, "column": heading, "value": unit, "more": 1}


def test_one_row_in_another_unit_or_without_one(tmp_path: Path) -> None:
    for unit in ("kt", ""):
        error = refused(tmp_path, f"{HEAD};Enhet\n{CAR}5;tonn\n{BUS}2;{unit}\n")
        assert (error.key, error.values["row"]) == ("import.bad_unit", 3)
    error = refused(tmp_path, f"Tall i 1000 tonn\n{HEAD}\n{CAR}5\n")
    assert (error.key, error.values["row"]) == ("import.unit_above", 1)
    assert read(tmp_path, f"Utslipp i tonn\n{HEAD}\n{CAR}5\n") == 5.0


def gases(*rows: tuple[str, str]) -> str:
    return f"{HEAD};Klimagass\n" + "".join(f"{CAR}{value};{gas}\n" for gas, value in rows)


def test_one_gas_under_two_names_is_one_gas(tmp_path: Path) -> None:
    for name in ("Karbondioksid (CO2)", "karbon\u00addioksid", "CO2 (tonn CO2-ekvivalenter)"):
        error = refused(tmp_path, gases(("CO2", "7"), (name, "5")))
        assert (error.key, error.values["second"]) == ("import.twice", 3)
    assert read(tmp_path, gases(("CO2", "7"), ("Metan (CH4)", "5"), ("HFC-134a", "1"))) == 13.0


@pytest.mark.parametrize("gas", ["NOx", "SO2", "PM10", "CO2 (biogent)", "CO2 (CH4)", "Drivhus"])
def test_what_is_no_greenhouse_gas_is_refused(gas: str, tmp_path: Path) -> None:
    error = refused(tmp_path, gases(("CO2", "7"), (gas, "5")))
    assert (error.key, error.values["row"], error.values["value"]) == ("import.unknown_gas", 3, gas)


def test_a_rounded_sum_under_an_unknown_name_is_refused(tmp_path: Path) -> None:
    rows = f"{HEAD}\n{CAR}5,4\n{BUS}7,4\n"
    error = refused(tmp_path, f"{rows}4003;Skien;2023;Alt mulig;Hele greia;13\n")
    assert (error.key, error.values["row"]) == ("import.looks_like_sum", 4)
    assert read(tmp_path, f"{rows}4003;Skien;2023;Alt mulig;Hele greia;14\n") == 26.8


def test_a_file_pasted_in_twice_is_refused(tmp_path: Path) -> None:
    rows = f"{CAR}5,4\n{BUS}7,4\n"
    error = refused(tmp_path, f"{HEAD}\n{rows}{rows}")
    assert error.key == "import.rows_repeated"
    assert (error.values["first"], error.values["second"]) == (2, 4)
    # Unnamed gases of one source add, also where two of them are alike.
    assert read(tmp_path, f"{HEAD}\n{rows}{CAR}5,4\n") == pytest.approx(18.2)


def test_one_municipality_of_a_file_pasted_in_twice_is_refused(tmp_path: Path) -> None:
    kinds = ("Personbiler", "Busser", "Varebiler")
    block = "".join(f"4003;Skien;2023;Veitrafikk;{k};{i}.5\n" for i, k in enumerate(kinds))
    error = refused(tmp_path, f"{HEAD}\n4001;Porsgrunn;2023;Veitrafikk;Busser;1\n{block}{block}")
    assert (error.key, error.values["place"]) == ("import.rows_repeated", "4003")


def test_a_total_many_times_as_large_or_small_must_be_confirmed(tmp_path: Path) -> None:
    first = f"{HEAD}\n{CAR}5000\n{BUS}800\n"
    assert read(tmp_path, first) == 5800.0
    for text in (first.replace("5000", "5").replace("800", "0.8"), first.replace("5000", "50000")):
        with pytest.raises(ImportRefusedError) as caught:
            read(tmp_path, text, "a_2025-06-01.csv")
        assert (caught.value.key, caught.value.values["year"]) == ("import.large_change", 2023)
        assert "--confirm-large-change" in caught.value.message("nb")
    assert read(tmp_path, first.replace("5000", "5"), confirm_large_change=True) == 805.0
    assert is_large(100.0, 50.0)
    assert not is_large(100.0, 51.0)
    (change,) = edition_changes({"4003": {2023: 9000.0}}, "2025-05-02", tmp_path / "home")
    assert (change.before, change.now, change.large) == (805.0, 9000.0, True)


def test_a_fresh_store_compares_with_the_edition_that_ships(tmp_path: Path) -> None:
    ships = inventory("4005", "mdir-2026-04", tmp_path)
    path = tmp_path / "a_2026-05-01.csv"
    text = f"{HEAD}\n4005;Notodden;2023;Veitrafikk;Personbiler;{ships.total(2023) / 1000:.6f}\n"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path)
    assert (caught.value.key, caught.value.values["place"]) == ("import.large_change", "Notodden")
    # A few rows of it in a file about neighbours say nothing of the whole.
    path.write_text(f"{text}{CAR}5\n", "utf-8")
    assert import_inventory(path, data_dir=tmp_path).municipalities == 2


def test_characters_nobody_sees_do_not_make_another_name(tmp_path: Path) -> None:
    for mark in ("\u00ad", "\u200b", "\u2060", "\u200e", "\ufeff"):
        hidden = CAR.replace("Person", f"Person{mark}")
        error = refused(tmp_path, f"{HEAD};Klimagass\n{CAR}5;CO2\n{hidden}5;CO2\n")
        assert error.key == "import.twice"


def test_sector_and_source_swapped_are_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, f"{HEAD}\n{CAR}5\n4003;Skien;2023;Busser;Veitrafikk;7\n")
    assert (error.key, error.values["row"]) == ("import.swapped", 3)


def test_no_figures_for_a_year_after_the_files_date(tmp_path: Path) -> None:
    error = refused(tmp_path, f"{HEAD}\n{CAR}5\n", "a_2022-05-01.csv")
    assert (error.key, error.values["row"]) == ("import.year_after_date", 2)
    for day in ("2022-12-31", "0001-01-01"):
        assert refused(tmp_path, f"{HEAD}\n{CAR}5\n", date=day).key == "import.year_after_date"


def test_rows_that_together_are_more_than_the_country_are_refused(tmp_path: Path) -> None:
    kinds = ("Personbiler", "Busser", "Varebiler", "Tunge kjøretøy", "Motorsykler")
    rows = "".join(f"4003;Skien;2023;Veitrafikk;{k};4e7\n" for k in kinds)
    error = refused(tmp_path, f"{HEAD}\n{rows}")
    assert (error.key, error.values["place"]) == ("import.sum_too_large", "4003")
    assert "200\u00a0000\u00a0000" in error.message("nb").replace("\u202f", "\u00a0")


def test_an_empty_line_after_the_headings_is_only_that(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}\n\n\n{CAR}5\n") == 5.0


def test_the_row_is_the_files_below_empty_lines(tmp_path: Path) -> None:
    assert refused(tmp_path, f"{HEAD}\n\n{CAR}fem\n").values["row"] == 3


@pytest.mark.parametrize(
    ("text", "key", "row"),
    [
        (f'{HEAD}\n4003;Skien;2023;Veitrafikk;"Personbiler;5\n', "import.open_quote", 2),
        (f'{HEAD}\n4003;"Skien;2023;Veitrafikk;Personbiler;5\n{BUS}2\n', "import.open_quote", 2),
        (f"{HEAD}\n4003;Skien;2023;Veitrafikk;{'x' * 200_000};5\n", "import.long_cell", 2),
        (f"{HEAD}\n{CAR}5\r{BUS}2\n", "import.bad_csv", 2),
    ],
)
def test_what_cannot_be_divided_into_cells_is_said_in_our_words(
    text: str, key: str, row: int, tmp_path: Path
) -> None:
    error = refused(tmp_path, text)
    assert (error.key, error.values["row"]) == (key, row)
    assert not {"line", "field", "quote", "EOF", "polars"} & set(error.message("nb").split())


def test_lines_that_end_as_on_old_macs_are_lines(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}\r{CAR}5\r{BUS}2\r") == 7.0


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, Path("")):
        with pytest.raises(ImportRefusedError) as caught:
            import_inventory(path, data_dir=tmp_path)
        assert caught.value.key == "import.is_folder"


def test_a_negative_is_shown_as_the_cell_says_it(tmp_path: Path) -> None:
    error = refused(tmp_path, f"{HEAD}\n{CAR}-5\n")
    assert (error.key, error.values["value"]) == ("import.negative", "-5")
    assert "flere slike" not in error.message("nb")
    assert "flere slike: 1" in refused(tmp_path, f"{HEAD}\n{CAR}-5\n{BUS}-2\n").message("nb")
