"""Multipliers of a large input–output system: ours against pymrio's calc_all.

Each runs in a process of its own on the same made system (seeded): time of the calculation and
peak memory of the process. Run: ``python benchmarks/multipliers.py [N] [STRESSORS]``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

SEED = 20261123


def system(n: int, stressors: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(SEED)
    z = rng.random((n, n))
    y = rng.random(n) * n
    x = z.sum(axis=1) + y
    # Keep every column's inputs below its output, so that the system is productive.
    z *= (0.6 * x / z.sum(axis=0)).min()
    y = x - z.sum(axis=1)
    return z, y, x, rng.random((stressors, n))


def ours(n: int, stressors: int) -> dict[str, float]:
    from kortreist.accounts.input_output import multipliers

    z, y, x, f = system(n, stressors)
    multipliers(np.eye(3), np.full(3, 9.0), np.ones(3))  # load the library outside the clock
    start = time.perf_counter()
    m = multipliers(z, x, f / x)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "check": float((m @ y).sum())}


def pymrio_calc_all(n: int, stressors: int) -> dict[str, float]:
    import pandas as pd
    import pymrio

    z, y, _x, f = system(n, stressors)
    index = pd.MultiIndex.from_product(
        [["NO"], [f"s{i}" for i in range(n)]], names=["region", "sector"]
    )
    demand = pd.MultiIndex.from_product([["NO"], ["final"]], names=["region", "category"])
    rows = pd.Index([f"e{i}" for i in range(stressors)], name="stressor")
    io = pymrio.IOSystem(Z=pd.DataFrame(z, index, index), Y=pd.DataFrame(y[:, None], index, demand))
    io.emissions = pymrio.Extension(name="emissions", F=pd.DataFrame(f, rows, index))
    start = time.perf_counter()
    io.calc_all()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "check": float((io.emissions.M.to_numpy() @ y).sum())}


def measured(name: str, n: int, stressors: int) -> dict[str, float]:
    """Run one of the two in its own process."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, str(n), str(stressors)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    if "--one" in sys.argv:
        name, n, stressors = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        result = {"ours": ours, "pymrio": pymrio_calc_all}[name](n, stressors)
        result["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 9800
    stressors = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    a, b = measured("ours", n, stressors), measured("pymrio", n, stressors)
    assert np.isclose(a["check"], b["check"], rtol=1e-8), (a, b)
    print("| work | ours | pymrio calc_all | times faster | memory, share of theirs |")
    print("| --- | --- | --- | --- | --- |")
    print(
        f"| {n} × {n}, {stressors} stressors | {a['seconds']:.1f} s, {a['mb']:.0f} MB"
        f" | {b['seconds']:.1f} s, {b['mb']:.0f} MB | {b['seconds'] / a['seconds']:.1f}"
        f" | {a['mb'] / b['mb']:.2f} |"
    )


if __name__ == "__main__":
    main()
