"""What the proposal does besides emissions: children, health, nature, adaptation, preparedness.

Told from what the library of measures says of each measure's qualities, with its reason; what
nobody has judged is said to be unknown, never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kortreist.documents.format.blocks import Block, Cell, Inlines, Row
from kortreist.i18n import name_in
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.words import DASH, BudgetWords
from kortreist_web.measures.catalogue import engine_id

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = ["TOPICS", "consequences", "hearing"]

#: A reason → the measures it is given for: how much, and the name.
_Told = dict[str, dict[str, tuple[int, Inlines]]]

#: What a case paper is asked about → the library's qualities that come nearest.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("children", ("safety", "access")),
    ("health", ("health", "air_and_quiet")),
    ("nature", ("nature",)),
    ("adaptation", ("adaptation",)),
    ("preparedness", ("preparedness",)),
)


#: A council that is to be heard → the qualities that touch those it speaks for, when they worsen.
_TOUCHED: dict[str, tuple[str, ...]] = {
    "youth_council": ("safety", "access"),
    "elderly_council": ("safety", "access", "health"),
    "disability_council": ("access",),
}


def hearing(write: BudgetWords, parts: Parts, body: str) -> Inlines:
    """Return which measure makes something harder for those a council speaks for, and why.

    Nothing where no measure in the proposal does; the one that weighs most is named.
    """
    judged = _library([str(line.data["measure"]) for line in parts.shown.lines])
    told = [
        (q.score, line.data, q.reason)
        for line in parts.shown.lines
        if (measure := judged.get(engine_id(line.data["measure"])))
        for q in measure.qualities
        if q.score < 0 and q.quality in _TOUCHED.get(body, ())
    ]
    if not told:
        return ()
    _, data, reason = min(told, key=lambda one: one[0])
    said = name_in(reason, write.language)
    return write.tell(
        "decisions.order.touched",
        measures=(parts.named(data["name"], data["measure"]),),
        reason=(write.name(said[:1].lower() + said[1:]),),
    )


def consequences(write: BudgetWords, parts: Parts) -> tuple[Block, ...]:
    """Return the table of consequences, and what is not known."""
    lines = [line.data for line in parts.shown.lines]
    judged = _library([str(line["measure"]) for line in lines])
    rows = [_topic(write, parts, topic, qualities, lines, judged) for topic, qualities in TOPICS]
    own = sum(engine_id(line["measure"]) not in judged for line in lines)
    notes = [write.tell("decisions.consequences.note")]
    if own:
        count = write.number(own, write.first("formula/count", "formula/cost"))
        notes.append(write.tell("decisions.consequences.own", n=count))
    return (
        write.table(
            "consequences",
            write.tell("decisions.consequences.caption"),
            [
                write.text_column(write.tell("decisions.consequences.topic"), 1.1),
                write.text_column(write.tell("decisions.consequences.good"), 2.2),
                write.text_column(write.tell("decisions.consequences.bad"), 2.2),
                write.column(write.tell("decisions.consequences.unknown"), 0.9),
            ],
            rows,
            notes,
        ),
    )


def _library(measures: Sequence[str]) -> dict[str, Measure]:
    from kortreist.measures import library

    asked = {engine_id(m) for m in measures}
    return {m.id: m for m in library() if m.id in asked}


def _topic(
    write: BudgetWords,
    parts: Parts,
    topic: str,
    qualities: tuple[str, ...],
    lines: Sequence[Any],
    judged: dict[str, Measure],
) -> Row:
    good: _Told = {}
    bad: _Told = {}
    unknown = 0
    for line in lines:
        measure = judged.get(engine_id(line["measure"]))
        told = [q for q in measure.qualities if q.quality in qualities] if measure else []
        unknown += not told
        for q in told:
            side = good if q.score > 0 else bad
            named = side.setdefault(name_in(q.reason, write.language), {})
            measure_id = line["measure"]
            before = named.get(measure_id, (0, ()))[0]
            named[measure_id] = (
                max(abs(q.score), before),
                (parts.named(line["name"], measure_id),),
            )
    return Row(
        Cell(write.tell(f"decisions.consequences.{topic}")),
        (
            Cell(_listed(write, good)),
            Cell(_listed(write, bad)),
            Cell((write.number(unknown, write.first("formula/count", "formula/cost")),)),
        ),
    )


def _listed(write: BudgetWords, told: _Told) -> Inlines:
    """Write every reason once, with all it holds for: what weighs most first."""
    if not told:
        return (DASH,)

    def weight(named: dict[str, tuple[int, Inlines]]) -> tuple[int, int]:
        return max(score for score, _ in named.values()), len(named)

    ordered = sorted(told.items(), key=lambda pair: weight(pair[1]), reverse=True)
    said: list[Inlines] = []
    for reason, named in ordered:
        names = [name for _, name in sorted(named.values(), key=lambda pair: -pair[0])]
        said.append((write.name(reason), ": ", *write.join(names, ", ")))
    return write.join(said, "; ")
