"""The rows of ``docs/explanation/how-good.md``: what, how it stood, the goal, and the command.

What stood is of 29 November 2026 (commit 88e6b86): of the reviews made that day, of
``figures_before.json``, and of the same functions run on that commit. What nobody measured then
is said not to be.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures_table import PLACES
from intervals_table import BEFORE

ROOT = Path(__file__).resolve().parents[1]
UNKNOWN = "not measured"
NAMES = {
    "4005": "Notodden", "4003": "Skien", "4001": "Porsgrunn", "4032": "Fyresdal", "4026": "Tinn",
}  # fmt: skip
PUBLISHED_FILE = ROOT / "tests" / "oracle" / "published_footprint.csv"
#: What the program said of each year, Mt: only residents changed from year to year.
_FOOTPRINT_BEFORE = {
    2012: 59.13, 2013: 59.82, 2014: 60.40, 2015: 60.94, 2016: 61.36, 2017: 61.37, 2018: 61.80,
    2019: 61.73, 2020: 61.91,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row: its key, part, group that measures it, and what stands beside the value."""

    key: str
    part: str
    group: str
    what: str
    before: str
    goal: str
    command: str


def published() -> dict[int, float]:
    """Return the country's published footprint, Mt CO2e by year."""
    with PUBLISHED_FILE.open(encoding="utf-8") as file:
        return {int(r["year"]): float(r["mt_co2e"]) for r in csv.DictReader(file)}


def share(value: float | None) -> str:
    """Return a share as a percentage, or that nobody measured it."""
    return UNKNOWN if value is None else f"{100 * value:.0f} %"


def rows(folders: list[str], lines_before: dict[str, str]) -> list[Row]:
    """Return every row, in the page's order.

    Parameters
    ----------
    folders : list of str
        Packages and folders whose lines are counted.
    lines_before : dict
        Folder → its lines of code on 29 November, where it was there.
    """
    return [
        *_figures(),
        *_footprint(),
        *_cases(),
        *_structure(),
        *_use(),
        *_times(),
        *_lines(folders, lines_before),
    ]


def _figures() -> Iterator[Row]:
    before = json.loads((ROOT / "tools" / "figures_before.json").read_text("utf-8"))["places"]
    part = "The plan's figures"
    for n in PLACES:
        then: dict[str, Any] = before[n]
        command = f"python tools/how_good.py --only figures-{n}"
        inside = UNKNOWN if then["linked"] is None else f"{then['inside']} of {then['linked']}"
        yield Row(
            f"prices-{n}", part, f"figures-{n}",
            f"{NAMES[n]}: priced measures whose low end is inside the national upper cost",
            inside, "all, or the sheet says why with a source", command,
        )  # fmt: skip
        yield Row(
            f"tonnes-{n}", part, f"figures-{n}",
            f"{NAMES[n]}: share of the plan's tonnes on judgement alone",
            share(then["tonnes_judged"]), "none set", command,
        )  # fmt: skip
        yield Row(
            f"money-{n}", part, f"figures-{n}",
            f"{NAMES[n]}: share of the plan's kroner on judgement",
            share(then["money_judged"]), "none set", command,
        )  # fmt: skip
    for key, what, goal in (
        ("80", "all pairs of Telemark; widths of other places, later years among them", "75–85 %"),
        ("forward", "widths only of what was known in the base year", "75–85 %"),
        ("1-2", "1–2 years ahead", "68–92 %"),
        ("3-5", "3–5 years ahead", "68–92 %"),
        ("6-8", "6–8 years ahead", "68–92 %"),
    ):
        yield Row(
            f"coverage-{key}", part, "coverage", f"What the 80 % interval held, {what}",
            share(BEFORE.get(key)), goal, "kortreist backtest all",
        )  # fmt: skip
    for n in PLACES:
        yield Row(
            f"agreement-{n}", part, "agreement",
            f"{NAMES[n]}: *start now* beside real budgets, precision at 5, 10, 20 and rank",
            UNKNOWN, "none set: published, each disagreement with its reason",
            "python tools/agreement.py --kept",
        )  # fmt: skip


def _footprint() -> Iterator[Row]:
    for year, mt in published().items():
        yield Row(
            f"footprint-{year}", "The footprint of the country", "footprint",
            f"Footprint of {year}, Mt CO2e", f"{_FOOTPRINT_BEFORE[year]:.2f}",
            f"{mt:.2f} ± 0.1 %",
            f"kortreist account NO --boundary consumption --year {year}",
        )  # fmt: skip


def _cases() -> Iterator[Row]:
    part = "Cases told in advance"
    hand = "tests/plans/test_plans_hand_cases.py tests/bindings/test_bindings_hand_cases.py"
    yield Row(
        "hand-review", part, "hand-cases", "The fourteen hand cases of 29 November, right",
        "4 of 14, two more in part", "14 of 14", f"python -m pytest {hand}",
    )  # fmt: skip
    yield Row(
        "hand-all", part, "hand-cases", "All hand cases of measures and of bindings, right",
        UNKNOWN, "all", f"python -m pytest {hand}",
    )  # fmt: skip
    yield Row(
        "verdicts", part, "verdicts", "Verdicts on the invented investments, right",
        "nothing judged them", "all", "kortreist bind examples/bindings.csv --place 4005",
    )  # fmt: skip
    yield Row(
        "cases", part, "cases",
        "Cases from public reports, right (the folder `../shared/cases` does not ship: without it "
        "the row is not run)",
        UNKNOWN, "all", "python tools/how_good.py --only cases",
    )  # fmt: skip


def _structure() -> Iterator[Row]:
    part = "The code"
    for key, what, before, goal, command in (
        ("upward", "Imports to the right, against the rule", "23", "0", "lint-imports"),
        ("circles", "Circles between packages of the engine, or domains of the site",
         "1, of 14 domains", "0", "lint-imports"),
        ("file-circles", "Circles of files, imports inside functions and for types counted",
         "3, of 10 files", "none set", "python tools/how_good.py --only structure"),
        ("untyped", "Actors and organisations of no type (`Any`)", "435", "0",
         "python -m pytest tests/test_house.py"),
        ("central", "Central files a new domain touches", "about 12",
         "1 and its line in the import contract",
         "python -m pytest tests/web/core/test_core_domain.py"),
    ):  # fmt: skip
        yield Row(key, part, "structure", what, before, goal, command)


def _use() -> Iterator[Row]:
    part = "In use"
    story = "python -m pytest tests/web/e2e/test_story_newcomer.py"
    for width in (1280, 390):
        yield Row(
            f"clicks-{width}", part, "clicks",
            f"Clicks from *take into use* to a proposed budget, {width} px",
            "impossible without a terminal", "≤ 25", story,
        )  # fmt: skip
    pages = "python benchmarks/signed_in.py"
    yield Row(
        "pages-p95", part, "pages", "The twenty pages used most: slowest p95; pages over the goal",
        "71 ms, of 104 pages then", "≤ 300 ms each", pages,
    )  # fmt: skip
    yield Row(
        "pages-queries", part, "pages",
        "The twenty pages used most: most questions to the database; pages over the goal",
        "27 (the work's first page), of 104 pages then", "≤ 25 each", pages,
    )  # fmt: skip
    yield Row(
        "pages-first", part, "pages", "First page of the work, p95", "23 ms", "≤ 200 ms", pages
    )


def _times() -> Iterator[Row]:
    part = "How long it takes"
    yield Row(
        "make-setup", part, "times", "Set-up in a new clone",
        "26 s, pip's cache warm", "≤ 3 min", "make setup",
    )  # fmt: skip
    yield Row(
        "make-test", part, "times", "`make test`, set up, 2 cores", UNKNOWN, "≤ 10 min", "make test"
    )
    yield Row(
        "make-test-all", part, "times", "`make test-all`, `make test` in it",
        UNKNOWN, "none set", "make test-all",
    )  # fmt: skip


def _lines(folders: list[str], before: dict[str, str]) -> Iterator[Row]:
    for name in folders:
        less = "less for the same domains" if name == "kortreist_web" else "none set"
        yield Row(
            f"lines-{name}", "Lines of code, by package", "sizes", f"`{name}`",
            before.get(name, "–"), less, "python tools/sizes.py 88e6b86 now",
        )  # fmt: skip


#: Why a goal is not met, said on the page as long as it is not.
WHY = {
    "make-test": "More is tested than there is time for on two cores: what takes more than a few "
    "seconds and is not the only guard of something is moved to `make test-all`, and what is "
    "left is still more than ten minutes.",
    "coverage-forward": "Of what had come by the base year the widths are too narrow: a shock "
    "that strikes all places at once is not in them ([Intervals](intervals.md)).",
    "pages-p95": "What others do on the machine shows in processor time too: to be measured again "
    "where nothing else runs.",
    "pages-queries": "Each domain says by itself whether its step of the year is done, and asks "
    "for itself.",
    "make-setup": "What is installed has grown with what the program reads and draws.",
    "lines-kortreist_web": "What the site does for the same domains has grown with what it does; "
    "[How large](size.md) has the same domains apart. How much would have been written anyway "
    "was not measured.",
}
