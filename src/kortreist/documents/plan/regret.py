"""What it costs to choose wrong, and what each measure does to the room for manoeuvre."""

from __future__ import annotations

from kortreist.documents.format.blocks import (
    Block,
    Cell,
    Column,
    Inlines,
    Note,
    Paragraph,
    Row,
    Table,
)
from kortreist.documents.format.writer import Figures
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.refs import OutcomeRefs
from kortreist.plans.outcome import PlanOutcome, Verdict

__all__ = ["regret"]

_THOUSAND = 1000.0
_HALF = 0.5


def regret(
    write: Figures, refs: OutcomeRefs, words: OutcomeWords, outcome: PlanOutcome
) -> tuple[Block, ...]:
    """Return regret, satisficing and info-gap side by side, and what each measure binds.

    Parameters
    ----------
    write : Figures
    refs : OutcomeRefs
    words : OutcomeWords
    outcome : PlanOutcome
    """
    w = write
    compared = [v for v in outcome.verdicts if v.regret.start_chance or v.regret.wait_chance]
    if not compared:
        return ()
    blocks: list[Block] = [
        Paragraph(w.text("regret.intro", year=w.year(outcome.learning.year))),
        _table(write, refs, words, compared, len(outcome.verdicts) - len(compared)),
    ]
    disagree = [v for v in compared if _disagrees(v)]
    if disagree:
        names = words.listed(tuple(v.measure for v in disagree))
        blocks.append(Note(w.text("regret.disagree", measures=names)))
    blocks += [Paragraph(w.text("binds.heading"), "lead"), _binds(write, refs, words, compared)]
    return tuple(blocks)


def _disagrees(v: Verdict) -> bool:
    """Tell whether the share of futures without loss speaks against the group."""
    early = v.group in ("start_now", "anchor_first")
    return v.reason != "adopted" and (v.satisficing < _HALF if early else v.satisficing >= _HALF)


def _name_cell(words: OutcomeWords, write: Figures, refs: OutcomeRefs, v: Verdict) -> Cell:
    group = write.t(f"plans.group.{v.group}")
    if not v.uncertain:
        return Cell(words.measure(v.measure), (group,))
    keeps = write.text("groups.keeps", share=write.percent(v.stability, refs.own("stability")))
    label = f"{group} ({write.t('documents.groups.uncertain')}: "
    return Cell(words.measure(v.measure), (label, *keeps, ")"))


def _table(
    write: Figures, refs: OutcomeRefs, words: OutcomeWords, compared: list[Verdict], others: int
) -> Table:
    w, ref = write, refs.own("regret")

    def loss(nok: float | None, chance: float) -> Cell:
        under: Inlines = w.text("regret.chance", chance=w.chance(chance, ref))
        if not chance:
            return Cell((w.number(0.0, ref),), w.text("regret.never"))
        return Cell((w.number(None if nok is None else nok / _THOUSAND, ref),), under)

    rows = tuple(
        Row(
            _name_cell(words, write, refs, v),
            (
                loss(v.regret.start_wrong, v.regret.start_chance),
                loss(v.regret.wait_wrong, v.regret.wait_chance),
                Cell(
                    (
                        w.number(
                            None if v.regret.largest is None else v.regret.largest / _THOUSAND, ref
                        ),
                    )
                ),
                Cell((w.percent(v.satisficing, ref),)),
                Cell((w.percent(v.info_gap, ref),)),
            ),
        )
        for v in compared
    )
    notes = [w.text("regret.note")]
    if others:
        notes.append(w.text("regret.others", count=w.number(others, refs.own("groups"))))
    return Table(
        "regret",
        w.text("regret.caption", unit=w.kroner("thousand")),
        (
            Column(w.text("measures.measure"), False, 2.3),
            Column(w.text("regret.start_wrong")),
            Column(w.text("regret.wait_wrong")),
            Column(w.text("regret.largest")),
            Column(w.text("regret.satisficing")),
            Column(w.text("regret.info_gap")),
        ),
        rows,
        tuple(notes),
    )


def _binds(
    write: Figures, refs: OutcomeRefs, words: OutcomeWords, compared: list[Verdict]
) -> Table:
    w, change, groups = write, refs.own("room_change"), refs.own("groups")
    committed = refs.own("committed")

    def closes(v: Verdict) -> Cell:
        if not v.closes:
            return Cell(w.text("binds.nothing"))
        until = (
            () if v.closes_until is None else w.text("watch.until_end", year=w.year(v.closes_until))
        )
        return Cell((*words.listed(v.closes), *until))

    rows = tuple(
        Row(
            Cell(words.measure(v.measure)),
            (
                Cell((w.points(v.room_change, change),)),
                Cell((w.points(v.room_change_alone, change),)),
                Cell((w.number(v.binding_years, groups),)),
                Cell((w.number(v.committed_emissions, committed),)),
                closes(v),
            ),
        )
        for v in compared
    )
    return Table(
        "binds",
        w.text("binds.caption"),
        (
            Column(w.text("measures.measure"), False, 2.2),
            Column(w.text("binds.change")),
            Column(w.text("binds.alone")),
            Column(w.text("binds.years"), True, 0.8),
            Column(w.text("binds.committed", unit=w.t("documents.unit.t"))),
            Column(w.text("binds.closes"), False, 1.3),
        ),
        rows,
        (w.text("binds.note"),),
    )
