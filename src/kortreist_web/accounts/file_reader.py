"""A workbook or CSV read by the engine, in a scratch folder and in a process with an end to it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kortreist.errors import ImportRefusedError
from kortreist_web.core.child_process import run_in_child

__all__ = ["ReadFile", "read_file", "read_file_in_child"]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What the engine made of a file.

    Parameters
    ----------
    description : dict
        The engine's ``vintage.json``.
    rows_file : bytes
        The engine's ``rows.sqlite``.
    figures : list of (place, year, sector, source, tonnes)
        Sums over gases.
    mended : list of dict
        ``kind``, ``count``, ``example``.
    unmapped : list of str
        Names the facts do not know; kept as they are.
    """

    description: dict[str, Any]
    rows_file: bytes
    figures: list[tuple[str, int, str, str, float]]
    corrections: list[dict[str, Any]]
    unmapped: list[str]


def read_file(
    name: str,
    content: bytes,
    *,
    place: str | None = None,
    progress: Progress = lambda done, total, text: None,
) -> ReadFile:
    """Read a workbook or CSV with the engine; nothing is stored.

    Parameters
    ----------
    name : str
        The file's name: may hold the edition's date.
    content : bytes
    place : str, optional
        The municipality, for a file that does not say.
    progress : callable
        ``(done, total, text key)``.

    Raises
    ------
    ImportRefusedError, InputError
        The file cannot be used: says what, where and the mend.
    """
    from kortreist import connectors
    from kortreist.connectors.names import identifiers

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(content)
        data_dir = Path(folder) / "home"
        progress(1, 4, "accounts.work.reading")
        try:
            # How it stands to the edition in use is asked where it is taken in.
            report = connectors.import_inventory(file, data_dir=data_dir, confirm_large_change=True)
        except ImportRefusedError as error:
            if error.key != "import.which_place" or place is None:
                raise
            report = connectors.import_inventory(
                file, data_dir=data_dir, place=place, confirm_large_change=True
            )
        kept = data_dir / "vintages" / report.vintage.id
        progress(2, 4, "accounts.work.adding")
        sums: dict[tuple[str, int, str, str], float] = {}
        for number in report.vintage.places:
            for row in connectors.inventory(
                number, as_of=report.vintage.id, data_dir=data_dir
            ).rows:
                key = (number, row.year, *identifiers(row.sector, row.source))
                sums[key] = sums.get(key, 0.0) + row.value
        return ReadFile(
            description=json.loads((kept / "vintage.json").read_text("utf-8")),
            rows_file=(kept / "rows.sqlite").read_bytes(),
            figures=[(*key, tonnes) for key, tonnes in sorted(sums.items())],
            corrections=[
                {"kind": m.kind, "count": m.count, "example": m.example} for m in report.corrections
            ],
            unmapped=list(report.unmapped),
        )


_LIBRARIES = ("fastexcel", "openpyxl", "polars", "kortreist.connectors")


def _read(name: str, content: bytes, place: str | None) -> ReadFile:
    return read_file(name, content, place=place)


def read_file_in_child(name: str, content: bytes, *, place: str | None, maximum: int) -> ReadFile:
    """Read a file as :func:`read_file` does, in a process of its own.

    Parameters
    ----------
    maximum : int
        Bytes of memory the process may ask for.

    Raises
    ------
    ImportRefusedError, InputError
        The file cannot be used, or it takes more memory than ``most``.
    """
    try:
        return run_in_child(_read, name, content, place, maximum=maximum, libraries=_LIBRARIES)
    except MemoryError as error:
        raise ImportRefusedError(
            "import.memory", file=name, maximum=maximum // 1_000_000
        ) from error
