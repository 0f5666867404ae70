"""What the table of ``how_good.py`` measures: a function a group, with each row's verdict."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import agreement
import counted_cases
import figures_table
import sizes
import structure
from how_good_rows import published

import kortreist
from kortreist.errors import KortreistError
from kortreist.facts import load

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT.parent / "shared" / "cases" / "README.md"
HAND = ("tests/plans/test_plans_hand_cases.py", "tests/bindings/test_bindings_hand_cases.py")
VERDICTS = ROOT / "tests" / "bindings" / "invented_verdicts.csv"
REVIEWED = 14
MOST_CLICKS, SETUP_S, TEST_S = 25, 180.0, 600.0


class NotHereError(Exception):
    """What a group needs is not on this machine; the kept value stays."""


@dataclass(frozen=True)
class Result:
    """A row's value as it is printed, and whether the goal is met; None where none is set."""

    value: str
    met: bool | None = None


def of(right: int, all_: int) -> Result:
    """Return how many of how many are right."""
    return Result(f"{right} of {all_}", right == all_)


# -- figures ---------------------------------------------------------------------------


def figures(number: str) -> dict[str, Result]:
    """Return one municipality's prices and judgement, of a plan made now.

    Raises
    ------
    NotHereError
        Its account is not imported.
    """
    try:
        budget = kortreist.plan(number, futures_count=1000, extras=False, time_limit=5)
    except KortreistError as error:
        raise NotHereError(error.message("en")) from error
    found = figures_table.measured(budget)
    linked, inside, said = (int(found[k] or 0) for k in ("linked", "inside", "explained"))
    also = f"; {said} more say why" if said else ""
    return {
        f"prices-{number}": Result(f"{inside} of {linked}{also}", inside + said == linked),
        f"tonnes-{number}": Result(_percent(found["tonnes_judged"])),
        f"money-{number}": Result(_percent(found["money_judged"])),
    }


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def coverage() -> dict[str, Result]:
    """Return what the 80 % interval held, pooled and by horizon.

    The facts that ship are what ``kortreist backtest all`` makes of Telemark's editions
    (``tests/backtests/test_backtests_gate.py``).
    """
    table = load().table("interval_coverage")
    held = {r["key"]: r["coverage_80"] for r in table if r["scope"] == "horizon"}
    pooled = next(r["coverage_80"] for r in table if r["scope"] == "all")
    known = next(r["coverage_80"] for r in table if r["scope"] == "forward")
    found = {
        "coverage-80": Result(_percent(pooled), 0.75 <= pooled <= 0.85),
        "coverage-forward": Result(_percent(known), 0.75 <= known <= 0.85),
    }
    for key, value in held.items():
        found[f"coverage-{key}"] = Result(_percent(value), 0.68 <= value <= 0.92)
    return found


def agreed() -> dict[str, Result]:
    """Return how the kept plans agree with what municipalities have published."""
    kept = json.loads(agreement.KEPT.read_text("utf-8"))
    named, least = agreement.naming(agreement.read()), agreement.ENOUGH
    found = {}
    for number, plan in kept["plans"].items():
        *precision, tau = agreement.agrees(plan, named, sorted(named), least)
        said = ", ".join(f"{p:.2f}" for p in precision)
        found[f"agreement-{number}"] = Result(f"{said}; {tau:.2f}".replace("-", "−"))
    return found


def _printed(*arguments: str) -> Any:
    """Return what a command prints as JSON."""
    from kortreist.cli import main

    out = io.StringIO()
    with redirect_stdout(out):
        code = main([*arguments, "--json"])
    if code:
        raise RuntimeError(f"kortreist {' '.join(arguments)} ended with {code}")
    return json.loads(out.getvalue())


def footprint() -> dict[str, Result]:
    """Return the country's footprint of each year, through the command."""
    found = {}
    for year, right in published().items():
        asked = ("account", "NO", "--boundary", "consumption", "--year", str(year))
        mt = _printed(*asked)["totals"]["consumption"]["value"] / 1e6
        found[f"footprint-{year}"] = Result(f"{mt:.2f}", abs(mt / right - 1.0) <= 1e-3)
    return found


# -- cases -----------------------------------------------------------------------------


def hand_tests() -> list[str]:
    """Return the names of the tests that are hand cases."""
    return [
        node.name
        for path in HAND
        for node in ast.parse((ROOT / path).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def hand_cases() -> dict[str, Result]:
    """Return how many hand cases are right."""
    noted = counted_cases.run(HAND)
    reviewed = counted_cases.outcomes([n for n in noted if n["cases"]])
    right = [name for name, how in reviewed.items() if how == "passed"]
    every = counted_cases.outcomes([n | {"cases": []} for n in noted])
    return {
        "hand-review": of(len(right), REVIEWED),
        "hand-all": of(sum(how == "passed" for how in every.values()), len(hand_tests())),
    }


def verdicts() -> dict[str, Result]:
    """Return how many of the invented investments are judged as told in advance."""
    with VERDICTS.open(encoding="utf-8") as file:
        told = {r["id"]: (r["verdict"], r["best_alternative"]) for r in csv.DictReader(file)}
    said = {
        j["id"]: (j["verdict"], j["best_alternative"] or "")
        for j in _printed("bind", "examples/bindings.csv", "--place", "4005")
    }
    return {"verdicts": of(sum(said.get(id) == right for id, right in told.items()), len(told))}


def reported() -> list[str]:
    """Return what each case from public reports is: the first cell of its row.

    Raises
    ------
    NotHereError
        The folder of cases is not beside the checkout.
    """
    if not CASES.exists():
        raise NotHereError(f"{CASES.parent} is not here")
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line.startswith("|")]
    return [line.split("|")[1].strip() for line in lines[2:]]


def cases() -> dict[str, Result]:
    """Return how many cases from public reports are right; what nothing tests is not."""
    every = reported()
    marked = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if "mark.case(" in path.read_text("utf-8") and str(path.relative_to(ROOT)) not in HAND
    ]
    went = counted_cases.outcomes(counted_cases.run(sorted(marked), "-m", "case"))
    right = 0
    for case in every:
        hows = {how for name, how in went.items() if name in case}
        right += hows == {"passed"}
        if hows != {"passed"}:
            print(f"  not right: {case}: {sorted(hows) or 'no test'}", file=sys.stderr)
    return {"cases": of(right, len(every))}


# -- the code --------------------------------------------------------------------------


def code() -> dict[str, Result]:
    """Return imports, circles, types and a domain's reach."""
    circles, central = structure.circles(), len(structure.CENTRAL)
    return {
        "upward": Result(str(n := len(structure.upward())), n == 0),
        "circles": Result(str(n := len(structure.package_circles())), n == 0),
        "file-circles": Result(f"{len(circles)}, of {sum(map(len, circles))} files"),
        "untyped": Result(str(n := len(structure.all_untyped_actors())), n == 0),
        "central": Result(f"{central - 1} and its line in the import contract", central == 2),
    }


def code_sizes() -> dict[str, Result]:
    """Return the lines of code of each package; the site's goal is of the domains of then."""
    now = {k: v.code for k, v in sorted(sizes.sizes().items())}
    kept = json.loads((ROOT / "tools" / "how_good_kept.json").read_text("utf-8"))["lines_before"]
    then = {k: int(v.replace(" ", "")) for k, v in kept.items() if k.startswith("kortreist_web/")}
    same = sum(n for k, n in now.items() if k in then)
    found = {f"lines-{k}": Result(_count(n)) for k, n in now.items()}
    said = f"{_count(now['kortreist_web'])}; {_count(same)} in the domains of then"
    return found | {"lines-kortreist_web": Result(said, same < sum(then.values()))}


def _count(n: int) -> str:
    return f"{n:,}".replace(",", " ")


# -- what takes long, kept until it is measured again ----------------------------------


def clicks() -> dict[str, Result]:
    """Return the clicks of the newcomer's story in a browser, at both widths."""
    noted = counted_cases.run(["tests/web/e2e/test_story_newcomer.py"])
    found = {}
    for one in noted:
        for name, n in one["properties"].items():
            right = one["outcome"] == "passed" and n <= MOST_CLICKS
            found[name.replace("_", "-")] = Result(str(n), right)
    if not found:
        raise NotHereError("the story was not run: official figures or a browser are missing")
    return found


def pages(state: str = "") -> dict[str, Result]:
    """Return the slowest of the twenty pages used most, and the one that asks most."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from signed_in import FIRST_MS, P95_MS, QUERIES

    asked = [sys.executable, str(ROOT / "benchmarks" / "signed_in.py"), "--json"]
    asked += ["--state", state] if state else []
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    measured: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
    slow = max(measured, key=lambda r: float(r["p95"]))
    most = max(measured, key=lambda r: int(r["queries"]))
    over = sum(r["p95"] > P95_MS for r in measured)
    many = sum(r["queries"] > QUERIES for r in measured)
    first = next(float(r["p95"]) for r in measured if r["page"] == "work")
    return {
        "pages-p95": Result(f"{slow['p95']:.0f} ms ({slow['page']}); {over} over", over == 0),
        "pages-queries": Result(f"{most['queries']} ({most['page']}); {many} over", many == 0),
        "pages-first": Result(f"{first:.0f} ms", first <= FIRST_MS),
    }


def clock(seconds: float) -> str:
    """Return a time as it is read.

    Examples
    --------
    >>> clock(642.4), clock(26)
    ('10 min 42 s', '26 s')
    """
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def seconds(text: str) -> float:
    """Return the seconds of ``642``, ``10:42`` or ``1:02:03``.

    Raises
    ------
    ValueError
        It is none of these.

    Examples
    --------
    >>> seconds("10:42"), seconds("26.5")
    (642.0, 26.5)
    """
    if not re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", text):
        raise ValueError(f"{text!r} is no time: write seconds, 10:42 or 1:02:03")
    whole = 0.0
    for part in text.split(":"):
        whole = 60 * whole + float(part)
    return whole


def timed(key: str, took: float) -> Result:
    """Return the result of a row of times."""
    goal = {"make-setup": SETUP_S, "make-test": TEST_S}.get(key)
    return Result(clock(took), None if goal is None else took <= goal)


def times() -> dict[str, Result]:
    """Return set-up, ``make test`` and ``make test-all`` in a new clone of what is committed."""
    found = {}
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("KORTREIST", "PYTHON"))}
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "kortreist"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        data = ROOT.parent / "shared"
        if data.exists():
            (Path(folder) / "shared").symlink_to(data)
        for key, target in (
            ("make-setup", "setup"),
            ("", ".venv/.installed-dev"),
            ("make-test", "test"),
            ("make-test-all", "test-all"),
        ):
            began = time.monotonic()
            done = subprocess.run(["make", target], cwd=clone, env=clean, check=False)
            if key:
                result = timed(key, time.monotonic() - began)
                green = "" if done.returncode == 0 else ", not green"
                met = result.met and done.returncode == 0
                found[key] = Result(result.value + green, None if result.met is None else met)
    return found


#: Group → what measures it; minutes in all.
CHEAP: Mapping[str, Callable[[], dict[str, Result]]] = {
    **{f"figures-{n}": (lambda n=n: figures(n)) for n in figures_table.PLACES},
    "coverage": coverage,
    "agreement": agreed,
    "footprint": footprint,
    "hand-cases": hand_cases,
    "verdicts": verdicts,
    "cases": cases,
    "structure": code,
    "sizes": code_sizes,
}
#: Group → what measures it; only when asked for.
LONG: Mapping[str, Callable[[], dict[str, Result]]] = {
    "clicks": clicks,
    "pages": pages,
    "times": times,
}
