"""Make a workbook of many municipalities in the layout of the environment agency's national one.

For tests and benchmarks of taking in a whole country. The municipalities of a county file that
is given keep their real rows, to the last digit; the others' figures are made: those of one of
the county's municipalities, scaled by residents and by a noise that is the same each time.
They mean nothing, and are nobody's account.

Run: python tests/web/made_workbook.py OUT.xlsx [COUNTY.csv]
"""

from __future__ import annotations

import csv
import random
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["HEADINGS", "made_rows", "write_workbook"]

HEADINGS = (
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "Sektor",
    "Utslippskilde",
    "Klimagass",
    "År",
    "Utslipp (tonn CO₂-ekvivalenter)",
)
#: Rows of one source and year in a file without gases are its gases, in this order.
_GASES = ("CO2", "CH4", "N2O")
_SEED = 20260424
Row = tuple[str, str, str, str, str, str, int, float]


def _pattern(county: Path | None) -> dict[str, list[tuple[str, str, str, int, float]]]:
    """Return municipality number → rows of sector, source, gas, year and tonnes."""
    from kortreist import facts, places

    out: dict[str, list[tuple[str, str, str, int, float]]] = defaultdict(list)
    if county is None:
        store = facts.load()
        names = {
            (r["sector"], r["source"]): (r["sector_nb"], r["source_nb"])
            for r in store.table("inventory_sources")
            if not r["alias"]
        }
        for r in store.table("bundled_inventory"):
            key = names[r["sector"], r["source"]]
            out[r["place"]].append((*key, _GASES[0], r["year"], r["tonnes"]))
        return dict(out)
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    numbers: dict[str, str] = {}
    with county.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["Kommune"]
            if name not in numbers:
                numbers[name] = places.find(name).number
            number = numbers[name]
            sector, source = row["Sektor"], row["Utslippskilde"]
            key = (number, row["År"], sector, source)
            year = int(row["År"][:4])
            out[number].append((sector, source, _GASES[seen[key]], year, float(row["Utslipp"])))
            seen[key] += 1
    return dict(out)


def made_rows(
    county: Path | None = None,
    *,
    numbers: Sequence[str] | None = None,
    years: Iterable[int] | None = None,
    factor: float = 1.0,
) -> list[Row]:
    """Return the rows of the workbook.

    Parameters
    ----------
    county : Path, optional
        A county's CSV as it is published onward; without it Notodden's shipped figures are the
        pattern, and the real rows.
    numbers : sequence of str, optional
        Which municipalities; all of today's by default.
    years : iterable of int, optional
        Which years; all by default.
    factor : float
        What made figures are multiplied by: another edition.
    """
    from kortreist import places

    pattern, some = _pattern(county), None if years is None else frozenset(years)
    real = sorted(pattern)
    counties = {c.number: c.name for c in places.counties()}
    people = {n: places.population(places.find(n), 2024) or 1.0 for n in real}
    out: list[Row] = []
    for place in places.municipalities():
        number = place.number
        if numbers is not None and number not in numbers:
            continue
        draw = random.Random(_SEED + int(number))
        of = number if number in pattern else real[int(number) % len(real)]
        scale = factor
        if of != number:
            residents = places.population(place, 2024, estimates=True) or people[of]
            scale *= residents / people[of] * draw.lognormvariate(0.0, 0.3)
        noise: dict[tuple[str, str], float] = {}
        for sector, source, gas, year, tonnes in pattern[of]:
            if some is not None and year not in some:
                continue
            if of == number:
                value = tonnes
            else:
                key = (sector, source)
                if key not in noise:
                    noise[key] = draw.lognormvariate(0.0, 0.4)
                value = round(tonnes * scale * noise[key], 3)
            county_name = counties[place.county or ""]
            out.append((county_name, number, place.name, sector, source, gas, year, value))
    return out


def write_workbook(rows: Sequence[Row], path: Path) -> Path:
    """Write rows as a workbook with the sheet that holds the details; texts stand in the cells.

    Written as it is, in a tenth of the time a library of workbooks takes.
    """
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return f"<c><v>{value!r}</v></c>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
            "</Types>",
        )
        book.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Oversikt - detaljert" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{head}<worksheet xmlns="{main}"><sheetData>'.encode())
            for row in (HEADINGS, *rows):
                sheet.write(f"<row>{''.join(map(cell, row))}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


if __name__ == "__main__":
    made = made_rows(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    write_workbook(made, Path(sys.argv[1]))
    print(f"{len(made):,} rows, {len({r[1] for r in made})} municipalities")
