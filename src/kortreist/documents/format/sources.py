"""Where the figures come from: numbered works, and the formulas."""

from __future__ import annotations

from collections.abc import Iterable

from kortreist.documents.format.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Row,
    Table,
)
from kortreist.documents.format.names import Names
from kortreist.documents.format.writer import Figures
from kortreist.provenance import Origin

__all__ = ["sources", "works_in_short"]


def sources(
    write: Figures, futures: int | None = None, seed: int | None = None
) -> tuple[Block, ...]:
    """Return the blocks of the list of sources.

    Parameters
    ----------
    write : Figures
        Knows which origins were used.
    futures, seed : int, optional
        Filled into the rules that name them.
    """
    used = list(write.used)
    works = [o for o in used if o.kind != "formula"]
    formulas = [o for o in used if o.kind == "formula"]
    blocks: list[Block] = [Paragraph(write.text("sources.intro")), _works(write, works)]
    if formulas:
        blocks.append(_formulas(write, formulas, futures, seed))
    return tuple(blocks)


def works_in_short(write: Figures) -> Bullets:
    """Return the works the figures are from, a line each: name, licence, when last checked.

    What was not checked in its source, or is judged, is marked so.
    """
    names = Names(write.language)
    last_checked: dict[tuple[str, str, str, str], str] = {}
    for o in write.used:
        if o.kind == "formula":
            continue
        doubt: str = o.mark if o.mark in ("recalled", "judgement") else ""
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
    return Bullets(tuple(lines))


def _works(write: Figures, origins: Iterable[Origin]) -> Table:
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
            Row(
                Cell((write.name(f"[{number}]"), " ", title), about),
                (
                    Cell((write.name(licence),) if licence else ()),
                    Cell((write.date(checked),) if checked else ()),
                    Cell(write.text(f"mark.{mark}")),
                ),
                origins=tuple(o.id for o in members),
            )
        )
    return Table(
        "works",
        write.text("sources.works_caption"),
        (
            Column(write.text("sources.work"), False, 3.2),
            Column(write.text("sources.licence"), False),
            Column(write.text("sources.checked"), False),
            Column(write.text("sources.mark"), False, 1.1),
        ),
        tuple(rows),
    )


def _formulas(
    write: Figures, origins: Iterable[Origin], futures: int | None, seed: int | None
) -> Table:
    names, rows = Names(write.language), []
    holes = {k: v for k, v in (("futures", futures), ("seed", seed)) if v is not None}
    for o in origins:
        title, rule = names.formula(o, holes)
        rows.append(Row(Cell((write.name(title),)), (Cell((write.name(rule),)),), origins=(o.id,)))
    return Table(
        "formulas",
        write.text("sources.formulas_caption"),
        (
            Column(write.text("sources.formula"), False),
            Column(write.text("sources.rule"), False, 2.4),
        ),
        tuple(rows),
    )
