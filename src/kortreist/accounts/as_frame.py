"""The account in a notebook: a table with one row a source, and a card of a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kortreist.accounts.as_csv import COLUMNS, source_row
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Account
from kortreist.arguments import check
from kortreist.cards import Card
from kortreist.i18n import Translator

if TYPE_CHECKING:
    import polars

__all__ = ["account_card", "account_frame"]


def account_frame(account: Account, language: str = "en") -> polars.DataFrame:
    """Return one row a source, in full, with its weight in each boundary.

    ``(value * weight_territorial).sum()`` is the territorial total, and so on: the three are
    never added to each other. Memo rows weigh nothing.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
        Of the column ``name``.

    Returns
    -------
    polars.DataFrame
        The columns of :data:`kortreist.accounts.as_csv.COLUMNS`; ``value``, ``low`` and
        ``high`` in t CO2e.
    """
    import polars as pl

    check(language=language)
    names = Naming(language)
    rows = []
    for s in account.sources:
        row = dict(zip(COLUMNS, source_row(account, s, None, names), strict=True))
        rows.append({**row, "memo": s.memo, "overlaps": s.overlaps})
    # What a column is does not depend on the first rows: some begin with nothing.
    return pl.DataFrame(rows, schema_overrides={"overlaps": pl.String}, infer_schema_length=None)


def account_card(account: Account) -> Card:
    """Return the account's totals with intervals, its edition, and where the rest is."""
    t = Translator("en")
    place, rows = account.place, []
    for boundary, q in account.totals.items():
        low, high = t.interval(q.low, q.high)
        value = t.within(q.value, q.low, q.high)
        rows.append((boundary, f"{value} {q.unit}", f"{low}–{high} (90% interval)"))
    rows += [(boundary, "–", f"missing: {why}") for boundary, why in account.missing.items()]
    edition = account.vintage_id or "no inventory"
    people = f", {t.number(account.population)} residents" if account.population else ""
    without = f", without {', '.join(account.without)}" if account.without else ""
    gwp = Naming("en").gwp(account.gwp)
    return Card(
        f"Account of {place.number} {place.name} {account.year}{without}: "
        f"{len(account.sources)} sources{people}; edition {edition}, GWP {gwp}",
        rows,
        ".to_frame()  .totals  .sources  .history  .missing  .origins",
    )
