"""Which weights an edition has: the file's own word, a dated fact, or nobody's."""

import json
from pathlib import Path

import pytest

from kortreist.accounts import account_csv, account_dict, account_text, build, comparison_text
from kortreist.connectors import edition_gwp, import_inventory
from kortreist.errors import ImportRefusedError
from kortreist.places import find

HEAD = "Kommune,År,Sektor,Utslippskilde,Utslipp"
ROWS = (
    "Notodden,{y},Veitrafikk,Personbiler,100",
    "Notodden,{y},Jordbruk,Fordøyelsesprosesser husdyr,250",
)


def _file(
    folder: Path, name: str, years: tuple[int, ...], column: str = "", told: str = ""
) -> Path:
    head = f"{HEAD},{column}" if column else HEAD
    rows = [r.format(y=y) + (f",{told}" if column else "") for y in years for r in ROWS]
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "years", "column", "told", "expected"),
    [
        ("u_2019-03-01.csv", (2009, 2017), "", "", "AR4"),
        ("u_2023-01-15.csv", (2009, 2021), "", "", "unknown"),
        ("u_2024-10-01.csv", (2009, 2022), "", "", "AR5"),
        ("uten_dato.csv", (2009, 2017), "", "", "unknown"),
        ("uten_dato.csv", (2009, 2022), "", "", "AR5"),
        ("u_2024-10-01.csv", (2009, 2022), "GWP", "AR4", "AR4"),
    ],
)  # fmt: skip
def test_the_set_is_the_editions_own(
    tmp_path: Path, name: str, years: tuple[int, ...], column: str, told: str, expected: str
) -> None:
    """A constant "AR5" would be claimed of every one of these files."""
    file = _file(tmp_path, name, years, column, told)
    import_inventory(file, data_dir=tmp_path / "s", confirm_large_change=True)
    (vintage,) = _imported(tmp_path / "s")
    account = build(find("4005"), as_of=vintage, data_dir=tmp_path / "s")
    assert account.gwp == expected
    assert account.totals["territorial"].gwp == expected
    said = json.loads(json.dumps(account_dict(account)))
    assert said["gwp"] == expected
    assert said["gwp_consumption"] == "unknown"
    from_fact = "facts/inventory_gwp" in {o["id"] for o in said["provenance"]}
    assert from_fact == (expected != "unknown" and not column)
    direct = account_csv(account, "territorial").splitlines()[1:]
    assert direct
    assert all(f",{expected}," in line for line in direct)
    keys = {n["key"].rsplit(".", 1)[1] for n in said["notes"]}
    assert {"gwp_footprint", "footprint_interval"} <= keys
    assert ("gwp_unknown" in keys) == (expected == "unknown")
    assert ("gwp_older" in keys) == (expected == "AR4")
    assert ("ikke oppgitt" in account_text(account, "nb").split("═")[-1][:400]) == (
        expected == "unknown"
    )


def _imported(folder: Path) -> list[str]:
    return [f.name for f in (folder / "vintages").iterdir() if f.is_dir()]


def test_rows_of_two_sets_are_refused_where_the_second_begins(tmp_path: Path) -> None:
    """An older half and a newer half are of different rows, so no other rule finds them."""
    rows = [r.format(y=2019) + ",AR4" for r in ROWS] + [r.format(y=2022) + ",AR5" for r in ROWS]
    path = tmp_path / "u_2024-10-01.csv"
    path.write_text("\n".join([f"{HEAD},GWP", *rows]) + "\n", "utf-8")
    with pytest.raises(ImportRefusedError) as caught:
        import_inventory(path, data_dir=tmp_path / "s")
    assert caught.value.key == "import.gwp_mixed"
    assert "4" in str(caught.value)
    assert "AR4, AR5" in str(caught.value)


def test_a_difference_of_weights_is_said_between_editions(tmp_path: Path) -> None:
    """Two editions of unlike weights differ by the weights too."""
    for name in ("u_2019-03-01.csv", "u_2024-10-01.csv"):
        years = (2009, 2017) if "2019" in name else (2009, 2017, 2022)
        file = _file(tmp_path, name, years)
        import_inventory(file, data_dir=tmp_path / "s", confirm_large_change=True)
    old, new = sorted(_imported(tmp_path / "s"))
    pair = [build(find("4005"), year=2017, as_of=v, data_dir=tmp_path / "s") for v in (old, new)]
    text = comparison_text(pair[0], pair[1], "en", width=200)
    assert "different sets (GWP)" in text
    assert "AR4" in text
    assert "different sets" not in comparison_text(pair[1], pair[1], "en", width=200)


def test_the_day_of_the_change_is_a_fact() -> None:
    """No row covers the months in which the publisher changed."""
    days = ("2022-10-31", "2022-11-01", "2023-06-30", "2023-07-01")
    assert [edition_gwp(d, [2009])[0] for d in days] == ["AR4", "", "", "AR5"]
