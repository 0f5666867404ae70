"""The file of one vintage: small, and one municipality is read in about a millisecond."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from kortreist.errors import StoreError

__all__ = ["FileRow", "encode_rows", "read_rows"]

#: (number today, code or name in the file, year, sector, source, gas or None, t CO2e)
FileRow = tuple[str, str, int, str, str, str | None, float]

_SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, number TEXT NOT NULL, in_file TEXT NOT NULL);
CREATE TABLE names (id INTEGER PRIMARY KEY, sector TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE tonnes (place INTEGER, year INTEGER, name INTEGER, gas TEXT, value REAL NOT NULL,
                     PRIMARY KEY (place, year, name, gas)) WITHOUT ROWID;
CREATE INDEX by_number ON places (number);
"""
_QUERY = """
SELECT tonnes.year, names.sector, names.source, tonnes.gas, tonnes.value
FROM places JOIN tonnes ON tonnes.place = places.id JOIN names ON names.id = tonnes.name
WHERE places.number = ?
"""


def encode_rows(rows: Iterable[FileRow]) -> bytes:
    """Return an SQLite file of the rows, built in memory so that one write stores it.

    Parameters
    ----------
    rows : iterable of FileRow
        One for each place in the file, year, source and gas. Names as the file writes them.
    """
    places: dict[tuple[str, str], int] = {}
    names: dict[tuple[str, str], int] = {}
    tonnes = sorted(
        (
            places.setdefault((number, in_file), len(places)),
            year,
            names.setdefault((sector, source), len(names)),
            gas or "",
            value,
        )
        for number, in_file, year, sector, source, gas, value in rows
    )
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO places VALUES (?, ?, ?)", ((i, *p) for p, i in places.items())
        )
        connection.executemany(
            "INSERT INTO names VALUES (?, ?, ?)", ((i, *n) for n, i in names.items())
        )
        connection.executemany("INSERT INTO tonnes VALUES (?, ?, ?, ?, ?)", tonnes)
        connection.execute("COMMIT")
        return bytes(connection.serialize())
    finally:
        connection.close()


def read_rows(path: Path, number: str) -> list[tuple[int, str, str, str | None, float]]:
    """Return (year, sector, source, gas, t CO2e) of a municipality, names as in the file.

    Raises
    ------
    StoreError
        The file is gone or damaged.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            rows = connection.execute(_QUERY, (number,)).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError("store.damaged", path=path.parent, why=str(error)) from error
    return [(year, sector, name, gas or None, value) for year, sector, name, gas, value in rows]
