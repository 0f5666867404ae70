"""``kortreist import``, ``vintages``, ``fetch`` and ``measures``: what goes in, what is here."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from rich.console import Console
from rich.table import Table

from kortreist import connectors, facts, places
from kortreist.errors import FiguresMissingError
from kortreist.i18n import Translator

__all__ = [
    "run_facts_review", "run_fetch", "run_import", "run_import_projections", "run_measures",
    "run_vintages",
]  # fmt: skip


_SHOWN = 5


def _progress(t: Translator) -> connectors.Progress:
    def show(done: int, total: int, text: str) -> None:
        # One line that is rewritten on a terminal, plain lines in a log.
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"  {done}/{total} {text:<60.60}", end=end, file=sys.stderr, flush=True)

    return show


def run_import_projections(options: argparse.Namespace, t: Translator) -> int:
    """Check and store a newer edition of the projections; returns the exit code."""
    from kortreist import baseline

    edition = baseline.import_projections(options.file)
    print(t("cli.projections.done", edition=edition.name))
    return 0


def run_import(options: argparse.Namespace, t: Translator) -> int:
    """Import one file as a vintage and say what was mended; returns the exit code."""
    place = places.find(options.place) if options.place else None
    report = connectors.import_inventory(
        options.file,
        date=options.date,
        origin=options.origin,
        place=place,
        progress=_progress(t),
    )
    vintage = report.vintage
    if report.unchanged:
        print(t("cli.import.unchanged", vintage=vintage.id))
    else:
        print(
            t(
                "cli.import.done",
                vintage=vintage.id,
                rows=t.number(report.rows),
                municipalities=t.number(report.municipalities),
                first=min(report.years),
                last=max(report.years),
                date=t.date(vintage.date),
            )
        )
    for mend in report.mended:
        text = t(f"connectors.mend.{mend.kind}")
        print(t("cli.import.mended", text=text, count=t.number(mend.count), example=mend.example))
    for name in report.unmapped:
        print(t("cli.import.unmapped", name=name))
    changed = _unlike_before(vintage)
    for name, year, before, now, earlier in changed[:_SHOWN]:
        print(
            t("cli.import.unlike", name=name, year=year, before=t.number(before),
              now=t.number(now), earlier=earlier),
            file=sys.stderr,
        )  # fmt: skip
    if len(changed) > _SHOWN:
        print(t("cli.import.more_unlike", count=len(changed) - _SHOWN), file=sys.stderr)
    return 0


def _unlike_before(vintage: connectors.Vintage) -> list[tuple[str, int, float, float, str]]:
    """Return municipalities whose total is far from the edition before, largest change first.

    A file with a part of the inventory reads as well as a whole one: only the comparison tells.
    """
    share = facts.load().figure("import/change_to_tell").value
    out = []
    known = [v for v in connectors.vintages() if v.id != vintage.id and v.date <= vintage.date]
    for number in vintage.places:
        before = next((v for v in reversed(known) if number in v.places), None)
        if before is None:
            continue
        both = [
            (y, a, b)
            for y, a, b in _yearly(number, before.id, vintage.id)
            if a is not None and b is not None and abs(b - a) > share * a
        ]
        if both:
            year, was, now = max(both, key=lambda row: abs(row[2] - row[1]))
            out.append((places.find(number).name, year, was, now, before.id))
    return sorted(out, key=lambda row: -abs(row[3] / row[2] - 1.0) if row[2] else 0.0)


def run_vintages(options: argparse.Namespace, t: Translator) -> int:
    """List the vintages kept, or compare two of them for a place; returns the exit code."""
    console = Console(highlight=False)
    if options.compare:
        if not options.place:
            from kortreist.errors import InputError

            raise InputError("cli.compare_needs_place")
        place = places.find(options.place)
        first, second = options.compare
        table = Table(title=t("cli.vintages.compared", place=place.name))
        for name in ("year", "first", "second", "difference"):
            table.add_column(
                t(f"cli.vintages.{name}", first=first, second=second),
                justify="right",
            )
        for year, before, after in _yearly(place.number, first, second):
            gap = None if before is None or after is None else after - before
            table.add_row(str(year), t.number(before), t.number(after), t.number(gap))
        console.print(table)
        return 0
    table = Table(title=t("cli.vintages.title"))
    for name in ("id", "date", "years", "places", "origin"):
        table.add_column(t(f"cli.vintages.{name}"), overflow="fold")
    number = places.find(options.place).number if options.place else None
    for vintage in connectors.vintages():
        if number is None or number in vintage.places:
            span = f"{min(vintage.years)}–{max(vintage.years)}"
            table.add_row(
                vintage.id, t.date(vintage.date), span, str(len(vintage.places)), vintage.origin
            )
    console.print(table)
    return 0


def _yearly(number: str, first: str, second: str) -> list[tuple[int, float | None, float | None]]:
    def sums(vintage: str) -> dict[int, float]:
        out: dict[int, float] = {}
        for row in connectors.inventory(number, as_of=vintage).rows:
            out[row.year] = out.get(row.year, 0.0) + row.value
        return out

    a, b = sums(first), sums(second)
    return [(y, a.get(y), b.get(y)) for y in sorted(a.keys() | b.keys())]


def run_fetch(options: argparse.Namespace, t: Translator) -> int:
    """Fetch official figures of a place; returns the exit code."""
    from kortreist.connectors.fetch import fetch

    place = places.find(options.place)
    report = fetch(place.number, progress=_progress(t))
    for line in report.lines(t):
        print(line)
    return FiguresMissingError.exit_code if report.refused else 0


def run_facts_review(options: argparse.Namespace, t: Translator) -> int:
    """List facts that have not been held against their source for long; returns the exit code."""
    found = facts.load().to_review(options.today or date.today())
    if not found:
        print(t("cli.review.none"))
        return 0
    table = Table(title=t("cli.review.title", rows=t.number(sum(r.rows for r in found))))
    for name in ("checked_on", "table", "source", "rows", "ids"):
        table.add_column(t(f"cli.review.{name}"), overflow="fold")
    for r in found:
        more = ", …" if len(r.ids) > _SHOWN else ""
        table.add_row(
            t.date(r.checked_on), r.table, r.title, str(r.rows), ", ".join(r.ids[:_SHOWN]) + more
        )
    Console(highlight=False).print(table)
    return 0


def run_measures(options: argparse.Namespace, t: Translator) -> int:
    """List the library, or what is relevant for a place; returns the exit code."""
    from kortreist import accounts, measures

    chosen = measures.library()
    if options.place:
        chosen = measures.relevant(accounts.build(places.find(options.place)), chosen)
    table = Table(title=t("cli.measures.title", count=len(chosen)))
    for name in ("id", "name", "level", "theme", "mark"):
        table.add_column(t(f"cli.measures.{name}"), overflow="fold")
    for m in chosen:
        level = "I" * m.level
        table.add_row(
            m.id, m.name[t.language], level, t(f"accounts.theme.{m.theme}"),
            t(f"cli.mark.{m.mark}") if m.quantified else t("cli.measures.unknown"),
        )  # fmt: skip
    Console(highlight=False).print(table)
    return 0
