"""The whole country: portfolios in 10,000 futures, and robust plans on one and two workers.

(a) 357 municipalities × 10,000 futures × 100 measures × 25 years, every municipality its own
start years. Measures: those of the library that act inside the border, and copies of some to
make a hundred. The peer is ema_workbench with a NumPy model that takes all municipalities at
once, one experiment a future; it is measured on a part and scaled. The same totals are
compared. What measures shift to other sources is left out of both, so that the NumPy model
stays plain, and timed with it in a row of its own. Drawing the futures and putting the
accounts into arrays are timed apart: both ways need them.

(b) The robust plan of every municipality through ``kortreist.country.run_country``: on a
sample of municipalities by Dask with one and two workers, and, with ``--whole``, all of them
in a process pool with two.

Run: ``python benchmarks/nation.py [--whole]`` (about four minutes, or a quarter of an hour).
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
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

MEASURES, YEARS, FUTURES = 100, range(2024, 2049), 10_000
EMA_FUTURES = 60  # measured on these, scaled up: each experiment is a separate call
SAMPLE, PLAN_FUTURES, TODAY = 24, 1000, "2026-11-23"


def case(futures: int):
    """Return the model, start years and what it took to make them."""
    from kortreist import measures, places
    from kortreist.country import country_model, synthetic_account
    from kortreist.futures import draw

    # Those that act inside the border; copies of some of them make up the hundred.
    direct = [
        m for m in measures.library() if any(e.scope == "direct" and e.fraction for e in m.effects)
    ]
    copies = [replace(m, id=f"{m.id}_again") for m in direct]
    chosen = [*direct, *copies][:MEASURES]
    accounts = [synthetic_account(p) for p in places.municipalities()]
    begin = time.perf_counter()
    drawn = draw(chosen, YEARS, n=futures)
    middle = time.perf_counter()
    model = country_model(accounts, chosen, drawn)
    took = (middle - begin, time.perf_counter() - middle)
    rng = np.random.default_rng(20261123)
    starts = rng.integers(2026, 2041, (len(accounts), MEASURES)).astype(float)
    return model, starts, took


def without_shifts(model):
    none = np.zeros(0, dtype=np.int64)
    return replace(
        model,
        shifting=np.zeros_like(model.shifting),
        shift_row=none,
        shift_from=none,
        shift_to=none,
        shift_gain=np.zeros(0),
        shift_start=np.zeros_like(model.shift_start),
    )


def ours(folder: Path) -> dict[str, float]:
    from kortreist.country import evaluate_country

    small, starts, _ = case(64)
    evaluate_country(small, starts)  # compile, or read from the cache
    model, starts, (draw_seconds, model_seconds) = case(FUTURES)
    found = {"draw": draw_seconds, "arrays": model_seconds}
    plain = without_shifts(model)
    for name, one in (("seconds", plain), ("with_shifts", model)):
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            result = evaluate_country(one, starts)
            times.append(time.perf_counter() - begin)
        found[name] = min(times)
        if one is plain:
            np.save(folder / "ours.npy", result.national[:EMA_FUTURES])
    return found


def ema(folder: Path) -> dict[str, float]:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    from ema_workbench import (
        ArrayOutcome,
        IntegerParameter,
        Model,
        Scenario,
        perform_experiments,
    )

    model, starts, _ = case(FUTURES)
    model = without_shifts(model)
    places, sources = len(model.places), model.base.size
    place_of = np.repeat(np.arange(places), np.diff(model.source_start))
    source_of = np.repeat(np.arange(sources), np.diff(model.effect_start))
    measure_of = model.fraction_measure[model.effect_row]
    acted = np.flatnonzero(np.diff(model.effect_start))
    begins = model.effect_start[acted]
    drivers = np.concatenate([model.index, np.ones((1, *model.index.shape[1:]))])

    def work(future=0):
        f = int(future)
        start = np.maximum(starts + model.delay[:, f], model.enabled_from[:, f])
        since = model.years[None, None, :] - start[:, :, None] + 1.0
        x = np.clip(since / model.ramp[:, None], 0.0, 1.0)
        taken = model.fraction[model.effect_row, f][:, None] * x[place_of[source_of], measure_of]
        left = np.ones((sources, model.years.size))
        left[acted] = np.multiply.reduceat(1.0 - np.clip(taken, 0.0, 1.0), begins, axis=0)
        index = drivers[model.pair[:, 0], f] * drivers[model.pair[:, 1], f]
        emitted = model.base[:, None] * index[model.source_pair] * left
        return {"total": np.add.reduceat(emitted, model.source_start[:-1], axis=0)}

    wrapped = Model("country", function=work)
    wrapped.uncertainties = [IntegerParameter("future", 0, FUTURES - 1)]
    wrapped.outcomes = [ArrayOutcome("total", shape=(places, model.years.size), dtype=float)]
    scenarios = [Scenario(str(f), future=f) for f in range(EMA_FUTURES)]
    begin = time.perf_counter()
    _, outcomes = perform_experiments(wrapped, scenarios)
    took = time.perf_counter() - begin
    np.save(folder / "ema.npy", np.asarray(outcomes["total"]).sum(axis=1))
    return {"seconds": took * FUTURES / EMA_FUTURES}


def dask(folder: Path) -> dict[str, float]:
    from distributed import LocalCluster

    from kortreist.country import Settings, country_accounts, run_country

    accounts = country_accounts()[:: -(-357 // SAMPLE)]
    settings = Settings(PLAN_FUTURES, today=TODAY)
    found: dict[str, float] = {"places": len(accounts)}
    answers = []
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=str(folder),
        ) as cluster:
            address = cluster.scheduler_address
            # Every worker reads the compiled kernels and draws the futures before the clock.
            run_country(accounts[: 2 * workers], settings, scheduler=address)
            begin = time.perf_counter()
            answers.append(run_country(accounts, settings, scheduler=address))
            found[f"seconds_{workers}"] = time.perf_counter() - begin
    assert answers[0] == answers[1], "the number of workers changed the answer"
    return found


def whole(folder: Path) -> dict[str, float]:
    from kortreist.country import Settings, nation

    begin = time.perf_counter()
    summary, _ = nation(Settings(PLAN_FUTURES, today=TODAY), workers=2, folder=folder)
    return {
        "seconds": time.perf_counter() - begin,
        "unproven": summary.unproven,
        "package": len(summary.package),
    }


WAYS = {"ours": ours, "ema": ema, "dask": dask, "whole": whole}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Run a way in a process of its own, so that its peak memory can be read."""
    print(f"running {way} …", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, __file__, way, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    row: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return row


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine, peer = measured("ours", folder), measured("ema", folder)
        worst = np.abs(np.load(folder / "ours.npy") / np.load(folder / "ema.npy") - 1.0).max()
        assert worst < 1e-9, f"the peer does other work: {worst}"
        print(
            f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, {date.today().isoformat()}\n"
        )
        print(
            "| 357 municipalities × 10,000 futures × 100 measures × 25 years | time | ratio "
            "| peak memory | largest difference |\n"
            "| --- | ---: | ---: | ---: | ---: |"
        )
        rows = [
            (
                "Kortreist, one portfolio each: totals, quantiles, effect by measure",
                mine["seconds"],
                mine,
                0.0,
            ),
            ("the same, with what is shifted to other sources", mine["with_shifts"], mine, 0.0),
            (
                "the same, and drawing the futures and making the arrays",
                mine["with_shifts"] + mine["draw"] + mine["arrays"],
                mine,
                0.0,
            ),
            (
                f"ema_workbench, NumPy model ({EMA_FUTURES} futures, scaled), national totals only",
                peer["seconds"],
                peer,
                worst,
            ),
        ]
        for title, seconds, row, difference in rows:
            print(
                f"| {title} | {seconds:.1f} s | {seconds / mine['seconds']:.1f} | "
                f"{row['peak_mib']:.0f} MiB | {difference:.0e} |"
            )
        cluster = measured("dask", folder)
        one, two, n = cluster["seconds_1"], cluster["seconds_2"], cluster["places"]
        print(
            f"\n| robust plans, {PLAN_FUTURES:,} futures | time | time × workers | per plan |\n"
            "| --- | ---: | ---: | ---: |"
        )
        print(
            f"| {n:.0f} municipalities, 1 Dask worker | {one:.0f} s | {one:.0f} s | "
            f"{one / n:.1f} s |"
        )
        print(
            f"| {n:.0f} municipalities, 2 Dask workers | {two:.0f} s | {2 * two:.0f} s "
            f"({200 * two / one - 100:+.0f} %) | {2 * two / n:.1f} s |"
        )
        print(f"| 357 municipalities, 2 workers, scaled | {two / n * 357 / 60:.1f} min | | |")
        if "--whole" in sys.argv[1:]:
            all_ = measured("whole", folder)
            print(
                f"| 357 municipalities, 2 workers, process pool, with the sum | "
                f"{all_['seconds'] / 60:.1f} min | | |"
            )
            print(
                f"\nPlans whose proof ran out of time: {all_['unproven']:.0f}; "
                f"measures in the national package: {all_['package']:.0f}; "
                f"peak memory of the process that asks: {all_['peak_mib']:.0f} MiB."
            )


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in WAYS:
        out = WAYS[sys.argv[1]](Path(sys.argv[2]))
        out["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(out))
    else:
        main()
