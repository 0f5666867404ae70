"""``kortreist import``, ``vintages``, ``fetch`` and ``measures``: what goes in, what is here."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

from kortreist import connectors, facts, places
from kortreist.accounts.labels import Naming
from kortreist.accounts.totals import UNKNOWN_GWP, gwp_comparison
from kortreist.cli.tables import end_progress, print_json, progress_bar, show_table
from kortreist.errors import FiguresMissingError, InputError
from kortreist.i18n import Translator

__all__ = [
    "run_facts_review",
    "run_fetch",
    "run_import",
    "run_import_projections",
    "run_measures",
    "run_vintages",
]


_SHOWN = 5


#: Steps of an import, in words; what the engine tells of each is for a log.
_STEPS = ("reading", "recognising", "comparing", "storing")


def _import_progress(t: Translator) -> connectors.Progress:
    def show(done: int, total: int, text: str) -> None:
        if done < len(_STEPS):
            progress_bar(t(f"cli.import.step.{_STEPS[done]}"))
        else:
            end_progress()

    return show


def _fetch_progress(t: Translator) -> connectors.Progress:
    def show(done: int, total: int, text: str) -> None:
        if text:
            progress_bar(t("cli.fetching", table=text, number=done + 1, total=total))
        else:
            end_progress()

    return show


def run_import_projections(options: argparse.Namespace, t: Translator) -> int:
    """Check and store a newer edition of the projections; returns the exit code."""
    from kortreist import baseline

    edition = baseline.import_projections(options.file)
    if options.json:
        print_json({"edition": edition.name})
    else:
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
        confirm_large_change=options.confirm_large_change,
        progress=_import_progress(t),
    )
    vintage = report.vintage
    changed = _unlike_before(vintage)
    if options.json:
        print_json(_import_dict(report, changed, t))
        return 0
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
    for mend in report.corrections:
        text = t(f"connectors.mend.{mend.kind}")
        print(t("cli.import.mended", text=text, count=t.number(mend.count), example=mend.example))
    for name in report.unmapped:
        print(t("cli.import.unmapped", name=name))
    for name, year, before, now, earlier in changed[:_SHOWN]:
        print(
            t(
                "cli.import.unlike",
                name=name,
                year=year,
                before=t.number(before),
                now=t.number(now),
                earlier=earlier,
            ),
            file=sys.stderr,
        )
    if len(changed) > _SHOWN:
        print(t("cli.import.more_unlike", count=len(changed) - _SHOWN), file=sys.stderr)
    return 0


def _import_dict(
    report: connectors.ImportReport,
    changed: list[tuple[str, int, float, float, str]],
    t: Translator,
) -> dict[str, Any]:
    return {
        "vintage": _vintage(report.vintage),
        "unchanged": report.unchanged,
        "mended": [
            {
                "kind": m.kind,
                "text": t(f"connectors.mend.{m.kind}"),
                "count": m.count,
                "example": m.example,
            }
            for m in report.corrections
        ],
        "unmapped": list(report.unmapped),
        "unlike_before": [
            {"place": name, "year": year, "before": before, "now": now, "earlier": earlier}
            for name, year, before, now, earlier in changed
        ],
    }


def _vintage(v: connectors.Vintage) -> dict[str, Any]:
    return {
        "id": v.id,
        "date": v.date,
        "origin": v.origin,
        "file": v.file,
        "rows": v.rows,
        "gwp": v.gwp or UNKNOWN_GWP,
        "years": list(v.years),
        "places": list(v.places),
        "checksum": v.checksum,
    }


def _unlike_before(vintage: connectors.Vintage) -> list[tuple[str, int, float, float, str]]:
    """Return municipalities whose total is far from the edition before, largest change first."""
    totals = {}
    for number in vintage.places:
        found = connectors.inventory(number, as_of=vintage.id)
        totals[number] = {year: found.total(year) for year in found.years}
    changes = connectors.edition_changes(totals, vintage.date, but=vintage.id)
    return [(connectors.place_name(c.number), c.year, c.before, c.now, c.earlier) for c in changes]


def run_vintages(options: argparse.Namespace, t: Translator) -> int:
    """List the vintages kept, or compare two of them for a place; returns the exit code."""
    if options.compare:
        return _compare(options, t)
    number = places.find(options.place).number if options.place else None
    vintages = [v for v in connectors.vintages() if number is None or number in v.places]
    if options.json:
        print_json([_vintage(v) for v in vintages])
        return 0
    naming = Naming(t.language)
    show_table(
        t("cli.vintages.title"),
        [t(f"cli.vintages.{name}") for name in ("id", "date", "gwp", "years", "places", "origin")],
        [
            (
                v.id,
                t.date(v.date),
                naming.gwp(v.gwp),
                f"{min(v.years)}–{max(v.years)}",
                str(len(v.places)),
                v.origin,
            )
            for v in vintages
        ],
    )
    return 0


def _compare(options: argparse.Namespace, t: Translator) -> int:
    if not options.place:
        raise InputError("cli.compare_needs_place")
    place = places.find(options.place)
    first, second = options.compare
    rows = [
        (year, before, after, None if before is None or after is None else after - before)
        for year, before, after in _yearly(place.number, first, second)
    ]
    alone = _sectors_of_one(place.number, first, second)
    sets = [connectors.vintage_by(v).gwp or UNKNOWN_GWP for v in (first, second)]
    if options.json:
        keys = ("year", "first", "second", "difference")
        listed = [dict(zip(keys, row, strict=True)) for row in rows]
        print_json(
            {
                "place": place.number,
                "first": first,
                "second": second,
                "unit": "t CO2e",
                "gwp": dict(zip(("first", "second"), sets, strict=True)),
                "years": listed,
                "sectors_in_one": [
                    {"sector": sector, "in": there, "year": year, "tonnes": tonnes}
                    for sector, there, year, tonnes in alone
                ],
            }
        )
        return 0
    show_table(
        t("cli.vintages.compared", place=place.name),
        [t("cli.vintages.year"), first, second, t("cli.vintages.difference")],
        [(str(year), *(t.number(figure) for figure in figures)) for year, *figures in rows],
        right=(1, 2, 3),
    )
    naming = Naming(t.language)
    for sector, there, year, tonnes in alone:
        values = {"there": there, "year": year, "tonnes": t.number(tonnes)}
        print(t("cli.vintages.sector_new", sector=naming.sector(sector), **values))
    print(f"GWP-100: {first} {naming.gwp(sets[0])} · {second} {naming.gwp(sets[1])}")
    if note := gwp_comparison(*sets):
        print(t(note))
    return 0


def _sectors_of_one(number: str, first: str, second: str) -> list[tuple[str, str, int, float]]:
    """Return sectors only one of two editions has: sector, edition, its last year, t CO2e."""
    sums: dict[str, dict[str, dict[int, float]]] = {first: {}, second: {}}
    for edition, sectors in sums.items():
        for row in connectors.inventory(number, as_of=edition).rows:
            years = sectors.setdefault(row.sector, {})
            years[row.year] = years.get(row.year, 0.0) + row.value
    return [
        (sector, here, max(years), years[max(years)])
        for here, other in ((first, second), (second, first))
        for sector, years in sorted(sums[here].items())
        if sector not in sums[other]
    ]


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
    try:
        report = fetch(place.number, progress=_fetch_progress(t))
    finally:
        end_progress()
    if options.json:
        print_json(
            {
                "place": report.number,
                "tables": {k: {"cells": n, "missing": m} for k, (n, m) in report.tables.items()},
                "refused": {k: error.message(t.language) for k, error in report.refused.items()},
                "new_codes": [{"code": c.code, "name": c.name} for c in report.new_codes],
            }
        )
    else:
        for line in report.lines(t):
            print(line)
    return FiguresMissingError.exit_code if report.refused else 0


def run_facts_review(options: argparse.Namespace, t: Translator) -> int:
    """List facts that have not been held against their source for long; returns the exit code."""
    overdue = facts.load().to_review(options.today or date.today())
    if options.json:
        print_json(
            [
                {
                    "table": r.table,
                    "checked_on": r.checked_on,
                    "source": r.title,
                    "rows": r.rows,
                    "ids": list(r.ids),
                }
                for r in overdue
            ]
        )
        return 0
    if not overdue:
        print(t("cli.review.none"))
        return 0
    show_table(
        t("cli.review.title", rows=t.number(sum(r.rows for r in overdue))),
        [t(f"cli.review.{name}") for name in ("table", "checked_on", "source", "rows", "ids")],
        [
            (
                r.table,
                t.date(r.checked_on),
                r.title,
                str(r.rows),
                ", ".join(r.ids[:_SHOWN]) + (", …" if len(r.ids) > _SHOWN else ""),
            )
            for r in overdue
        ],
    )
    return 0


def run_measures(options: argparse.Namespace, t: Translator) -> int:
    """List the library, or what is relevant for a place; returns the exit code."""
    if options.alone:
        from kortreist.cli.alone import run_alone

        return run_alone(options, t)
    from kortreist import accounts, measures

    chosen = measures.library()
    if options.place:
        chosen = measures.relevant(accounts.build(places.find(options.place)), chosen)
    if options.json:
        print_json(
            [
                {
                    "id": m.id,
                    "name": m.name[t.language],
                    "level": m.level,
                    "theme": m.theme,
                    "theme_name": t(f"accounts.theme.{m.theme}"),
                    "decided_by": m.decided_by,
                    "quantified": m.quantified,
                    "mark": m.mark if m.quantified else None,
                }
                for m in chosen
            ]
        )
        return 0
    show_table(
        t("cli.measures.title", count=len(chosen)),
        [t(f"cli.measures.{name}") for name in ("id", "name", "level", "theme", "mark")],
        [
            (
                m.id,
                m.name[t.language],
                "I" * m.level,
                t(f"accounts.theme.{m.theme}"),
                t(f"cli.mark.{m.mark}") if m.quantified else t("cli.measures.unknown"),
            )
            for m in chosen
        ],
    )
    return 0
