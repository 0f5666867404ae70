"""Where the figures come from: numbered works, and the formulas."""

from __future__ import annotations

from collections.abc import Iterable

from kortreist.documents.format.blocks import (
    Block,
    Bullets,
    Inline,
    Inlines,
    Link,
    Table,
)
from kortreist.documents.format.names import Names
from kortreist.documents.format.writer import Writer
from kortreist.provenance import Origin

__all__ = ["sources", "works_in_short"]


def sources(
    write: Writer, futures: int | None = None, seed: int | None = None
) -> tuple[Block, ...]:
    """Return the blocks of the list of sources.

    Parameters
    ----------
    write : Writer
        Knows which origins were used.
    futures, seed : int, optional
        Filled into the rules that name them.
    """
    used = list(write.used)
    works = [o for o in used if o.kind != "formula"]
    formulas = [o for o in used if o.kind == "formula"]
    blocks: list[Block] = [write.paragraph("sources.intro"), _works(write, works)]
    if formulas:
        blocks.append(_formulas(write, formulas, futures, seed))
    return tuple(blocks)


def works_in_short(write: Writer) -> Bullets:
    """Return the works the figures are from, a line each: name, licence, when last checked.

    What was not checked in its source, or is judged, is marked so.
    """
    names = Names(write.language)
    last_checked: dict[tuple[str, str, str, str], str] = {}
    for o in write.used:
        if o.kind == "formula":
            continue
        doubt: str = o.mark if o.mark in ("registered", "recalled", "judgement") else ""
        key = (names.publication(o), o.url, names.licence(o.licence), doubt)
        last_checked[key] = max(last_checked.get(key, ""), o.checked_on)
    lines: list[Inlines] = []
    for (source, url, licence, doubt), checked in last_checked.items():
        title: Inline = Link(source, url) if url.startswith("http") else write.name(source)
        line: Inlines = (title,)
        if licence:
            line = (*line, ", ", write.name(licence))
        if checked:
            line = (*line, ", ", write.date(checked))
        if doubt:
            line = (*line, " (", *write.text(f"mark.{doubt}"), ")")
        lines.append(line)
    return write.bullets(lines)


def _works(write: Writer, origins: Iterable[Origin]) -> Table:
    """Return one numbered row a work, however many figures are from it."""
    names = Names(write.language)
    groups: dict[tuple[str, str, str, str], list[Origin]] = {}
    for o in origins:
        key = (names.publication(o), o.url, names.licence(o.licence), o.mark)
        groups.setdefault(key, []).append(o)
    rows = []
    for number, ((source, url, licence, mark), members) in enumerate(groups.items(), start=1):
        checked = max((o.checked_on for o in members), default="")
        title: Inline = Link(source, url) if url.startswith("http") else write.name(source)
        what = list(dict.fromkeys(names.taken(o) for o in members if o.kind == "fact"))
        about: Inlines = ()
        if what:
            shown = write.join([(write.name(x),) for x in what[:4]], "; ")
            about = shown if len(what) <= 4 else (*shown, "; …")
        rows.append(
            write.row(
                write.cell((write.name(f"[{number}]"), " ", title), about),
                (write.name(licence),) if licence else (),
                (write.date(checked),) if checked else (),
                write.text(f"mark.{mark}"),
                origins=tuple(o.id for o in members),
            )
        )
    return write.table(
        "works",
        "sources.works_caption",
        [
            write.text_column("sources.work", 3.2),
            write.text_column("sources.licence"),
            write.text_column("sources.checked"),
            write.text_column("sources.mark", 1.1),
        ],
        rows,
    )


def _formulas(
    write: Writer, origins: Iterable[Origin], futures: int | None, seed: int | None
) -> Table:
    names, rows = Names(write.language), []
    holes = {k: v for k, v in (("futures", futures), ("seed", seed)) if v is not None}
    for o in origins:
        title, rule = names.formula(o, holes)
        rows.append(write.row(write.name(title), write.name(rule), origins=(o.id,)))
    return write.table(
        "formulas",
        "sources.formulas_caption",
        [write.text_column("sources.formula"), write.text_column("sources.rule", 2.4)],
        rows,
    )
