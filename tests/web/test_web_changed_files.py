"""Files with one thing changed, by the hundred: refused in words, or read as a strict reader would.

Those a municipality sends in beside the inventory: an adopted plan's action table, bindings,
the economic plan's lines, what was planned and spent.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest

from kortreist.bindings.reading import parse_table
from kortreist.errors import KortreistError
from kortreist.measures.action_table import read_actions
from kortreist_web.budgets.lines_import import preview
from kortreist_web.budgets.tables import read_table
from kortreist_web.reports.spending_table import read as read_spending

PLAN = [
    ["Nr", "Tiltak", "Ansvar", "Frist"],
    ["1", "Ladere til tjenestebilene", "Teknisk", "2027"],
    ["2", "Solceller på skolen", "Eiendom", "2028"],
    ["3", "Klimakrav i anskaffelser", "Innkjøp", "2026"],
    ["4", "Gang- og sykkelvei", "Teknisk", "2029"],
]
BINDINGS = [
    ["id", "navn", "type", "start", "kapital_kr", "drift_kr_år", "prisår"],
    ["skole", "Ny skole", "bygg", "2029", "280000000", "9000000", "2026"],
    ["bad", "Nytt bad", "bygg", "2030", "120000000", "4000000", "2026"],
    ["biler", "Tjenestebiler", "kjøretøy", "2027", "3500000", "200000", "2026"],
]
MONEY = [
    ["ansvar", "funksjon", "art/konto", "tekst", "2027", "2028"],
    ["400", "338", "", "Elbiler", "1250000", "1300000"],
    ["410", "222", "", "Solceller", "2400000", "350000"],
    ["420", "360", "", "Sykkelvei", "710000", "920000"],
    ["430", "120", "", "Rådgiver", "-80000", "815000"],
]
SPENT = [
    ["tiltak", "år", "planlagt drift", "brukt drift", "brukte årsverk"],
    ["eco_driving", "2026", "120000", "95000", "1"],
    ["electric_vans", "2026", "310000", "330000", "2"],
    ["car_sharing", "2026", "45000", "50000", "0"],
]
CHOICES = {row[0]: SimpleNamespace(measure=row[0]) for row in SPENT[1:]}
#: What is read of a file, which must be the same as long as nothing says otherwise.
Said = list[tuple[Any, ...]]


def actions(content: bytes) -> Said | None:
    (table,) = read_actions(content, "plan")
    if table.unread:
        return None  # a column that is not read is told of
    # Nothing is lost: what is no action is told of.
    return [(a.number, a.title, a.owner, a.end) for a in table.actions] + [
        ("left out", x.text) for x in table.left_out
    ]


def bindings(content: bytes) -> Said:
    return [(b.name, b.start, b.capital, b.running) for b in parse_table(content, "b", ()).bindings]


def money(content: bytes) -> Said | None:
    found = preview(read_table(content, "m"), 1, (), 2027)
    if found.faults or found.notes:
        return None  # said in words
    return [
        (r.responsibility, r.function, r.text, tuple(sorted(r.amounts.items()))) for r in found.rows
    ]


def spent(content: bytes) -> Said | None:
    found = read_spending(read_table(content, "s"), CHOICES)
    if found.faults:
        return None
    return [(r.choice.measure, r.year, tuple(sorted(r.figures.items()))) for r in found.rows]


READERS: dict[str, tuple[Callable[[bytes], Said | None], list[list[str]]]] = {
    "actions": (actions, PLAN),
    "bindings": (bindings, BINDINGS),
    "money": (money, MONEY),
    "spent": (spent, SPENT),
}


def as_csv(rows: list[list[str]]) -> bytes:
    return "".join(";".join(row) + "\n" for row in rows).encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([int(c) if re.fullmatch(r"-?\d+", c) else c or None for c in row])
    book.save(out)
    return out.getvalue()


def as_document(rows: list[list[str]]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    document.save(out)
    return out.getvalue()


def read(name: str, content: bytes) -> Said | None:
    """What is read; None where it is refused in words. Anything else is our own fault."""
    try:
        return READERS[name][0](content)
    except KortreistError as refused:
        said = [refused.message(language) for language in ("nb", "nn", "en")]
    assert not any("{" in words for words in said)
    return None


def damaged(content: bytes, draw: random.Random) -> bytes:
    """A file with a bit turned, a piece gone, or cut short."""
    at, out = draw.randrange(len(content)), bytearray(content)
    match draw.choice(["bit", "bit", "bit", "gone", "cut", "twice"]):
        case "bit":
            out[at] ^= 1 << draw.randrange(8)
        case "gone":
            del out[at : at + draw.randrange(1, 40)]
        case "cut":
            del out[at:]
        case "twice":
            out[at:at] = out[at : at + 20]
    return bytes(out)


def mutate(rows: list[list[str]], draw: random.Random) -> None:
    """Change one cell or row in place, as people and programs do."""
    at = draw.randrange(1, len(rows))
    row = rows[at]
    numbers = [i for i, c in enumerate(row) if re.fullmatch(r"-?\d{4,}", c)]
    column = draw.choice(numbers or [1])
    value = row[column]
    match draw.randrange(12):
        case 0:
            row[column] = f"{int(value):,}".replace(",", draw.choice(" .,\u00a0'"))
        case 1:
            row[column] = draw.choice(["x", "-", "#N/A", "ca. 5", "5 t", "Sum", "1e5", "٣", "½"])
        case 2:
            row[column] = draw.choice(["-", "+", "(", "−", "=", "kr "]) + value
        case 3:
            row[column] = value + draw.choice([" kr", ",00", ".00", ",5", "e2", " mill", "*", ")"])
        case 4:
            rows.insert(at, list(row))
        case 5:
            rows.append(["", "Sum", *[""] * (len(row) - 3), value])
        case 6:
            row[draw.randrange(len(row))] = ""
        case 7:
            del rows[at]
        case 8:
            other = draw.randrange(len(row))
            row[column], row[other] = row[other], row[column]
        case 9:
            rows[0][draw.randrange(len(row))] = draw.choice(["", "2029", "Tiltak", "sum", "År"])
        case 10:
            row[draw.randrange(len(row))] += draw.choice(["\u200b", "\x01", "\ud7ff", "🌱", "\t"])
        case 11:
            row.append(draw.choice(["7", "x"]))


def of_cells(name: str, seed: int) -> bool:
    """Change one cell; tell whether the file was taken in."""
    draw = random.Random(seed)
    before = [list(row) for row in READERS[name][1]]
    after = [list(row) for row in before]
    mutate(after, draw)
    got = read(name, as_csv(after))
    if got is None:
        return False
    if name != "actions":
        # Every number that is read stands in a cell, to the whole krone, or in millions.
        plain = {re.sub("[^0-9,.]", "", c) for row in after for c in row}
        there = {float(c.replace(",", ".")) for c in plain if re.fullmatch(r"\d+([,.]\d+)?", c)}
        there |= {float(re.sub("[,.]", "", c)) for c in plain if re.search(r"\d", c)}
        there |= {1e6 * n for n in there}
        for number in _numbers(got):
            assert any(abs(abs(number) - n) <= 0.5 for n in there), (seed, number)
        assert len(got) == sum(any(row) for row in after[1:]), (seed, "a row was lost in silence")
    if name == "actions":
        told = " ".join(str(part) for row in got for part in row)
        for row in after[1:]:
            for word in re.findall(r"[A-ZÆØÅ][a-zæøå-]{3,}", row[1]):
                assert word in told, (seed, word)
    return True


def _numbers(said: Any) -> list[float]:
    if isinstance(said, int | float):
        return [float(said)]
    return [n for part in said for n in _numbers(part)] if isinstance(said, list | tuple) else []


def of_bytes(name: str, make: Callable[[list[list[str]]], bytes], seed: int) -> bool:
    """Damage a packed file: refused, or read as it was."""
    whole = make(READERS[name][1])
    wanted = read(name, whole)
    assert wanted
    got = read(name, damaged(whole, random.Random(seed)))
    assert got is None or got == wanted, (name, seed)
    return got is not None


@pytest.mark.parametrize("name", READERS)
def test_the_file_as_it_is_is_read_alike_from_each_form(name: str) -> None:
    wanted = read(name, as_csv(READERS[name][1]))
    assert wanted
    assert read(name, as_workbook(READERS[name][1])) == wanted
    if name == "actions":
        assert read(name, as_document(PLAN)) == wanted


@pytest.mark.parametrize("name", READERS)
def test_a_few_with_one_thing_changed(name: str) -> None:
    for seed in range(12):
        of_cells(name, seed)
    for seed in range(6):
        of_bytes(name, as_workbook, seed)


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_many_with_one_thing_changed(name: str) -> None:
    """None is our own fault, and none is read in silence as another than it says."""
    taken = sum(of_cells(name, seed) for seed in range(100, 400))
    assert 20 < taken < 290, "some are taken in and some are refused"
    whole = sum(of_bytes(name, as_workbook, seed) for seed in range(100, 220))
    assert 1 <= whole < 20, "what is damaged is refused, and what nobody reads is not looked at"
    if name == "actions":
        assert 1 <= sum(of_bytes(name, as_document, seed) for seed in range(100, 200)) < 90
