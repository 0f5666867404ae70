"""The twenty pages used most, as those who use them: time and questions to the database.

Makes the demonstration (or takes a state folder that holds one), signs in as its people in this
process, and opens each page again and again through Django's own client: everything but the
network. Processor time is what is judged, as it does not depend on what else the machine does;
the wall clock is printed beside it, with the load.

Goals: p95 ≤ 300 ms and ≤ 25 questions each; the work's first page ≤ 200 ms.

Run: ``python benchmarks/signed_in.py [--state FOLDER] [--rounds 30] [--json]``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "web" / "e2e"))

_FINANCE = {"role": "editor", "person": "okonomisjef"}
P95_MS, FIRST_MS, QUERIES = 300.0, 200.0, 25


def measure(rounds: int) -> list[dict[str, object]]:
    """Return for each page: name, questions, and p50 and p95 in ms, processor and wall."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
    import django

    django.setup()
    import numpy as np
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from most_used import MOST_USED

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    clients: dict[str, Client] = {}
    out: list[dict[str, object]] = []
    for name, looker, path in MOST_USED:
        if looker not in clients:
            clients[looker] = Client()
            if looker:
                asked = {"role": looker} if looker != "okonomisjef" else _FINANCE
                answer = clients[looker].post("/nb/prov/", asked)
                assert answer.status_code == 302, (looker, answer.status_code)
        client = clients[looker]
        client.get(path)  # what is read once a process
        asked: list[str] = []

        def counted(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(counted):
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        cpu, wall = [], []
        for _ in range(rounds):
            began, clock = time.process_time(), time.perf_counter()
            client.get(path)
            cpu.append(1e3 * (time.process_time() - began))
            wall.append(1e3 * (time.perf_counter() - clock))
        row: dict[str, object] = {"page": name, "path": path, "queries": len(asked)}
        if rounds:
            row |= {"p50": float(np.quantile(cpu, 0.5)), "p95": float(np.quantile(cpu, 0.95))}
            row["wall_p95"] = float(np.quantile(wall, 0.95))
        out.append(row)
    return out


def main() -> None:
    """Print a row a page, or all of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", default="")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        state = options.state or made
        if not options.state:
            from running_site import Site

            site = Site(Path(made))
            site.start("--no-worker", "--processes", "1", wait=900.0)
            site.stop()
        os.environ["KORTREIST_STATE"] = state
        rows = measure(options.rounds)
    if options.json:
        print(json.dumps(rows))
        return
    print(f"load {os.getloadavg()[0]:.1f}")
    for row in rows:
        limit = FIRST_MS if row["page"] == "work" else P95_MS
        good = float(str(row["p95"])) <= limit and int(str(row["queries"])) <= QUERIES
        print(
            f"{row['page']:18} p50 {row['p50']:6.0f} ms  p95 {row['p95']:6.0f} ms  "
            f"(wall p95 {row['wall_p95']:6.0f} ms)  {row['queries']:3} queries"
            f"{'' if good else '  above the goal'}"
        )


if __name__ == "__main__":
    main()
