"""What rests on judgement: ten figures, what each moves, and the question that replaces it."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Block, Inlines, Table
from kortreist.documents.format.digits import judged_decimals, significant
from kortreist.documents.format.names import Names
from kortreist.documents.format.writer import DASH
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.judgement import Judged

__all__ = ["asked_of", "judgement"]


def judgement(w: PlanWriter) -> tuple[Block, ...]:
    """Return the figures of judgement that move the plan most; empty where none were sought."""
    if not w.outcome.judged and not w.outcome.answered:
        return ()
    ref = w.own("judged")
    year = w.year(w.outcome.room.goal.year)
    blocks: list[Block] = [w.paragraph("judged.intro", year=year)]
    shares = w.budget.judged_shares
    if {"money", "tonnes"} <= shares.keys():
        money, tonnes = (w.percent(shares[k], ref) for k in ("money", "tonnes"))
        blocks.append(w.paragraph("judged.shares", money=money, tonnes=tonnes))
    if w.outcome.judged:
        blocks.append(
            _question_table(w, ref, w.outcome.judged, w.text("judged.caption", year=year))
        )
    if w.outcome.answered:
        blocks.append(_answer_table(w, ref, w.outcome.answered))
    if w.outcome.judged_others:
        names = [
            (w.name(j.label[w.language]), f" ({asked_of(w.language, j.asked_of)})")
            for j in w.outcome.judged_others
        ]
        blocks.append(w.paragraph("judged.others", what=w.join(names, "; ")))
    return tuple(blocks)


def asked_of(language: str, who: str) -> str:
    """Return who knows the answer, in words."""
    names = Names(language)
    key = f"plans.judged.asked_of.{who}"
    return names.t(key) if names.t.has(key) else names.decider(who)


def _value(w: PlanWriter, ref: str, j: Judged) -> tuple[Inlines, Inlines]:
    ends = (j.low, j.central, j.high)
    places = judged_decimals(*ends)
    # Three digits are more than an estimate bears.
    low, central, high = (w.number(significant(v, 3), ref, places) for v in ends)
    unit = w.name(j.unit[w.language])
    return (central, " ", unit), (low, DASH, high)


def _question_table(w: PlanWriter, ref: str, rows: Sequence[Judged], caption: Inlines) -> Table:
    lines = []
    for j in rows:
        value, span = _value(w, ref, j)
        moves = [w.tonnes(j.tonnes, ref)] if j.tonnes > 0.0 else []
        moves += [w.text("judged.a_year", money=w.money(j.nok, ref))] if j.nok > 0.0 else []
        worth: Inlines = w.money(j.worth.nok, ref)
        narrower = (
            w.text("judged.narrower", tonnes=w.tonnes(j.worth.tonnes, ref))
            if j.worth.tonnes >= 0.5
            else ()
        )
        who = w.text("judged.ask", who=asked_of(w.language, j.asked_of))
        lines.append(
            w.row(
                w.cell(w.name(j.question[w.language]), who),
                w.cell(value, span),
                w.t(f"documents.mark.{j.mark}"),
                w.join(moves, "; "),
                w.cell(worth, narrower),
            )
        )
    return w.table(
        "judged",
        caption,
        [
            w.text_column("judged.question", 3.0),
            w.column("judged.now", 1.5),
            w.text_column("judged.mark", 0.8),
            w.column("judged.moves", 1.3),
            w.column("judged.worth", 1.2, unit=w.kroner("nok")),
        ],
        lines,
        [w.text("judged.note")],
    )


def _answer_table(w: PlanWriter, ref: str, rows: Sequence[Judged]) -> Table:
    lines = []
    for j in rows:
        value, span = _value(w, ref, j)
        note = w.text("judged.from_municipality")
        lines.append(w.row(w.name(j.label[w.language]), w.cell(value, span), note))
    return w.table(
        "answered",
        "judged.answered",
        [
            w.text_column("judged.figure", 2.5),
            w.column("judged.now", 1.5),
            w.text_column("judged.mark", 1.0),
        ],
        lines,
    )
