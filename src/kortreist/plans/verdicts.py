"""One verdict a measure, put together from groups, regret, signposts and what it binds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.baseline.conditions import conditions
from kortreist.plans.formulate import formulate
from kortreist.plans.outcome import GROUPS, Verdict
from kortreist.plans.question import Prices, Question
from kortreist.plans.regret import info_gap, regret_of
from kortreist.plans.robust import Answer, Assumptions
from kortreist.plans.room_for_manoeuvre import committed_emissions, met, nothing
from kortreist.plans.signposts import decide_by, decider, signpost

__all__ = ["SHUT", "verdicts"]

FloatArray = npt.NDArray[np.float64]

#: Why a measure that matters here may not be chosen, whatever the future.
SHUT = ("unknown_cost", "too_dear", "not_ranked", "other_boundary")
#: A difference smaller than this, NOK, is no loss.
_NOTHING = 1.0


def verdicts(
    question: Question, prices: Prices, analysis: Answer, a: Assumptions, noise: FloatArray
) -> tuple[Verdict, ...]:
    """Return the verdict on every measure that matters here: group by group, surest first.

    Parameters
    ----------
    question : Question
    prices : Prices
    analysis : Answer
    a : Assumptions
    noise : (N,) float
        t CO2e added in the goal year, for the futures of the views.
    """
    q, views = question, analysis.views
    alone = _room_alone(question, prices, analysis, noise)
    ids = [m.id for m in q.measures]
    owners = {c.id: c.owner for c in conditions()}
    out = []
    for m, measure in enumerate(q.measures):
        if analysis.shut.get(measure.id) in ("no_effect", "excluded_by_you"):
            continue
        fixed = measure.id in q.fixed
        binds = bool(analysis.evidence.binds[m])
        closes = tuple(sorted(set(measure.excludes) & set(ids)))
        difference = analysis.compared.difference[:, m]
        seen = difference[~np.isnan(difference)]
        start = analysis.starts.get(measure.id)
        reason = analysis.grouping.reasons[m]
        if analysis.shut.get(measure.id) in SHUT:
            reason = analysis.shut[measure.id]
        stability = float(analysis.grouping.stability[m])
        first = start or q.plan_years[0]
        out.append(
            Verdict(
                measure=measure.id,
                group=analysis.grouping.groups[m],
                reason="adopted" if fixed else reason,
                stability=stability,
                uncertain=stability < a.thresholds.stability,
                early_share=float(analysis.evidence.early[:, m].mean()),
                ever_share=float(analysis.evidence.ever[:, m].mean()),
                start_year=start,
                room_change=float(analysis.grouping.room_change[m]),
                room_change_alone=float(alone[m]),
                committed_emissions=_committed_tonnes(q, analysis, m),
                closes=closes,
                closes_until=first + measure.commitment_years - 1 if closes else None,
                binding_years=measure.commitment_years,
                regret=regret_of(difference, not prices.part_unknown[m]),
                satisficing=float((seen <= _NOTHING).mean()) if seen.size else 0.0,
                info_gap=info_gap(
                    float(analysis.compared.gain[m]),
                    float(analysis.compared.cost[m]),
                    float(analysis.compared.worst_gain[m]),
                    float(analysis.compared.worst_cost[m]),
                ),
                decide_by=max(decide_by(q, measure, a.value_kept, views.futures), (start or 0) - 1),
                signpost=signpost(q, m, analysis.evidence.ever[:, m], prices, views.futures)
                if analysis.grouping.groups[m] == "keep_open"
                else None,
                decider=decider(measure, binds, owners),
            )
        )
    out.sort(key=lambda v: (GROUPS.index(v.group), -v.early_share, -v.ever_share, v.measure))
    return tuple(out)


def _room_alone(q: Question, prices: Prices, analysis: Answer, noise: FloatArray) -> FloatArray:
    """Return (M,) what binding each measure alone in the first year does to the room."""
    asked = replace(q, excluded=q.excluded | frozenset(analysis.shut))
    last = formulate(asked, prices, analysis.views.futures, [analysis.goal.year], [1.0])
    empty = nothing(last)
    before = met(last, empty, analysis.goal.tonnes, noise).mean()
    change = np.zeros(len(q.measures))
    own = np.arange(last.stem.size) == last.stem
    for m in range(len(q.measures)):
        options = np.flatnonzero((last.option_measure == m) & last.early & own)
        if options.size:
            one = empty.copy()
            one[m] = options[0]
            change[m] = met(last, one, analysis.goal.tonnes, noise).mean() - before
    return change


def _committed_tonnes(q: Question, analysis: Answer, m: int) -> float:
    """Return t CO2e that what the measure moves elsewhere emits above the path, over its life."""
    measure = q.measures[m]
    model = q.model
    row = model.measure_ids.index(measure.id)
    effects = slice(int(model.effect_start[row]), int(model.effect_start[row + 1]))
    if not (model.effect_target[effects] >= 0).any():
        return 0.0
    sent = analysis.arrival[m]
    path = np.array([q.frame[y] for y in q.years])
    return committed_emissions(sent, sent.max() * path / path[0], measure.lifetime_years)
