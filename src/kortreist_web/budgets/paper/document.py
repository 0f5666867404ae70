"""What the climate budget adds to the documents about a version of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from kortreist.documents.format.blocks import (
    Block,
    Inlines,
    Label,
    Table,
)
from kortreist.documents.format.slides.deck import Slide
from kortreist.i18n import name_in
from kortreist_web.budgets.frozen import budget_of, content_of
from kortreist_web.budgets.paper.actions import actions, not_proposed
from kortreist_web.budgets.paper.alternatives import alternatives
from kortreist_web.budgets.paper.brief import brief, cost_said
from kortreist_web.budgets.paper.consequences import consequences, hearing
from kortreist_web.budgets.paper.households import households
from kortreist_web.budgets.paper.increases import increases as raised
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.spent import spent_before
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.reach import (
    changes_written,
    low_chance_said,
    low_chance_short,
)
from kortreist_web.budgets.version_diff import compare
from kortreist_web.decisions.paper_parts import PaperParts, PaperSection
from kortreist_web.decisions.text_blocks import blocks
from kortreist_web.versions.models import Version

__all__ = ["paper_parts"]

#: Who treats a climate budget, which is part of the economic plan: body and what it does.
ORDER = (
    ("youth_council", "speaks"),
    ("elderly_council", "speaks"),
    ("disability_council", "speaks"),
    ("executive_committee", "recommends"),
    ("council", "decides"),
)


def paper_parts(version: Version, language: str) -> PaperParts:
    """Return the budget's own parts of a case paper and of its one-page version."""
    c = version.content
    write = BudgetWords(language, c)
    parts = Parts(write, present(c))
    vintage = write.tell(
        "decisions.document.vintage",
        origin=write.name(c["vintage"].get("origin", "")),
        date=write.date(c["vintage"].get("date", "")),
    )

    def section(id: str, *content: Block, page: bool = False) -> PaperSection:
        return PaperSection(id, write.tell(f"decisions.document.section_{id}"), content, page)

    def left_out() -> tuple[Block, ...]:
        with override(language):
            return not_proposed(write, parts)

    def sections(texts: Mapping[str, str]) -> tuple[PaperSection, ...]:
        economic = blocks(write, texts["economic_consequences"])
        return (
            section("alternatives", *alternatives(write, version)),
            section("amendment", *(_amendment(write, version) if c["amends"] else ())),
            section(
                "money",
                *economic,
                write.paragraph(cost_said(write, parts)),
                parts.money(),
                *parts.economic(),
            ),
            PaperSection(
                "spent-before", write.tell("budgets.spending.section"), spent_before(write, c)
            ),
            section("consequences", *consequences(write, parts)),
            section("households", *households(write, version)),
            section("measures", parts.measures(), *actions(write, parts)),
            PaperSection("increases", write.tell("bindings.increases.section"), raised(write, c)),
            section("pathway", parts.fan()),
            section("introduction", *blocks(write, c["introduction"])),
            PaperSection("identified", write.tell("budgets.identified.title"), left_out()),
        )

    return PaperParts(
        write=write,
        title=c["title"],
        short_kicker=write.word("decisions.document.one_page"),
        description=write.word("decisions.document.description", name=c["organisation"]["name"]),
        facts=((write.text("fact.vintage"), vintage),),
        figures=lambda: (parts.key_figures(),),
        sections=sections,
        brief=lambda: brief(write, parts),
        must_say=lambda: _must_say(write, c),
        order=ORDER,
        hearing=lambda body: hearing(write, parts, body),
        slides=lambda: _slides(write, parts, version),
        short=lambda maximum: section(
            "measures_money",
            *_costs(write, parts),
            parts.measures(maximum, noted=False),
        ),
    )


def _slides(write: BudgetWords, parts: Parts, version: Version) -> tuple[Slide, ...]:
    from kortreist_web.budgets.paper.slides import budget_slides

    return budget_slides(write, parts, version)


def _must_say(write: BudgetWords, content: Mapping[str, Any]) -> Inlines:
    """Return the sentence of a low chance as it was frozen: resolutions hold it word for word.

    What was frozen before there was a short one has the whole explanation in its resolution.
    """
    kept = content.get("low_chance") or {}
    if "short" in kept:
        return (write.name(name_in(kept["short"], write.language)),)
    if kept:
        return (write.name(low_chance_said(content, write.language)),)
    return low_chance_short(write, content)


def _costs(write: BudgetWords, parts: Parts) -> tuple[Block, ...]:
    """Return what it costs and how far it reaches, for the one page."""
    said = (cost_said(write, parts), changes_written(write, parts.content))
    return tuple(write.paragraph(one) for one in said if one)


def _amendment(write: BudgetWords, version: Version) -> tuple[Block, ...]:
    """Return what differs from the budget in force, both values side by side."""
    before = budget_of(version).amends
    if before is None:
        return ()
    with override(write.language):
        comparison = compare(content_of(before), content_of(version))
    out: list[Block] = [
        write.paragraph(write.tell("decisions.document.amends", number=Label(str(before.number))))
    ]
    for key, rows in (("added", comparison.added), ("removed", comparison.removed)):
        if rows:
            names = [(write.name(_name(write, r)),) for r in rows]
            out.append(write.heading(write.tell(f"budgets.changes.{key}")))
            out.append(write.bullets(names))
    for line in comparison.changed:
        out.append(_changes(write, line.measure, _name(write, {"name": line.name}), line.changes))
    if comparison.fields:
        title = write.word("budgets.changes.fields")
        out.append(_changes(write, "fields", title, comparison.fields))
    if len(out) == 1 and not comparison.reordered:
        out.append(write.note(write.tell("budgets.changes.none")))
    return tuple(out)


def _name(write: BudgetWords, row: Any) -> str:
    name = row["name"]
    return str(name.get(write.language) or name.get("nb") or "")


def _changes(write: BudgetWords, id: str, title: str, differences: Any) -> Table:
    rows = [
        write.row(write.name(d.label), write.name(d.before), write.name(d.after))
        for d in differences
    ]
    return write.table(
        f"change-{id}".replace(".", "-"),
        (write.name(title),),
        [
            write.text_column(write.tell("budgets.changes.what"), 1.6),
            write.text_column(write.tell("budgets.changes.before")),
            write.text_column(write.tell("budgets.changes.after")),
        ],
        rows,
    )
