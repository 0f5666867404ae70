"""The whole robust plan of a place: from a question to what the document shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.accounts.ledger import Account
from kortreist.errors import InputError
from kortreist.pathways import evaluate_many
from kortreist.plans.branch_search import Judging
from kortreist.plans.branches import PathwayMap
from kortreist.plans.conflicts import as_phrase, conflict, in_the_way
from kortreist.plans.information import estimate, gains, perfect_information
from kortreist.plans.judged import judged
from kortreist.plans.key_drivers import driver_shares, findings
from kortreist.plans.layers import stairs
from kortreist.plans.limit_gains import limit_gains
from kortreist.plans.limits import Leftover, with_lasting
from kortreist.plans.outcome import DriverShare, Learning, PlanOutcome, ToDecide
from kortreist.plans.pathway_map import decided_by, pathway_map
from kortreist.plans.question import Prices, Question, cut_elsewhere, prices
from kortreist.plans.robust import Answer, Assumptions, answer
from kortreist.plans.today import within_rules
from kortreist.plans.trade_off import marginal, trade_off
from kortreist.plans.verdicts import SHUT, verdicts

__all__ = ["plan_for"]

FloatArray = npt.NDArray[np.float64]

_CURVE_MOVES = 8_000
#: Of all that moves the emission, so many are shown.
_SHOWN = 12
_EVERY = 1000
#: Share: how near the best a plan is proven, where it is only held against another.
_COARSE_GAP = 0.05


def plan_for(
    question: Question,
    account: Account,
    *,
    minimum: float,
    reference: float,
    targets: Mapping[int, float],
    noise: FloatArray,
    seed: int,
    upper: Mapping[int, float] | None = None,
    at: date | None = None,
    time_limit: float = 20.0,
    extras: bool = True,
    stair: bool = True,
) -> PlanOutcome:
    """Return the robust plan of a place.

    Parameters
    ----------
    question : Question
    account : Account
        The question's own account.
    minimum : float
        t CO2e: a measure that cuts less alone is left out.
    reference : float
        t CO2e of the reference year.
    targets : mapping of int to float
        Goal year → t CO2e that may be emitted.
    upper : mapping of int to float, optional
        Goal year → t CO2e at the stricter end of a target that is a span.
    noise : (F, T) float
        The inventory's own variation, for every future and year of the model.
    seed : int
    at : datetime.date, optional
        Which assumptions are valid.
    time_limit : float
        Seconds for the proof of the gap.
    extras : bool
        Whether to compute the trade-off curve, the pathway map, which limit binds and what
        drives the plan.
    stair : bool
        Whether to share the way to the target out on layers.

    Returns
    -------
    PlanOutcome

    Raises
    ------
    InputError
        What is fixed cannot all be done; the error names an irreducible set and the mend.
    """
    q = question
    _known_ids(q)
    price_table = prices(q)
    against = conflict(q, price_table)
    if against:
        raise InputError(
            "plans.conflict",
            demands=tuple(as_phrase(d, q) for d in against),
        )
    a = Assumptions.at(at)
    analysis = answer(
        q,
        price_table,
        a,
        minimum=minimum,
        reference=reference,
        targets=targets,
        noise=noise,
        seed=seed,
        time_limit=time_limit,
        at=at,
        each=extras,
    )
    if any(analysis.starts.get(m) != start for m, start in q.fixed.items()):
        # A plan that does not hold what it was asked to hold is shown to nobody.
        raise InputError("plans.no_plan", status=analysis.solver.status)
    year = analysis.goal.year
    pathways = _map(q, analysis, a, minimum, targets[year], seed) if extras else None

    def plan(other: Question) -> Mapping[str, int]:
        """Make the plan of a question in the first of the futures."""
        size = other.model.size
        return answer(
            other,
            price_table,
            replace(a, gap=_COARSE_GAP),
            minimum=minimum,
            reference=reference,
            targets=targets,
            noise=noise[:size],
            seed=seed,
            futures=size,
            time_limit=time_limit,
            at=at,
            each=False,
        ).starts

    outcome = PlanOutcome(
        starts=analysis.starts,
        refused=_refusals(q, price_table, analysis),
        verdicts=verdicts(q, price_table, analysis, a, at, seed=seed, by_sign=decided_by(pathways)),
        room=analysis.room,
        solver=analysis.solver,
        learning=Learning(q.learning_year, _value_of_learning(analysis, q)),
        marginal=marginal(q, price_table, analysis.starts, year),
        prices={m.id: p for m, p in zip(q.measures, price_table.price, strict=True)},
        elsewhere=cut_elsewhere(q, analysis.starts),
        decide_now=_to_decide(q, price_table, analysis),
    )
    if stair:
        outcome = replace(
            outcome,
            stairs=stairs(
                q,
                analysis.starts,
                outcome.refused,
                noise,
                targets,
                today=account.totals[q.boundary].value,
                upper=upper,
                at=at,
            ),
        )
    if not extras:
        return outcome
    in_reach = replace(q, excluded=q.excluded | frozenset(analysis.shut))
    emission = evaluate_many(q.model, [analysis.starts], q.boundary)[0] + noise
    moving = _drivers(q, account, analysis, seed, at)
    low, high = np.quantile(emission[:, q.column(year)], [0.1, 0.9])
    rests = judged(q, account, outcome, moving, float(high - low) / 2.0, at)
    return replace(
        outcome,
        trade_off=trade_off(
            q,
            within_rules(
                in_reach,
                price_table,
                analysis.reduced,
                analysis.grouping,
                a.thresholds.stability,
                analysis.early,
            ),
            a.weights,
            analysis.starts,
            year,
            moves=_CURVE_MOVES,
            seed=seed,
        ),
        pathway_map=pathways,
        drivers=moving[:_SHOWN],
        judged=rests.asked,
        judged_others=rests.others,
        answered=rests.answered,
        findings=findings(
            q.model,
            q.futures,
            emission[:, q.column(year)],
            analysis.goal.tonnes,
            boundary=q.boundary,
            overrides=q.drivers,
            at=at,
        ),
        limit_gains=limit_gains(q, price_table, plan, year=year, minimum=minimum),
        in_the_way=in_the_way(in_reach, price_table, analysis.goal, targets[year], noise),
    )


def _known_ids(q: Question) -> None:
    ids = {m.id for m in q.measures}
    for name in [*q.fixed, *q.excluded]:
        if name not in ids:
            raise InputError("plans.unknown_measure", measure=name)
    for name, year in q.fixed.items():
        if not q.years[0] <= year <= q.horizon:
            raise InputError(
                "plans.fixed_year", measure=name, year=year, first=q.years[0], last=q.horizon
            )


def _refusals(q: Question, price_table: Prices, analysis: Answer) -> dict[str, str]:
    """Return why each measure is not in the plan as it looks today."""
    left = Leftover(q.limits, len(q.years))
    by_id = {m.id: i for i, m in enumerate(q.measures)}
    for name, start in analysis.starts.items():
        left.use(*_needs(q, price_table, by_id[name], start))
    out: dict[str, str] = {}
    for m, measure in enumerate(q.measures):
        if measure.id in analysis.starts:
            continue
        if measure.id in analysis.shut:
            why = analysis.shut[measure.id]
            out[measure.id] = "requires" if why == "needs_other" else why
        elif analysis.grouping.groups[m] == "decide_now":
            out[measure.id] = "decide_now"
        elif analysis.grouping.groups[m] in ("avoid", "not_needed", "not_for_climate"):
            out[measure.id] = analysis.grouping.reasons[m]
        elif measure.enabling_conditions:
            out[measure.id] = "waits"
        elif set(measure.excludes) & analysis.starts.keys() or any(
            measure.id in q.measures[by_id[s]].excludes for s in analysis.starts
        ):
            out[measure.id] = "excluded"
        elif any(r in by_id and r not in analysis.starts for r in measure.requires):
            out[measure.id] = "requires"
        else:
            reasons = [left.lacks(*_needs(q, price_table, m, y)) for y in q.plan_years]
            out[measure.id] = "little_for_the_cost" if None in reasons else (reasons[-1] or "")
    return out


def _needs(q: Question, price_table: Prices, m: int, start: int) -> tuple[FloatArray, FloatArray]:
    """Return (C,) NOK and (C,) FTE of a measure that starts in a year, as limits hold them."""
    years = np.array(q.years)
    later = start - q.years[0]
    money = np.zeros(years.size)
    money[later:] = price_table.own[m, : years.size - later]
    measure = q.measures[m]
    busy = (years >= start) & (years < start + max(measure.ramp_years, 1))
    staff = np.append(np.where(busy, measure.own_fte, 0.0), 0.0)
    return with_lasting(money, price_table.lasting[m]), staff


def _to_decide(q: Question, price_table: Prices, analysis: Answer) -> ToDecide:
    """Return what cannot wait and is not decided, with what the plan would be with all of it."""
    found = [m for m, g in enumerate(analysis.grouping.groups) if g == "decide_now"]
    if not found:
        return ToDecide()
    first = q.plan_years[0]
    ids = tuple(q.measures[m].id for m in found)
    with_it = analysis.starts | dict.fromkeys(ids, first)
    emission = evaluate_many(q.model, [analysis.starts, with_it], q.boundary).mean(axis=1)
    columns = {y: q.column(y) for y in q.years}
    nok = np.sum([_needs(q, price_table, m, first)[0][:-1] for m in found], axis=0)
    return ToDecide(
        ids,
        {y: float(emission[0, c] - emission[1, c]) for y, c in columns.items()},
        {y: float(n) for y, n in zip(q.years, nok, strict=True)},
        tuple(q.measures[m].id for m in found if price_table.part_unknown[m]),
    )


def _value_of_learning(analysis: Answer, q: Question) -> float | None:
    """Return NOK saved on average by deciding when more is known, not now.

    Against the better of starting now and waiting blindly, measure by measure of what can
    wait; of measures that rule each other out, or of which one is enough, only the largest.
    """
    d = analysis.compared.difference
    groups = analysis.grouping.groups
    kept = [m for m, g in enumerate(groups) if g == "keep_open" and not np.isnan(d[:, m]).any()]
    if not kept:
        return None
    ids = {x.id: m for m, x in enumerate(q.measures)}
    worth = {m: perfect_information(np.stack([d[:, m], np.zeros(len(d))])) for m in kept}
    total, counted = 0.0, set[int]()
    for m in sorted(kept, key=lambda x: -worth[x]):
        if m in counted:
            continue
        total += worth[m]
        mine = q.measures[m]
        counted |= {ids[x] for x in mine.excludes if x in ids}
        counted |= {i for i, x in enumerate(q.measures) if mine.id in x.excludes}
    return total


def _map(
    q: Question,
    analysis: Answer,
    a: Assumptions,
    minimum: float,
    target: float,
    seed: int,
) -> PathwayMap:
    grouping = analysis.grouping
    reasons = {
        m.id: reason
        for m, group, reason in zip(q.measures, grouping.groups, grouping.reasons, strict=True)
        if group == "keep_open"
        and reason not in SHUT
        and analysis.shut.get(m.id) not in ("no_effect", "excluded_by_you")
    }
    limits = a.thresholds
    return pathway_map(
        q,
        analysis.rooms.priced,
        analysis.rows,
        analysis.starts,
        tuple(reasons),
        Judging(
            year=analysis.goal.year,
            target_t=target,
            within_reach=a.target_least_share,
            minimum=minimum,
            stability=limits.stability,
            resamples=limits.resamples,
            seed=seed,
        ),
        unpriced=[
            m.id for m in q.measures if reasons.get(m.id) == "price_unknown" or not m.can_be_offered
        ],
    )


def _drivers(
    q: Question, account: Account, analysis: Answer, seed: int, at: date | None
) -> tuple[DriverShare, ...]:
    chosen = [m for m in q.measures if m.id in analysis.starts]
    difference = analysis.compared.difference
    shares = driver_shares(
        account,
        chosen,
        analysis.starts,
        analysis.goal.year,
        boundary=q.boundary,
        seed=seed,
        at=at,
        known=q.futures.known,
        overrides=q.drivers,
        keep=_EVERY,
    )
    # What could be decided otherwise once a driver is known: each measure, now or later.
    usable = np.flatnonzero(~np.isnan(difference).any(axis=0))
    by_driver: dict[tuple[str, str], FloatArray] = {}
    for share in shares:
        if share.kind == "driver" and q.futures.drawn is not None:
            value = q.futures.drawn[q.futures.drivers.index(share.key)][analysis.views.futures]
        elif share.kind == "condition" and q.futures.condition_from is not None:
            row = q.futures.conditions.index(share.key)
            value = q.futures.condition_from[row][analysis.views.futures]
        else:
            continue
        gained = np.zeros(difference.shape[0])
        for m in usable:
            gained += gains(np.stack([difference[:, m], np.zeros_like(gained)]), value)
        by_driver[share.kind, share.key] = gained
    worth = {k: estimate(g, len(by_driver)) for k, g in by_driver.items()}
    return tuple(
        replace(s, worth_nok=max(w.value, 0.0), worth_low=w.low, worth_high=w.high)
        if (w := worth.get((s.kind, s.key))) is not None
        else s
        for s in shares
    )
