"""Public tables as sheets of a workbook: headings, labels beside codes, and what they are.

A CSV has identifiers only. A workbook is read by people: each column of codes is followed by
one with their names, and the last sheet tells what must be known of the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kortreist_web.core.datasets import Table
from kortreist_web.core.exports import csv_bytes
from kortreist_web.core.texts import engine, web
from kortreist_web.core.workbooks import Sheet, excel_bytes

__all__ = ["about", "excel_csv", "labelled", "with_headings", "workbook"]

#: First column of the layouts that are reported in English, whoever reads them.
_ENGLISH = ("gpc_ref", "crf_sector", "notation_key")
_YEARS = ("year", "budget_year", "price_year")
_DATES = ("decided_on", "point_due", "point_done_on")
_TRACING = ("gwp", "vintage", "source", "origin", "pointer", "invented", "basis")
#: Column of codes → keys of the texts that name them: the web's own, or the engine's.
_NAMED: dict[str, tuple[tuple[Callable[[str], Any], str], ...]] = {
    "boundary": ((engine, "accounts.boundary"),),
    "scope": ((web, "publishing.code.scope"),),
    "actor": ((engine, "accounts.actor"),),
    "part": ((web, "publishing.code.part"),),
    "bearer": ((engine, "documents.bearer"), (web, "publishing.code.bearer")),
    "outcome": ((web, "decisions.outcome"),),
    "point_kind": ((web, "decisions.point_kind"),),
    "point_state": ((web, "decisions.point_state"),),
    "unit": ((web, "publishing.code.unit"),),
    "budget_part": ((web, "budgets.part"),),
    "vat": ((web, "publishing.code.vat"),),
    "figure_status": ((engine, "documents.mark"),),
}


def _language_of(table: Table, language: str) -> str:
    return "en" if table[0][0] in _ENGLISH else language


def _label(column: str, code: Any, language: str) -> str:
    """Return the name of a code; a unit without one is its own name."""
    if not code:
        return ""
    for texts, stem in _NAMED[column]:
        key = f"{stem}.{str(code).replace(' ', '_')}"
        if texts(language).has(key):
            return str(texts(language)(key))
    return str(code) if column == "unit" else ""


def labelled(table: Table, language: str) -> Table:
    """Return a table with a column of names (``<column>_label``) after each of codes.

    The layouts that are reported in English stay as they are asked for.
    """
    first = table[0]
    if first[0] in _ENGLISH:
        return table
    out: Table = []
    for number, row in enumerate(table):
        made: list[Any] = []
        for column, value in zip(first, row, strict=False):
            made.append(value)
            if column in _NAMED:
                made.append(f"{column}_label" if number == 0 else _label(column, value, language))
        out.append(made)
    return out


def with_headings(table: Table, language: str) -> Table:
    """Return a table with its column names in a language, for people."""
    t = web(_language_of(table, language))
    labels = {c.removesuffix("_label") for c in table[0] if c.endswith("_label")}

    def name(column: str) -> str:
        stem = column.removesuffix("_label")
        key = f"publishing.column.{stem}"
        label = t(key) if t.has(key) else stem
        return t("publishing.code.heading", name=label) if column in labels else label

    return [[name(c) for c in table[0]], *table[1:]]


def _sheet(table: Table, language: str) -> Sheet:
    made = labelled(table, language)
    columns = list(made[0])
    return Sheet(
        with_headings(made, language),
        years=frozenset(n for n, c in enumerate(columns) if c in _YEARS),
        dates=frozenset(n for n, c in enumerate(columns) if c in _DATES),
        unit=columns.index("unit") if "unit" in columns else None,
        printed=len(columns) - _last(columns),
        flat=frozenset(n for n, c in enumerate(columns) if c in _TRACING),
    )


def _last(columns: list[str]) -> int:
    """Return how many of the last columns lead to where a figure is from: not for paper."""
    return next((n for n, c in enumerate(reversed(columns)) if c not in _TRACING), 0)


def workbook(tables: Mapping[str, Table], language: str, notes: list[tuple[str, str]]) -> bytes:
    """Return tables as a workbook whose last sheet tells of the figures.

    Parameters
    ----------
    tables : mapping
        Name of a sheet → its table.
    language : {"nb", "nn", "en"}
    notes : list of (str, str)
        See :func:`about`.
    """
    t = web(language)
    sheets = {name: _sheet(table, language) for name, table in tables.items()}
    head = (t("publishing.about.what"), t("publishing.about.value"))
    return excel_bytes({**sheets, t("publishing.sheet.about"): Sheet([head, *notes], text=True)})


def excel_csv(table: Table, language: str) -> bytes:
    """Return a table as the CSV Norwegian Excel opens, with the workbook's columns."""
    return csv_bytes(with_headings(labelled(table, language), language), excel=True)


def about(
    language: str,
    *,
    content_hash: str = "",
    edition: str = "",
    pins: Mapping[str, Any] | None = None,
    lender: tuple[str, str] | None = None,
    invented: str = "",
    interval: bool = False,
    parts: bool = False,
    figures: bool = True,
    notes: list[str] | None = None,
) -> list[tuple[str, str]]:
    """Return what must be known of figures, in a language.

    Parameters
    ----------
    content_hash : str
        Of the content the figures are taken from.
    edition : str
        Edition of the official inventory, where no pins tell it.
    pins : mapping
        What the figures were computed from.
    lender : (str, str)
        The invented municipality, and the one whose emissions it shows.
    invented : str
        Name of a municipality that is an example.
    interval : bool
        There are lowest and highest values.
    parts : bool
        There are many kinds of figures in one table.
    figures : bool
        There are figures of emissions, which have boundaries and editions.
    notes : list of str
        The account's own notes.
    """
    t = web(language)
    out: list[tuple[str, str]] = []
    if lender is not None:
        out.append((t("accounts.borrowed", name=lender[0], place=lender[1]), ""))
    elif invented:
        out.append((t("publishing.dataset.invented", name=invented), ""))
    if figures:
        out.append((t("publishing.about.never_added"), ""))
        out.append((t("publishing.about.editions"), ""))
    if parts:
        out.append((t("publishing.about.parts"), ""))
    if interval:
        # A budget's emissions have another interval than an account's, and its costs none.
        out.append((t(f"publishing.about.interval{'_parts' if parts else ''}"), ""))
    out.append((t("publishing.about.empty"), ""))
    if content_hash:
        out.append((t("publishing.about.hash"), content_hash))
    all_pins = dict(pins or {})
    if edition and "vintage" not in all_pins:
        all_pins["vintage"] = edition
    for key, value in all_pins.items():
        if web().has(f"publishing.pin.{key}") and isinstance(value, str | int | float):
            out.append((t(f"publishing.pin.{key}"), str(value)))
    return out + [(note, "") for note in notes or []]
