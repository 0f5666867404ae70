"""Write the table of docs/explanation/how-good.md: how it stood, the goal, and how it is.

    python tools/how_good.py                        # measures what takes minutes, writes the page
    python tools/how_good.py --only structure       # one group (or more) alone
    python tools/how_good.py --measure times        # also what takes long: times, pages, clicks
    python tools/how_good.py --seen make-test=10:42 --note "alone, new clone"   # timed by hand
    python tools/how_good.py --kept                 # writes the page of what is kept

Every value is kept with its day in ``how_good_kept.json``; what is not measured keeps its own.
The accounts of the five municipalities must be imported (``kortreist import FILE``), else their
rows keep their values. Only what stands between the page's two marks is written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "src")]

from how_good_measures import (  # noqa: E402
    CHEAP,
    LONG,
    NotHereError,
    Result,
    pages,
    seconds,
    timed,
)
from how_good_rows import WHY, Row, rows  # noqa: E402
from intervals_table import between  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "how-good.md"
KEPT = ROOT / "tools" / "how_good_kept.json"
BEGIN = "<!-- written by tools/how_good.py -->"
HEAD = ("what", "29 November", "goal", "now", "met", "measured", "command that gives it alone")


def machine() -> str:
    """Return the machine's cores and how busy it is."""
    load = os.getloadavg()[0]
    busy = "quiet" if load < 0.5 else f"load {load:.1f}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {busy}"


def read() -> dict[str, Any]:
    """Return what is kept: ``values`` by row, and ``lines_before``."""
    return dict(json.loads(KEPT.read_text("utf-8")))


def all_rows(kept: Mapping[str, Any]) -> list[Row]:
    """Return the page's rows, a row for each package whose lines are kept."""
    folders = sorted(
        (k.removeprefix("lines-") for k in kept["values"] if k.startswith("lines-")),
        key=lambda name: ("/" in name, name),
    )
    return rows(folders, kept["lines_before"])


def keep(kept: dict[str, Any], found: Mapping[str, Result], where: str = "") -> None:
    """Keep results with today's day, and where they were measured."""
    for key, result in found.items():
        said = {"value": result.value, "met": result.met, "on": date.today().isoformat()}
        kept["values"][key] = said | ({"where": where} if where else {})


def section(kept: Mapping[str, Any]) -> str:
    """Return what stands between the page's marks: the table, and which goals are not met."""
    out = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    part, missed = "", []
    every = all_rows(kept)
    for row in every:
        if row.part != part:
            part = row.part
            out.append(f"| **{part}** |" + " |" * (len(HEAD) - 1))
        value = kept["values"].get(row.key)
        met = None if value is None else value["met"]
        if met is False:
            missed.append(row)
        measured = (
            "" if value is None else ", ".join(filter(None, (value["on"], value.get("where"))))
        )
        cells = (
            row.what,
            row.before,
            row.goal,
            "not measured" if value is None else value["value"],
            {True: "yes", False: "**no**", None: "–"}[met],
            measured or "–",
            f"`{row.command}`",
        )
        out.append("| " + " | ".join(cells) + " |")
    met = sum((kept["values"].get(r.key) or {}).get("met") is True for r in every)
    out += ["", "### Goals that are not met", ""]
    unknown = sum(r.key not in kept["values"] for r in every)
    waits = f" {unknown} rows are not measured." if unknown else ""
    out.append(f"{met} rows with a goal meet it, {len(missed)} do not.{waits}")
    out += ["", *(f"- **{r.what}**: {r.before} → {kept['values'][r.key]['value']}, goal {r.goal}. "
                  f"{WHY.get(r.key, 'Not yet explained.')}" for r in missed)]  # fmt: skip
    return "\n".join(out)


def write(kept: Mapping[str, Any]) -> None:
    """Write the kept values and the page."""
    said = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
    KEPT.write_text(said + "\n", "utf-8")
    PAGE.write_text(between(PAGE.read_text("utf-8"), BEGIN, section(kept)), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=[*CHEAP, *LONG], metavar="GROUP", default=None)
    parser.add_argument("--measure", nargs="+", choices=list(LONG), metavar="GROUP", default=[])
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--state", default="", help="a site's state folder, for the pages")
    parser.add_argument("--seen", nargs="+", metavar="ROW=TIME", default=[])
    parser.add_argument("--note", default="", help="where what was seen was timed")
    return parser


def main(arguments: list[str]) -> int:
    """Measure what is asked for and write the page; returns the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    kept = read()
    for one in asked.seen:
        key, _, text = one.partition("=")
        if not key.startswith("make-") or key not in {r.key for r in all_rows(kept)}:
            parser.error(f"{key!r} is no row of times: make-setup, make-test or make-test-all")
        try:
            found = timed(key, seconds(text))
        except ValueError as error:
            parser.error(str(error))
        keep(kept, {key: found}, f"{os.cpu_count()} cores, {asked.note or 'timed by hand'}")
    groups = [] if asked.kept or asked.seen else list(CHEAP)
    groups = [*(asked.only or groups), *asked.measure]
    for group in groups:
        where = machine() if group in LONG else ""
        try:
            found = pages(asked.state) if group == "pages" else {**CHEAP, **LONG}[group]()
        except NotHereError as error:
            print(f"{group}: not run, kept as it was: {error}", file=sys.stderr)
            continue
        if group == "sizes":  # a folder that is gone leaves no row behind
            gone = [k for k in kept["values"] if k.startswith("lines-") and k not in found]
            kept["values"] = {k: v for k, v in kept["values"].items() if k not in gone}
        keep(kept, found, where)
        for key, result in found.items():
            print(f"{key}: {result.value}", flush=True)
        write(kept)
    write(kept)
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
