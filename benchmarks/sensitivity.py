"""Sobol indices with bootstrap confidence: ours against SALib, same results, same work.

100 factors, 1,024 base points, 100 resamples, first and total order. Both get the same
104,448 values of Sobol's g-function; indices are compared to 1e-12, and the confidence too
(both draw the same resamples from the same seed). Times are the best of a few runs in one
process; memory is what each allocates at its peak (tracemalloc).

Run: ``python benchmarks/sensitivity.py`` (about half a minute; prints markdown).
"""

from __future__ import annotations

import os
import platform
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

K, N, RESAMPLES, SEED = 100, 1_024, 100, 20261123


def values(problem: dict[str, Any]) -> np.ndarray:
    """Return Sobol's g-function in SALib's own points."""
    from SALib.sample import sobol as sample

    points = sample.sample(problem, N, calc_second_order=False, seed=SEED)
    a = np.linspace(0.0, 30.0, K)
    return np.prod((np.abs(4.0 * points - 2.0) + a) / (1.0 + a), axis=1)


def measured(work: Callable[[], Any], times: int) -> tuple[Any, float, float]:
    """Return the result, the shortest time (s) and the peak of allocations (MiB)."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - begin)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return result, min(took), peak


def main() -> None:
    from SALib.analyze import sobol as analyze

    from kortreist.plans.sensitivity import sobol_indices

    problem = {"num_vars": K, "names": [f"x{i}" for i in range(K)], "bounds": [[0.0, 1.0]] * K}
    y = values(problem)

    def theirs() -> Any:
        return analyze.analyze(
            problem, y, calc_second_order=False, num_resamples=RESAMPLES, seed=SEED
        )

    def ours() -> Any:
        return sobol_indices(y.reshape(N, K + 2).T, resamples=RESAMPLES, seed=SEED)

    ours()  # imports and warm caches
    mine, our_time, our_peak = measured(ours, 20)
    peer, their_time, their_peak = measured(theirs, 3)
    pairs = (("first", "S1"), ("first_conf", "S1_conf"), ("total", "ST"), ("total_conf", "ST_conf"))
    worst = max(float(np.abs(getattr(mine, o) - peer[t]).max()) for o, t in pairs)
    assert worst < 1e-12, f"SALib finds something else: {worst}"
    print(
        f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {date.today().isoformat()}\n"
    )
    print("| work | ours | SALib | times faster | memory | largest difference |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {K} factors, N = {N:,}, {RESAMPLES} resamples | {our_time * 1000:.1f} ms, "
        f"{our_peak:.1f} MiB | {their_time:.2f} s, {their_peak:.1f} MiB | "
        f"{their_time / our_time:.0f} | {our_peak / their_peak:.2f} | {worst:.0e} |"
    )


if __name__ == "__main__":
    main()
