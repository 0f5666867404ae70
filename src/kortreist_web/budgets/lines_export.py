"""The economic plan's lines as a table that can be changed and sent in again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_import import COLUMNS
from kortreist_web.core.texts import text
from kortreist_web.core.workbooks import Sheet
from kortreist_web.tenants.models import Organisation

__all__ = ["KIND_NAMES", "about", "table"]

#: Kind → what the file says; the importer reads the same.
KIND_NAMES = {"running": "drift", "investment": "investering"}


def table(rows: Iterable[Row], years: Iterable[int | str]) -> list[list[Any]]:
    """Return headings and rows, amounts in whole kroner and missing ones empty.

    ``years`` are shown even where no line has an amount, so that they can be filled in.
    """
    lines = list(rows)
    year_columns = sorted({str(y) for y in years} | {y for r in lines for y in r.amounts})
    out: list[list[Any]] = [[names[0] for names in COLUMNS.values()] + year_columns]
    for r in lines:
        words = [r.responsibility, r.function, r.account, r.text, r.measure]
        kind = KIND_NAMES.get(r.kind, "")
        out.append([*words, kind, r.price_year, *(r.amounts.get(y) for y in year_columns)])
    return out


def about(
    organisation: Organisation,
    year: int,
    unit: int = 1,
    free: Sequence[str] = (),
    *,
    proposed: bool = False,
) -> Sheet:
    """Return what must be known of the exported lines, for the workbook's last sheet.

    ``proposed``: computed amounts are among them.
    """
    told = ("kind", "vat", "ends", "judgement") if proposed else ()
    amounts = "about_amounts" if unit == 1 else "about_thousands"
    rows = [
        (text("publishing.about.what"), text("publishing.about.value")),
        (text("publishing.column.place_name"), f"{organisation.name} ({organisation.code})"),
        (text("publishing.column.budget_year"), str(year)),
        *(
            (text(f"budgets.money.about_{key}"), "")
            for key in (amounts.removeprefix("about_"), "empty", *told, "boundary")
        ),
    ]
    if free:
        said = text("budgets.proposal.free", n=len(free), names=", ".join(free))
        rows.append((said, ""))
    if organisation.invented:
        rows.insert(1, (text("publishing.dataset.invented", name=organisation.name), ""))
    return Sheet(rows, text=True)
