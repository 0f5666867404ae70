"""From a number to an account and a draft plan, in Python.

Run: ``python examples/from_number_to_plan.py 4005 out/example``
"""

from __future__ import annotations

import sys
from pathlib import Path

import kortreist


def main(place: str = "4005", out: str = "out/example", futures: int = 1000) -> None:
    """Print the three totals and the plan's measures, and write the documents."""
    account = kortreist.account(place)
    print(f"{account.place.name} {account.year}, {account.vintage_origin}")
    for boundary, total in account.totals.items():
        print(f"  {boundary:12} {total.value:>10,.0f} t CO2e ({total.low:,.0f}-{total.high:,.0f})")

    # Five million kroner and three people a year; everything else as the program assumes.
    budget = kortreist.plan(place, money_nok=5e6, staff_fte=3, futures_count=futures)
    last = budget.plan_years[-1]
    print(
        f"Frame {last}: {budget.frame[last]:,.0f} t. Plan: {budget.pathway[last].central:,.0f} t."
    )
    for row in budget.measures:
        print(f"  {row.start_year}  {row.effect[last].central:>7,.0f} t  {row.measure.name['en']}")
    for path in kortreist.write_all(budget, Path(out), "en").values():
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:3])
