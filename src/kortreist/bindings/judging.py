"""Judge bindings one by one and together, in a plan's own futures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kortreist.bindings.amounts import (
    by_year_of,
    committed_of,
    is_too_small,
    last_committed,
    notes_of,
    path_of,
    small_together,
)
from kortreist.bindings.binding import Binding
from kortreist.bindings.break_even import break_even
from kortreist.bindings.courses import Course, added, world
from kortreist.bindings.exits import SAME
from kortreist.bindings.judged import Alternative, GoalChance, InAll, JudgedBinding
from kortreist.bindings.losses import Loss, Losses, losses_of, right_in, right_share
from kortreist.bindings.portfolio import portfolio_of
from kortreist.bindings.room import Room, above_frame, closed_tonnes, room_of
from kortreist.bindings.setting import Setting
from kortreist.bindings.thresholds import Thresholds
from kortreist.bindings.verdict import Evidence, binds, judge
from kortreist.plans.interval import Range
from kortreist.plans.least import without
from kortreist.plans.problem import Problem

__all__ = ["judge_bindings"]

FloatArray = npt.NDArray[np.float64]


class _Changes:
    """What signing a binding changes beside the zero alternative."""

    def __init__(self, setting: Setting, problem: Problem, binding: Binding) -> None:
        self.loss = Loss(setting, problem, binding)
        self.course = self.loss.whole(binding)
        zero = binding.zero_alternative()
        self.zero = self.loss.whole(zero) if zero else Course(())
        self.tonnes = added(setting, self.course) - added(setting, self.zero)


def judge_bindings(
    setting: Setting, bindings: Sequence[Binding], limits: Thresholds
) -> tuple[JudgedBinding, ...]:
    """Judge bindings beside the measures.

    What is decided already, and what is too small to be judged alone, is part of what all the
    others are judged in.

    Parameters
    ----------
    setting : Setting
    bindings : sequence of Binding
    limits : Thresholds

    Returns
    -------
    tuple of JudgedBinding
        In the same order.

    Raises
    ------
    ValueError
        The setting's calendar ends before a binding's life does.
    """
    if any(b.last is not None and b.last > setting.calendar[-1] for b in bindings):
        raise ValueError("the calendar must hold the whole life of every binding")
    small = {b.id: is_too_small(setting, b, limits) for b in bindings}
    together = small_together(setting, [b for b in bindings if small[b.id]], limits)
    held = [b for b in bindings if (b.committed or small[b.id]) and _has_course(b)]
    changes = {b.id: _Changes(setting, setting.problem, b) for b in bindings if _has_course(b)}
    common = _with(setting, setting.problem, [changes[b.id] for b in held])
    room: Room | None = None
    out = []
    for b in bindings:
        base = _plain(setting, b)
        if b.missing():
            out.append(replace(base, verdict="unknown", reason="unknown", missing=b.missing()))
            continue
        if small[b.id]:
            more = ("small_together",) if together and not b.committed else ()
            notes = (*base.notes, *more)
            out.append(replace(base, verdict="too_small", reason="too_small", notes=notes))
            continue
        if b.committed:
            others = [changes[h.id] for h in held if h.id != b.id]
            problem = _with(setting, setting.problem, others)
            out.append(_judged(setting, problem, room_of(setting, problem), b, base, limits))
            continue
        if room is None:
            room = room_of(setting, common)
        out.append(_judged(setting, common, room, b, base, limits))
    return _together(setting, setting.problem, changes, held, out, limits)


def _has_course(b: Binding) -> bool:
    return bool(b.flows) and b.start is not None and b.lifetime is not None


def _with(setting: Setting, problem: Problem, changes: Sequence[_Changes]) -> Problem:
    for c in changes:
        problem = world(setting, problem, c.course, c.tonnes)
    return problem


def _plain(setting: Setting, b: Binding) -> JudgedBinding:
    """Return what can be said without any search."""
    # A clause that costs nothing ends what is signed for.
    last = last_committed(b)
    above, share = path_of(setting, b, last)
    return JudgedBinding(
        b,
        "unknown",
        "unknown",
        int(setting.problem.years[-1]),
        committed=committed_of(setting, b, last),
        committed_to=last,
        whole_life=committed_of(setting, b, b.last),
        by_year=by_year_of(setting, b, last),
        above_path=above,
        share_of_frame=share,
        decide_by=b.signed_by if b.signed_by is not None else b.start,
        notes=notes_of(setting, b),
    )


def _judged(
    setting: Setting,
    problem: Problem,
    room: Room,
    b: Binding,
    base: JudgedBinding,
    limits: Thresholds,
) -> JudgedBinding:
    change = _Changes(setting, problem, b)
    free = room
    if change.zero.stretches and _holds(change.zero):
        free = room_of(setting, world(setting, problem, change.zero))
    bound = room_of(setting, world(setting, problem, change.course, change.tonnes))
    above = bound.above.value - without(free.above, bound.above)
    lost = losses_of(setting, problem, b)
    closed = closed_tonnes(setting, problem, change.course, change.tonnes)
    land = base.whole_life.get("land")
    emits = any(r.central > 0.0 for r in base.whole_life.values())
    over, _ = path_of(setting, b, b.last)
    holds = any(f.mode == "holds" and f.central > 0.0 for f in b.flows)
    held = closed
    if holds:
        held = closed_tonnes(setting, problem, change.course, change.tonnes, held=True)
    harms = held > 0.0 or any(r is not None and r.central > 0.0 for r in (over, land))
    judgement = judge(
        Evidence(
            lost,
            binds(b, emits or bool(b.closes) or holds, lost, limits),
            harms,
            _bears(setting, change.loss, lost),
        ),
        limits,
        setting.seed + crc32(b.id.encode()) % 100_000,
    )
    inside = float(change.tonnes[:, setting.inside].sum(axis=1).mean())
    choices = _choices(setting, problem, free, bound, change, lost, limits)
    best = _best(choices, lost.tie)
    lowest_free = without(free.lowest, bound.lowest)
    return replace(
        base,
        verdict=judgement.verdict,
        reason=judgement.reason,
        committed_net=float(change.tonnes.sum(axis=1).mean()),
        reach_change=float(
            np.quantile(bound.lowest.value, limits.reach) - np.quantile(lowest_free, limits.reach)
        ),
        goals=tuple(
            GoalChance(
                name,
                tonnes,
                float((bound.lowest.value <= tonnes).mean()),
                float((lowest_free <= tonnes).mean()),
            )
            for name, tonnes in setting.goals.items()
        ),
        above_frame=Range(
            float(np.quantile(above, 0.1)), float(above.mean()), float(np.quantile(above, 0.9))
        ),
        not_made_good=float(above.mean()) / inside if inside > 1e-9 else None,
        cost_to_restore=float((bound.restore.value - without(free.restore, bound.restore)).mean()),
        options_closed=closed,
        price_of_binding=float((lost.without_exits - lost.left_free).mean()),
        price_of_binding_t=_binding_tonnes(setting, problem, change, bound),
        # That a thing can be sold is no clause: where none is named, none is worth anything.
        break_value=float((lost.without_exits - lost.loss[0]).mean()) if b.exits else None,
        value_of_waiting=judgement.value_of_waiting,
        wait_to=lost.waiting_to,
        leave_from=max(setting.problem.learning_year, b.start or 0),
        best_alternative=best.id,
        alternatives=choices,
        right=judgement.right,
        right_by_price={
            "low": right_share(setting.with_price(limits.price_low), problem, b, limits),
            "central": judgement.right[0],
            "high": right_share(setting.with_price(limits.price_high), problem, b, limits),
        },
        signing=judgement.signing,
        not_signing=judgement.not_signing,
        break_even=break_even(setting, problem, change.loss, lost),
        stability=judgement.stability,
        between=judgement.between,
        notes=(*base.notes, *_notes_of_choices(b, lost)),
    )


def _bears(setting: Setting, nok: Loss, lost: Losses) -> bool:
    """Tell whether what can be chosen differs in tonnes, inside the border or beside."""
    open_ = [b for b, ok in zip((nok.binding, *nok.others), lost.allowed, strict=True) if ok]
    beside = np.array([added(setting, nok.whole(b), "consumption").sum(axis=1) for b in open_])
    return any(
        bool((np.ptp(tonnes, axis=0) > SAME).any())
        for tonnes in (lost.tonnes[lost.allowed], beside)
    )


def _notes_of_choices(b: Binding, lost: Losses) -> tuple[str, ...]:
    """Return the keys of what must be said of the choices."""
    notes = []
    assert b.start is not None
    if b.needs_by is not None and b.start > b.needs_by and lost.allowed[0]:
        notes.append("all_late_for_duty")
    alike = np.abs(lost.loss[1:-1] - lost.loss[0]).max(axis=1) <= lost.tie
    if (alike & lost.allowed[1:-1]).any():
        notes.append("same_as_alternative")
    return tuple(notes)


def _best(choices: tuple[Alternative, ...], tie: float) -> Alternative:
    """Return what loses least of what can be chosen; nothing signed where that is as good."""
    lawful = [c for c in choices if not c.breaks_duty]
    open_to_choose = [c for c in lawful if not c.dominated] or lawful
    best = min(open_to_choose, key=lambda c: c.loss_nok)
    return next((c for c in open_to_choose if c.zero and c.loss_nok <= best.loss_nok + tie), best)


def _holds(course: Course) -> bool:
    return any(f.mode == "holds" for s in course.stretches for f in s.binding.flows) or any(
        s.binding.closes for s in course.stretches
    )


def _binding_tonnes(
    setting: Setting, problem: Problem, change: _Changes, bound: Room
) -> float | None:
    """Return t CO2e above the frame that being free to leave in the learning year saves."""
    loss = change.loss
    year = max(setting.problem.learning_year, loss.first)
    if year > loss.last:
        return 0.0
    value = bound.above.value
    for other in loss.instead:
        left = loss.left(year, 0.0, other)
        tonnes = added(setting, left) - added(setting, change.zero)
        free = above_frame(setting, world(setting, problem, left, tonnes))
        value = np.minimum(value, without(free, bound.above))
    return float((bound.above.value - value).mean())


def _choices(
    setting: Setting,
    problem: Problem,
    free: Room,
    signed: Room,
    change: _Changes,
    lost: Losses,
    limits: Thresholds,
) -> tuple[Alternative, ...]:
    everyone = (change.loss.binding, *change.loss.others)
    right = right_in(lost.loss, lost.allowed, limits.dominated)
    out = []
    for i, b in enumerate(everyone):
        course = change.loss.whole(b)
        tonnes = added(setting, course) - added(setting, change.zero)
        above = 0.0
        if not b.zero:
            bound = signed.above
            if i > 0:
                bound = above_frame(setting, world(setting, problem, course, tonnes))
            above = float((bound.value - without(free.above, bound)).mean())
        better = (lost.money < lost.money[i] - lost.tie) & (lost.tonnes < lost.tonnes[i] - 1e-9)
        often = better.mean(axis=1) >= limits.dominated
        dominated = bool((often & lost.allowed).any())
        out.append(
            Alternative(
                b.id,
                b.name,
                b.zero,
                float(right[i].mean()),
                float(lost.loss[i].mean()),
                float(lost.money[i].mean()),
                float(lost.tonnes[i].mean()),
                above,
                dominated,
                not bool(lost.allowed[i]),
            )
        )
    return tuple(out)


def _together(
    setting: Setting,
    problem: Problem,
    changes: dict[str, _Changes],
    held: Sequence[Binding],
    judged: Sequence[JudgedBinding],
    limits: Thresholds,
) -> tuple[JudgedBinding, ...]:
    """Add what each planned binding is among all that are planned."""
    decided = _with(setting, problem, [changes[b.id] for b in held if b.committed])
    planned = [
        j.binding.id
        for j in judged
        if not j.binding.committed
        and j.binding.id in changes
        and j.binding.zero_alternative() is not None
    ]
    alone = {}
    before: float | None = None
    for j in judged:
        if j.binding.id not in planned:
            continue
        if j.above_frame is not None:
            alone[j.binding.id] = j.above_frame.central
            continue
        c = changes[j.binding.id]
        if before is None:
            before = float(above_frame(setting, decided).value.mean())
        with_ = above_frame(setting, world(setting, decided, c.course, c.tonnes)).value
        alone[j.binding.id] = float(with_.mean()) - before
    found = portfolio_of(
        setting,
        decided,
        [changes[i].course for i in planned],
        [changes[i].tonnes for i in planned],
        [alone[i] for i in planned],
        limits,
    )
    by_id = {
        i: InAll(found.together, a, o, s, found.orders)
        for i, a, o, s in zip(planned, found.alone, found.left_out, found.share, strict=True)
    }
    return tuple(replace(j, portfolio=by_id.get(j.binding.id)) for j in judged)
