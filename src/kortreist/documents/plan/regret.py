"""What it costs to choose wrong, and what each measure does to the room for manoeuvre."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell, Inline, Inlines, Table
from kortreist.documents.plan.room import change_fields, clear, curve, said
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import Verdict

__all__ = ["regret"]

_THOUSAND = 1000.0
_HALF = 0.5


def regret(w: PlanWriter) -> tuple[Block, ...]:
    """Return regret, satisficing and info-gap side by side, and what each measure binds."""
    compared = [v for v in w.outcome.verdicts if v.regret.start_chance or v.regret.wait_chance]
    if not compared:
        return ()
    blocks: list[Block] = [
        w.paragraph("regret.intro", year=w.year(w.outcome.learning.year)),
        _table(w, compared, len(w.outcome.verdicts) - len(compared)),
    ]
    disagree = [v for v in compared if _disagrees(v)]
    if disagree:
        names = w.words.listed(tuple(v.measure for v in disagree))
        blocks.append(w.note("regret.disagree", measures=names))
    blocks += [w.heading("room.heading"), said(w), curve(w)]
    blocks += [w.heading("binds.heading"), _binds(w, compared)]
    return tuple(blocks)


def _disagrees(v: Verdict) -> bool:
    """Tell whether the share of futures without loss speaks against the group."""
    early = v.group in ("start_now", "anchor_first")
    if v.group in ("adopted", "avoid", "decide_now"):
        return False
    return v.satisficing < _HALF if early else v.satisficing >= _HALF


def _name_cell(w: PlanWriter, v: Verdict) -> Cell:
    group = w.t(f"plans.group.{v.group}")
    keeps = w.words.keeps(v, w.own("stability"))
    unsure = f"{w.t('documents.groups.uncertain')}: " if v.uncertain else ""
    return w.cell(w.words.measure(v.measure), (f"{group} ({unsure}", *keeps, ")"))


def _table(w: PlanWriter, compared: list[Verdict], others: int) -> Table:
    ref = w.own("regret")

    def loss(nok: float | None, chance: float) -> Cell:
        under: Inlines = w.text("regret.chance", chance=w.chance(chance, ref))
        if not chance:
            return w.cell(w.number(0.0, ref), w.text("regret.never"))
        return w.cell(w.number(None if nok is None else nok / _THOUSAND, ref), under)

    rows = tuple(
        w.row(
            _name_cell(w, v),
            loss(v.regret.start_wrong, v.regret.start_chance),
            loss(v.regret.wait_wrong, v.regret.wait_chance),
            w.number(None if v.regret.largest is None else v.regret.largest / _THOUSAND, ref),
            w.chance(v.satisficing, ref),
            w.percent(v.info_gap, ref),
        )
        for v in compared
    )
    notes = [w.text("regret.note")]
    if others:
        notes.append(w.text("regret.others", count=w.number(others, w.own("groups"))))
    return w.table(
        "regret",
        w.text("regret.caption", unit=w.kroner("thousand")),
        [
            w.text_column("measures.measure", 2.3),
            w.column("regret.start_wrong"),
            w.column("regret.wait_wrong"),
            w.column("regret.largest"),
            w.column("regret.satisficing"),
            w.column("regret.info_gap"),
        ],
        rows,
        notes,
    )


def _binds(w: PlanWriter, compared: list[Verdict]) -> Table:
    ref, groups = w.own("room_change"), w.own("groups")
    committed = w.own("committed")

    def change(v: Verdict, name: str, one: float) -> Inline:
        part = (change_fields(v.when_bound) or {}).get(name)
        # What cannot be told from nothing is not shown as something.
        shown = part is not None and clear(part, one)
        return w.number(part["central"] / one, ref) if part and shown else "–"

    def closes(v: Verdict) -> Cell:
        if not v.closes:
            return w.cell(w.text("binds.nothing"))
        until = (
            () if v.closes_until is None else w.text("watch.until_end", year=w.year(v.closes_until))
        )
        return w.cell((*w.words.listed(v.closes), *until))

    rows = tuple(
        w.row(
            w.words.measure(v.measure),
            change(v, "reach_t", 1.0),
            change(v, "cumulative_t", 1.0),
            change(v, "cost", _THOUSAND),
            change(v, "price_of_binding", _THOUSAND),
            w.number(v.binding_years, groups),
            w.number(v.committed_emissions, committed),
            closes(v),
        )
        for v in compared
    )
    return w.table(
        "binds",
        "binds.caption",
        [
            w.text_column("measures.measure", 2.2),
            w.column("binds.reach", unit=w.tonne),
            w.column("binds.cumulative", unit=w.tonne),
            w.column("binds.cost", unit=w.kroner("thousand")),
            w.column("binds.price", unit=w.kroner("thousand")),
            w.column("binds.years", 0.8),
            w.column("binds.committed", unit=w.tonne),
            w.text_column("binds.closes", 1.3),
        ],
        rows,
        [w.text("binds.note")],
    )
