"""Known changes: only what is decided, only the fossil part, never what the account shows."""

from __future__ import annotations

import csv
import pathlib

import numpy as np
import pytest

from kortreist import accounts, connectors, measures, places
from kortreist.baseline import change_from, known_changes, merged, read_known_changes
from kortreist.baseline.known_file import COLUMNS
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.futures import draw
from kortreist.i18n import LANGUAGES, Translator
from kortreist.pathways import assemble, evaluate, known_tonnes

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
INVENTORY = SHARED / "telemark" / "emissions" / "klimagassutslipp_telemark_2026-04-24.csv"
NATIONAL = SHARED / "national"
real = pytest.mark.skipif(not NATIONAL.exists(), reason="real data not here")
YEARS = np.arange(2024, 2036)
KNOWN = {k.id: k for k in known_changes()}


def test_only_what_is_in_operation_closed_or_decided_counts() -> None:
    assert {k.id for k in KNOWN.values() if k.counts} == {
        "brevik_ccs",
        "yara_electrolyser",
        "klemetsrud_ccs",
        "melkoya_power",
    }
    for known in KNOWN.values():
        assert bool(known.reason) != known.counts
        for language in LANGUAGES:
            assert Translator(language)(f"baseline.certainty.{known.certainty}")
            if known.reason:
                assert Translator(language)(known.reason)
    assert KNOWN["yara_full"].reason.endswith("shelved")


def test_brevik_by_hand() -> None:
    change = change_from(KNOWN["brevik_ccs"], np.array([0.0, 0.5, 1.0]), YEARS)
    # Observed in 2025, fossil part of 58,408 t; the same in every future.
    np.testing.assert_allclose(change[:, 1], -51983.0)
    # Central: full in 2027, half of the way in 2026.
    assert change[1, 2] == pytest.approx(-(51983 + 356000) / 2)
    np.testing.assert_allclose(change[:, -1], [-340000, -356000, -372000])
    assert np.all(change[2, 2:4] == -372000), "at best full in 2026"
    assert change[0, 3] > -340000, "at worst full in 2028"


def test_what_the_base_year_shows_is_not_counted_again() -> None:
    yara = KNOWN["yara_electrolyser"]
    central = change_from(yara, np.array([0.5]), YEARS)[0]
    assert central[0] == 0.0
    assert central[-1] == pytest.approx(-20000.0), "half of it is in the account of 2024"
    later = change_from(yara, np.array([0.5]), np.arange(2026, 2036))[0]
    assert np.all(later == 0.0)


@pytest.fixture(scope="module")
def porsgrunn(tmp_path_factory: pytest.TempPathFactory):
    if not INVENTORY.exists():
        pytest.skip("real data not here")
    data_dir = tmp_path_factory.mktemp("home")
    connectors.import_inventory(INVENTORY, data_dir=data_dir)
    return accounts.build(places.find("4001"), data_dir=data_dir)


@real
def test_porsgrunns_baseline_holds_brevik(porsgrunn) -> None:
    """Fossil part of 400,000 t, and what is left of Yara's electrolyser: 0.36–0.44 Mt in 2030."""
    every = measures.library()
    years = range(porsgrunn.year, 2036)
    drawn = draw(every, years, 128)
    model = assemble(porsgrunn, every, drawn)
    without = assemble(porsgrunn, every, draw(every, years, 128, known=()))
    whole = evaluate(model, {}, report_years=()).baseline.mean(axis=0)
    before = evaluate(without, {}, report_years=()).baseline.mean(axis=0)
    fall = float((before - whole)[2030 - porsgrunn.year])
    assert 0.34e6 < fall < 0.44e6
    change = known_tonnes(model, [2030])
    assert set(change) == {"brevik_ccs", "yara_electrolyser"}
    assert change["brevik_ccs"].mean() == pytest.approx(-356000, rel=0.01)
    # Capture in general acts on the rest of industry, never on Brevik's own part.
    rows = dict(model.known)
    ccs = model.effect_measure == model.measure_ids.index("industry_ccs")
    assert rows["brevik_ccs"] not in set(model.effect_source[ccs])
    assert rows["yara_electrolyser"] in set(model.effect_source[ccs])
    # The sums of sources are the account's, and adding the change changes no other draw.
    assert model.base.sum() == pytest.approx(without.base.sum(), rel=1e-12)
    assert np.array_equal(drawn.enabled_from, draw(every, years, 128, known=()).enabled_from)


def test_the_facts_rows_are_the_files() -> None:
    if not NATIONAL.exists():
        pytest.skip("real data not here")
    with (NATIONAL / "known_changes.csv").open(encoding="utf-8") as file:
        theirs = {r["plant"]: r for r in csv.DictReader(file) if r["tonnes_per_year"]}
    for row in load().table("known_changes"):
        if row["tonnes_per_year"] is not None and row["id"] != "yara_electrolyser":
            assert any(
                float(r["tonnes_per_year"]) == row["tonnes_per_year"] for r in theirs.values()
            ), row["id"]


HEADER = ";".join(COLUMNS)
GOOD = {
    "id": "oven",
    "municipality_number": "4005",
    "municipality": "Notodden",
    "plant": "Ovnen",
    "what_nb": "Lagt ned",
    "sector": "industry_oil_gas",
    "source": "industry_oil_gas",
    "actor": "business",
    "from_year": "2027",
    "full_year_low": "2027",
    "full_year_central": "2028",
    "full_year_high": "2029",
    "fossil_low": "-100,5",
    "fossil_central": "-150",
    "fossil_high": "-200",
    "certainty": "decided",
    "status": "verified",
    "source_title": "Brev",
    "checked_on": "2026-11-01",
}


def write(folder: pathlib.Path, **change: str) -> pathlib.Path:
    row = {**GOOD, **change}
    file = folder / "own.csv"
    file.write_text(HEADER + "\n" + ";".join(row.get(c, "") for c in COLUMNS) + "\n", "utf-8")
    return file


def test_the_municipalitys_own_file(tmp_path: pathlib.Path) -> None:
    (known,) = read_known_changes(write(tmp_path), "4005")
    assert known.own
    assert known.counts
    assert known.tonnes == (-100.5, -150.0, -200.0)
    assert [k.id for k in merged([known])][-1] == "oven"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"municipality_number": "4001"}, "municipality_number"),
        ({"source": "moon"}, "source"),
        ({"fossil_central": "many"}, "fossil_central"),
        ({"fossil_central": "-300"}, "fossil_central"),
        ({"fossil_high": "200"}, "fossil_central"),
        ({"fossil_low": ""}, "fossil_central"),
        ({"full_year_low": "2026"}, "full_year_central"),
        ({"certainty": "hoped"}, "certainty"),
        ({"source_title": ""}, "source_title"),
        ({"plant": ""}, "plant"),
        ({"first_year_tonnes": "-500"}, "first_year_tonnes"),
        ({"fossil_high": "-1e13"}, "fossil_high"),
        ({"fossil_low": "-1.000"}, "fossil_low"),
        ({"fossil_low": "-1 0000"}, "fossil_low"),
        ({"fossil_low": "1"}, "fossil_central"),
        ({"from_year": "1800"}, "from_year"),
        ({"full_year_high": "9e12"}, "full_year_high"),
        ({"checked_on": "i går"}, "checked_on"),
        ({"checked_on": "2099-01-01"}, "checked_on"),
        ({"status": "tull"}, "status"),
        ({"actor": "noen"}, "actor"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_a_wrong_file_is_refused_with_row_and_field(
    tmp_path: pathlib.Path, change: dict[str, str], field: str
) -> None:
    with pytest.raises(InputError) as error:
        read_known_changes(write(tmp_path, **change), "4005")
    assert error.value.key == "baseline.bad_cell"
    assert error.value.values["row"] == 2
    assert error.value.values["field"] == field
    for language in LANGUAGES:
        assert "{" not in error.value.message(language)
    assert not {"not", "must", "one"} & set(error.value.message("nb").split())


def test_a_file_that_cannot_be_divided_is_said_in_our_words(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path, note="x" * 200_000)
    with pytest.raises(InputError) as error:
        read_known_changes(path, "4005")
    assert (error.value.key, error.value.values["row"]) == ("import.long_cell", 2)
    with pytest.raises(InputError) as error:
        read_known_changes(tmp_path, "4005")
    assert error.value.key == "import.is_folder"


def test_own_change_sums_exactly_and_measures_act_on_what_is_left(tmp_path: pathlib.Path) -> None:
    account = accounts.build(places.find("4005"))
    source = next(
        s for s in account.sources if s.sector == "industry_oil_gas" and s.scope == "direct"
    )
    half = str(round(source.value / 2))
    file = write(tmp_path, fossil_low=f"-{half}", fossil_central=f"-{half}", fossil_high=f"-{half}")
    known = merged(read_known_changes(file, "4005"))
    every = measures.library()
    years = range(account.year, 2036)
    with_it = assemble(account, every, draw(every, years, 32, known=known))
    without = assemble(account, every, draw(every, years, 32))
    assert with_it.base.sum() == pytest.approx(without.base.sum(), rel=1e-12)
    ((name, row),) = with_it.known
    assert name == "oven"
    change = known_tonnes(with_it, [2030])["oven"]
    np.testing.assert_allclose(change, -float(half), rtol=1e-9)
    # The other half follows industry's drivers as before; nothing else is touched.
    a = evaluate(with_it, {}, report_years=()).baseline[:, -1]
    b = evaluate(without, {}, report_years=()).baseline[:, -1]
    rest = with_it.source_ids.index(source.id)
    index = (
        without.index[without.activity_driver[rest]][:, -1]
        * without.index[without.intensity_driver[rest]][:, -1]
    )
    np.testing.assert_allclose(b - a, float(half) * index, rtol=1e-6)
    # Measures act on what is left of the part too.
    ccs = with_it.effect_measure == with_it.measure_ids.index("industry_ccs")
    assert row in set(with_it.effect_source[ccs])
