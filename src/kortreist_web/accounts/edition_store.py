"""An edition of the inventory into the database: all of it, or nothing.

What the engine made of a file is written in one transaction: the edition with the engine's own
files, and every figure as a row.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import connection, transaction

from kortreist_web.accounts.file_reader import ReadFile, read_file
from kortreist_web.accounts.models import InventoryFigure, Vintage
from kortreist_web.tenants.models import Organisation

__all__ = ["store", "take_in_for_everybody"]


def store(read: ReadFile, organisation: Organisation | None) -> Vintage:
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
        if not added and organisation is None and vintage.withdrawn_at is not None:
            # Taken in anew by whoever took it back: it holds again.
            vintage.withdrawn_at, vintage.withdrawn_why = None, ""
            vintage.save(update_fields=["withdrawn_at", "withdrawn_why"])
        if added:
            _add_figures(vintage, read)
    return vintage


def _add_figures(vintage: Vintage, read: ReadFile) -> None:
    """Add the figures as plain rows: a country's take a tenth of the time of as many objects.

    So long nobody else writes, where the database is SQLite.
    """
    quote, table = connection.ops.quote_name, InventoryFigure._meta.db_table
    names = ("vintage_id", "place", "year", "sector", "source", "tonnes")
    columns, values = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({columns}) VALUES ({values})",  # noqa: S608 - our own names
            [(vintage.pk, *figure) for figure in read.figures],
        )


def take_in_for_everybody(path: Path) -> Vintage:
    """Read a file and store it as everybody's edition: for whoever runs the installation."""
    return store(read_file(path.name, path.read_bytes()), None)
