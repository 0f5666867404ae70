"""Compute a draft climate budget: account, futures, measures, plan, frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kortreist import backtests, baseline, facts, measures
from kortreist.accounts import Account
from kortreist.accounts.leaving_out import plants_share
from kortreist.arguments import check
from kortreist.bindings import Binding, held_tonnes, net_tonnes
from kortreist.budgets.beside import same_target, without_plants
from kortreist.budgets.budget import BudgetMeasure, ClimateBudget, Dominant, InFutures
from kortreist.budgets.commitment import Commitment
from kortreist.budgets.draft_plan import outside, smallest_effect
from kortreist.budgets.in_plan import as_planned
from kortreist.budgets.kept_open import kept_open
from kortreist.budgets.known import dominant, in_use, known_rows
from kortreist.budgets.origins import formula_origins, measure_origins, registered_origins
from kortreist.budgets.prepared import prepare
from kortreist.budgets.restatement import restatement
from kortreist.budgets.rows import bands, budget_rows, judged_shares
from kortreist.budgets.target import RegisteredTarget, Target
from kortreist.budgets.targets import law_beside
from kortreist.budgets.without_open import without_open
from kortreist.errors import InputError
from kortreist.measures import Measure
from kortreist.measures.prices import price_level
from kortreist.pathways import PathwayModel, evaluate
from kortreist.places import Place
from kortreist.plans import plan_for
from kortreist.units import Boundary

__all__ = ["climate_budget"]

#: Arguments that are values already, not what somebody types.
_VALUES = ("place", "progress", "commitments", "adopted")

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def climate_budget(
    place: Place,
    *,
    boundary: Boundary = "territorial",
    reduction: float | None = None,
    target_year: int | None = None,
    reference_year: int | None = None,
    money_nok: float | None = None,
    staff_fte: float | None = None,
    as_of: str | None = None,
    futures_count: int = 1000,
    seed: int = 20261123,
    overrides: Path | str | None = None,
    learning_year: int | None = None,
    fixed: Mapping[str, int] | None = None,
    excluded: Sequence[str] = (),
    without: Collection[str] = frozenset(),
    counts: Mapping[str, float] | None = None,
    answers: Mapping[str, float] | None = None,
    dearest: float | None = None,
    known_changes: Path | str | None = None,
    time_limit: float = 20.0,
    extras: bool = True,
    plan_beside: bool = True,
    stair: bool = True,
    accept_met_target: bool = False,
    frame_start: Literal["last", "mean3"] = "last",
    today: date | None = None,
    data_dir: Path | str | None = None,
    commitments: Sequence[Binding] = (),
    adopted: Sequence[RegisteredTarget] = (),
    by_law: bool = False,
    progress: Callable[[str], None] = lambda stage: None,
) -> ClimateBudget:
    """Return the draft climate budget of a place.

    Parameters
    ----------
    place : Place
    boundary : Boundary
        Which emissions the target is about.
    reduction : float, optional
        Share 0–1 of the reference year to be cut by ``target_year``; by default the place's
        own registered target, else the statutory target that comes next after the plan's last
        year.
    target_year, reference_year : int, optional
        The reference year is by default the first year of the inventory.
    money_nok, staff_fte : float, optional
        The municipality's own limits a year; by default planning assumptions from the facts.
    as_of : str, optional
        Vintage id or date.
    futures_count, seed : int
        Same seed, same plan.
    overrides : Path or str, optional
        The municipality's own figures for measures.
    learning_year : int, optional
        Decisions before it are the same in all futures; by default from the facts.
    fixed : mapping of str to int, optional
        Measure id → start year that is already decided.
    excluded : sequence of str
        Measure ids that are not wanted.
    without : collection of str
        What is left out of what is emitted inside the border, in account, target, frame and
        plan alike: see :func:`kortreist.accounts.build`.
    counts : mapping of str to float, optional
        The municipality's own counts of units of activity, by unit id: they come before a
        register and before what emission implies.
    answers : mapping of str to float, optional
        Answers in place of figures of judgement, by key: see
        :func:`kortreist.plans.answered`. A count may stand here too.
    dearest : float, optional
        NOK per t CO2e above which a measure is not chosen; by default the carbon price of the
        year times a factor from the facts.
    known_changes : Path or str, optional
        The municipality's own known changes at plants, in the columns of the facts.
    time_limit : float
        Seconds to prove how good the plan is.
    extras : bool
        Whether to compute the trade-off curve, the pathway map and what drives the plan.
    plan_beside : bool
        Whether to plan a place without its plants too, where they are most of its account.
    stair : bool
        Whether to share the way to the target out on who can take which part of it.
    accept_met_target : bool
        Whether a cut asked for may already be reached: it may where one cut is asked of many
        places or of a part of one.
    frame_start : {"last", "mean3"}
        Whether the frame starts in the last year of the inventory or in the mean of its last
        three.
    today : datetime.date, optional
        Decides the plan's years and which facts are valid.
    data_dir : Path or str, optional
        Where state is kept.
    commitments : sequence of Binding
        What the municipality has bound itself to: those that are decided are in the baseline,
        with and without measures, and no measure is credited for stopping them.
    adopted : sequence of RegisteredTarget
        What the municipality registers that its council has adopted: they come before what the
        facts say of it.
    by_law : bool
        Whether to plan by the law's target although the place has its own.
    progress : callable, optional
        Told the name of each part as it begins: ``futures`` (figures and files are read and
        hold), ``plan``, ``beside``, ``rows``.

    Returns
    -------
    ClimateBudget
        Marked as a draft.

    Raises
    ------
    FiguresMissingError
        The total of the boundary cannot be given for the place.
    InputError
        An argument of the wrong type or outside its range, a target or reference year that
        the inventory cannot serve, or demands that cannot all be met (an irreducible set of
        them is named, with the smallest mend).
    """
    # Before anything else has a name here: all that was asked, for the plan beside.
    asked: dict[str, Any] = dict(locals())
    check(**{name: value for name, value in asked.items() if name not in _VALUES})
    if place.kind == "country":
        raise InputError("budgets.country", place=place.name)
    today = today or date.today()
    data_dir, overrides, known_changes = (
        None if path is None else Path(path) for path in (data_dir, overrides, known_changes)
    )
    asked |= {"data_dir": data_dir, "overrides": overrides, "known_changes": known_changes}
    p = prepare(
        place, boundary=boundary, reduction=reduction, target_year=target_year,
        reference_year=reference_year, money_nok=money_nok, staff_fte=staff_fte, as_of=as_of,
        futures_count=futures_count, seed=seed, overrides=overrides, learning_year=learning_year,
        fixed=fixed, excluded=excluded, without=without, counts=counts, answers=answers,
        dearest=dearest, known_changes=known_changes, accept_met_target=accept_met_target,
        frame_start=frame_start, today=today, data_dir=data_dir, commitments=commitments,
        adopted=adopted, by_law=by_law, progress=progress,
    )  # fmt: skip
    account, question, target, goals = p.account, p.question, p.target, p.goals
    plan_years, years, frame, begin = p.plan_years, p.years, p.frame, p.begin
    relevant, quantified, changes = p.relevant, p.quantified, p.changes
    future_set, noise, reference = question.futures, p.noise, p.reference
    registered, limits, limit_ids, limit_origins = (
        p.registered, question.limits, p.limit_ids, p.limit_origins,
    )  # fmt: skip
    model = question.model
    progress("plan")
    outcome = plan_for(
        question, account, minimum=smallest_effect(question, today), reference=reference,
        targets={y: reference * (1.0 - cut) for y, cut in goals.items()},
        upper={
            g.year: reference * (1.0 - g.reduction_high)
            for g in target.goals
            if g.reduction_high is not None
        },
        noise=noise, seed=seed,
        at=today, time_limit=time_limit, extras=extras, stair=stair,
    )  # fmt: skip
    refused = outside(outcome.refused, question)
    result = evaluate(model, outcome.starts, boundary, report_years=years)
    outcome = as_planned(question, outcome, result)

    origins = dict(account.origins)
    works = measure_origins(relevant)
    origins.update(formula_origins(account, target, future_set.size, seed, works))
    origins.update(limit_origins)
    origins.update(works)
    for goal in target.goals:
        if goal.origin.startswith("figures/"):
            origins[goal.origin] = facts.load().figure(goal.origin[8:], at=today).origin
    origins.update(registered_origins(registered))
    law = law_beside(target, today)
    if law is not None:
        origins[law.origin] = facts.load().figure(law.origin[8:], at=today).origin
    beside = None
    if (
        plan_beside
        and boundary == "territorial"
        and not account.without
        and plants_share(account) > _leading(today)
    ):
        progress("beside")
        beside = without_plants(
            climate_budget, asked | same_target(target) | {"progress": lambda stage: None}
        )
    progress("rows")
    rows = budget_rows(question, result, outcome)
    held = kept_open(rows, outcome.verdicts, ()).measures
    plants = known_rows(model, changes, place.number, years)
    maximum = dominant(account, plants) if boundary == "territorial" else None
    return ClimateBudget(
        account=account,
        target=target,
        plan_years=plan_years,
        years=years,
        frame=frame,
        baseline=bands(result.baseline + noise, result.years, years),
        pathway=bands(result.pathway + noise, result.years, years),
        probability_under_frame={
            y: float(((result.pathway + noise)[:, _column(result.years, y)] <= frame[y]).mean())
            for y in years
            if y > today.year
        },
        measures=rows,
        unquantified=tuple(
            BudgetMeasure(m, plan_years[0], {}, {}, _bearers(m))
            for m in relevant
            if not m.quantified and not _waits_for(m)
        ),
        not_chosen=tuple(
            (m, refused[m.id]) for m in quantified if m.id in refused and refused[m.id] != "waits"
        ),
        state_must=tuple(
            (m, _waits_for(m))
            for m in relevant
            if _waits_for(m) and m.id not in outcome.starts and _matters(m, account, today)
        ),
        outcome=outcome,
        frame_start=begin,
        registered=registered,
        law=law,
        in_futures=InFutures(
            result.years,
            result.baseline,
            result.pathway,
            noise,
            dict(zip(future_set.drivers, future_set.index, strict=True)),
        ),
        beside=beside,
        limits={"money_nok_per_year": limits.money_nok, "staff_fte": limits.staff_fte, **limit_ids},
        futures=future_set.size,
        seed=seed,
        created=today.isoformat(),
        engine_version=version("kortreist"),
        origins=origins,
        # What was tested is all inside the border, and says nothing of a narrower boundary.
        backtest=backtests.backtest(place, data_dir)
        if boundary == "territorial" and not account.without
        else None,
        breaks=backtests.known_breaks(account),
        restatement=restatement(account, target, goals, plan_years, frame_start, data_dir),
        price_year=price_level().year,
        dearest=dict(zip(question.years, question.dearest_by_year().tolist(), strict=True)),
        judged_shares=judged_shares(rows, plan_years),
        warnings=_warnings(
            target,
            limit_ids,
            result.pathway,
            result.years,
            frame,
            plan_years,
            account.without,
            maximum,
        ),
        known_changes=plants,
        commitments=_commitments(commitments, p.unbound, seed, result.years, years),
        projection=baseline.projection_check(today, data_dir),
        dominant=maximum,
        use=in_use(relevant),
        without_open=without_open(result, noise, frame, held, today.year),
    )


def _commitments(
    entered: Sequence[Binding],
    model: PathwayModel,
    seed: int,
    all_years: IntArray,
    years: Sequence[int],
) -> tuple[Commitment, ...]:
    """Return what is decided already, with what it adds to the baseline and holds of it.

    ``model`` is that of the question before what is decided was put into it.
    """
    decided = [b for b in entered if b.committed]
    added = net_tonnes(decided, model, seed)
    held: dict[str, FloatArray] = {}
    for (id, _), tonnes in held_tonnes(decided, model, seed).items():
        held[id] = held[id] + tonnes if id in held else tonnes
    return tuple(
        Commitment(
            b.id,
            b.name,
            bands(added.get(b.id, np.zeros_like(model.index[0])), all_years, years),
            bands(held[b.id], all_years, years) if b.id in held else {},
        )
        for b in decided
        if b.id in added or b.id in held
    )


def _leading(at: date) -> float:
    """Return the share (0–1) above which plants in the trading system lead the account."""
    return facts.load().figure("planning/plants_leading_share", at).value


def _warnings(
    target: Target,
    limit_ids: Mapping[str, str],
    pathway: FloatArray,
    all_years: IntArray,
    frame: Mapping[int, float],
    plan_years: Sequence[int],
    without: Sequence[str] = (),
    maximum: Dominant | None = None,
) -> tuple[str, ...]:
    """Return text keys of what the reader must know before she trusts the draft."""
    out = []
    if maximum is not None and not maximum.known:
        out.append("budgets.warning.dominant_unknown")
    if target.origin.startswith("figures/target/"):
        out.append("budgets.warning.reference_1990")
        if without:
            out.append("budgets.warning.without")
    if any(i != "formula/own_limit" for i in limit_ids.values()):
        out.append("budgets.warning.default_limits")
    if any(pathway[:, _column(all_years, y)].mean() > frame[y] for y in plan_years):
        out.append("budgets.warning.frame_missed")
    return tuple(out)


def _column(years: Sequence[int] | IntArray, year: int) -> int:
    return list(years).index(year)


def _waits_for(measure: Measure) -> str:
    """Return the first condition somebody else must meet, or an empty text."""
    return measure.enabling_conditions[0] if measure.enabling_conditions else ""


def _matters(measure: Measure, account: Account, today: date) -> bool:
    """Tell whether a measure that waits could cut more than next to nothing here."""
    if not measure.quantified:
        return True
    minimum = facts.load().figure("planning/smallest_effect_most", today).value
    tonnes = sum(
        effect.fraction.central * source.value
        for effect in measure.effects
        if effect.fraction is not None
        for source in account.sources
        if not source.memo and measures.reaches(effect, source)
    )
    return tonnes >= minimum


def _bearers(measure: Measure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.bearer for c in measure.costs))
