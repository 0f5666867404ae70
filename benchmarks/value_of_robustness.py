"""What the robust plan is worth: against the greedy choice, on futures neither has seen.

Real accounts of Notodden (ships with the program), Skien and Fyresdal (read from the test
data when it is there). Both plans get the same money and staff, and are judged on the same
2,000 fresh futures, drawn with another seed:

* chance of keeping within the frame in each plan year, and of reaching the goal year's goal
* discounted cost to all bearers, and t CO2e above the frame, summed over the years
* room for manoeuvre: share of futures in which the goal can still be reached with the best
  later decisions, once what the plan starts before the learning year is bound
* regret: NOK (emissions at the carbon price) lost against the best plan of each future

Run: ``python benchmarks/value_of_robustness.py`` (about a minute; prints markdown).
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from greedy_plan import greedy_plan

from kortreist import accounts, backtests, connectors, futures, measures, places
from kortreist.budgets.draft_plan import ask, limits_for, smallest_effect
from kortreist.budgets.frame import emission_frame
from kortreist.budgets.targets import choose_target
from kortreist.pathways import evaluate_many
from kortreist.pathways.discounting import discount_factors
from kortreist.plans import Question, plan_for
from kortreist.plans.formulate import formulate, later_starts
from kortreist.plans.pricing import carbon_price
from kortreist.plans.question import prices
from kortreist.plans.recourse import best_later
from kortreist.plans.regret import as_choice
from kortreist.plans.room_for_manoeuvre import lowest, nothing

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "telemark" / "emissions"
TODAY, PLAN = date(2026, 11, 23), (2027, 2028, 2029, 2030)
SEED, FRESH_SEED, FRESH = 20261123, 977, 2_000


def question(number: str, data_dir: Path, seed: int, count: int) -> tuple[Question, object, dict]:
    account = accounts.build(places.find(number), data_dir=data_dir)
    target, goals = choose_target("territorial", account.history, PLAN, TODAY)
    years = tuple(range(account.year + 1, max(goals) + 1))
    reference = account.history[target.reference_year]
    frame = emission_frame(
        reference, (account.year, account.totals["territorial"].value), goals, years
    )
    known = tuple(m for m in measures.relevant(account, measures.library()) if m.quantified)
    drawn = futures.draw(known, (account.year, *years), n=count, seed=seed)
    limits, _, _ = limits_for(account, None, None, TODAY)
    asked = ask(account, known, drawn, "territorial", frame, PLAN, limits, TODAY)
    more = {"reference": reference, "targets": {y: reference * (1 - c) for y, c in goals.items()}}
    return asked, account, more


def judge(q: Question, account, starts: dict[str, int], goal) -> dict[str, float]:  # type: ignore[no-untyped-def]
    known = prices(q)
    all_ = np.arange(q.model.size)
    noise = backtests.uncertainty_of(account, q.model, "territorial", FRESH_SEED)
    columns = [q.column(y) for y in q.years]
    pathway = evaluate_many(q.model, [starts], q.boundary)[0]
    noisy = pathway + noise
    frame = np.array([q.frame[y] for y in q.years])
    within = [float((noisy[:, q.column(y)] <= q.frame[y]).mean()) for y in PLAN]
    at = q.column(goal.year)
    over = np.maximum(pathway[:, columns] - frame, 0.0).sum(axis=1)
    by_id = {m.id: i for i, m in enumerate(q.measures)}
    weight = discount_factors(q.years)
    cost = 0.0
    for name, year in starts.items():
        later = year - q.years[0]
        cost += float(known.annual[by_id[name], : len(weight) - later] @ weight[later:])
    last = formulate(q, known, all_, [goal.year], [1.0])
    early = as_choice(last, {n: y for n, y in starts.items() if y < q.learning_year})
    room = (lowest(last, early).value + noise[:, at] <= goal.tonnes).mean()
    # Each future's own best plan, by the same yardstick: cost and emissions in NOK.
    price = discount_factors(q.years) * carbon_price(q.years)
    sample = np.arange(500)
    every = sorted(
        {*range(PLAN[0], q.learning_year), *later_starts(q.learning_year, q.horizon), *PLAN}
    )
    ideal = formulate(
        q, known, sample, q.years, price, starts=every, learning_year=PLAN[0], give_up=False
    )
    ideal = replace(ideal, frame=np.zeros(len(q.years)))
    best = best_later(ideal, nothing(ideal), with_cost=True).value
    shown = replace(ideal, early=np.ones_like(ideal.early))
    choice = np.tile(as_choice(shown, starts), (sample.size, 1))
    worth = ideal.miss(choice) + ideal.costs(choice)
    regret = np.maximum(worth - best, 0.0)
    return {
        "measures": len(starts),
        "before": sum(y < q.learning_year for y in starts.values()),
        "frame": min(within),
        "goal": float((noisy[:, at] <= goal.tonnes).mean()),
        "over": float(over.mean()),
        "worst": float(np.sort(over)[-FRESH // 10 :].mean()),
        "cost": cost / 1e6,
        "room": float(room),
        "regret": float(regret.mean()) / 1e6,
        "largest": float(regret.max()) / 1e6,
    }


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        numbers = ["4005"]
        files = sorted(SHARED.glob("*2026-04-24.csv"))
        if files:
            connectors.import_inventory(files[0], data_dir=data_dir)
            numbers += ["4003", "4032"]
        for number in numbers:
            q, account, more = question(number, data_dir, SEED, 1_000)
            minimum = smallest_effect(q, TODAY)
            noise = backtests.uncertainty_of(account, q.model, "territorial", SEED)
            robust = plan_for(
                q, account, minimum=minimum, noise=noise, seed=SEED, at=TODAY, extras=False, **more
            )
            greedy = greedy_plan(q, prices(q), minimum)
            fresh, _, _ = question(number, data_dir, FRESH_SEED, FRESH)
            for name, starts in (("greedy", greedy), ("robust", robust.starts)):
                rows.append(
                    (account.place.name, name, judge(fresh, account, starts, robust.room.goal))
                )
            print(
                f"{account.place.name}: goal {robust.room.goal.reduction:.0%} "
                f"({robust.room.goal.kind}) in {robust.room.goal.year}",
                flush=True,
            )
    print(
        "\n| municipality | plan | measures (before the learning year) | within the frame, worst "
        "plan year | goal | t above the frame (worst tenth) | cost, MNOK | room | "
        "regret, MNOK (largest) |"
    )
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for place, name, r in rows:
        print(
            f"| {place} | {name} | {r['measures']} ({r['before']}) | {r['frame']:.3f} | "
            f"{r['goal']:.3f} | {r['over']:,.0f} ({r['worst']:,.0f}) | {r['cost']:.1f} | "
            f"{r['room']:.3f} | {r['regret']:.1f} ({r['largest']:.1f}) |"
        )


if __name__ == "__main__":
    main()
