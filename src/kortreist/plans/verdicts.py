"""One verdict a measure, put together from groups, regret, signposts and what it binds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from kortreist.baseline.conditions import conditions
from kortreist.plans.branches import Branch
from kortreist.plans.deciding import decider
from kortreist.plans.outcome import GROUPS, Group, Signpost, Verdict
from kortreist.plans.question import Prices, Question
from kortreist.plans.regret import info_gap, regret_of
from kortreist.plans.robust import Answer, Assumptions
from kortreist.plans.room_for_manoeuvre import committed_emissions
from kortreist.plans.signposts import Watch, signpost

__all__ = ["SHUT", "verdicts"]


#: Why a measure that matters here may not be chosen, whatever the future.
SHUT = ("unknown_cost", "too_dear", "not_ranked", "other_boundary", "needs_other")
#: Groups in which nothing is to be decided.
_SETTLED = ("adopted", "avoid", "not_needed", "not_for_climate", "unknown")
#: Groups with something to watch or to find out.
_WATCHED = ("decide_now", "keep_open", "unknown")
#: Reasons that no sign bears on: what it needs has its own.
_NOTHING_TO_SEE = ("other_boundary", "needs_other")
#: Reasons that more money or staff is the one sign of.
_SHORT = ("short_of_money", "short_of_staff")
#: A difference smaller than this, NOK, is no loss.
_NOTHING = 1.0


def verdicts(
    question: Question,
    prices: Prices,
    analysis: Answer,
    a: Assumptions,
    at: date | None = None,
    *,
    seed: int,
    by_sign: Mapping[str, Branch] = MappingProxyType({}),
) -> tuple[Verdict, ...]:
    """Return the verdict on every measure that matters here: group by group, surest first.

    Parameters
    ----------
    question : Question
    prices : Prices
    analysis : Answer
    a : Assumptions
    at : datetime.date, optional
        Which decision rules are valid.
    seed : int
        Of the resamples that intervals are told by.
    by_sign : mapping of str to Branch
        Measures that a sign of the pathway map decides: one deadline and one threshold, not two.
    """
    q, grouping = question, analysis.grouping
    owners = {c.id: c.owner for c in conditions()}
    sure = grouping.sure(a.thresholds.stability)
    binds = analysis.evidence.binds(a.thresholds)
    rivals = _rivals(q)
    watch = Watch.of(q, prices, analysis.views.futures, a.thresholds.resamples, seed)
    early = {name for name, start in analysis.starts.items() if start < q.learning_year}
    out = []
    for m, measure in enumerate(q.measures):
        if analysis.shut.get(measure.id) in ("no_effect", "excluded_by_you"):
            continue
        closes = rivals[measure.id]
        difference = analysis.compared.difference[:, m]
        seen = difference[~np.isnan(difference)]
        start = analysis.starts.get(measure.id)
        group = grouping.groups[m]
        rule = decider(measure, owners, at)
        first = start or q.plan_years[0]
        by = _decide_by(group, start, int(analysis.deadlines[m]), q)
        branch = by_sign.get(measure.id)
        if branch is not None and by is not None:
            by = branch.year
        out.append(
            Verdict(
                measure=measure.id,
                group=group,
                reason=grouping.reasons[m],
                stability=float(grouping.stability[m]),
                uncertain=not sure[m],
                early_share=float(analysis.evidence.early[:, m].mean()),
                ever_share=float(analysis.evidence.ever[:, m].mean()),
                start_year=start,
                when_bound=analysis.when_bound[m],
                committed_emissions=_committed_tonnes(q, analysis, m),
                closes=closes,
                closes_until=first + measure.commitment_years - 1 if closes and binds[m] else None,
                binding_years=_binding_years(q, analysis, m),
                regret=regret_of(difference, not prices.part_unknown[m]),
                satisficing=float((seen <= _NOTHING).mean()) if seen.size else 0.0,
                info_gap=info_gap(difference),
                decide_by=by,
                signpost=_signpost(watch, m, analysis, closes, by, branch),
                decider=rule.who,
                decision_rule=rule.id,
                variants=grouping.variants,
                changes=grouping.changes[m],
                one_of=tuple(q.measures[x].id for x in grouping.one_of[m]),
                needs=tuple(r for r in measure.requires if r in early)
                if measure.id in early
                else (),
                pilot=analysis.pilots[m],
            )
        )
    out.sort(key=lambda v: (GROUPS.index(v.group), -v.early_share, -v.ever_share, v.measure))
    return tuple(out)


def _rivals(q: Question) -> dict[str, tuple[str, ...]]:
    """Return the measures that each cannot be done beside, whichever of the two says so."""
    found: dict[str, set[str]] = {m.id: set() for m in q.measures}
    for m in q.measures:
        for other in m.excludes:
            if other in found:
                found[m.id].add(other)
                found[other].add(m.id)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _binding_years(q: Question, analysis: Answer, m: int) -> int:
    """Return years that starting it binds, by itself or by what is started for it."""
    needs = analysis.evidence.needs[m]
    return max(q.measures[x].commitment_years for x in (m, *needs))


def _decide_by(group: Group, start: int | None, last: int, q: Question) -> int | None:
    """Return the year to decide by, as :class:`Verdict` has it."""
    if group in _SETTLED:
        return None
    if group in ("start_now", "anchor_first"):
        return min(last, q.learning_year - 1) if start is None else start - 1
    if group == "keep_open":
        # What can wait can wait to the budget after the one on the table, or it is no waiting.
        return max(last, q.plan_years[0], (start or 0) - 1)
    return last


def _signpost(
    watch: Watch,
    m: int,
    analysis: Answer,
    closes: tuple[str, ...],
    see_by: int | None,
    branch: Branch | None,
) -> Signpost | None:
    """Return what to watch: of what can wait, of what one must choose, of what has no price."""
    q = watch.question
    group, reason = analysis.grouping.groups[m], analysis.grouping.reasons[m]
    if group not in _WATCHED or reason in _NOTHING_TO_SEE:
        return None
    if reason == "unknown_cost":
        return Signpost(
            "cost",
            q.measures[m].id,
            "down",
            year=q.learning_year - 1,
            see_by=see_by,
            lead_years=watch.lead_years(m),
            unwatched="cost_unknown",
        )
    if reason in _SHORT:
        return Signpost(
            "resources",
            q.measures[m].id,
            year=q.learning_year - 1,
            see_by=see_by,
            lead_years=watch.lead_years(m),
            unwatched="short",
        )
    by_id = {x.id: x for x in q.measures}
    waiting = [c for name in closes for c in by_id[name].enabling_conditions]
    against = waiting[0] if waiting and not q.measures[m].enabling_conditions else ""
    return signpost(
        watch, m, analysis.evidence.ever[:, m], see_by, against, branch.sign if branch else None
    )


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
