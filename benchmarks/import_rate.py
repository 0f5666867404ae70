"""How fast 100,000 rows of the inventory are imported, against openpyxl and the csv module.

The files are made here, with a fixed seed, in the layout of the whole country's workbook; the
figures mean nothing. Kortreist's time is from the file on disk to a vintage that can be asked
in the store (read, checked, mended, stored, synced). The peer's is for reading the cells and
adding them up by municipality, year and source, which is the least any use of them needs, with
no checks and no store.

Run: python benchmarks/import_rate.py [rows]
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

HEADINGS = [
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "Sektor",
    "Utslippskilde",
    "Klimagass",
    "År",
    "Utslipp (tonn CO₂-ekvivalenter)",
]
YEARS = (2009, 2011, 2013, *range(2015, 2025))
Row = tuple[str, str, str, str, str, str, int, float]


def made_rows(count: int) -> list[Row]:
    from kortreist import facts, places

    draw = random.Random(20261123)
    counties = {c.number: c.name for c in places.counties()}
    known = [r for r in facts.load().table("inventory_sources") if not r["alias"]]
    names = [(r["sector_nb"], r["source_nb"] + "\n" * (i % 7 == 0)) for i, r in enumerate(known)]
    out: list[Row] = []
    for gas in ("CO2", "CH4", "N2O"):
        for sector, source in names:
            for year in YEARS:
                for p in places.municipalities():
                    county = counties[p.county or ""]
                    tonnes = round(draw.lognormvariate(4, 2), 1)
                    out.append((county, p.number, p.name, sector, source, gas, year, tonnes))
                    if len(out) == count:
                        return out
    raise ValueError(f"at most {len(out)} rows can be made")


def write(rows: list[Row], folder: Path) -> tuple[Path, Path]:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Oversikt - detaljert")
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    workbook, plain = folder / "made_2026-04-24.xlsx", folder / "made_2026-04-24.csv"
    book.save(workbook)
    with plain.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        out.writerows(rows)
    return workbook, plain


def peer_workbook(path: Path) -> float:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = book["Oversikt - detaljert"].iter_rows(min_row=2, values_only=True)
    sums: dict[tuple[object, ...], float] = defaultdict(float)
    for _, number, _, sector, source, gas, year, value in rows:
        sums[number, year, sector, source, gas] += float(str(value))
    book.close()
    return sum(sums.values())


def peer_csv(path: Path) -> float:
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for _, number, _, sector, source, gas, year, value in rows:
            sums[number, year, sector, source, gas] += float(value)
    return sum(sums.values())


def timed(job: Callable[[], float]) -> tuple[float, float]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def main(count: int = 100_000) -> None:
    from kortreist.connectors import import_inventory, inventory

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = made_rows(count)
        expected = sum(r[-1] for r in rows)
        files = write(rows, folder)
        some = [r for r in rows if r[1] == "4005"]
        print("| file | rows | Kortreist, s | rows/s | peer | peer, s | ratio |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        peers = (("openpyxl", peer_workbook), ("csv module", peer_csv))
        for path, (peer, read) in zip(files, peers, strict=True):
            data_dir = folder / f"home-{path.suffix[1:]}"

            def ours(path: Path = path, data_dir: Path = data_dir) -> float:
                report = import_inventory(path, data_dir=data_dir)
                assert report.rows == count
                return float(sum(r.value for r in inventory("4005", data_dir=data_dir).rows))

            first, total = timed(ours)
            assert abs(total - sum(r[-1] for r in some)) < 1e-6, "a gram is missing"
            other, peer_total = timed(lambda read=read, path=path: read(path))  # type: ignore[misc]
            assert abs(peer_total - expected) < 1e-3
            print(
                f"| {path.suffix[1:]} | {count:,} | {first:.2f} | {count / first:,.0f} "
                f"| {peer} | {other:.2f} | {other / first:.1f} |"
            )


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
