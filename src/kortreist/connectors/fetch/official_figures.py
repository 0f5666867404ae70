"""Fetch a municipality's official figures, keep them, and read them back."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kortreist import facts
from kortreist.connectors.fetch.klass import Code, codes_at, unknown_municipalities
from kortreist.connectors.fetch.pxweb import Table, fetch_table
from kortreist.connectors.fetch.web import Client
from kortreist.connectors.paths import data_directory
from kortreist.connectors.store import atomic_write
from kortreist.errors import NetworkError, StoreError
from kortreist.i18n import Translator
from kortreist.provenance import Origin

__all__ = [
    "WHOLE_COUNTRY",
    "FetchReport",
    "FetchedRow",
    "FetchedTable",
    "fetch",
    "fetched",
    "service_address",
]

Progress = Callable[[int, int, str], None]
#: The whole country, as the statistics write it.
WHOLE_COUNTRY = "0"


@dataclass(frozen=True, slots=True)
class FetchedRow:
    """One cell: dimension → code, the value or None, and why it is missing."""

    codes: dict[str, str]
    value: float | None
    status: str | None


@dataclass(frozen=True, slots=True)
class FetchedTable:
    """A table of one municipality with its origin."""

    table: str
    number: str
    rows: tuple[FetchedRow, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What was fetched: table → number of cells and of missing ones; new codes.

    ``refused`` holds the tables that lack what we ask for, with the error that says what.
    """

    number: str
    tables: dict[str, tuple[int, int]]
    new_codes: tuple[Code, ...]
    refused: dict[str, NetworkError] = field(default_factory=dict)

    def lines(self, t: Translator) -> list[str]:
        """Return the report as lines of text."""
        out = [
            t("fetch.table", table=name, cells=t.number(cells), missing=t.number(missing))
            for name, (cells, missing) in self.tables.items()
        ]
        out += [
            t("fetch.refused", table=name, why=error.message(t.language))
            for name, error in self.refused.items()
        ]
        if self.new_codes:
            names = ", ".join(f"{c.code} {c.name}" for c in self.new_codes)
            out.append(t("fetch.new_codes", codes=names))
        return out


def service_address(name: str) -> str:
    """Return a service's address: KORTREIST_<NAME>_URL, else the facts."""
    set_to = os.environ.get(f"KORTREIST_{name.upper()}_URL")
    if set_to:
        return set_to.rstrip("/")
    url: str = facts.load().row("endpoints", date.today(), id=name)["url"]
    return url


def _code_selector(
    number: str, spec: facts.Row
) -> Callable[[str, tuple[str, ...]], Sequence[str] | None]:
    """Return which codes of each dimension are wanted: the place, the newest years."""

    def select(dimension: str, available: tuple[str, ...]) -> Sequence[str] | None:
        if dimension == spec["region_dimension"]:
            country = spec["with_country"] and WHOLE_COUNTRY in available
            return [number, WHOLE_COUNTRY] if country else [number]
        if dimension == "Tid":
            return available[-spec["years"] :]
        if dimension == "ContentsCode":
            first, *others = spec["contents"].split(";")
            return [first, *(c for c in others if c in available)]
        detail = (spec["detail"] or "").split(";")
        return available if "*" in detail or dimension in detail else None

    return select


def fetch(
    number: str,
    *,
    tables: Sequence[str] | None = None,
    data_dir: Path | None = None,
    client: Client | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch population, vehicles, accounts, households and employment of a municipality.

    What is fetched is kept at once, table by table, and answers are kept for a day, so a
    fetch that was cut off goes on where it stopped.

    Parameters
    ----------
    number : str
        Municipality number valid today.
    tables : sequence of str, optional
        Some of the table ids in the facts; all by default.
    data_dir : Path, optional
    client : Client, optional
    progress : callable, optional
        ``(done, total, text)``.

    Raises
    ------
    NetworkError
        A service gave no usable answer; what was kept before still is.
    StoreError
        The store cannot be written.
    """
    asker = client or Client(data_dir=data_dir)
    specs = [
        r
        for r in facts.load().table("fetch_tables", date.today())
        if tables is None or r["table"] in tables
    ]
    counts: dict[str, tuple[int, int]] = {}
    refused: dict[str, NetworkError] = {}
    for done, spec in enumerate(specs):
        if progress is not None:
            progress(done, len(specs) + 1, f"{spec['table']} {spec['text']}")
        try:
            table = fetch_table(
                asker, service_address("ssb"), spec["table"], _code_selector(number, spec)
            )
        except NetworkError as error:
            # One table that has changed its codes must not cost the adviser the others.
            if error.key != "fetch.no_code":
                raise
            refused[spec["table"]] = error
            continue
        _keep(data_dir, number, table)
        missing = sum(c.value is None for c in table.cells)
        counts[spec["table"]] = (len(table.cells), missing)
    if refused and not counts:
        raise next(iter(refused.values()))
    if progress is not None:
        progress(len(specs), len(specs) + 1, "KLASS 131")
    today = date.today()
    new = unknown_municipalities(codes_at(asker, service_address("klass"), 131, today), today)
    if progress is not None:
        progress(len(specs) + 1, len(specs) + 1, "")
    return FetchReport(number, counts, new, refused)


def _path(data_dir: Path | None, table: str, number: str) -> Path:
    return data_directory(data_dir) / "fetched" / table / f"{number}.json"


def _keep(data_dir: Path | None, number: str, table: Table) -> None:
    body = {
        "table": table.id,
        "label": table.label,
        "updated": table.updated,
        "urls": table.urls,
        "fetched_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(table.fetched_at)),
        "rows": [[dict(c.codes), c.value, c.status] for c in table.cells],
    }
    atomic_write(
        _path(data_dir, table.id, number), json.dumps(body, ensure_ascii=False).encode("utf-8")
    )


def fetched(table: str, number: str, data_dir: Path | None = None) -> FetchedTable | None:
    """Return what was fetched of a table for a municipality, or None.

    Raises
    ------
    StoreError
        The file is damaged.
    """
    path = _path(data_dir, table, number)
    try:
        body: dict[str, Any] = json.loads(path.read_text("utf-8"))
        rows = tuple(FetchedRow(*r) for r in body["rows"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("store.cannot_read", path=path, why=str(error)) from error
    origin = Origin(
        id=f"fetched/{table}/{number}",
        kind="import",
        title=body["label"],
        source="Statistisk sentralbyrå",
        url=body["urls"][0] if body["urls"] else "",
        licence="CC BY 4.0",
        valid_from=body["updated"][:10],
        checked_on=body["fetched_at"][:10],
    )
    return FetchedTable(table, number, rows, origin)
