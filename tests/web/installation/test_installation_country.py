"""The whole country in one file: within minutes and memory, and all pages answer quickly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from installation_files import COUNTY

ROOT = Path(__file__).parents[3]
_RUN = """
import json, sys
from pathlib import Path
sys.path[:0] = [{benchmarks!r}]
import national_site
national_site.prepare(Path({state!r}))
county = {county!r}
print(json.dumps(national_site.run(Path(county) if county else None, Path({folder!r}))))
"""


@pytest.mark.long
@pytest.mark.any_database
def test_a_country_is_taken_in_within_bounds(tmp_path):
    """In a process of its own: its memory is measured, and its database is a file."""
    script = _RUN.format(
        benchmarks=str(ROOT / "benchmarks"),
        state=str(tmp_path / "state"),
        folder=str(tmp_path),
        county=str(COUNTY) if COUNTY.exists() else "",
    )
    left = {k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=left, capture_output=True, text=True, timeout=3600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    got = json.loads(done.stdout.strip().splitlines()[-1])
    assert got["municipalities"] == got["accounts"] == 357
    assert got["real"] == (17 if COUNTY.exists() else 0)  # to the gram
    assert got["processor"] + got["pages processor"] < 300  # s
    assert got["peak"] < 1000  # MB
    for name, page in got["pages"].items():
        assert page["queries"] <= 25, name
        if name != "whole catalogue":
            assert page["p95"] <= 300, (name, page)
