"""``kortreist nation``: every municipality's plan, and what they add up to."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from kortreist import measures
from kortreist.arguments import check
from kortreist.connectors import atomic_write, data_directory
from kortreist.country import CountrySummary, MeasureSummary, MunicipalityResult, Settings, nation
from kortreist.errors import InputError
from kortreist.i18n import Translator
from kortreist.plans.outcome import Group

__all__ = ["run"]

#: Measures in the terminal's table; all are in the JSON.
_SHOWN = 25
#: Groups in the terminal's table: what somebody decides, and what is not done; all are in the JSON.
_GROUPS: tuple[Group, ...] = (
    "start_now",
    "anchor_first",
    "decide_now",
    "keep_open",
    "avoid",
    "not_for_climate",
)


def run(options: argparse.Namespace, t: Translator) -> int:
    """Run the country; returns the exit code."""
    check(futures_count=options.futures, seed=options.seed)
    if options.workers is not None and options.workers < 0:
        raise InputError("country.workers", n=options.workers)
    only = tuple(n.strip() for n in (options.only or "").split(",") if n.strip())
    settings = Settings(options.futures, options.seed, date.today().isoformat())
    out: Path | None = options.out
    with _Shown(t) as shown:
        summary, results = nation(
            settings,
            only=only,
            workers=options.workers,
            scheduler=options.scheduler,
            folder=(out or data_directory() / "nation") / "results",
            progress=shown.tell,
        )
    text = json.dumps(summary.as_dict(), ensure_ascii=False, indent=1)
    if out is not None:
        atomic_write(out / "nation.json", (text + "\n").encode())
        atomic_write(out / "municipalities.json", _municipalities(results))
        print(t("country.written", folder=out), file=sys.stderr)
    if options.json:
        print(text)
    else:
        _show(summary, t)
    return 0


def _municipalities(results: tuple[MunicipalityResult, ...]) -> bytes:
    rows = [r.as_dict() for r in results]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


class _Shown:
    """Progress on stderr: a bar in a terminal, a line now and then elsewhere."""

    def __init__(self, t: Translator) -> None:
        self.t = t
        self.console = Console(stderr=True)
        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), console=self.console, transient=True
        )
        self.task = self.bar.add_task("", total=None)
        self.told = -1

    def __enter__(self) -> _Shown:
        if self.console.is_terminal:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.console.is_terminal:
            self.bar.stop()

    def tell(self, done: int, of: int, left: float | None) -> None:
        """Tell how far it has come."""
        text = self.t("country.progress", done=done, of=of)
        if left is not None and done < of:
            minutes = self.t.number(left / 60, 1)
            text += " " + self.t("country.left", minutes=minutes)
        self.bar.update(self.task, description=text, completed=done, total=of)
        tenth = 20 * done // max(of, 1)
        if not self.console.is_terminal and tenth != self.told:
            self.told = tenth
            print(text, file=sys.stderr, flush=True)


def _show(summary: CountrySummary, t: Translator) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = 110  # a file has no edge; a narrow one would cut the numbers
    s, goal = summary, summary.goal_year
    real = s.municipalities - s.made
    print(t("country.who", n=s.municipalities, real=real, made=s.made))
    if s.made:
        print(t("country.made"))
    print(t("country.boundary", year=s.base_year, total=t.number(s.base_total)))
    without, plans = s.baseline[goal], s.pathway[goal]
    for key, band in (("country.without", without), ("country.plans", plans)):
        print(
            t(
                key,
                year=goal,
                central=t.number(band.central),
                low=t.number(band.low),
                high=t.number(band.high),
            )
        )
    print(t("country.frame", year=goal, frame=t.number(s.frame[goal]), chance=t.chance(s.chance)))
    print(t("country.likely", share=t.percent(s.likely), reach=t.percent(s.reach)))
    if s.unproven:
        print(t("country.unproven", n=s.unproven))
    names = {m.id: m.name[t.language] for m in measures.library()}
    print()
    package = [r for r in s.measures if r.national_package]
    share = t.percent(s.threshold)
    print(t("country.package" if package else "country.no_package", share=share))
    for name in s.package:
        row = next(r for r in package if r.measure == name)
        print(f"  {names[name]}: {t.number(row.national_effect.central)} t")
    print()
    console.print(_table(s.measures[:_SHOWN], names, t, goal))
    if len(s.measures) > _SHOWN:
        print(t("country.more", n=len(s.measures) - _SHOWN))


def _table(
    rows: tuple[MeasureSummary, ...], names: dict[str, str], t: Translator, year: int
) -> Table:
    table = Table(
        title=t("country.table", year=year),
        title_justify="left",
        box=box.SIMPLE,
        padding=(0, 1, 0, 0),
    )
    table.add_column(t("country.column.measure"), min_width=24)
    table.add_column(t("country.column.level"), justify="right")
    for group in _GROUPS:
        table.add_column(t(f"plans.group.{group}"), justify="right", min_width=5, max_width=8)
    table.add_column(t("country.column.effect"), justify="right", min_width=9)
    table.add_column(t("country.column.potential"), justify="right", min_width=9)
    for row in rows:
        table.add_row(
            names[row.measure],
            "I" * row.level,
            *(t.percent(row.share_by_group[g]) for g in _GROUPS),
            t.number(row.national_effect.central),
            t.number(row.potential),
        )
    return table
