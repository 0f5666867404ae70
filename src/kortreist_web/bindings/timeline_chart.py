"""A time line of bindings by council term: until when, ways out and signing days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html

from kortreist_web.bindings.kroner import kroner
from kortreist_web.core.charts import WIDTH, Chart, at, figure, nothing
from kortreist_web.core.texts import text, web

__all__ = ["terms_chart", "timeline"]

_LEFT, _RIGHT, _STEP, _TOP = 8.0, 12.0, 58.0, 44.0


def timeline(
    bindings: Sequence[Mapping[str, Any]], terms: Sequence[Mapping[str, Any]], year: int
) -> Chart:
    """Return the time line; bindings without a known end have none, and a dash in the table.

    Parameters
    ----------
    bindings, terms : sequence of mapping
        See :mod:`kortreist_web.bindings.page_content`.
    year : int
        The present one.
    """
    title = text("bindings.timeline.title")
    known = [b for b in bindings if b["start"] is not None and b["last"] is not None]
    if not known or not terms:
        return nothing(title, "")
    first, last = terms[0]["first"], terms[-1]["last"]
    scale = (WIDTH - _LEFT - _RIGHT) / (last + 1 - first)

    def x(when: float) -> float:
        return _LEFT + (min(max(when, first), last + 1) - first) * scale

    height = _TOP + len(known) * _STEP + 8.0
    body: list[str] = []
    for n, term in enumerate(terms):
        body.append(
            format_html(
                '<rect class="k-term{}" x="{}" y="0" width="{}" height="{}"/>'
                '<text class="k-axis" x="{}" y="26">{}–{}</text>',
                n % 2,
                at(x(term["first"])),
                at(x(term["last"] + 1) - x(term["first"])),
                at(height),
                at(x(term["first"]) + 8),
                term["first"],
                term["last"],
            )
        )
    for i, row in enumerate(known):
        body += _bar(row, _TOP + i * _STEP, x, last)
    svg, notes = figure(body, title, height), (text("bindings.timeline.note"),)
    return Chart(title, "", svg, (), _head(), _rows(bindings), notes=notes)


def _bar(row: Mapping[str, Any], y: float, x: Any, last: int) -> list[str]:
    begin, end = x(row["start"]), x(row["last"] + 1)
    beyond = row["last"] > last
    style = "k-bound" if row["committed"] else "k-bound k-planned"
    out: list[str] = [
        format_html(
            '<text class="k-label" x="{}" y="{}">{}</text>'
            '<rect class="{}" x="{}" y="{}" width="{}" height="16"><title>{}</title></rect>',
            at(_LEFT + 4),
            at(y + 20),
            f"{row['name']}, {row['last']}{' →' if beyond else ''}",
            style,
            at(begin),
            at(y + 28),
            at(max(end - begin, 2.0)),
            text("bindings.timeline.until", name=row["name"], year=row["last"]),
        )
    ]
    for way in row["exits"]:
        out.append(
            format_html(
                '<path class="k-exit" d="M{0} {1}V{2}"><title>{3}</title></path>',
                at(x(way["year"])),
                at(y + 24),
                at(y + 48),
                text("bindings.timeline.exit", year=way["year"]),
            )
        )
    if row["signed_by"] is not None and not row["committed"]:
        out.append(
            format_html(
                '<circle class="k-day" cx="{}" cy="{}" r="8"><title>{}</title></circle>',
                at(x(row["signed_by"] + 0.5)),
                at(y + 36),
                text("bindings.timeline.signing", year=row["signed_by"]),
            )
        )
    return out


def _head() -> tuple[str, ...]:
    names = ("name", "signing", "first", "last", "exits")
    return tuple(text(f"bindings.timeline.column_{n}") for n in names)


def _rows(bindings: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    out = []
    for b in bindings:
        ways = [f"{e['year']} ({kroner(e['nok'])})" for e in b["exits"]]
        cells = (b["name"], b["signed_by"], b["start"], b["last"], "; ".join(ways))
        out.append(tuple("–" if c in (None, "") else str(c) for c in cells))
    return tuple(out)


def terms_chart(terms: Sequence[Mapping[str, Any]]) -> Chart:
    """Return how much of each council's frame is spent: decided, and with what is planned."""
    title = text("bindings.terms.title")
    shown = [term for term in terms if term["frame"]]
    if not shown:
        return nothing(title, "%")
    from kortreist.documents.format.digits import significant

    t = web()
    largest = max(max(s["share_all"] or 0.0 for s in shown), 0.01)
    body: list[str] = []
    step, left, right = 74.0, 4.0, WIDTH - 96.0
    for i, term in enumerate(shown):
        y = 6.0 + i * step
        label = text("bindings.terms.council", first=term["first"], last=term["last"])
        body.append(
            format_html(
                '<text class="k-label" x="{}" y="{}">{}</text>', at(left), at(y + 16), label
            )
        )
        for j, (name, style) in enumerate(
            (("share_decided", "k-bound"), ("share_all", "k-bound k-planned"))
        ):
            share = term[name] or 0.0
            top = y + 24 + j * 22
            wide = share / largest * (right - left)
            body.append(
                format_html(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="18"/>'
                    '<text class="k-axis" x="{}" y="{}">{}</text>',
                    style,
                    at(left),
                    at(top),
                    at(max(wide, 1.0)),
                    at(left + wide + 8),
                    at(top + 15),
                    t.percent(share, 1),
                )
            )
    head = tuple(
        text(f"bindings.terms.column_{n}")
        for n in ("term", "frame", "decided", "planned", "share_decided", "share_all")
    )
    rows = tuple(
        (
            f"{s['first']}–{s['last']}",
            t.number(significant(s["frame"], 3)),
            t.number(significant(s["decided"], 3)),
            t.number(significant(s["planned"], 3)),
            t.percent(s["share_decided"], 1),
            t.percent(s["share_all"], 1),
        )
        for s in shown
    )
    legend = (
        ("k-bound", text("bindings.terms.decided")),
        ("k-bound k-planned", text("bindings.terms.with_planned")),
    )
    svg = figure(body, title, 10.0 + len(shown) * step)
    return Chart(title, "", svg, legend, head, rows, notes=(text("bindings.terms.note"),))
