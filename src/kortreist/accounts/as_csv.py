"""The account as CSV: one row a source, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from kortreist.accounts.build import require_total
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Account, Source
from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.connectors.formulas import guard
from kortreist.units import BOUNDARIES, T_CO2E, Boundary

__all__ = ["COLUMNS", "account_csv", "source_row"]

COLUMNS: tuple[str, ...] = (
    "place_number",
    "place",
    "year",
    "boundary",
    "id",
    "scope",
    "actor",
    "sector",
    "source",
    "name",
    "theme",
    "value",
    "low",
    "high",
    "unit",
    "weight_territorial",
    "weight_consumption",
    "weight_combined",
    "memo",
    "overlaps",
    "gwp",
    "vintage",
    "vintage_date",
    "origin",
    "boundary_without",
    "basis",
)


def account_csv(account: Account, boundary: Boundary | None = None, language: str = "nb") -> str:
    """Return one row a source; decimal point, comma between, UTF-8.

    Without ``boundary`` every source is given in full with its weight in each boundary
    (``value × weight`` sums to the total); memo rows weigh nothing. With it, only the
    sources inside, weighted: the column ``value`` sums to the total.

    Raises
    ------
    FiguresMissingError
        The boundary asked for cannot be given.
    """
    if boundary is not None:
        require_total(account, boundary)
    names = Naming(language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for s in account.sources:
        if boundary is None or s.weight(boundary) > 0:
            row = source_row(account, s, boundary, names)
            writer.writerow([guard(_plain(v)) for v in row])
    return out.getvalue()


def source_row(
    account: Account, s: Source, boundary: Boundary | None, names: Naming
) -> list[object]:
    """Return the cells of one source, in the order of :data:`COLUMNS`."""
    w = 1.0 if boundary is None else s.weight(boundary)
    return [
        account.place.number,
        account.place.name,
        account.year,
        boundary or "all",
        s.id,
        s.scope,
        s.actor,
        s.sector,
        s.source,
        names.source(s),
        s.theme,
        w * s.value,
        w * s.low,
        w * s.high,
        T_CO2E,
        *(s.weight(b) for b in BOUNDARIES),
        str(s.memo).lower(),
        s.overlaps or "",
        account.gwp if s.scope == "direct" else UNKNOWN_GWP,
        account.vintage_id,
        account.vintage_date,
        _origin(account, s),
        " ".join(account.without),
        _basis(account, s, names),
    ]


def _plain(value: object) -> object:
    """Return a number without the noise of binary arithmetic: 13 digits, far below a gram."""
    return float(f"{value:.13g}") if isinstance(value, float) else value


def _basis(account: Account, s: Source, names: Naming) -> str:
    """Return which years' structure and prices the row has: never the account's year alone."""
    if s.basis:
        return names.basis_text("structure", s.basis, account.year)
    return str(account.year)


def _origin(account: Account, s: Source) -> str:
    origin = account.origins.get(s.origin)
    if origin is None:
        return s.origin
    return f"{s.origin}: {origin.source or origin.title}"
