"""Rows that must not be in one total: told apart by an unused column, land use, energy use."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from kortreist import facts
from kortreist.connectors import import_inventory, inventory
from kortreist.connectors.other_accounts import other_account
from kortreist.errors import ImportRefusedError

PLAIN = "Kommunenummer;År;Sektor;Utslippskilde;Utslipp\n4003;2023;Veitrafikk;Personbiler;480,5\n"


def refusal(
    folder: Path, content: str | bytes, name: str = "a_2025-05-01.csv"
) -> ImportRefusedError:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=folder / "home")
    assert not (folder / "home" / "vintages").exists()
    assert all("{" not in caught.value.message(language) for language in ("nb", "nn", "en"))
    return caught.value


def apart(heading: str, values: tuple[str, ...], tonnes: tuple[float, ...] = (480, 470, 75)) -> str:
    head = f"Kommunenummer;År;{heading};Sektor;Utslippskilde;Utslipp\n"
    rows = zip(values, tonnes, strict=False)
    return head + "".join(f"4003;2023;{v};Veitrafikk;Personbiler;{t}\n" for v, t in rows)


@pytest.mark.parametrize(
    ("heading", "values"),
    [("Scenario", ("Historisk", "Referansebane")), ("GWP", ("AR4", "AR5")),
     ("Scope", ("1", "2", "3")), ("Merknad", ("", "revidert")), ("", ("a", "b"))],
)  # fmt: skip
def test_rows_that_an_unused_column_tells_apart_are_not_added(
    heading: str, values: tuple[str, ...], tmp_path: Path
) -> None:
    error = refusal(tmp_path, apart(heading, values))
    assert error.key == "import.told_apart"
    assert error.values["column"] == (heading or "C")
    assert error.values["values"] == ", ".join(v or "–" for v in values)
    assert (error.values["first"], error.values["second"]) == (2, 3)
    assert error.values["column"] in error.message("nn")


def test_the_same_in_a_workbook_with_gases_and_not_for_gases_or_remarks(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "Oversikt - detaljert"
    made.active.append(
        ["Kommunenummer", "År", "Sektor", "Utslippskilde", "Klimagass", "Bane", "Utslipp"]
    )
    for path, tonnes in (("Historisk", 480.5), ("Referanse", 470.5)):
        made.active.append(["4003", 2023, "Veitrafikk", "Personbiler", "CO2", path, tonnes])
    out = io.BytesIO()
    made.save(out)
    error = refusal(tmp_path, out.getvalue(), "a_2025-05-01.xlsx")
    assert error.key == "import.told_apart"
    assert (error.values["column"], error.values["second"]) == ("Bane", 3)
    gases, remarks = tmp_path / "b_2025-05-01.csv", tmp_path / "c_2025-05-02.csv"
    gases.write_text(apart("Gass", ("CO2", "Metan", "N₂O")))
    remarks.write_text(apart("Merknad", ("revidert", "revidert")))
    for path, total in ((gases, 1025.0), (remarks, 950.0)):
        report = import_inventory(path, data_dir=tmp_path / "home", confirm_large_change=True)
        assert inventory("4003", report.vintage.id, tmp_path / "home").total(2023) == total


@pytest.mark.parametrize(
    ("sector", "source", "tonnes", "account", "column"),
    [("Skog og arealbruk", "Utbygd areal", "9500", "land_use", "Sektor"),
     ("Skog og arealbruk", "Skog", "-95000", "land_use", "Sektor"),
     ("Arealbruk", "Dyrka mark", "95", "land_use", "Sektor"),
     ("Andre", "LULUCF", "95", "land_use", "Utslippskilde"),
     ("Energiforsyning", "Elektrisitetsforbruk", "15500", "indirect", "Utslippskilde"),
     ("Energiforsyning", "Bruk av fjernvarme", "155", "indirect", "Utslippskilde"),
     ("Fjernvarme", "Bygg", "155", "indirect", "Sektor"),
     ("District heating", "Buildings", "155", "indirect", "Sektor"),
     ("Indirekte utslepp", "Straum", "155", "indirect", "Sektor")],
)  # fmt: skip
def test_other_accounts_are_refused_by_name(
    sector: str, source: str, tonnes: str, account: str, column: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, PLAIN + f"4003;2023;{sector};{source};{tonnes}\n")
    assert error.key == f"import.{account}"
    assert (error.values["row"], error.values["column"]) == (3, column)
    assert error.values["value"] in (sector, source)


def test_words_in_three_languages_and_none_of_the_agencys_names() -> None:
    words = facts.load().table("inventory_other_accounts")
    for account in ("land_use", "indirect"):
        assert {r["language"] for r in words if r["account"] == account} == {"nb", "nn", "en"}
    named = [("Land use, land-use change and forestry", "land_use"), ("Forest land", "land_use"),
             ("CO2-opptak", "land_use"), ("Vatn og myr", "land_use"), ("Scope 2", "indirect"),
             ("Purchased electricity", "indirect"), ("El-forbruk", "indirect"),
             ("Forbruk av kraft", "indirect"), ("Elektrisitet og varme", "indirect")]  # fmt: skip
    assert [other_account(name) for name, _ in named] == [account for _, account in named]
    direct = ["Skogbruk", "Elektrisitetsproduksjon", "Electricity production", "Elbiler",
              "Motorredskap i jord- og skogbruk", "Totalt uten skog og arealbruk", "Fjernvarme",
              "Bygg og anlegg", "Jordbruksarealer", "Strømproduksjon"]  # fmt: skip
    sources = facts.load().table("inventory_sources")
    direct += [r[c] for r in sources for c in ("sector_nb", "source_nb")]
    assert [name for name in direct if other_account(name)] == []
