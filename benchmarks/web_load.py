"""The public site under load: 357 municipalities × 13 years in PostgreSQL.

Prepares a site with a made inventory of every municipality (residents are real, emissions are
made: nobody's account), an account of each, all published; starts ``kortreist serve`` and
lets locust ask for 100 pages a second for a minute on loopback, on the same machine: first of
a site that has just started (every page is made for its first reader), then again, then while
a worker computes plans one after the other. Prints percentiles, requests a second reached,
failures, memory of the web processes, and seconds from start to the first page.

Goals: p95 < 150 ms at 100 requests a second on 2 cores; cold start ≤ 2 s; a plan in the
background does not slow pages by more than a third.

Run: ``python benchmarks/web_load.py [--seconds 60]``.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "web" / "e2e")]

from running_site import Site  # noqa: E402
from with_postgres import Cluster  # noqa: E402

RATE, USERS, SEED = 100, 20, 20261123
LOCUST = """
import random
from locust import HttpUser, constant_throughput, task
CODES = open({codes!r}).read().split()
random.seed({seed})
class Reader(HttpUser):
    wait_time = constant_throughput({each})
    @task(4)
    def overview(self):
        self.client.get(f"/nb/{{random.choice(CODES)}}/", name="overview")
    @task(4)
    def account(self):
        self.client.get(f"/nb/{{random.choice(CODES)}}/regnskap/", name="account")
    @task(1)
    def front(self):
        self.client.get("/nb/", name="front")
    @task(1)
    def map(self):
        self.client.get("/nb/kart/", name="map")
"""


def made_inventory(path: Path) -> None:
    """Write the inventory of a made country: Notodden's sources scaled by residents and noise."""
    import numpy as np

    from kortreist import facts

    rng = np.random.default_rng(SEED)
    store = facts.load()
    names = {
        (r["sector"], r["source"]): (r["sector_nb"], r["source_nb"])
        for r in store.table("inventory_sources")
        if not r["alias"]
    }
    rows = [r for r in store.table("bundled_inventory") if r["place"] == "4005"]
    people: dict[str, float] = {}
    for row in store.table("population"):
        if row["year"] == 2024:
            people[row["code"]] = row["persons"]
    today = {r["code"]: r["name"] for r in store.table("municipalities") if not r["valid_to"]}
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Kommunenummer", "Kommune", "År", "Sektor", "Utslippskilde", "Utslipp"])
        for code in sorted(set(people) & set(today)):
            scale = people[code] / people["4005"]
            noise = {(r["sector"], r["source"]): rng.lognormal(0, 0.5) for r in rows}
            for r in rows:
                tonnes = r["tonnes"] * scale * noise[r["sector"], r["source"]]
                out.writerow(
                    [
                        code,
                        today[code],
                        r["year"],
                        *names[r["sector"], r["source"]],
                        f"{tonnes:.3f}",
                    ]
                )


def prepare(url: str, state: Path) -> tuple[list[str], dict[str, float]]:
    """Fill the database; returns the municipalities' numbers and what it took, in seconds."""
    os.environ.update(
        KORTREIST_DATABASE_URL=url,
        KORTREIST_STATE=str(state),
        DJANGO_SETTINGS_MODULE="kortreist_web.config.settings",
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.computation import compute_account
    from kortreist_web.accounts.edition_store import take_in_for_everybody
    from kortreist_web.people.taking_into_use import add_organisation

    took = {}
    file = state / "made_2026-05-01.csv"
    made_inventory(file)
    began = time.perf_counter()
    ensure_bundled()
    vintage = take_in_for_everybody(file)
    took["inventory in"] = time.perf_counter() - began
    codes = sorted(set(vintage.figures.values_list("place", flat=True)))
    began = time.perf_counter()
    for code in codes:
        organisation = add_organisation(code)
        organisation.published = True
        organisation.save()
        compute_account(organisation)
    took["accounts computed"] = time.perf_counter() - began
    print(
        f"{len(codes)} municipalities, {vintage.figures.count()} figures, "
        f"{len(vintage.years)} years"
    )
    return codes, took


def load(site: Site, codes: list[str], seconds: int, folder: Path) -> dict[str, dict[str, float]]:
    """Ask for pages; returns percentiles by name (ms), requests a second and failures."""
    (folder / "codes.txt").write_text("\n".join(codes))
    script = folder / "locustfile.py"
    script.write_text(
        LOCUST.format(codes=str(folder / "codes.txt"), seed=SEED, each=RATE / USERS), "utf-8"
    )
    subprocess.run(
        [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(script),
            "--headless",
            "--host",
            site.url,
            "-u",
            str(USERS),
            "-r",
            str(USERS),
            "-t",
            f"{seconds}s",
            "--csv",
            str(folder / "out"),
            "--only-summary",
            "--loglevel",
            "ERROR",
        ],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = {}
    with open(folder / "out_stats.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["Name"]] = {
                "p50": float(row["50%"]),
                "p95": float(row["95%"]),
                "p99": float(row["99%"]),
                "rps": float(row["Requests/s"]),
                "failures": float(row["Failure Count"]),
            }
    return found


def memory(site: Site) -> list[float]:
    """Return the MB that each process of the site holds alone."""
    assert site.process is not None
    found, waiting = [], [site.process.pid]
    while waiting:
        pid = waiting.pop()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        waiting += [int(c) for c in children]
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                found.append(int(line.split()[1]) / 1024)
    return found


def main() -> int:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {dt.date.today()}"
    )
    cluster = Cluster()
    try:
        cluster.start()
        cluster.create()
        with tempfile.TemporaryDirectory() as folder:
            state = Path(folder)
            codes, took = prepare(cluster.url, state)
            for name, value in took.items():
                print(f"{name}: {value:.1f} s")
            site = Site(
                state,
                database=cluster.url,
                KORTREIST_DEMONSTRATION="0",
                KORTREIST_LIMITS_TIMES="1000",
            )
            starts = []
            for _ in range(3):
                starts.append(site.start("--no-worker", "--no-prepare"))
                site.stop()
            print(f"cold start: {min(starts):.2f}-{max(starts):.2f} s")
            site.start("--no-worker", "--no-prepare")
            fresh = load(site, codes, seconds, state)
            quiet = load(site, codes, seconds, state)
            print("memory (MB a process):", ", ".join(f"{m:.0f}" for m in memory(site)))
            worker = subprocess.Popen(
                [sys.executable, "-c", BUSY],
                env=site.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(5)
            busy = load(site, codes, seconds, state)
            worker.kill()
            site.stop()
    finally:
        cluster.remove()
    print("| page | p95, just started | p50 | p95 | p99 | a second | failed | p95 with plans |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, q in quiet.items():
        failed = sum(run[name]["failures"] for run in (fresh, quiet, busy))
        print(
            f"| {name} | {fresh[name]['p95']:.0f} | {q['p50']:.0f} | {q['p95']:.0f} | "
            f"{q['p99']:.0f} | {q['rps']:.1f} | {failed:.0f} | {busy[name]['p95']:.0f} |"
        )
    for run in (fresh, quiet, busy):
        print(json.dumps(run["Aggregated"]))
    return 0


#: What a worker does without end: one plan after the other, as niced as the worker's own.
BUSY = """
import os
os.nice(10)
import kortreist
while True:
    kortreist.plan("4005")
"""

if __name__ == "__main__":
    raise SystemExit(main())
