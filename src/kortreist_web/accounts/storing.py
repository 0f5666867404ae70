"""An edition of the inventory from a file into the database: all of it, or nothing.

Reading is the engine's, in a scratch folder; what it made of the file is then written in one
transaction: the edition with the engine's own files, and every figure as a row.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from kortreist.errors import ImportRefusedError
from kortreist_web.accounts.models import InventoryFigure, Vintage

__all__ = ["ReadFile", "read_file", "store", "take_in_for_everybody"]

Progress = Callable[[int, int, str], None]
_AT_A_TIME = 5_000


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
    mended: list[dict[str, Any]]
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
        home = Path(folder) / "home"
        progress(1, 4, "accounts.work.reading")
        try:
            report = connectors.import_inventory(file, home=home)
        except ImportRefusedError as error:
            if error.key != "import.which_place" or place is None:
                raise
            report = connectors.import_inventory(file, home=home, place=place)
        kept = home / "vintages" / report.vintage.id
        progress(2, 4, "accounts.work.adding")
        sums: dict[tuple[str, int, str, str], float] = {}
        for number in report.vintage.places:
            for row in connectors.inventory(number, as_of=report.vintage.id, home=home).rows:
                key = (number, row.year, *identifiers(row.sector, row.source))
                sums[key] = sums.get(key, 0.0) + row.value
        return ReadFile(
            description=json.loads((kept / "vintage.json").read_text("utf-8")),
            rows_file=(kept / "rows.sqlite").read_bytes(),
            figures=[(*key, tonnes) for key, tonnes in sorted(sums.items())],
            mended=[
                {"kind": m.kind, "count": m.count, "example": m.example} for m in report.mended
            ],
            unmapped=list(report.unmapped),
        )


def store(read: ReadFile, organisation: Any) -> Vintage:
    """Write an edition; one that is here already is returned as it is.

    Parameters
    ----------
    organisation : Organisation or None
        None: everybody's.
    """
    described = read.description
    with transaction.atomic():
        vintage, added = Vintage.objects.get_or_create(
            engine_id=described["id"],
            organisation=organisation,
            defaults={
                "date": dt.date.fromisoformat(described["date"]),
                "origin": described["origin"][:300],
                "years": described["years"],
                "description": described,
                "rows_file": read.rows_file,
            },
        )
        if added:
            InventoryFigure.objects.bulk_create(
                (
                    InventoryFigure(vintage=vintage, place=p, year=y, sector=s, source=c, tonnes=t)
                    for p, y, s, c, t in read.figures
                ),
                batch_size=_AT_A_TIME,
            )
    return vintage


def take_in_for_everybody(path: Path) -> Vintage:
    """Read a file and store it as everybody's edition: for whoever runs the installation."""
    return store(read_file(path.name, path.read_bytes()), None)
