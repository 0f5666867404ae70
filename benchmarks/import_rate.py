"""How fast 100,000 rows of the inventory are imported, against openpyxl and the csv module.

The files are made here, with a fixed seed, in the layout of the whole country's workbook; the
figures mean nothing. Kortreist's time is from the file on disk to a vintage that can be asked
in the store (read, checked, mended, stored, synced). The peer's is for reading the cells and
adding them up by municipality, year and source, which is the least any use of them needs, with
no checks and no store. Outside the clock every municipality is asked for in the store, and each
sum of a municipality, year, source and gas is held against the peer's.

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
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

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
#: Tonnes by municipality, year, sector, source and gas.
Sums = dict[tuple[str, int, str, str, str], float]


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


def peer_workbook(path: Path) -> Sums:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = book["Oversikt - detaljert"].iter_rows(min_row=2, values_only=True)
    sums: Sums = defaultdict(float)
    for _, number, _, sector, source, gas, year, value in rows:
        sums[str(number), int(str(year)), str(sector), str(source), str(gas)] += float(str(value))
    book.close()
    return sums


def peer_csv(path: Path) -> Sums:
    sums: Sums = defaultdict(float)
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for _, number, _, sector, source, gas, year, value in rows:
            sums[number, int(year), sector, source, gas] += float(value)
    return sums


def stored(numbers: set[str], data_dir: Path) -> Sums:
    """Return all that the store holds of some municipalities, under our ids of sources."""
    from kortreist.connectors import inventory

    sums: Sums = defaultdict(float)
    for number in sorted(numbers):
        for r in inventory(number, data_dir=data_dir).rows:
            sums[number, r.year, r.sector, r.source, str(r.gas)] += r.value
    return sums


def under_our_ids(sums: Sums) -> Sums:
    """Return a peer's sums under our ids of the sources, which it has by the file's names."""
    from kortreist import facts

    table = [r for r in facts.load().table("inventory_sources") if not r["alias"]]
    ids = {(r["sector_nb"], r["source_nb"]): (r["sector"], r["source"]) for r in table}
    out: Sums = defaultdict(float)
    for (number, year, sector, source, gas), value in sums.items():
        out[number, year, *ids[sector, source.strip()], gas] += value
    return out


def furthest(ours: Sums, theirs: Sums) -> float:
    """Return the largest difference, t CO2e, of any sum of the two."""
    assert ours.keys() == theirs.keys(), sorted(ours.keys() ^ theirs.keys())[:5]
    return max(abs(value - theirs[key]) for key, value in ours.items())


T = TypeVar("T")


def timed(job: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def main(count: int = 100_000) -> None:
    from kortreist.connectors import import_inventory, inventory

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = made_rows(count)
        numbers = {r[1] for r in rows}
        files = write(rows, folder)
        print(f"Python {sys.version.split()[0]}, openpyxl {version('openpyxl')}\n")
        print("| file | rows | Kortreist, s | rows/s | peer | peer, s | ratio | furthest, t |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        peers = (("openpyxl", peer_workbook), ("csv module", peer_csv))
        for path, (peer, read) in zip(files, peers, strict=True):
            data_dir = folder / f"home-{path.suffix[1:]}"

            def ours(path: Path = path, data_dir: Path = data_dir) -> int:
                report = import_inventory(path, data_dir=data_dir, confirm_large_change=True)
                inventory("4005", data_dir=data_dir)  # and can be asked for
                return report.rows

            first, taken = timed(ours)
            assert taken == count
            other, theirs = timed(lambda read=read, path=path: read(path))  # type: ignore[misc]
            far = furthest(stored(numbers, data_dir), under_our_ids(theirs))
            assert far < 1e-6, f"a sum differs by {far} t"
            print(
                f"| {path.suffix[1:]} | {count:,} | {first:.2f} | {count / first:,.0f} "
                f"| {peer} | {other:.2f} | {other / first:.1f} | {far:.0e} |"
            )


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
