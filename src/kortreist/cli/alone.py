"""``kortreist measures 4005 --alone``: what each measure does in a place by itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kortreist import places
from kortreist.cli.tables import print_json, show_table
from kortreist.documents.format.digits import nonzero_decimals
from kortreist.errors import InputError
from kortreist.i18n import Translator

if TYPE_CHECKING:
    from kortreist.budgets import MeasureAlone, MeasuresAlone

__all__ = ["run_alone"]

_COLUMNS = ("id", "cut", "cost", "price", "decider", "binds", "duty", "mark")


def run_alone(options: argparse.Namespace, t: Translator) -> int:
    """Compute every measure alone in ``options.place``; returns the exit code."""
    from kortreist.budgets import measures_alone

    if not options.place:
        raise InputError("input.place_needed")
    result = measures_alone(places.find(options.place))
    if options.json:
        print_json(result.to_dict(t.language))
        return 0
    year = result.year
    show_table(
        t("cli.alone.title", place=result.account.place.name, year=year),
        [t(f"cli.alone.{name}", year=year) for name in _COLUMNS],
        [_row(result, row, t) for row in result.measures],
        right=(1, 2, 3, 5),
    )
    together, summed = t.number(result.together), t.number(result.summed)
    print(t("cli.alone.together", together=together, summed=summed, year=year))
    return 0


def _row(result: MeasuresAlone, row: MeasureAlone, t: Translator) -> tuple[str, ...]:
    cut = row.effect.get(result.year)
    tonnes = "–" if cut is None else t.number(cut.central)
    if cut is not None and row.consumption:
        tonnes = t("cli.alone.footprint", n=t.number(row.consumption[result.year].central))
    paid = row.paid("municipality", result.plan_years)
    cost = "–"
    if paid is not None and row.effect:
        nok = paid.total / len(result.plan_years) / 1e6
        cost = t.number(nok, nonzero_decimals(nok, 2))
    price = row.price.society if row.price is not None else None
    return (
        row.measure.id,
        tonnes,
        cost,
        "–" if price is None else t.number(round(price, -1)),
        t(f"measures.decided_by.{row.measure.decided_by}"),
        t.number(row.measure.commitment_years),
        "–" if row.duty is None else t(f"cli.alone.duty_{row.duty.extent}"),
        "–" if row.mark is None else t(f"cli.mark.{row.mark}"),
    )
