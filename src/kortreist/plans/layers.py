"""Share the way from today to the target out on who can take which part of it, exactly.

Pathways are computed one on top of the other in the same futures, and each layer is the
difference between two of them, so that nothing is lost and nothing counted twice:

1. today → the baseline: *adopted* (policy in force and what is known to change);
2. → with the plan as it stands, which is the climate budget's own total: *plan* is what the
   municipality itself decides in it; what it can push and somebody else decides belongs to
   *state* or *others*, shared out measure by measure without a residual (LMDI-I);
3. → with every condition of the state present, and what waits for it: *state*;
4. → with the county's conditions and what business and others decide: *others*;
5. → with all that the municipality could do more, whatever it costs: *more*;
6. what is then left to the target: *unreached*.

The plan goes first because together its measures must equal the budget; what a later layer
gives is what it adds to those before it, so tonnes that two layers could both take stand with
the first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.baseline.conditions import conditions
from kortreist.futures import with_present
from kortreist.measures.measure import Measure
from kortreist.pathways import PathwayModel, evaluate, evaluate_many
from kortreist.pathways.attribution import driver_change
from kortreist.plans.question import Question
from kortreist.plans.stair import Layer, Stair, StairRow, Step

__all__ = ["decides", "layer_of", "stairs"]

FloatArray = npt.NDArray[np.float64]
Starts = dict[str, int]

_LOW, _HIGH = 0.10, 0.90
#: Futures enough to order measures by what each adds; the layers themselves use all.
_ORDER_FUTURES = 64
#: Futures enough to share a layer out on its rows; they are scaled to the layer's own mean.
_ROW_FUTURES = 192
#: t CO2e: a row of less than a gram is none.
_NOTHING = 1e-6
#: The order in which layers are laid on top of the plan.
_ABOVE: tuple[Layer, ...] = ("state", "others", "more")


def decides(measure: Measure) -> Layer:
    """Return whose step a measure of the plan belongs to: of the one who has the last word."""
    return "plan" if measure.decided_by == "municipality" else layer_of(measure, {})


def layer_of(measure: Measure, waits_for: Mapping[str, str], reason: str = "") -> Layer:
    """Return whose step a measure outside the plan belongs to.

    Parameters
    ----------
    measure : Measure
    waits_for : mapping of str to str
        Condition id → who decides it (``state``, ``county`` …); conditions that are certain
        are not among them.
    reason : str
        Why it is not in the plan: what the municipality has said no to is its own to decide.
    """
    if reason == "excluded_by_you":
        return "more"
    owners = {waits_for[c] for c in measure.enabling_conditions if c in waits_for}
    if "state" in owners:
        return "state"
    if measure.decided_by == "state":
        return "state"
    return "others" if owners or measure.decided_by != "municipality" else "more"


def stairs(
    question: Question,
    starts: Mapping[str, int],
    refused: Mapping[str, str],
    noise: FloatArray,
    targets: Mapping[int, float],
    *,
    today: float,
    upper: Mapping[int, float] | None = None,
    at: date | None = None,
) -> tuple[Stair, ...]:
    """Return one stair for each goal year, earliest first.

    Parameters
    ----------
    question : Question
    starts : mapping of str to int
        The plan as it looks today: measure id → start year.
    refused : mapping of str to str
        Measure id → why it is not in the plan.
    noise : (F, T) float
        t CO2e added to baseline and pathway alike; its mean is zero each year.
    targets : mapping of int to float
        Goal year → t CO2e that may be emitted.
    today : float
        t CO2e where the stair begins.
    upper : mapping of int to float, optional
        Goal year → t CO2e at the stricter end of a target that is a span.
    at : datetime.date, optional
        Which conditions are certain, and when the others come.

    Returns
    -------
    tuple of Stair
    """
    q, plan = question, dict(starts)
    owner = _waited_for(at)
    state = {c for c, who in owner.items() if who == "state"}
    with_state, with_all = _model_of_present(q, state, at), _model_of_present(q, owner, at)
    outside = [m for m in q.measures if m.id not in plan]
    above = _above(q, with_all, plan, outside, owner, refused)

    levels: list[FloatArray] = [*evaluate_many(q.model, [{}, plan], q.boundary)]
    rows: dict[Layer, tuple[list[StairRow], FloatArray]] = {}
    done: Starts = dict(plan)
    models: dict[Layer, PathwayModel] = {
        "state": with_state,
        "others": with_all,
        "more": with_all,
    }
    before = q.model
    for layer, model in models.items():
        trials = [dict(done)]
        for _, taken in above[layer]:
            done.update(taken)
            trials.append(dict(done))
        levels += [*evaluate_many(model, [done], q.boundary)]
        few = [evaluate_many(before, trials[:1], q.boundary, _ROW_FUTURES)]
        few.append(evaluate_many(model, trials, q.boundary, _ROW_FUTURES))
        mean = np.concatenate(few).mean(axis=1)
        heads = [StairRow("conditions", layer, 0.0), *(row for row, _ in above[layer])]
        rows[layer] = (heads, mean[:-1] - mean[1:])
        before = model
    return tuple(
        _stair(q, plan, levels, rows, noise, year, targets[year], today, (upper or {}).get(year))
        for year in sorted(targets)
    )


def _stair(
    q: Question,
    plan: Mapping[str, int],
    levels: Sequence[FloatArray],
    rows: Mapping[Layer, tuple[Sequence[StairRow], FloatArray]],
    noise: FloatArray,
    year: int,
    target: float,
    today: float,
    upper: float | None,
) -> Stair:
    t = q.column(year)
    at = [level[:, t] for level in levels]
    noisy = noise[:, t]
    own = _own(q, plan, year)
    pushed = {n: sum((cut for _, cut in own[n]), np.zeros_like(noisy)) for n in own}
    steps = [
        _step("adopted", today - at[0], _drivers(q, year), -noisy),
        _plan_part("plan", at[0] - at[1] - pushed["state"] - pushed["others"], own["plan"], ()),
    ]
    for i, layer in enumerate(_ABOVE):
        tonnes = at[i + 1] - at[i + 2]
        heads, parts = rows[layer]
        shared = _rows_with_shares(heads, parts[:, t], float(tonnes.mean()))
        if layer == "more":
            steps.append(_step(layer, tonnes, shared))
        else:
            steps.append(_plan_part(layer, tonnes + pushed[layer], own[layer], shared))
    steps.append(_step("unreached", at[-1] - target, (), noisy))
    order = {s.layer: s for s in steps}
    return Stair(
        year,
        int(q.model.years[0]),
        today,
        target,
        tuple(order[n] for n in ("adopted", "state", "others", "plan", "more", "unreached")),
        upper,
    )


def _rows_with_shares(heads: Sequence[StairRow], parts: FloatArray, whole: float) -> list[StairRow]:
    """Return the rows with what each adds to those above it, so that they add to the whole."""
    seen = float(parts.sum())
    scale = whole / seen if seen > 0.0 else 0.0
    kept = zip(heads, (parts * scale).tolist(), strict=True)
    return [replace(head, tonnes=part) for head, part in kept if abs(part) > _NOTHING]


def _step(
    layer: Layer, bare: FloatArray, rows: Iterable[StairRow], noise: FloatArray | None = None
) -> Step:
    tonnes = bare if noise is None else bare + noise
    low, high = np.quantile(tonnes, [_LOW, _HIGH])
    shown = sorted(rows, key=lambda r: -r.tonnes)
    return Step(layer, float(low), float(tonnes.mean()), float(high), tuple(shown), bare)


def _drivers(q: Question, year: int) -> list[StairRow]:
    change = driver_change(q.model, year, q.boundary)
    return [StairRow("driver", name, -float(c.mean())) for name, c in change.items()]


def _own(
    q: Question, plan: Mapping[str, int], year: int
) -> dict[Layer, list[tuple[str, FloatArray]]]:
    """Return whose step → measures of the plan with (F,) t CO2e; they add to the plan's cut."""
    result = evaluate(q.model, plan, q.boundary, report_years=[year])
    by_id = {m.id: m for m in q.measures}
    out: dict[Layer, list[tuple[str, FloatArray]]] = {"plan": [], "state": [], "others": []}
    for name, cut in zip(result.measures, result.effect[:, :, 0], strict=True):
        out[decides(by_id[name])].append((name, cut))
    return out


def _plan_part(
    layer: Layer,
    tonnes: FloatArray,
    own: Sequence[tuple[str, FloatArray]],
    rows: Iterable[StairRow],
) -> Step:
    """Return a step that holds measures of the plan beside what others could do."""
    elsewhere = layer != "plan"
    mine = [StairRow("measure", m, float(cut.mean()), in_plan=elsewhere) for m, cut in own]
    step = _step(layer, tonnes, [*mine, *rows])
    return replace(step, in_plan=math.fsum(row.tonnes for row in mine))


def _waited_for(at: date | None) -> dict[str, str]:
    """Return condition id → who decides it, for those that are not certain to come."""
    return {c.id: c.owner for c in conditions(at) if not c.certain}


def _model_of_present(q: Question, present: Collection[str], at: date | None) -> PathwayModel:
    place = {name: i for i, name in enumerate(q.futures.measures)}
    drawn = sorted(q.measures, key=lambda m: place[m.id])
    forced = with_present(q.futures, drawn, present, at)
    order = [place[name] for name in q.model.measure_ids]
    return replace(q.model, enabled_from=np.ascontiguousarray(forced.enabled_from[order]))


def _above(
    q: Question,
    model: PathwayModel,
    plan: Starts,
    outside: Sequence[Measure],
    owner: Mapping[str, str],
    refused: Mapping[str, str],
) -> dict[Layer, list[tuple[StairRow, Starts]]]:
    """Return the rows of each layer with what starts in them, largest first.

    A measure that the ones taken before it rule out is left out, and one that needs another
    comes no earlier than that one.
    """
    first = q.plan_years[0]
    trials: list[Mapping[str, int]] = [plan, *({**plan, m.id: first} for m in outside)]
    mean = evaluate_many(model, trials, q.boundary, _ORDER_FUTURES).mean(axis=1)
    added = (mean[0] - mean[1:])[:, q.column(q.horizon)]
    gain = {m.id: float(a) for m, a in zip(outside, added, strict=True)}
    ids = {m.id for m in q.measures}
    taken = set(plan)
    ruled_out = {x for m in q.measures if m.id in plan for x in m.excludes}
    waiting = sorted(outside, key=lambda m: (-gain[m.id], m.id))
    out: dict[Layer, list[tuple[StairRow, Starts]]] = {}
    allowed: set[Layer] = set()
    for layer in _ABOVE:
        allowed.add(layer)
        chosen: list[Measure] = []
        progress = True
        while progress:
            progress = False
            for m in list(waiting):
                lacks = {r for r in m.requires if r in ids} - taken
                mine = layer_of(m, owner, refused.get(m.id, "")) in allowed
                clash = m.id in ruled_out or bool(set(m.excludes) & taken)
                if not mine or lacks or clash or gain[m.id] <= 0.0:
                    continue
                waiting.remove(m)
                taken.add(m.id)
                ruled_out.update(m.excludes)
                chosen.append(m)
                progress = True
        out[layer] = _rows(layer, chosen, owner, refused, gain, first)
    return out


def _rows(
    layer: Layer,
    chosen: Sequence[Measure],
    owner: Mapping[str, str],
    refused: Mapping[str, str],
    gain: Mapping[str, float],
    first: int,
) -> list[tuple[StairRow, Starts]]:
    """Return one row a condition where something is waited for, else one a measure."""
    groups: dict[tuple[str, str], list[Measure]] = {}
    for m in chosen:
        waits = [c for c in m.enabling_conditions if c in owner]
        mine = [c for c in waits if (owner[c] == "state") == (layer == "state")]
        conditioned = layer != "more" and mine
        group = ("condition", mine[0]) if conditioned else ("measure", m.id)
        groups.setdefault(group, []).append(m)
    made = []
    for (kind, key), members in groups.items():
        ids = tuple(m.id for m in members)
        row = StairRow(
            kind,  # type: ignore[arg-type]
            key,
            0.0,
            ids if kind == "condition" else (),
            "" if kind == "condition" else refused.get(key, ""),
        )
        made.append((sum(gain[i] for i in ids), row, dict.fromkeys(ids, first)))
    made.sort(key=lambda r: (-r[0], r[1].key))
    return [(row, taken) for _, row, taken in made]
