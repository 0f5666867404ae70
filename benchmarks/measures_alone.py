"""Every measure alone against one account: ours in one call, and a whole plan for each as peer.

A plan of one measure says the same (``tests/budgets/test_budgets_alone.py``); five such plans
are timed and scaled up to all measures.
"""

from __future__ import annotations

import time
from datetime import date

from kortreist import places
from kortreist.budgets import MeasuresAlone, climate_budget, measures_alone

PLACE, TODAY, PLANS = "4005", date(2026, 11, 30), 5


def main() -> None:
    """Print processor seconds, cold and warm, and the ratio to the peer."""
    place = places.find(PLACE)
    seconds: list[float] = []
    result: MeasuresAlone | None = None
    for _ in range(3):
        began = time.process_time()
        result = measures_alone(place, today=TODAY)
        seconds.append(time.process_time() - began)
    assert result is not None
    known = [r.measure.id for r in result.measures if r.effect]
    free = [r.measure.id for r in result.measures if r.effect and not r.measure.requires]
    print(f"{len(known)} of {len(result.measures)} measures, {result.futures} futures")
    print(f"first {seconds[0]:.1f} s, then {min(seconds[1:]):.1f} s")
    began = time.process_time()
    for id in free[:PLANS]:
        others = [m for m in known if m != id]
        plan = climate_budget(
            place, fixed={id: 2027}, excluded=others, extras=False, time_limit=1.0, today=TODAY
        )
        (row,) = plan.measures
        alone = next(r for r in result.measures if r.measure.id == id)
        assert abs(row.effect[2030].central - alone.effect[2030].central) < 1e-6
    peer = (time.process_time() - began) / PLANS * len(known)
    print(f"a plan for each: {peer:.0f} s, {peer / min(seconds[1:]):.0f} times")


if __name__ == "__main__":
    main()
