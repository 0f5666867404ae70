"""Files with one thing wrong, by the hundred: refused, or the totals a strict reading gives."""

from __future__ import annotations

import io
import math
import random
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kortreist.connectors import import_inventory, inventory
from kortreist.errors import ImportRefusedError

HEAD = ["Kommunenummer", "Kommune", "År", "Sektor", "Utslippskilde", "Klimagass", "Utslipp"]
PLACES = [("4003", "Skien"), ("4005", "Notodden"), ("4001", "Porsgrunn"), ("1515", "Herøy")]
SOURCES = [("Veitrafikk", "Personbiler"), ("Veitrafikk", "Busser"), ("Oppvarming", "Vedfyring")]


def table() -> list[list[str]]:
    draw = random.Random(7)
    rows = [
        [number, name, str(year), sector, source, gas, f"{draw.uniform(1, 90_000):.2f}"]
        for number, name in PLACES
        for year in (2022, 2023)
        for sector, source in SOURCES
        for gas in ("CO2", "CH4")
    ]
    return [list(r) for r in rows]


def strict(rows: list[list[str]]) -> dict[tuple[str, int], float] | None:
    """Read the rows without mending anything: None where a cell is not as it should be."""
    sums: dict[tuple[str, int], list[float]] = {}
    names = dict(PLACES)
    seen = set()
    known = {s for pair in SOURCES for s in pair}
    for r in rows:
        number, name, year, sector, source, gas, value = r
        same = (number, year, sector, source, gas)
        if (
            names.get(number) != name
            or not re.fullmatch(r"20[01]\d|202[0-6]", year)
            or not {sector, source} <= known
            or gas not in ("CO2", "CH4")
            or same in seen
            or not re.fullmatch(r"\d+(\.\d+)?", value)
        ):
            return None
        seen.add(same)
        sums.setdefault((number, int(year)), []).append(float(value))
    return {k: math.fsum(v) for k, v in sums.items()}


def mutate(rows: list[list[str]], draw: random.Random) -> str:
    """Change one thing in place, as people and programs do; return what."""
    kind = draw.choice(
        [
            "digit",
            "space",
            "comma",
            "point",
            "text",
            "swap",
            "drop",
            "double",
            "blank",
            "case",
            "sum",
            "sign",
            "letter",
            "other_place",
            "exponent",
            "decimals",
        ]
    )
    at, column = draw.randrange(len(rows)), draw.randrange(7)
    row = rows[at]
    value = row[6]
    match kind:
        case "digit":
            cell = row[column]
            places = [i for i, c in enumerate(cell) if c.isdigit()]
            if places:
                i = draw.choice(places)
                row[column] = cell[:i] + draw.choice("0123456789") + cell[i + 1 :]
        case "space":
            i = draw.randrange(1, len(value))
            row[6] = value[:i] + draw.choice([" ", "\u00a0", "'", ""]) + value[i:]
        case "comma":
            row[6] = value.replace(".", ",")
        case "point":
            whole = value.split(".")[0]
            row[6] = f"{int(whole):,}".replace(",", ".")
        case "text":
            row[column] = draw.choice(["x", "-", "#N/A", "?", "ca. 5", "5 t", "Sum", "nei"])
        case "swap":
            other = draw.randrange(7)
            row[column], row[other] = row[other], row[column]
        case "drop":
            del rows[at]
        case "double":
            rows.insert(at, list(row))
        case "blank":
            row[column] = ""
        case "case":
            rows.insert(at, [*row[:4], row[4].lower(), *row[5:]])
        case "sum":
            same = [r for r in rows if r[:3] == row[:3]]
            total = f"{math.fsum(float(r[6]) for r in same):.2f}"
            name = draw.choice(["Totalsum", "Alt", "Kommunen", "Sum utslipp", "Veitrafikk"])
            rows.append([*row[:3], name, draw.choice(["", name, "Til sammen"]), "CO2", total])
        case "sign":
            row[6] = draw.choice(["-", "+", "(", "−"]) + value
        case "letter":
            row[column] = row[column].replace("e", "é", 1)
        case "other_place":
            row[0], row[1] = draw.choice(PLACES)[0], draw.choice(PLACES)[1]
        case "exponent":
            row[6] = value + draw.choice(["e2", "e200", "E-1"])
        case "decimals":
            row[6] = f"{float(value):.3f}"
    return kind


def totals(
    rows: list[list[str]], data_dir: Path, path: Path
) -> dict[tuple[str, int], float] | None:
    """Import; None where the file is refused."""
    try:
        report = import_inventory(path, data_dir=data_dir, date="2025-05-01")
    except ImportRefusedError as error:
        if any("{" in error.message(language) for language in ("nb", "nn", "en")):
            raise
        return None
    told = {m.kind for m in report.corrections}
    out: dict[tuple[str, int], float] = {}
    for number in report.vintage.places:
        found = inventory(number, report.vintage.id, data_dir)
        out.update({(number, y): found.total(y) for y in found.years})
    if "missing" in told or "total_row" in told or report.unmapped:
        return None  # told, with an example: what was left out or not known is there to be seen
    return out


def alike(a: dict[tuple[str, int], float], b: dict[tuple[str, int], float]) -> bool:
    return a.keys() == b.keys() and all(math.isclose(a[k], b[k], abs_tol=1e-6) for k in a)


def check_csv(data_dir: Path, seed: int) -> bool:
    """Change one thing in a CSV; tell whether it was taken in."""
    draw = random.Random(seed)
    rows = table()
    mutate(rows, draw)
    path = data_dir / "a.csv"
    path.write_text("\n".join(";".join(r) for r in [HEAD, *rows]) + "\n", "utf-8")
    got = totals(rows, data_dir, path)
    wanted = strict(rows)
    if got is None:
        return False
    if wanted is None:
        # Mended in words: the digits must still say the same as the cells do.
        # A misspelt name beside its number is told; another's name is never taken.
        assert all(r[1] == dict(PLACES)[r[0]] or r[1] not in dict(PLACES).values() for r in rows)
        lenient = [[r[0], dict(PLACES)[r[0]], *r[2:]] for r in rows]
        for r in lenient:
            r[6] = re.sub("[ \u00a0'+]", "", r[6]).replace(",", ".")
            r[6] = f"{float(r[6]):.12f}"
        wanted = strict(lenient)
        assert wanted is not None
    assert alike(got, wanted)
    return True


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10**9))
def test_a_csv_with_one_thing_wrong_is_refused_or_read_strictly(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    check_csv(tmp_path_factory.mktemp("home"), seed)


@pytest.mark.long
def test_two_thousand_files_with_one_thing_wrong(tmp_path: Path) -> None:
    """None is taken in with another total than a strict reading's, none is our fault."""
    taken = 0
    for seed in range(2000):
        data_dir = tmp_path / str(seed)
        data_dir.mkdir()
        taken += check_csv(data_dir, seed)
        shutil.rmtree(data_dir)
    assert 200 < taken < 1800, "some are taken in and some are refused"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10**9))
def test_a_workbook_with_one_bit_wrong_is_refused_in_words_or_read_right(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    rows = table()[:12]
    made = openpyxl.Workbook()
    made.active.title = "Oversikt - detaljert"
    made.active.append([*HEAD[:6], "Utslipp (tonn CO2-ekvivalenter)"])
    for r in rows:
        made.active.append([*r[:2], int(r[2]), *r[3:6], float(r[6])])
    out = io.BytesIO()
    made.save(out)
    content = bytearray(out.getvalue())
    draw = random.Random(seed)
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    assume(content[:4] == b"PK\x03\x04")
    data_dir = tmp_path_factory.mktemp("home")
    path = data_dir / "a.xlsx"
    path.write_bytes(content)
    got = totals(rows, data_dir, path)
    wanted = strict(rows)
    assert wanted is not None
    assert got is None or alike(got, wanted)
