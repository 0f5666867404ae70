"""Pathway kernel against ema_workbench and against NumPy broadcast, same work.

100 measures × 25 years × 10 sources × 10,000 futures. Every way computes, for every future
and year, what is left of the ten sources when each measure takes its own fraction of each
source, with a start delayed by the future, a ramp, and a driver index per source; the
totals are then compared to 1e-9. Each way runs in a process of its own, so that its peak
memory can be read; time is for the work, without imports and compilation, and with it each
way's own multiplying of fractions by what the futures say of them. Ours and ema_workbench
are timed on one core and on all; the best of three for ours and NumPy, one for the slower.

Run: ``python benchmarks/pathway_kernel.py`` (about two minutes; prints markdown).
"""

from __future__ import annotations

import json
import logging
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

M, T, S, F = 100, 25, 10, 10_000
EMA_FUTURES = 300  # measured on these, scaled up: each experiment is a separate call
CHUNK = 100  # futures at a time for NumPy: one array of the whole cube would take 2 GB


def case() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(20261123)
    return {
        "years": np.arange(2025, 2025 + T),
        "base": rng.uniform(100.0, 10_000.0, S),
        "index": np.cumprod(1.0 + rng.uniform(-0.04, 0.02, (S, F, T)), axis=2),
        "fraction": rng.uniform(0.0, 0.03, (M, S)),
        "multiplier": rng.uniform(0.5, 1.5, (M, F)),
        "delay": rng.triangular(0.0, 0.5, 3.0, (M, F)),
        "start": rng.integers(2026, 2038, M).astype(float),
        "ramp": rng.integers(1, 8, M).astype(float),
    }


def kernel(c: dict[str, np.ndarray], cores: int) -> tuple[np.ndarray, float, int]:
    import numba

    from kortreist.pathways.kernels import run
    from kortreist.pathways.model import PathwayModel

    numba.set_num_threads(cores)
    effects = M * S

    def work(futures: int | None = None) -> np.ndarray:
        model = PathwayModel(
            years=c["years"],
            source_ids=tuple(map(str, range(S))),
            base=c["base"],
            weight=np.ones((3, S)),
            activity_driver=np.arange(S),
            intensity_driver=np.full(S, -1),
            driver_ids=tuple(map(str, range(S))),
            index=c["index"],
            measure_ids=tuple(map(str, range(M))),
            ramp=c["ramp"],
            lifetime=np.full(M, 99.0),
            renewed=np.ones(M, bool),
            delay=c["delay"],
            enabled_from=np.full((M, F), -np.inf),
            effect_measure=np.repeat(np.arange(M), S),
            effect_source=np.tile(np.arange(S), M),
            effect_mode=np.zeros(effects, np.int64),
            effect_start=np.arange(0, effects + 1, S),
            effect_fraction=(c["fraction"][:, :, None] * c["multiplier"][:, None, :]).reshape(
                effects, F
            ),
            effect_target=np.full(effects, -1),
            effect_gain=np.zeros(effects),
        )
        return run(model, c["start"][None, :], futures=futures).pathway[0, 0]

    work(2)  # compile, or read from the cache
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        out = work()
        times.append(time.perf_counter() - begin)
    return out, min(times), F


def one_future(c, multiplier, delay, index):
    """Return (T,) totals of one future: the NumPy model that ema_workbench is given."""
    since = c["years"][None, :] - (c["start"] + delay)[:, None] + 1.0
    x = np.clip(since / c["ramp"][:, None], 0.0, 1.0)
    taken = c["fraction"][:, :, None] * multiplier[:, None, None] * x[:, None, :]
    left = np.prod(1.0 - np.clip(taken, 0.0, 1.0), axis=0)
    return (c["base"][:, None] * index * left).sum(axis=0)


def ema(c: dict[str, np.ndarray], cores: int) -> tuple[np.ndarray, float, int]:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    from ema_workbench import (
        ArrayOutcome,
        IntegerParameter,
        Model,
        MultiprocessingEvaluator,
        RealParameter,
        Scenario,
        SequentialEvaluator,
    )

    # The futures are given, not drawn, so that the work is the same: a sample names the
    # future, and the multipliers and delays go in as uncertainties one by one.
    def work(future=0, **drawn):
        multiplier = np.array([drawn[f"e{m}"] for m in range(M)])
        delay = np.array([drawn[f"d{m}"] for m in range(M)])
        return {"total": one_future(c, multiplier, delay, c["index"][:, int(future)])}

    model = Model("pathway", function=work)
    model.uncertainties = (
        [IntegerParameter("future", 0, F - 1)]
        + [RealParameter(f"e{m}", 0.5, 1.5) for m in range(M)]
        + [RealParameter(f"d{m}", 0.0, 3.0) for m in range(M)]
    )
    model.outcomes = [ArrayOutcome("total", shape=(T,), dtype=float)]
    names = ["future"] + [f"e{m}" for m in range(M)] + [f"d{m}" for m in range(M)]
    scenarios = []
    for f in range(EMA_FUTURES):
        row = (f, *c["multiplier"][:, f].tolist(), *c["delay"][:, f].tolist())
        scenarios.append(Scenario(str(f), **dict(zip(names, row, strict=True))))
    one = cores == 1
    with SequentialEvaluator(model) if one else MultiprocessingEvaluator(model, cores) as way:
        way.perform_experiments(scenarios[:cores])  # its processes are started
        begin = time.perf_counter()
        _, outcomes = way.perform_experiments(scenarios)
        took = time.perf_counter() - begin
    return np.asarray(outcomes["total"]), took, EMA_FUTURES


def broadcast(c: dict[str, np.ndarray], cores: int) -> tuple[np.ndarray, float, int]:
    out = np.empty((F, T))
    begin = time.perf_counter()
    for first in range(0, F, CHUNK):
        part = slice(first, first + CHUNK)
        since = c["years"] - (c["start"][:, None] + c["delay"][:, part])[:, :, None] + 1.0
        x = np.clip(since / c["ramp"][:, None, None], 0.0, 1.0)
        taken = (c["fraction"][:, :, None] * c["multiplier"][:, None, part])[..., None]
        left = np.prod(1.0 - np.clip(taken * x[:, None], 0.0, 1.0), axis=0)
        out[part] = np.einsum("s,sft,sft->ft", c["base"], c["index"][:, part], left)
    return out, time.perf_counter() - begin, F


ALL = os.cpu_count() or 1
WORK = {"kernel": kernel, "numpy": broadcast, "ema_workbench": ema}
#: What is run: the way, and on how many cores.
WAYS = {f"{way}-{n}": (way, n) for way, n in (
    ("kernel", 1), ("numpy", 1), ("ema_workbench", 1), ("kernel", ALL), ("ema_workbench", ALL)
)}  # fmt: skip
NAMES = {
    "kernel": "Kortreist kernel (numba)",
    "numpy": f"NumPy broadcast ({CHUNK} futures at a time)",
    "ema_workbench": f"ema_workbench, NumPy model ({EMA_FUTURES} futures, scaled to {F:,})",
}


def child(key: str, folder: Path) -> None:
    way, cores = WAYS[key]
    totals, took, futures = WORK[way](case(), cores)
    np.save(folder / f"{key}.npy", totals)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "futures": futures, "peak_mib": peak}))


def main() -> None:
    rows = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for key in WAYS:
            print(f"running {key} …", file=sys.stderr)
            done = subprocess.run(
                [sys.executable, __file__, key, name], capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(done.stderr)
            rows[key] = json.loads(done.stdout.strip().splitlines()[-1])
        ours = np.load(folder / "kernel-1.npy")
        for key in WAYS:
            theirs = np.load(folder / f"{key}.npy")
            worst = np.abs(ours[: len(theirs)] / theirs - 1.0).max()
            assert worst < 1e-9, f"{key} does other work: {worst}"
            rows[key]["worst"] = worst
    print(
        f"\n{platform.processor() or platform.machine()}, {ALL} cores, Python "
        f"{platform.python_version()}, NumPy {version('numpy')}, numba {version('numba')}, "
        f"ema_workbench {version('ema_workbench')}, {date.today().isoformat()}\n"
    )
    print("| way | cores | time | ratio to ours on as many | peak memory | largest difference |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for key, (way, cores) in WAYS.items():
        row = rows[key]
        seconds = row["seconds"] * F / row["futures"]
        best = rows[f"kernel-{cores}"]["seconds"]
        print(
            f"| {NAMES[way]} | {cores} | {seconds:.3f} s | {seconds / best:.0f} | "
            f"{row['peak_mib']:.0f} MiB | {row['worst']:.0e} |"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
