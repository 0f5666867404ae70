"""Multipliers of a large input–output system: ours against pymrio's calc_all.

Each runs in a process of its own on the same made system (seeded): time of the calculation and
peak memory of the process; every multiplier of the one is compared with the other's.
Run: ``python benchmarks/multipliers.py [N] [STRESSORS]``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SEED = 20261123


def system(n: int, stressors: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return Z, y, x and F shaped as a multi-regional table.

    Regions of 200 products; log-normal coefficients over six orders of magnitude, a hundred
    times heavier within a region, heavy own use, and inputs of 30–95 % of output.
    """
    rng = np.random.default_rng(SEED)
    a = rng.lognormal(0.0, 2.5, (n, n))
    for k in range(0, n, 200):
        a[k : k + 200, k : k + 200] *= 100.0
    a.flat[:: n + 1] *= 30.0
    a *= rng.uniform(0.3, 0.95, n) / a.sum(axis=0)
    y = rng.lognormal(0.0, 2.0, n)
    x = y.copy()
    for _ in range(2000):
        before, x = x, y + a @ x
        if np.abs(x - before).max() <= 1e-13 * x.max():
            break
    a *= x
    return a, x - a.sum(axis=1), x, rng.random((stressors, n)) * x


def ours(n: int, stressors: int, keep: str) -> dict[str, float]:
    from kortreist.accounts.input_output import multipliers

    z, _y, x, f = system(n, stressors)
    multipliers(np.eye(3), np.full(3, 9.0), np.ones(3))  # load the library outside the clock
    start = time.perf_counter()
    m = multipliers(z, x, f / x)
    seconds = time.perf_counter() - start
    np.save(keep, m)
    return {"seconds": seconds}


def pymrio_calc_all(n: int, stressors: int, keep: str) -> dict[str, float]:
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
    np.save(keep, io.emissions.M.to_numpy())
    return {"seconds": seconds}


def measured(name: str, n: int, stressors: int, keep: Path) -> dict[str, float]:
    """Run one of the two in its own process; its multipliers stand in ``keep``."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, str(n), str(stressors), str(keep)],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    if "--one" in sys.argv:
        name, n, stressors = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        way = {"ours": ours, "pymrio": pymrio_calc_all}[name]
        result = way(n, stressors, sys.argv[5])
        result["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 9800
    stressors = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"{way}.npy" for way in ("ours", "pymrio")]
        a = measured("ours", n, stressors, files[0])
        b = measured("pymrio", n, stressors, files[1])
        m, theirs = (np.load(file) for file in files)
    worst = np.abs(m / theirs - 1.0).max()
    assert worst < 1e-8, f"a multiplier differs by {worst}"
    print(
        "| work | ours | pymrio calc_all | times faster | memory, of theirs | largest difference |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    print(
        f"| {n} × {n}, {stressors} stressors | {a['seconds']:.1f} s, {a['mb']:.0f} MB"
        f" | {b['seconds']:.1f} s, {b['mb']:.0f} MB | {b['seconds'] / a['seconds']:.1f}"
        f" | {a['mb'] / b['mb']:.2f} | {worst:.0e} |"
    )


if __name__ == "__main__":
    main()
