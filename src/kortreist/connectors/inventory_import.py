"""Import a file of the municipal inventory as a vintage: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kortreist import facts, places
from kortreist.connectors.cells import alike
from kortreist.connectors.corrections import Correction
from kortreist.connectors.edition_changes import EditionChange, edition_changes
from kortreist.connectors.gwp_sets import stated_gwp
from kortreist.connectors.inventory import inventory
from kortreist.connectors.layouts import read_sheet
from kortreist.connectors.normalise import Normalised, normalise
from kortreist.connectors.place_codes import place_name
from kortreist.connectors.store import store_folder
from kortreist.connectors.vintage import BUNDLED, Vintage, as_json, vintage_folder, vintages
from kortreist.connectors.vintage_file import encode_rows
from kortreist.errors import ImportRefusedError, InputError

__all__ = ["ImportReport", "Progress", "date_in_name", "import_inventory"]

#: Called with (steps done, steps in all, what is being worked on).
Progress = Callable[[int, int, str], None]
_STEPS = 4


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    vintage : Vintage
        The new one, or the one that was here already.
    rows : int
        Rows of the vintage, after rows of one source and year have been added.
    municipalities : int
    years : tuple of int
    mended : tuple of Mend
    unmapped : tuple of str
        Names the facts do not know; kept as they are.
    unchanged : bool
        The same content was here already; nothing was stored.
    date_from : str
        What the vintage's date was taken from: ``given``, ``name``, ``workbook``, ``today``.
    """

    vintage: Vintage
    rows: int
    municipalities: int
    years: tuple[int, ...]
    corrections: tuple[Correction, ...]
    unmapped: tuple[str, ...]
    unchanged: bool
    date_from: str


def import_inventory(
    path: Path | str,
    *,
    data_dir: Path | None = None,
    date: str | dt.date | None = None,
    origin: str | None = None,
    place: places.Place | str | None = None,
    confirm_large_change: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the environment agency's workbook or a CSV of it.

    Parameters
    ----------
    path : Path or str
    data_dir : Path, optional
        The store; ``KORTREIST_DATA_DIR`` or the user's data folder by default.
    date : str or datetime.date, optional
        ISO date of the edition; else from the file's name, the workbook's own metadata,
        today, in that order.
    origin : str, optional
        Where the file comes from.
    place : Place or str, optional
        The municipality, for a file that does not say.
    confirm_large_change : bool
        Whether somebody has looked at a total that is many times as large or as small as in
        the edition before (``import/change_to_confirm``), and found it right.
    progress : callable, optional
        ``(done, total, text)``.

    Returns
    -------
    ImportReport
        The same figures again change nothing. Given another date, by ``date`` or in the
        file's name, they are an edition of their own: it was published without changes.

    Raises
    ------
    ImportRefusedError
        The file cannot be used, or its totals are so unlike the edition before that they must
        be confirmed; nothing was stored.
    InputError
        The date is not a date; the place is unknown.
    StoreError
        The store cannot be written; what was there still is.
    """
    path = Path(path)

    def step(done: int, text: str) -> None:
        if progress is not None:
            progress(done, _STEPS, text)

    here = places.find(place) if isinstance(place, str) else place
    given = _given_date(date)
    step(0, path.name)
    content = _content(path)
    sheet = read_sheet(path.name, content)
    published, date_from = _publication_date(path.name, given, sheet.modified)
    step(1, f"{sheet.sheet or path.name}: {sheet.frame.height}")
    read = normalise(sheet, path.name, dt.date.fromisoformat(published), here)
    gwp = stated_gwp(sheet, path.name)
    step(2, f"{path.name}: {len(read.rows)}")
    same = _already(read.checksum, published, date_from, data_dir)
    if same is not None:
        step(_STEPS, same.id)
        return _report(same, read, unchanged=True)
    vintage = Vintage(
        id=f"mdir-{published}-{read.checksum[:8]}",
        date=published,
        origin=origin or _origin(sheet.publisher, sheet.dataset),
        checksum=read.checksum,
        imported_at=dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        file=path.name,
        years=tuple(sorted({r[2] for r in read.rows})),
        places=tuple(sorted({r[0] for r in read.rows})),
        file_checksum=hashlib.sha256(content).hexdigest(),
        date_from=date_from,
        rows=len(read.rows),
        corrections=tuple((m.kind, m.count, m.example) for m in read.corrections),
        gwp_stated=gwp,
    )
    if not confirm_large_change:
        _refuse_large_change(vintage, read, data_dir)
    files = {"rows.sqlite": encode_rows(read.rows), "vintage.json": as_json(vintage)}
    step(3, vintage.id)
    stored = store_folder(vintage_folder(data_dir) / vintage.id, files)
    step(_STEPS, vintage.id)
    return _report(vintage, read, unchanged=not stored)


def _report(vintage: Vintage, read: Normalised, *, unchanged: bool) -> ImportReport:
    return ImportReport(
        vintage,
        len(read.rows),
        len(vintage.places),
        vintage.years,
        read.corrections,
        read.unmapped,
        unchanged,
        vintage.date_from,
    )


def _refuse_large_change(vintage: Vintage, read: Normalised, data_dir: Path | None) -> None:
    totals: dict[str, dict[int, float]] = {}
    sources: dict[str, set[tuple[str, str]]] = {}
    for place, _, year, sector, source, _, value in read.rows:
        years = totals.setdefault(place, {})
        years[year] = years.get(year, 0.0) + value
        sources.setdefault(place, set()).add((sector, source))
    changes = edition_changes(totals, vintage.date, data_dir)
    large = [c for c in changes if c.large and not _only_passing(c, sources, data_dir)]
    if large:
        first = large[0]
        raise ImportRefusedError(
            "import.large_change",
            file=vintage.file,
            place=place_name(first.number),
            year=first.year,
            now=first.now,
            before=first.before,
            earlier=first.earlier,
            more=len(large) - 1,
            alike=alike(len(large) - 1),
        )


def _only_passing(
    change: EditionChange, sources: Mapping[str, Collection[object]], data_dir: Path | None
) -> bool:
    """Tell whether a file of others has a few rows of the municipality that ships with us.

    Nobody has chosen the edition that ships, so it is no judge of a file about neighbours.
    """
    if change.earlier != BUNDLED or len(sources) == 1:
        return False
    ships = inventory(change.number, BUNDLED, data_dir).rows
    return 2 * len(sources[change.number]) < len({(r.sector, r.source) for r in ships})


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise ImportRefusedError("import.is_folder", file=path)
    if not path.exists():
        raise ImportRefusedError("import.no_file", file=path)
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise ImportRefusedError("import.unreadable", file=path.name, why=why) from error


def _already(
    checksum: str, published: str, date_from: str, data_dir: Path | None
) -> Vintage | None:
    """Return the vintage that holds this content, unless the file states another date."""
    same = [v for v in vintages(data_dir) if v.checksum == checksum]
    stated = date_from in ("given", "name")
    return next((v for v in same if v.date == published or not stated), None)


def _origin(publisher: str, dataset: str) -> str:
    """Return whose figures they are; what somebody called the file is kept beside, and for her."""
    work = facts.load().source("mdir_inventory")
    parts = (publisher or work["publisher"], work["title"], dataset)
    return ", ".join(p for p in parts if p)


def _given_date(day: str | dt.date | None) -> str | None:
    if day is None:
        return None
    if isinstance(day, dt.date):
        return day.isoformat()[:10]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        pass
    raise InputError("import.bad_date", date=day)


def date_in_name(name: str) -> str:
    """Return the ISO date in a file's name, not one to come; empty where there is none.

    Examples
    --------
    >>> date_in_name("utslipp_20240424.csv"), date_in_name("utslipp.csv")
    ('2024-04-24', '')
    """
    for found in re.findall(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", name):
        try:
            day = dt.date.fromisoformat("-".join(found))
        except ValueError:
            continue
        if day <= dt.date.today():
            return day.isoformat()
    return ""


def _publication_date(name: str, given: str | None, modified: str) -> tuple[str, str]:
    today = dt.date.today().isoformat()
    if given is not None:
        if given > today:
            raise InputError("import.future_date", date=given)
        return given, "given"
    if day := date_in_name(name):
        return day, "name"
    if modified and modified <= today:
        return modified, "workbook"
    return today, "today"
