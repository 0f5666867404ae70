"""What the proposal does besides emissions: children, public health, nature and adaptation.

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

__all__ = ["TOPICS", "consequences"]

#: What a case paper is asked about → the library's qualities that come nearest.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("children", ("safety", "access")),
    ("health", ("health", "air_and_quiet")),
    ("nature", ("nature",)),
    ("adaptation", ("preparedness",)),
)
#: How many measures are named on each side; the rest are counted.
_NAMED = 4


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
    good: list[tuple[int, Inlines]] = []
    bad: list[tuple[int, Inlines]] = []
    unknown = 0
    for line in lines:
        measure = judged.get(engine_id(line["measure"]))
        told = [q for q in measure.qualities if q.quality in qualities] if measure else []
        unknown += not told
        for q in told:
            reason = name_in(q.reason, write.language)
            said = (parts.named(line["name"], line["measure"]), ": ", write.name(reason.lower()))
            (good if q.score > 0 else bad).append((abs(q.score), said))
    return Row(
        Cell(write.tell(f"decisions.consequences.{topic}")),
        (
            Cell(_listed(write, good)),
            Cell(_listed(write, bad)),
            Cell((write.number(unknown, write.first("formula/count", "formula/cost")),)),
        ),
    )


def _listed(write: BudgetWords, found: list[tuple[int, Inlines]]) -> Inlines:
    if not found:
        return (DASH,)
    said = [one for _, one in sorted(found, key=lambda pair: -pair[0])]
    rest = len(said) - _NAMED
    if rest > 0:
        n = write.number(rest, write.first("formula/count", "formula/cost"))
        said = [*said[:_NAMED], write.tell("decisions.alternatives.rest", n=n)]
    return write.join(said, "; ")
