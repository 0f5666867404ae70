"""The real files: the county's four vintages and Oslo's workbook, to the gram."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest

from kortreist import places
from kortreist.connectors import (
    ImportReport,
    compare_vintages,
    compare_years,
    import_inventory,
    inventory,
    vintages,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
TELEMARK = ("2024-10-01", "2025-01-24", "2026-02-03", "2026-04-24")
GRAM = 1e-6


def county_file(date: str) -> Path:
    return SHARED / "telemark" / "emissions" / f"klimagassutslipp_telemark_{date}.csv"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def reports(data_dir: Path) -> dict[str, ImportReport]:
    files = {d: county_file(d) for d in TELEMARK}
    files["oslo"] = SHARED / "oslo" / "Utslippsregnskap_Oslo.xlsx"
    return {k: import_inventory(p, data_dir=data_dir) for k, p in files.items()}


@pytest.mark.parametrize("date", TELEMARK)
def test_every_sum_of_a_county_file_to_the_gram(
    date: str, reports: dict[str, ImportReport], data_dir: Path
) -> None:
    report = reports[date]
    expected: dict[tuple[str, int, str], list[float]] = defaultdict(list)
    with county_file(date).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["Kommune"], int(row["År"][:4]), row["Sektor"])
            expected[key].append(float(row["Utslipp"]))
    assert report.municipalities == 17
    assert report.unmapped == ()
    assert report.vintage.date == date
    totals: dict[tuple[str, int], list[float]] = defaultdict(list)
    sectors = {s: len({k[2] for k in expected if k[:2] == s}) for s in {k[:2] for k in expected}}
    for (name, year, _), values in expected.items():
        totals[name, year].extend(values)
    for (name, year), values in totals.items():
        found = inventory(places.find(name).number, report.vintage.id, data_dir)
        assert abs(found.total(year) - math.fsum(values)) < GRAM
        assert len({r.sector for r in found.year(year)}) == sectors[name, year]


def test_what_was_mended_in_each(reports: dict[str, ImportReport]) -> None:
    corrections = {k: {m.kind: m.count for m in r.corrections} for k, r in reports.items()}
    assert corrections["2024-10-01"]["code"] == 3366
    assert corrections["2024-10-01"]["date"] == 25245
    for date in TELEMARK[1:]:
        assert set(corrections[date]) == {"spaces", "added"}
    for date in TELEMARK:
        assert (
            reports[date].rows + corrections[date]["added"]
            == sum(1 for _ in county_file(date).open()) - 1
        )
    assert corrections["oslo"] == {"line_break": 234}


def test_oslos_workbook_has_the_totals_of_its_own_overview(
    reports: dict[str, ImportReport], data_dir: Path
) -> None:
    book = openpyxl.load_workbook(SHARED / "oslo" / "Utslippsregnskap_Oslo.xlsx", read_only=True)
    rows = list(book["Oversikt"].iter_rows(min_row=2, values_only=True))
    found = inventory("0301", data_dir=data_dir)
    assert found.vintage == reports["oslo"].vintage
    assert found.vintage.origin.startswith("Miljødirektoratet")
    assert len({r.gas for r in found.rows}) == 5
    years = sorted({int(str(r[0])) for r in rows})
    assert found.years == tuple(years)
    for year in years:
        overview = [float(str(r[2])) for r in rows if r[0] == year]
        # Each sheet is rounded to 100 kg a row, so they agree within what rounding allows.
        slack = 0.05 * (len(overview) + len(found.year(year)))
        assert abs(found.total(year) - math.fsum(overview)) < slack
        sheet = [
            r
            for r in book["Oversikt - detaljert"].iter_rows(min_row=2, values_only=True)
            if r[0] == year
        ]
        assert abs(found.total(year) - math.fsum(float(str(r[4])) for r in sheet)) < GRAM


def test_oslos_sector_totals_are_the_overviews(
    reports: dict[str, ImportReport], data_dir: Path
) -> None:
    book = openpyxl.load_workbook(SHARED / "oslo" / "Utslippsregnskap_Oslo.xlsx", read_only=True)
    overview = [float(str(r[2])) for r in book["Oversikt"].iter_rows(min_row=2, values_only=True)]
    found = inventory("0301", data_dir=data_dir)
    sums: dict[tuple[int, str], list[float]] = defaultdict(list)
    for r in found.rows:
        sums[r.year, r.sector].append(r.value)
    mine = sorted(math.fsum(v) for v in sums.values())
    assert len(mine) == len(overview) == 130
    for a, b in zip(mine, sorted(overview), strict=True):
        assert abs(a - b) < 3.0


def test_notodden_2009_in_three_vintages(reports: dict[str, ImportReport], data_dir: Path) -> None:
    totals = [
        round(inventory("4005", r.vintage.id, data_dir).total(2009))
        for k, r in reports.items()
        if k != "oslo"
    ]
    assert totals == [51152, 50120, 52245, 52245]
    assert round(inventory("4005", "mdir-2026-04", data_dir).total(2009)) == 52245
    rows = compare_years("4005", "mdir-2024-10", "2026-05-01", data_dir)
    first = rows[0]
    assert (first.year, round(first.first or 0), round(first.second or 0)) == (2009, 51152, 52245)
    assert first.difference is not None
    assert abs(first.difference - 1092.590511831) < 1e-6
    assert (rows[-1].year, rows[-1].first, rows[-1].difference) == (2024, None, None)
    fluorinated = [
        c
        for c in compare_vintages("4005", "mdir-2024-10", "mdir-2026-04", data_dir)
        if c.sector == "fluorinated_gases"
    ]
    assert {c.first for c in fluorinated} == {None}, "a sector the edition lacks is not zero"


def test_the_box_is_the_same_as_the_file_it_was_taken_from(
    reports: dict[str, ImportReport], data_dir: Path
) -> None:
    rows = compare_vintages("4005", "mdir-2026-04", reports["2026-04-24"].vintage.id, data_dir)
    shared = [r for r in rows if r.first is not None]
    assert len(shared) >= 403
    assert all(abs((r.second or 0.0) - (r.first or 0.0)) < 0.005 for r in rows)
    # What only one of them has is a zero: the published table writes out ships that never came.
    assert all({r.first, r.second} == {0.0, None} for r in rows if r.difference is None)


def test_the_same_file_twice_changes_nothing(
    reports: dict[str, ImportReport], data_dir: Path
) -> None:
    before = {
        p: (p.stat().st_mtime_ns, p.stat().st_size) for p in data_dir.rglob("*") if p.is_file()
    }
    known = vintages(data_dir)
    assert len(known) == 6
    for date in TELEMARK:
        again = import_inventory(county_file(date), data_dir=data_dir)
        assert again.unchanged
        assert again.vintage == reports[date].vintage
    assert vintages(data_dir) == known
    after = {
        p: (p.stat().st_mtime_ns, p.stat().st_size) for p in data_dir.rglob("*") if p.is_file()
    }
    assert after == before
