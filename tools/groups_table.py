"""Write which group every measure was and is in, for five municipalities, and what plans lose.

    python tools/groups_table.py            # writes docs/explanation/groups-that-hold.md

The accounts of all five must be imported (``kortreist import FILE``): only Notodden ships with
the program. What stood before is kept in ``groups_before.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from greedy_plan import greedy_plan  # noqa: E402
from value_of_robustness import FRESH_SEED, TODAY, question  # noqa: E402

import kortreist  # noqa: E402
from kortreist.budgets import ClimateBudget  # noqa: E402
from kortreist.budgets.draft_plan import smallest_effect  # noqa: E402
from kortreist.connectors import data_directory  # noqa: E402
from kortreist.i18n import Translator  # noqa: E402
from kortreist.plans import Question, Verdict  # noqa: E402
from kortreist.plans.evidence import nok_per_tonne  # noqa: E402
from kortreist.plans.formulate import formulate, later_starts  # noqa: E402
from kortreist.plans.question import prices  # noqa: E402
from kortreist.plans.recourse import best_later  # noqa: E402
from kortreist.plans.regret import as_choice  # noqa: E402
from kortreist.plans.room_for_manoeuvre import nothing  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "groups-that-hold.md"
PLACES = ("4005", "4003", "4001", "4026", "4032")
FRESH = 512


def losses(q: Question, plans: dict[str, dict[str, int]]) -> dict[str, tuple[float, float]]:
    """Return what each plan's early starts lose on average, and the sum of t above the frame.

    NOK against each future's own best plan, emissions above the frame at the carbon price of
    public analyses; what comes later is the best found in each future.
    """
    known, sample = prices(q), np.arange(q.model.size)
    nok = nok_per_tonne(q)
    two = formulate(q, known, sample, q.years, nok, leave_all=True)
    every = sorted(
        {*range(q.plan_years[0], q.learning_year), *later_starts(q.learning_year, q.horizon)}
    )
    free = formulate(
        q, known, sample, q.years, nok, starts=every, learning_year=q.plan_years[0], give_up=False
    )
    best = best_later(free, nothing(free), with_cost=True).value
    tonnes = replace(two, year_weight=np.ones(len(q.years)))
    found = {}
    for name, starts in plans.items():
        early = as_choice(two, {m: y for m, y in starts.items() if y < q.learning_year})
        later = best_later(two, early, with_cost=True)
        best = np.minimum(best, later.value)
        found[name] = (later.value, tonnes.miss(later.choice))
    return {n: (float((v - best).mean()), float(t.mean())) for n, (v, t) in found.items()}


def moved(before: dict[str, Any], budget: ClimateBudget) -> list[tuple[Verdict, list[Any]]]:
    """Return the measures whose group is another now, with what stood before."""
    out = []
    for v in budget.outcome.verdicts:
        then = before["groups"].get(v.measure)
        if then is not None and then[0] != v.group:
            out.append((v, then))
    return out


def _row(v: Verdict, then: list[Any], budget: ClimateBudget, t: Translator) -> str:
    names = {m.id: m.name["en"] for m, _ in (*budget.not_chosen, *budget.state_must)}
    names |= {r.measure.id: r.measure.name["en"] for r in budget.measures}
    r = v.regret
    nok = "–"
    if r.start_wrong is not None and r.wait_wrong is not None:
        start, wait = r.start_wrong * r.start_chance, r.wait_wrong * r.wait_chance
        nok = f"{start / 1e6:.2f} / {wait / 1e6:.2f}"
    early = f"{v.early_share:.2f}"
    return (
        f"| {names.get(v.measure, v.measure)} | {t(f'plans.group.{then[0]}')} "
        f"| {t(f'plans.group.{v.group}')} | {t(f'plans.reason.{v.reason}')} | {early} | {nok} "
        f"| {v.holds_in} of {v.variants} |"
    )


def page(
    before: dict[str, Any], now: dict[str, tuple[ClimateBudget, dict[str, tuple[float, float]]]]
) -> str:
    """Return the page: what plans lose, which measures moved and why."""
    t = Translator("en")
    out = [
        "# Groups that hold",
        "",
        "Which group every measure was and is in, for five municipalities of Telemark, and what "
        "the plans lose on futures neither has seen. Written by `python tools/groups_table.py`. "
        + before["what"],
        "",
        "## What the plans lose",
        "",
        f"Expected loss in {FRESH} fresh futures, MNOK of present value, against the best plan of "
        "each future had it been known: cost to all, and emissions above the frame at the carbon "
        "price of public analyses. What a plan starts before the learning year is bound; what "
        "comes later is the best found in each future. In brackets t CO2e above the frame, summed "
        "over the years. *Greedy* takes the cheapest tonne first, as early as it fits. Prices are "
        "today's in all three.",
        "",
        "| | this plan | last version | greedy |",
        "| --- | ---: | ---: | ---: |",
    ]
    for budget, lost in now.values():
        cells = (f"{lost[n][0] / 1e6:.2f} ({lost[n][1]:,.0f})" for n in ("now", "before", "greedy"))
        out.append(f"| {budget.account.place.name} | " + " | ".join(cells) + " |")
    out += [
        "",
        "The plans lose less than before, and emit more above the frame: what costs between one "
        "and two times the carbon price now waits until more is known.",
        "",
        "Nothing is bound whose expected loss of starting is larger than that of waiting; the "
        "table of each plan shows both.",
        "",
        "## The value of learning",
        "",
        "| | before, MNOK | now, MNOK |",
        "| --- | ---: | ---: |",
    ]
    for number, (budget, _) in now.items():
        then = before["places"][number]["learning_nok"]
        value = budget.outcome.learning.value_nok
        cells = ("–" if x is None else f"{x / 1e6:.2f}" for x in (then, value))
        out.append(f"| {budget.account.place.name} | " + " | ".join(cells) + " |")
    out += ["", "Now against the better of starting and waiting blindly; before against starting."]
    out += ["", "## Which measures moved, and why"]
    for number, (budget, _) in now.items():
        rows = moved(before["places"][number], budget)
        every = budget.outcome.verdicts
        pairs = Counter((then[0], v.group) for v, then in rows)
        said = "; ".join(
            f"{n} from *{t(f'plans.group.{a}')}* to *{t(f'plans.group.{b}')}*"
            for (a, b), n in sorted(pairs.items(), key=lambda p: -p[1])
        )
        out += ["", f"### {budget.account.place.name}", "", f"{len(rows)} of {len(every)}: {said}."]
        # What is too dear or of another boundary has moved by name only: it was kept open.
        named = [
            (v, x) for v, x in rows if v.reason not in ("too_dear", "not_ranked", "other_boundary")
        ]
        if named:
            out += [
                "",
                "| measure | before | now | why | right early | loses by starting / waiting, MNOK "
                "| holds in |",
                "| --- | --- | --- | --- | ---: | ---: | ---: |",
                *(_row(v, then, budget, t) for v, then in named),
            ]
    return "\n".join(out) + "\n"


def main() -> int:
    """Write the page."""
    before = json.loads((Path(__file__).parent / "groups_before.json").read_text("utf-8"))
    now = {}
    for number in PLACES:
        budget = kortreist.plan(number)
        fresh, _, _ = question(number, data_directory(), FRESH_SEED, FRESH)
        then = {m: g[2] for m, g in before["places"][number]["groups"].items() if g[2]}
        plans = {
            "now": dict(budget.outcome.starts),
            "before": then,
            "greedy": greedy_plan(fresh, prices(fresh), smallest_effect(fresh, TODAY)),
        }
        now[number] = budget, losses(fresh, plans)
        print(number, now[number][1], flush=True)
    PAGE.write_text(page(before, now), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
