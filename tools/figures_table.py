"""Write how far the plans' figures hold, for five municipalities, before and now.

    python tools/figures_table.py            # writes docs/explanation/figures-that-hold.md

The accounts of all five must be imported (``kortreist import FILE``): only Notodden ships with
the program. What stood before is kept in ``figures_before.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kortreist
from kortreist.backtests import Backtest
from kortreist.baseline.editions import newest
from kortreist.budgets import ClimateBudget
from kortreist.facts import load
from kortreist.i18n import LANGUAGES, Translator
from kortreist.measures import Measure, library, relevant
from kortreist.measures.activity import unit_row
from kortreist.measures.prices import unit_price

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "figures-that-hold.md"
PLACES = ("4005", "4003", "4001", "4032", "4026")


def measured(budget: ClimateBudget) -> dict[str, float | None]:
    """Return one place's figures; shares 0–1, None where there is nothing to tell."""
    upper = {r["id"]: r["cost_upper_nok_per_t"] for r in load().table("national_measures")}
    linked, inside, explained = 0, 0, 0
    for m in relevant(budget.account, library()):
        price, limit = unit_price(m), upper.get(m.national or "")
        if price is None or limit is None:
            continue
        linked += 1
        inside += price.society.low <= limit
        explained += price.society.low > limit and says_why(m)
    history, account = budget.account.history, budget.account
    first, last = history[min(history)], history[account.year]
    shares = budget.judged_shares
    backtest = budget.backtest
    return {
        "linked": linked,
        "inside": inside,
        "explained": explained,
        "too_dear": sum(why == "too_dear" for _, why in budget.not_chosen),
        **{f"cut_{y}": 1 - budget.baseline[y].central / first for y in (2030, 2035)},
        **{f"since_{y}": 1 - budget.baseline[y].central / last for y in (2030, 2035)},
        "plan_2030": sum(r.effect[2030].central for r in budget.measures),
        **coverage(budget.account.place.number, backtest),
        "tonnes_judged": shares.get("tonnes"),
        "money_judged": shares.get("money"),
    }


def says_why(measure: Measure) -> bool:
    """Tell whether a measure above the national study says why, or has no price that is printed."""
    against = unit_row(load(), measure.id)
    if against is None or measure.activity is None:
        return False
    if against.against == "above in whole span":
        return all(Translator(x).has(f"documents.price.against.{measure.id}") for x in LANGUAGES)
    # More buses may cut nothing: no price is printed.
    return against.against == "above, span not computed" and not measure.activity.rank_by_price


def coverage(number: str, found: Backtest | None) -> dict[str, float | None]:
    """Return what the 80 % interval held: of the place's own pairs, and of all pooled.

    The pooled figure is that of the set the widths were calibrated on; a place's own is never
    filled in with it.
    """
    own = None if found is None else found.by_place.get(number)
    pooled = next(r for r in load().table("interval_coverage") if r["scope"] == "all")
    return {
        "coverage_80": None if own is None else own.share[80],
        "pooled_80": pooled["coverage_80"],
    }


def national() -> dict[int, float]:
    """Return the share the country's emission falls from 2024, adopted policy only."""
    edition = newest()
    values = {y: edition.value("national_total", y) for y in (2024, 2030, 2035)}
    base = values[2024]
    if base is None or None in values.values():
        raise SystemExit("the edition of projections lacks the national total")
    return {y: 1 - v / base for y, v in values.items() if v is not None and y != 2024}


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}".replace(",", " ")


ROWS: tuple[tuple[str, str, Callable[[float | None], str]], ...] = (
    ("linked", "Measures here that are linked to the national study and priced", _count),
    ("inside", "… of these: low end at or below the study's upper cost", _count),
    ("too_dear", "Shut out as too dear", _count),
    ("plan_2030", "What the plan's measures cut in 2030, t CO2e", _count),
    ("cut_2030", "Baseline 2030, cut from 2009", _share),
    ("cut_2035", "Baseline 2035, cut from 2009", _share),
    ("since_2030", "Baseline 2030, cut from 2024", _share),
    ("since_2035", "Baseline 2035, cut from 2024", _share),
    ("coverage_80", "What the 80 % interval covered, the place's own pairs", _share),
    ("pooled_80", "… of all Telemark's, pooled", _share),
    ("tonnes_judged", "Share of the plan's tonnes on judgement alone", _share),
    ("money_judged", "Share of the plan's kroner on judgement", _share),
)


def page(now: dict[str, tuple[str, dict[str, Any]]], before: dict[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    now : dict
        Number → name and what :func:`measured` says.
    before : dict
        The content of ``figures_before.json``.
    """
    names = [name for name, _ in now.values()]
    out = [
        "# Figures that hold",
        "",
        "How far the figures of a plan can be relied on, for five municipalities of Telemark.",
        "Written by `python tools/figures_table.py`; each cell says *before → now*. "
        + before["what"],
        "",
        "| | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
    ]
    for key, label, shown in ROWS:
        then = {n: shown(row.get(key)) for n, row in before["places"].items()}
        cells = (f"{then[n]} → {shown(v[key])}" for n, (_, v) in now.items())
        out.append(f"| {label} | " + " | ".join(cells) + " |")
    fall = national()
    out += [
        "",
        "## Beside what others say",
        "",
        f"The National Budget 2026 has the country's emission fall {_share(fall[2030])} from 2024 "
        f"to 2030 and {_share(fall[2035])} to 2035 with adopted policy. A municipality with little "
        "industry and much road traffic falls faster, one with farms slower; Porsgrunn's fall is "
        "the cement works' capture of carbon. Its plan cuts less than it did because a change of "
        "fuel in industry, some 34,000 t by itself, is now something to decide and not in the "
        "plan; the tonnes on judgement alone are fewer than before, and a larger share of "
        "what is left.",
        "",
        "| Real budgets and studies | years | what | change |",
        "| --- | --- | --- | --- |",
        *REAL,
        "",
        "A measure above the study's upper cost in its whole span says why on its sheet, with a "
        "source; [Money](money.md) has the list. How intervals are made: "
        "[Intervals](intervals.md).",
    ]
    return "\n".join(out) + "\n"


#: Values only, from the pages of the municipalities and of those who computed for them.
REAL = (
    "| Bergen, CICERO and TØI 2020 | 2018–2030 | baseline without further measures | −19 % |",
    "| Oslo, climate budget 2024 | 2009–2030 | adopted measures, city's and state's | −63 % |",
    "| Oslo, climate budget 2022 | 2009–2025 | path with quantified measures | −31 % |",
    "| Kristiansand, climate budget 2021–2024 | to 2030 | own and the state's measures | −17 % |",
    "| Kristiansand, climate budget 2021–2024 | to 2024 | own measures | −0.1 % |",
)


def main() -> int:
    """Compute the five plans and write the page; returns the exit code."""
    before = json.loads((ROOT / "tools" / "figures_before.json").read_text("utf-8"))
    now = {}
    for number in PLACES:
        budget = kortreist.plan(number, futures_count=1000, extras=False, time_limit=5)
        now[number] = (budget.account.place.name, measured(budget))
        print(number, now[number], file=sys.stderr)
    PAGE.write_text(page(now, before), "utf-8")
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
