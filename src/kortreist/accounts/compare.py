"""Two places side by side: per inhabitant, per km² and per sector."""

from __future__ import annotations

import math

from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Account
from kortreist.accounts.terminal import paragraph, table, terminal_width
from kortreist.accounts.totals import gwp_comparison
from kortreist.errors import BoundaryError
from kortreist.units import BOUNDARIES

__all__ = ["comparison_text"]


def comparison_text(
    first: Account, second: Account, language: str = "nb", width: int | None = None
) -> str:
    """Return two accounts side by side.

    Parameters
    ----------
    first, second : Account
        Best of the same year and vintage; a difference is said.
    language : {"nb", "nn", "en"}
    width : int, optional

    Returns
    -------
    str
        What one place lacks is a dash, never zero.

    Raises
    ------
    BoundaryError
        Not the same is left out of the two.
    """
    if first.without != second.without:
        raise BoundaryError(
            "accounts.without_mixed", first=first.place.name, second=second.place.name
        )
    from kortreist.places import area_km2

    names = Naming(language)
    t = names.t
    wide = width or terminal_width()
    pair = (first, second)
    areas = [area_km2(a.place) for a in pair]
    header = ["", first.place.name, second.place.name]

    rows = [
        [t("accounts.compare.year"), *(str(a.year) for a in pair)],
        [t("accounts.compare.vintage"), *(a.vintage_id or "–" for a in pair)],
        [t("accounts.compare.gwp"), *(names.gwp(a.gwp) for a in pair)],
        [t("accounts.compare.basis"), *(_basis(a) for a in pair)],
        [t("accounts.compare.population"), *(t.number(a.population) for a in pair)],
        [t("accounts.compare.area"), *(t.number(area) for area in areas)],
    ]
    parts = [
        t("accounts.compare.title", first=first.place.name, second=second.place.name),
        table(header, rows, wide),
    ]

    def values(account: Account, boundary: str) -> float | None:
        q = account.totals.get(boundary)  # type: ignore[call-overload]
        return None if q is None else float(q.value)

    blocks = (
        ("total", 0, [1.0, 1.0]),
        ("per_head", 1, [a.population for a in pair]),
        ("per_km2", 0, areas),
    )
    for key, decimals, bases in blocks:
        rows = [
            [
                names.within(first) if b == "territorial" else names.boundary(b),
                *(
                    t.number(_ratio(values(a, b), base), decimals)
                    for a, base in zip(pair, bases, strict=True)
                ),
            ]
            for b in BOUNDARIES
        ]
        parts.append(
            t(f"accounts.compare.{key}").upper() + "\n" + table(["t CO2e", *header[1:]], rows, wide)
        )

    sums = [_sectors(a) for a in pair]
    sectors = sorted({*sums[0], *sums[1]}, key=lambda s: -sum(x.get(s, 0.0) for x in sums))
    rows = [
        [
            names.sector(s),
            *(t.number(_ratio(x.get(s), a.population), 2) for a, x in zip(pair, sums, strict=True)),
        ]
        for s in sectors
        if any(x.get(s, 0.0) for x in sums)
    ]
    if rows:
        parts.append(
            t("accounts.compare.sectors").upper()
            + "\n"
            + table(["t CO2e", *header[1:]], rows, wide)
        )
    notes = []
    if first.year != second.year:
        notes.append("accounts.compare.years_differ")
    if first.vintage_id and second.vintage_id and first.vintage_id != second.vintage_id:
        notes.append("accounts.compare.vintages_differ")
    if weights := gwp_comparison(first.gwp, second.gwp):
        notes.append(weights)
    for account in pair:
        why: dict[str, list[str]] = {}
        for boundary in account.missing:
            text = names.why_missing(account, boundary)
            why.setdefault(text, []).append(names.boundary(boundary, account.place.kind))
        for text, lost in why.items():
            parts.append(paragraph(f"{account.place.name}, {' / '.join(lost)}: {text}", wide, "! "))
    parts += [paragraph(t(n), wide, "• ") for n in notes]
    if first.basis != second.basis and all("consumption" in a.totals for a in pair):
        parts.append(paragraph(_unlike(pair, names), wide, "• "))
    return "\n\n".join(parts) + "\n"


def _basis(account: Account) -> str:
    """Return the years whose structure and prices the consumption has."""
    if "consumption" not in account.totals:
        return "–"
    return "/".join(map(str, account.basis or (account.year,)))


def _unlike(pair: tuple[Account, Account], names: Naming) -> str:
    """Return why a place's consumption is not compared with the country's as they stand."""
    country = next(a for a in pair if not a.basis)
    people = country.population
    without = next(a.value for a in country.asides if a.id == "without_stock_additions")
    per_head = names.t.number(without / people, 1) if people else "–"
    return names.t("accounts.compare.unlike", head=per_head)


def _ratio(value: float | None, base: float | None) -> float | None:
    return None if value is None or not base else value / base


def _sectors(account: Account) -> dict[str, float]:
    """Return direct tonnes a sector; empty when the inventory is missing."""
    parts: dict[str, list[float]] = {}
    for s in account.sources:
        if s.scope == "direct":
            parts.setdefault(s.sector, []).append(s.value)
    return {sector: math.fsum(values) for sector, values in parts.items()}
