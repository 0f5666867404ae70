"""Run tests that hold cases told in advance, and say which cases came out right.

As a plugin of pytest it notes how each test went; a case is right when all of its tests are. A
test names its cases with ``@pytest.mark.case("…")`` (``{parameter}`` stands for the parameter's
value), else it is itself a case, whatever its parameters.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
_INTO = "KORTREIST_COUNTED"
_NOTED: list[dict[str, Any]] = []


def names_of(item: pytest.Item) -> list[str]:
    """Return the cases a test holds."""
    out = []
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    for marker in item.iter_markers("case"):
        for said in marker.args:
            for key, value in parameters.items():
                said = said.replace("{" + key + "}", str(value))
            out.append(said)
    return out


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note how each phase of a test went."""
    report = yield
    _NOTED.append(
        {
            "test": item.nodeid.split("[")[0],
            "cases": names_of(item),
            "outcome": report.outcome,
            "properties": dict(report.user_properties),
        }
    )
    return report


def pytest_sessionfinish() -> None:
    """Write what was noted where whoever started the run wants it."""
    if where := os.environ.get(_INTO):
        Path(where).write_text(json.dumps(_NOTED), "utf-8")


def run(paths: Sequence[str], *options: str) -> list[dict[str, Any]]:
    """Run tests, those marked ``long`` too, and return what was noted of each phase.

    Raises
    ------
    RuntimeError
        pytest itself did not come to an end.
    """
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "noted.json"
        here = [str(ROOT / "tools"), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "counted_cases", "-p", "no:cacheprovider",
             "-o", "addopts=--import-mode=importlib", *options, *paths],
            cwd=ROOT,
            env=os.environ | {_INTO: str(into), "PYTHONPATH": os.pathsep.join(here)},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        if done.returncode not in (0, 1) or not into.exists():
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return list(json.loads(into.read_text("utf-8")))


def outcomes(noted: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return case → ``failed``, ``skipped`` or ``passed``, the worst of its tests'.

    Examples
    --------
    >>> outcomes([{"test": "t", "cases": ["a"], "outcome": "passed"},
    ...           {"test": "t", "cases": ["a"], "outcome": "failed"},
    ...           {"test": "u", "cases": [], "outcome": "passed"}])
    {'a': 'failed', 'u': 'passed'}
    """
    order = ("failed", "skipped", "passed")
    found: dict[str, str] = {}
    for one in noted:
        for case in one["cases"] or [one["test"]]:
            both = (one["outcome"], found.get(case, "passed"))
            found[case] = min(both, key=order.index)
    return found
