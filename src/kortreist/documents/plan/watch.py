"""What to watch of the measures that can wait, and when each must be decided."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Block, Cell, Inlines, Table
from kortreist.documents.plan.groups import GroupsPart, by_reason
from kortreist.documents.plan.pilots import pilots
from kortreist.plans.outcome import Verdict

__all__ = ["watch"]

#: Reasons whose measures have a row each, with what tells the futures apart.
_APART = ("some_futures", "dear_when_wrong", "insurance", "other")


def watch(part: GroupsPart) -> tuple[Block, ...]:
    """Return the measures to keep open with what to watch and by when, and those that are late.

    Parameters
    ----------
    part : GroupsPart
    """
    w, members = part.w, part.of("keep_open")
    late: list[Block] = []
    if part.of("decide_now"):
        late = [w.heading("watch.late"), part.table("decide_now")]
    late += pilots(w)
    if not members:
        return tuple(late)
    reasons = by_reason(members)
    first = [v for r in _APART for v in reasons.pop(r, [])]
    waiting = reasons.pop("waits_for_condition", [])
    blocks: list[Block] = [w.paragraph("watch.intro")]
    if any(v.uncertain for v in part.w.outcome.verdicts):
        value, ref = part.w.fact("groups/stability")
        blocks.append(w.paragraph("groups.uncertain_note", share=w.percent(value, ref)))
    if first:
        blocks.append(_some(part, first))
    if waiting:
        blocks.append(_waiting(part, waiting))
    if reasons:
        blocks.append(_rest(part, reasons))
    return (*blocks, *late)


def _some(part: GroupsPart, members: Sequence[Verdict]) -> Table:
    w, ref = part.w, part.w.own("groups")
    rows = [
        w.row(
            Cell(part.name(v), (*part.tonnes(v), " ", *part.keeps(v))),
            Cell(_post(part, v, ref), w.words.told(v.signpost, ref) if v.signpost else ()),
            Cell(
                w.text(
                    "watch.shares",
                    early=w.chance(v.early_share, ref),
                    ever=w.chance(v.ever_share, ref),
                ),
                part.loses(v),
            ),
            part.decide_by(v),
            part.w.words.decision(v),
        )
        for v in members
    ]
    return w.table(
        "watch-some",
        "watch.some_caption",
        [
            w.text_column("measures.measure", 2.2),
            w.text_column("watch.what", 2.3),
            w.text_column("watch.right", 1.3),
            w.text_column("groups.decide_by", 0.8),
            w.text_column("groups.decider", 1.5),
        ],
        rows,
    )


def _post(part: GroupsPart, v: Verdict, ref: str) -> Inlines:
    w = part.w
    said = part.w.words.signpost(v.signpost, ref) if v.signpost else ()
    if v.reason in ("some_futures", "other"):
        return said
    return (w.t(f"plans.reason.{v.reason}"), " ", *said)


def _waiting(part: GroupsPart, members: Sequence[Verdict]) -> Table:
    """Return one row a condition, with the measures that wait for it."""
    w = part.w
    groups: dict[str, list[Verdict]] = {}
    for v in members:
        groups.setdefault(v.signpost.key if v.signpost else "", []).append(v)
    rows = []
    for key, waiting in groups.items():
        head = w.name(part.w.words.names.condition(key)) if key else ""
        who = dict.fromkeys(part.w.words.deciders(v.measure) for v in waiting)
        rows.append(
            w.row(head, w.join([_until(part, v) for v in waiting], "; "), w.join(list(who)))
        )
    return w.table(
        "watch-conditions",
        "watch.waiting_caption",
        [
            w.text_column("watch.condition", 1.5),
            w.text_column("watch.waiting", 2.4),
            w.text_column("groups.decider", 1.0),
        ],
        rows,
    )


def _rest(part: GroupsPart, reasons: dict[str, list[Verdict]]) -> Table:
    w = part.w
    rows = [
        w.row(w.t(f"plans.reason.{reason}"), w.join([_until(part, v) for v in members], "; "))
        for reason, members in reasons.items()
    ]
    return w.table(
        "watch-rest",
        "watch.rest_caption",
        [w.text_column("groups.why", 1.2), w.text_column("measures.measures", 3.0)],
        rows,
    )


def _until(part: GroupsPart, v: Verdict) -> Inlines:
    """Return a name with the year to decide by."""
    if v.decide_by is None:
        return part.short(v)
    if part.past(v):
        return (*part.short(v), " (", *part.decide_by(v), ")")
    return (*part.short(v), *part.w.text("watch.until", year=part.decide_by(v)))
