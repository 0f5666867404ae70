"""Editions of the government's projections: the one that ships, and newer ones imported."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kortreist.connectors import data_directory
from kortreist.errors import ImportRefusedError, TextKey
from kortreist.facts import load

__all__ = ["Edition", "import_projections", "newest", "shipped_edition"]

_COLUMNS = ("source_key", "scenario", "year", "value", "unit")
_FOLDER = "projections"
#: A total and what adds up to it.
_SUMS = {
    "national_total": ("ets_total", "effort_sharing_total", "negative_emissions"),
    "ets_total": ("ets/oil_gas", "ets/mainland_industry", "ets/other"),
    "effort_sharing_total": (
        "effort_sharing/road_transport",
        "effort_sharing/shipping_fishing_machinery",
        "effort_sharing/agriculture",
        "effort_sharing/other",
    ),
}
#: Key, scenario, year and Mt CO2e.
_Figure = tuple[str, str, int, float]
_NAME = re.compile(r"NB(\d{4}) adopted policy")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: Mt CO2e with adopted policy, by key and year.

    Parameters
    ----------
    name : str
        For example ``"NB2026"``.
    values : mapping of (str, int) to float
    """

    name: str
    values: Mapping[tuple[str, int], float]

    def value(self, key: str, year: int) -> float | None:
        """Return Mt CO2e, ``None`` where the edition says nothing."""
        return self.values.get((key, year))


def shipped_edition() -> Edition:
    """Return the edition that ships with the program."""
    rows = [
        (r["source_key"], r["scenario"], r["year"], r["value"])
        for r in load().table("projections")
        if r["unit"] == "Mt CO2e"
    ]
    return _edition(rows)


def newest(data_dir: Path | None = None) -> Edition:
    """Return the newest edition: an imported one where its name says a later budget."""
    editions = [shipped_edition()]
    folder = data_directory(data_dir) / _FOLDER
    if folder.is_dir():
        editions += [_edition(_read(file).values()) for file in sorted(folder.glob("*.csv"))]
    return max(editions, key=lambda e: e.name)


def import_projections(file: Path, data_dir: Path | None = None) -> Edition:
    """Check a table in the columns of the facts and store it as an edition of its own.

    Parameters
    ----------
    file : Path
        CSV with at least source_key, scenario, year, value and unit; the scenario of the
        projected years must read ``NB<year> adopted policy``.

    Returns
    -------
    Edition

    Raises
    ------
    ImportRefusedError
        Not readable, a column or a total missing, a cell that is not a number, or parts that
        do not add up to their total within the tolerance in the facts: names row and value.
    """
    rows = _read(file)
    lines = {(key, year): line for line, (key, _, year, _) in rows.items()}
    tolerance = load().figure("projection/sum_tolerance").value
    edition = _edition(rows.values())
    if not edition.name:
        raise ImportRefusedError("baseline.no_edition", file=str(file))
    for total, parts in _SUMS.items():
        years = sorted(y for k, y in edition.values if k == total)
        if not years:
            raise ImportRefusedError("baseline.no_total", file=str(file), name=total)
        for year in years:
            have = [edition.value(part, year) for part in parts]
            lacking = [p for p, v in zip(parts, have, strict=True) if v is None]
            if lacking:
                raise ImportRefusedError(
                    "baseline.no_part", file=str(file), name=lacking[0], year=year
                )
            stated = edition.values[total, year]
            added = sum(v for v in have if v is not None)
            if abs(added - stated) > tolerance + 1e-9:
                raise ImportRefusedError(
                    "baseline.does_not_add",
                    file=str(file),
                    row=lines[total, year],
                    name=total,
                    year=year,
                    value=float(stated),
                    sum=float(added),
                )
    _store(file, edition, data_dir)
    return edition


def _store(file: Path, edition: Edition, data_dir: Path | None) -> None:
    folder = data_directory(data_dir) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as out:
        out.write(file.read_bytes())
        out.flush()
        os.fsync(out.fileno())
    Path(beside).replace(folder / f"{edition.name}.csv")


def _edition(rows: Iterable[_Figure]) -> Edition:
    every = list(rows)
    named = {m.group(1) for _, s, _, _ in every if (m := _NAME.fullmatch(s))}
    name = f"NB{max(named)}" if named else ""
    scenarios = ("historical", "preliminary", f"{name} adopted policy")
    return Edition(name, {(k, y): v for k, s, y, v in every if s in scenarios})


def _read(file: Path) -> dict[int, _Figure]:
    """Return line → key, scenario, year, Mt; rows of other units are passed over."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise ImportRefusedError(
            "baseline.no_file", file=str(file), problem=error.strerror
        ) from None
    except UnicodeDecodeError:
        raise ImportRefusedError("baseline.not_utf8", file=str(file)) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for column in _COLUMNS:
        if column not in (reader.fieldnames or ()):
            raise ImportRefusedError("baseline.column_missing", file=str(file), column=column)
    out: dict[int, _Figure] = {}
    seen: dict[tuple[str, str, int], int] = {}
    for line, row in enumerate(reader, start=2):
        if row["unit"] != "Mt CO2e":
            continue
        number: dict[str, float] = {}
        for column in ("year", "value"):
            shown = (row[column] or "").strip().replace("\u2212", "-")
            try:
                number[column] = float(shown)
            except ValueError:
                raise _cell(file, line, column, shown, "not_number") from None
        key = (row["source_key"], row["scenario"], int(number["year"]))
        if key in seen:
            raise _cell(file, line, "source_key", row["source_key"], "twice")
        seen[key] = line
        out[line] = (*key, number["value"])
    return out


def _cell(file: Path, row: int, field: str, value: str, problem: str) -> ImportRefusedError:
    return ImportRefusedError(
        "baseline.bad_cell",
        file=str(file),
        row=row,
        field=field,
        value=value,
        problem=TextKey(f"baseline.problem.{problem}"),
        detail="",
    )
