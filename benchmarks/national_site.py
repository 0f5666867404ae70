"""A national workbook taken in by whoever runs the site: 357 municipalities, a page each.

Makes a workbook in the layout of the environment agency's (``tests/web/made_workbook.py``:
Telemark's 17 are real where their file is given, the others are made and nobody's account),
sends it in and takes it in as whoever runs the site does, on SQLite, with the background jobs
of one worker; then opens every municipality's first page, account and comparison, the front
page, the search, the map and the whole catalogue. Prints processor seconds, the peak memory of
the process and its children together, percentiles and queries. Real rows are held against the
file.

Goals: read, accounts and all pages in at most 5 minutes and 1 GB; p95 of a page at most 300 ms
and 25 queries.

Run: ``python benchmarks/national_site.py [COUNTY.csv]``.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "web")]

#: What may be measured of one run, by name.
Measured = dict[str, float]


def _rss(pid: int) -> int:
    """Return the bytes that a process and its children hold."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
            waiting += [
                int(c) for c in Path(f"/proc/{one}/task/{one}/children").read_text().split()
            ]
        except (OSError, IndexError, ValueError):
            continue
        total += pages * resource.getpagesize()
    return total


class Memory(threading.Thread):
    """Looks at the memory of this process and its children while something is done."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.over = 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            self.peak = max(self.peak, _rss(os.getpid()))


def _processor() -> float:
    mine = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in (mine, children))


def prepare(state: Path) -> None:
    """Make an empty site on SQLite; to be called before anything of Django is read."""
    os.environ.update(
        KORTREIST_STATE=str(state), DJANGO_SETTINGS_MODULE="kortreist_web.config.settings"
    )
    os.environ.pop("KORTREIST_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def take_in(path: Path) -> Measured:
    """Send a workbook in and take it in; returns what each part took."""
    from kortreist_web.installation.actions.send_in_figures import send_in_figures
    from kortreist_web.installation.actions.take_in_figures import take_in_figures
    from kortreist_web.jobs import tasks
    from kortreist_web.jobs.models import Job
    from kortreist_web.people.models import User

    took: Measured = defaultdict(float)

    def work() -> None:
        while job := Job.objects.filter(state=Job.State.WAITING).order_by("id").first():
            began, clock = _processor(), time.perf_counter()
            tasks.run.call(job.pk)
            took[job.kind] += _processor() - began
            took[f"{job.kind} longest"] = max(
                took[f"{job.kind} longest"], time.perf_counter() - clock
            )
            job.refresh_from_db()
            if job.state != Job.State.DONE:
                raise RuntimeError(f"{job.kind}: {job.state} {job.error}")

    who = User.objects.create_user("drift@site.example", is_operator=True)
    file = send_in_figures(who, filename=path.name, content=path.read_bytes())
    work()
    file.refresh_from_db()
    take_in_figures(who, file, looked_at=True)
    work()
    return took


def check(county: Path) -> int:
    """Hold the county's accounts against its file; returns how many places agree to the gram."""
    from kortreist.places import find
    from kortreist_web.accounts.models import AccountResult

    sums: dict[tuple[str, int], float] = defaultdict(float)
    with county.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            sums[row["Kommune"], int(row["År"][:4])] += float(row["Utslipp"])
    last = max(year for _, year in sums)
    right = 0
    for name in {name for name, _ in sums}:
        content = AccountResult.objects.get(place=find(name).number).content
        difference = content["totals"]["territorial"]["value"] - sums[name, last]
        right += content["year"] == last and abs(difference) < 1e-6
    return right


def open_pages() -> dict[str, dict[str, float]]:
    """Open pages as somebody who is not signed in; percentiles in ms, queries, count of each."""
    from django.core.cache import caches
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kortreist_web.tenants.models import Organisation

    codes = list(Organisation.objects.filter(published=True).values_list("code", flat=True))
    pages = {
        "first page": [f"/nb/{c}/" for c in codes],
        "account": [f"/nb/{c}/regnskap/" for c in codes],
        "comparison": [f"/nb/{c}/regnskap/sammenlign/" for c in codes],
        "front page": ["/nb/"] * 20,
        "search": [f"/nb/?q={q}" for q in ("skien", "sand", "4003", "nes", "b") * 4],
        "map": ["/nb/kart/", "/nn/kart/?vis=utslipp", "/nb/kart/?sorter=value"] * 7,
        "whole catalogue": ["/data/catalogue.ttl"] * 3,
    }
    out: dict[str, dict[str, float]] = {}
    client = Client()
    for name, addresses in pages.items():
        clocks, queries = [], 0
        for address in addresses:
            caches["pages"].clear()  # as for its first reader
            reset_queries()
            with CaptureQueriesContext(connection) as asked:
                began = time.process_time()
                answer: Any = client.get(address)
                clocks.append(1000 * (time.process_time() - began))
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            queries = max(queries, len(asked))
        clocks.sort()
        out[name] = {
            "pages": len(clocks),
            "p50": clocks[len(clocks) // 2],
            "p95": clocks[min(len(clocks) - 1, int(0.95 * len(clocks)))],
            "queries": queries,
        }
    return out


def run(county: Path | None, folder: Path) -> dict[str, Any]:
    """Do all of it in an empty site that is prepared; returns what was measured."""
    from made_workbook import made_rows, write_workbook  # type: ignore[import-not-found]

    from kortreist_web.accounts.models import AccountResult
    from kortreist_web.tenants.models import Organisation

    rows = made_rows(county)
    count, workbook = len(rows), write_workbook(rows, folder / "alle_kommuner_2026-04-24.xlsx")
    del rows
    memory, began, clock = Memory(), _processor(), time.perf_counter()
    memory.start()
    took = take_in(workbook)
    processor, wall = _processor() - began, time.perf_counter() - clock
    pages_began = _processor()
    pages = open_pages()
    memory.over.set()
    memory.join()
    return {
        "rows": count,
        "municipalities": Organisation.objects.filter(published=True).count(),
        "accounts": AccountResult.objects.count(),
        "took": dict(took),
        "processor": processor,
        "wall": wall,
        "pages processor": _processor() - pages_began,
        "peak": memory.peak / 1e6,
        "pages": pages,
        "real": check(county) if county else 0,
    }


def main(county: Path | None) -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "state")
        got = run(county, folder)
    print(f"{got['rows']:,} rows, {got['municipalities']} municipalities, {got['real']} real")
    print("| part | processor, s | longest job, s |\n| --- | ---: | ---: |")
    for kind in ("read_figures", "take_in", "make_pages"):
        one = f"installation.{kind}"
        print(f"| {kind} | {got['took'][one]:.1f} | {got['took'][one + ' longest']:.1f} |")
    print(f"| all pages opened | {got['pages processor']:.1f} | |")
    print(f"in all {(got['processor'] + got['pages processor']) / 60:.1f} min of processor time")
    print(f"clock of taking in {got['wall'] / 60:.1f} min; peak {got['peak']:.0f} MB")
    print("| page | opened | p50, ms | p95, ms | queries |\n| --- | ---: | ---: | ---: | ---: |")
    for page, m in got["pages"].items():
        print(f"| {page} | {m['pages']} | {m['p50']:.0f} | {m['p95']:.0f} | {m['queries']:.0f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
