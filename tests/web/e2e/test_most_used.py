"""The twenty pages used most ask the database little: counted where they are also timed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MOST = 25


def test_the_pages_used_most_ask_the_database_little(seeded, tmp_path):
    state = tmp_path / "state"
    shutil.copytree(seeded, state)
    run = subprocess.run(
        [
            sys.executable,
            str(ROOT / "benchmarks" / "signed_in.py"),
            *("--state", str(state), "--rounds", "0", "--json"),
        ],
        env={k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    rows = json.loads(run.stdout.strip().splitlines()[-1])
    assert len(rows) == 20
    assert all(row["queries"] > 0 for row in rows)
    many = {r["page"]: r["queries"] for r in rows if r["queries"] > MOST}
    assert not many
