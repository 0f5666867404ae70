"""Ask the vintages: which one answers, two side by side, and the one that ships."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kortreist.connectors import (
    BOX,
    Vintage,
    compare_vintages,
    compare_years,
    home_path,
    import_inventory,
    inventory,
    vintage_by,
    vintages,
)
from kortreist.connectors.names import identifiers
from kortreist.errors import FiguresMissingError, InputError, StoreError

#: The environment agency's inventory of Notodden, April 2026, whole tonnes.
PUBLISHED = """\
sektor;utslippskilde;2009;2011;2013;2015;2016;2017;2018;2019;2020;2021;2022;2023;2024
Annen mobil forbrenning;Andre næringer;1564;1551;2051;1192;1349;898;1247;1258;1700;2032;2022;713;812
Annen mobil forbrenning;Behandling av avfall;68;117;159;179;168;146;137;129;133;175;165;133;117
Annen mobil forbrenning;Bygg og anlegg;1365;1366;2084;1081;1179;1271;2342;1628;1060;1157;1031;831;900
Annen mobil forbrenning;Jordbruk;639;675;662;657;662;653;666;679;726;721;722;645;651
Annen mobil forbrenning;Skogbruk;352;560;539;327;268;357;381;273;460;475;341;282;253
Annen mobil forbrenning;Snøscooter;128;128;142;157;156;154;155;155;169;164;160;136;137
Annen mobil forbrenning;Tjenester tilknyttet transport;278;428;323;414;351;279;331;291;580;445;526;413;459
Avfall og avløp;Avfallsdeponigass;7722;7453;6171;5146;4967;4726;4477;4274;4037;3523;3380;3205;3053
Avfall og avløp;Avløp;642;637;630;652;679;669;692;721;683;647;761;756;769
Avfall og avløp;Biologisk behandling av avfall;182;150;697;437;344;614;376;424;602;568;8;7;8
Energiforsyning;Fjernvarme unntatt avfallsforbrenning;0;3253;228;84;72;90;89;86;204;133;110;0;0
Industri, olje og gass;Industri, olje og gass;0;0;0;0;0;169;195;253;313;214;238;213;252
Jordbruk;Fordøyelsesprosesser husdyr;3205;3355;3651;3596;3493;3497;3577;3415;3486;3696;3598;3587;3677
Jordbruk;Gjødselhåndtering;748;749;758;759;791;791;832;826;846;894;876;866;860
Jordbruk;Jordbruksarealer;2055;2069;2039;2164;2141;2137;2078;2152;3005;3013;2901;2628;3710
Luftfart;Innenriks luftfart;70;67;140;98;39;51;40;29;2;4;2;1;2
Luftfart;Utenriks luftfart;0;1;0;2;1;1;1;1;1;1;1;1;1
Oppvarming;Annet;118;132;126;116;110;94;92;84;87;87;75;64;62
Oppvarming;Bioenergi;3;3;3;3;3;3;3;3;3;3;3;3;2
Oppvarming;Fossil olje;977;503;281;66;43;84;55;44;3;12;8;14;10
Oppvarming;Fyringsparafin;1667;1372;360;29;43;40;27;6;0;6;0;0;0
Oppvarming;LPG;117;204;240;195;286;225;231;204;176;190;219;304;224
Oppvarming;Vedfyring;2256;1897;1286;1337;1137;1227;1231;739;772;868;903;846;1023
Sjøfart;Andre servicefartøy;0;0;0;0;0;0;2;0;0;0;0;0;0
Sjøfart;Passasjer;0;0;0;0;0;0;0;2;1;0;0;0;0
Veitrafikk;Busser;1183;1159;1119;1138;1115;1102;1148;1053;941;932;1120;1150;1013
Veitrafikk;Personbiler;14016;13514;13210;12968;12242;11326;11514;10825;9969;9534;9599;8752;8450
Veitrafikk;Tunge kjøretøy;6954;7272;7491;7816;7632;7219;7790;7480;7780;8112;8126;7915;7822
Veitrafikk;Varebiler;4133;4120;4088;4089;3844;3547;3783;3588;3582;3744;4011;4061;4092
produkter med fluorgasser;Bruk av HFK;1654;1932;2157;2099;2125;2131;2058;2056;2053;2022;1906;1938;1850
produkter med fluorgasser;Bruk av SF6;148;139;141;169;153;140;132;166;184;160;142;123;148
SUM;;52245;54804;50777;46969;45394;43641;45681;42842;43555;43532;42955;39585;40354
"""


def store(home: Path, name: str, *rows: str, date: str | None = None) -> Vintage:
    path = home / name
    path.write_text("Kommune,År,Sektor,Utslippskilde,Utslipp\n" + "\n".join(rows) + "\n", "utf-8")
    return import_inventory(path, home=home, date=date).vintage


def test_the_vintage_that_ships_is_the_published_one(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(PUBLISHED), delimiter=";"))
    years = [int(k) for k in rows[0] if k.isdigit()]
    found = inventory("4005", home=tmp_path)
    assert found.vintage.id == BOX == "mdir-2026-04"
    assert (found.vintage.date, found.vintage.places) == ("2026-04-24", ("4005",))
    assert "Miljødirektoratet" in found.vintage.origin
    assert found.years == found.vintage.years == tuple(years)
    have = {(r.year, r.sector, r.source): r.value for r in found.rows}
    printed = set()
    for row in rows[:-1]:
        ids = identifiers(row["sektor"], row["utslippskilde"])
        for year in years:
            printed.add((year, *ids))
            assert round(have[year, *ids]) == int(row[str(year)]), (year, ids)
    assert len(printed) == 31 * 13
    assert all(have[k] < 0.5 for k in have.keys() - printed)
    for year in years:
        assert round(found.total(year)) == int(rows[-1][str(year)])


def test_the_newest_by_date_then_by_import_answers(tmp_path: Path) -> None:
    old = store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    assert inventory("4005", home=tmp_path).vintage.id == BOX
    same_day = store(tmp_path, "b_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,2")
    assert inventory("4005", home=tmp_path).vintage == same_day
    again = store(tmp_path, "c_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,3")
    assert inventory("4005", home=tmp_path).total(2009) == 3
    store(tmp_path, "d.csv", "Skien,2009,Veitrafikk,Busser,4", date="2026-05-01")
    assert inventory("4005", home=tmp_path).vintage == again, "the newest does not hold Notodden"
    assert [v.id for v in vintages(tmp_path)][:2] == [old.id, BOX]


def test_as_of_an_id_a_beginning_or_a_day(tmp_path: Path) -> None:
    old = store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    new = store(tmp_path, "b_2026-04-24.csv", "Notodden,2009,Veitrafikk,Busser,2")
    for asked, expected in (
        (old.id, old.id), ("mdir-2020", old.id), ("2020-01-01", old.id),
        ("2026-04-23", old.id), ("2026-04-24", new.id), ("2099-01-01", new.id),
        (BOX, BOX), ("mdir-2026-04-24", new.id),
    ):  # fmt: skip
        assert inventory("4005", asked, tmp_path).vintage.id == expected, asked
    assert vintage_by("mdir-2020", tmp_path) == old


@pytest.mark.parametrize(
    ("number", "asked", "kind", "key"),
    [
        ("4005", "mdir-20", InputError, "vintage.unknown"),
        ("4005", "nope", InputError, "vintage.unknown"),
        ("4005", "", InputError, "vintage.unknown"),
        ("4005", "2026-02-31", InputError, "import.bad_date"),
        ("4005", "2019-12-31", FiguresMissingError, "inventory.missing_on"),
        ("0301", BOX, FiguresMissingError, "inventory.missing_in"),
        ("0301", None, FiguresMissingError, "inventory.missing"),
        ("0301", "2026-05-01", FiguresMissingError, "inventory.missing"),
        ("9999", None, FiguresMissingError, "inventory.missing"),
    ],
)
def test_what_is_not_there_is_said(
    tmp_path: Path, number: str, asked: str | None, kind: type[InputError], key: str
) -> None:
    store(tmp_path, "a_2020-01-01.csv", "Notodden,2009,Veitrafikk,Busser,1")
    with pytest.raises(kind) as caught:
        inventory(number, asked, tmp_path)
    assert caught.value.key == key
    assert caught.value.exit_code == (2 if kind is InputError else 3)
    assert "{" not in caught.value.message("nn")


def test_where_the_date_comes_from(tmp_path: Path) -> None:
    from datetime import date

    def dated(name: str, given: str | None = None, value: str = "1") -> tuple[str, str]:
        path = tmp_path / name
        path.write_text(
            f"Kommune,År,Sektor,Utslippskilde,Utslipp\nSkien,2009,a,b,{value}\n", "utf-8"
        )
        report = import_inventory(path, home=tmp_path, date=given)
        return report.vintage.date, report.date_from

    assert dated("x_2024-10-01.csv", "2025-02-03") == ("2025-02-03", "given")
    assert dated("x_2024-10-01.csv") == ("2024-10-01", "name")
    assert dated("x20241002y.csv", value="3") == ("2024-10-02", "name")
    assert dated("x_2024-13-41.csv", value="4") == (date.today().isoformat(), "today")
    assert dated("x_2999-01-01.csv", value="5") == (date.today().isoformat(), "today")
    assert dated("uten dato.csv")[0] == "2024-10-01", "the same figures: the vintage here already"


def test_a_workbook_says_when_it_was_saved(tmp_path: Path) -> None:
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Oversikt - detaljert"
    for row in (["Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"], ["Skien", 2009, "a", "b", 1]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    report = import_inventory(tmp_path / "a.xlsx", home=tmp_path)
    assert report.date_from == "workbook"
    assert report.vintage.date == dt.datetime.now(dt.UTC).date().isoformat()


def test_the_same_figures_under_another_stated_date_are_an_edition_of_their_own(tmp_path: Path) -> None:
    row = "Skien,2009,Veitrafikk,Busser,1"
    first = store(tmp_path, "a_2024-10-01.csv", row)
    second = store(tmp_path, "a_2025-10-01.csv", row)
    assert (first.checksum, first.id[:-8]) == (second.checksum, "mdir-2024-10-01-")
    assert second.id != first.id
    assert store(tmp_path, "a.csv", row).id in (first.id, second.id)
    assert len(vintages(tmp_path)) == 3


def test_two_vintages_side_by_side_missing_is_not_zero(tmp_path: Path) -> None:
    a = store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1",
              "Skien,2009,Veitrafikk,Busser,2", "Skien,2011,Veitrafikk,Busser,4")  # fmt: skip
    b = store(tmp_path, "a_2025-10-01.csv", "Skien,2009,Veitrafikk,Busser,2.5",
              "Skien,2009,Veitrafikk,Varebiler,0")  # fmt: skip
    rows = [(r.year, r.source, r.first, r.second, r.difference)
            for r in compare_vintages("4003", a.id, b.id, tmp_path)]  # fmt: skip
    assert rows == [
        (2009, "buses", 3.0, 2.5, -0.5), (2009, "vans", None, 0.0, None),
        (2011, "buses", 4.0, None, None),
    ]  # fmt: skip
    years = [(y.year, y.first, y.second, y.difference)
             for y in compare_years("4003", a.id, b.id, tmp_path)]  # fmt: skip
    assert years == [(2009, 3.0, 2.5, -0.5), (2011, 4.0, None, None)]


def test_a_vintage_is_an_origin_of_figures(tmp_path: Path) -> None:
    made = store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    origin = made.as_origin()
    assert (origin.id, origin.kind, origin.licence) == (f"vintage/{made.id}", "import", "NLOD")
    assert (origin.valid_from, origin.title) == ("2024-10-01", made.origin)


def test_damage_is_said_and_never_passed_over(tmp_path: Path) -> None:
    made = store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    folder = tmp_path / "vintages" / made.id
    whole = (folder / "rows.sqlite").read_bytes()
    (folder / "rows.sqlite").write_bytes(whole[:100])
    with pytest.raises(StoreError) as caught:
        inventory("4003", home=tmp_path)
    assert made.id in str(caught.value)
    (folder / "rows.sqlite").write_bytes(whole)
    assert inventory("4003", home=tmp_path).total(2009) == 1
    for text in ("{", "[]", json.dumps({"id": 1})):
        (folder / "vintage.json").write_text(text)
        with pytest.raises(StoreError) as caught:
            vintages(tmp_path)
        assert made.id in str(caught.value)


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KORTREIST_HOME", str(tmp_path / "her"))
    assert home_path() == tmp_path / "her"
    assert home_path(tmp_path) == tmp_path
    assert [v.id for v in vintages()] == [BOX]
    assert not (tmp_path / "her").exists(), "reading makes nothing"
    monkeypatch.setenv("KORTREIST_HOME", " ")
    assert home_path().name == "kortreist"


def test_one_municipality_is_read_in_milliseconds(tmp_path: Path) -> None:
    import subprocess
    import sys

    store(tmp_path, "a_2024-10-01.csv", "Skien,2009,Veitrafikk,Busser,1")
    code = (
        "import sys; from kortreist.connectors import inventory;"
        "from pathlib import Path; print(inventory('4003', home=Path(sys.argv[1])).total(2009));"
        "print(*(m for m in ('polars', 'openpyxl', 'fastexcel', 'numpy') if m in sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["1.0"], "reading must not load what only importing needs"
