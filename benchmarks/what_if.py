"""How long an answer on the what-if page takes: twenty tries of one plan, as a worker does them.

Each try is another question (money, staff, price limit, a measure left out or put in) in the
plan's own thousand futures, from the question to the stored JSON; one thread a kernel unless
``NUMBA_NUM_THREADS`` says otherwise. Prints median and 95th percentile, in seconds of the wall
and of the processor. The page asks every 0.4 s, which comes beside.

Goal: p95 ≤ 2.5 s on two cores with the site otherwise idle.

Run: ``python benchmarks/what_if.py [--place 4005] [--futures 1000]``.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np

from kortreist import places
from kortreist.budgets import climate_budget
from kortreist.documents import plan_dict
from kortreist.places import Place

LIMITS: tuple[dict[str, Any], ...] = (
    *({"money_nok": m} for m in (5e5, 1e6, 2e6, 3e6, 6e6, 1.2e7)),
    *({"staff_fte": s} for s in (0.5, 1.0, 2.0, 4.0, 8.0)),
    *({"dearest": d} for d in (500.0, 1000.0, 2000.0, 8000.0)),
)


def tries(place: Place, futures: int) -> list[dict[str, Any]]:
    """Return the questions: limits, and the plan's five first measures left out."""
    plan = climate_budget(place, futures_count=futures, extras=False)
    out = [{"excluded": [m]} for m in list(plan.outcome.starts)[:5]]
    return [*LIMITS, *out]


def main() -> None:
    """Compute the tries and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--place", default="4005")
    parser.add_argument("--futures", type=int, default=1000)
    args = parser.parse_args()
    place = places.find(args.place)
    took = []
    for question in tries(place, args.futures):
        wall, cpu = time.perf_counter(), time.process_time()
        tried = climate_budget(
            place,
            futures_count=args.futures,
            extras=False,
            stair=False,
            plan_beside=False,
            **question,
        )
        plan_dict(tried, "nb")
        took.append((time.perf_counter() - wall, time.process_time() - cpu))
    for name, seconds in zip(("wall", "processor"), np.array(took).T, strict=True):
        median, high = np.quantile(seconds, [0.5, 0.95])
        print(f"{name:10s} median {median:.2f} s  p95 {high:.2f} s  of {len(took)} tries")


if __name__ == "__main__":
    main()
