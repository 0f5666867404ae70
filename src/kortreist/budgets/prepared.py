"""Everything that is asked and known before a plan is chosen: account, target, frame, futures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist import accounts, backtests, baseline, facts, futures, measures
from kortreist.accounts import Account
from kortreist.baseline import KnownChange
from kortreist.bindings import Binding, with_commitments
from kortreist.budgets.draft_plan import ask, limits_for
from kortreist.budgets.frame import emission_frame, start_of_frame
from kortreist.budgets.known import fitted
from kortreist.budgets.target import FrameStart, RegisteredTarget, Target
from kortreist.budgets.targets import choose_target, refuse_met, registered_targets, with_adopted
from kortreist.errors import FiguresMissingError, InputError, TextKey
from kortreist.measures import Measure
from kortreist.pathways import PathwayModel
from kortreist.places import Place
from kortreist.plans import Question, answered
from kortreist.provenance import Origin
from kortreist.units import Boundary

__all__ = ["Prepared", "prepare"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a plan is chosen from and within, and where it comes from.

    Parameters
    ----------
    account : Account
    question : Question
    unbound : PathwayModel
        The question's before what is decided was put into it.
    target : Target
    goals : dict of int to float
        Goal year → share 0–1 of ``reference`` to be cut.
    reference : float
        t CO2e of the reference year.
    plan_years, years : tuple of int
        Of the action and economic plan; from the account to the horizon.
    frame : dict of int to float
        Year → t CO2e.
    begin : FrameStart
    registered : tuple of RegisteredTarget
    relevant, quantified : tuple of Measure
    changes : tuple of KnownChange
    noise : (F, T) float
        The inventory's own variation, t CO2e.
    limit_ids, limit_origins : dict
    """

    account: Account
    question: Question
    unbound: PathwayModel
    target: Target
    goals: dict[int, float]
    reference: float
    plan_years: tuple[int, ...]
    years: tuple[int, ...]
    frame: dict[int, float]
    begin: FrameStart
    registered: tuple[RegisteredTarget, ...]
    relevant: tuple[Measure, ...]
    quantified: tuple[Measure, ...]
    changes: tuple[KnownChange, ...]
    noise: FloatArray
    limit_ids: dict[str, str]
    limit_origins: dict[str, Origin]


def prepare(
    place: Place,
    *,
    boundary: Boundary,
    reduction: float | None,
    target_year: int | None,
    reference_year: int | None,
    money_nok: float | None,
    staff_fte: float | None,
    as_of: str | None,
    futures_count: int,
    seed: int,
    overrides: Path | None,
    learning_year: int | None,
    fixed: Mapping[str, int] | None,
    excluded: Sequence[str],
    without: Collection[str],
    counts: Mapping[str, float] | None,
    answers: Mapping[str, float] | None,
    dearest: float | None,
    known_changes: Path | None,
    accept_met_target: bool,
    frame_start: Literal["last", "mean3"],
    today: date,
    data_dir: Path | None,
    commitments: Sequence[Binding] = (),
    adopted: Sequence[RegisteredTarget] = (),
    by_law: bool = False,
    progress: Callable[[str], None] = lambda stage: None,
) -> Prepared:
    """Return what a plan is chosen from and within.

    Parameters are those of :func:`kortreist.budgets.climate_budget`, checked.

    Raises
    ------
    FiguresMissingError, InputError
        As there.
    """
    if without and boundary != "territorial":
        raise InputError(
            "budgets.without_territorial", boundary=TextKey(f"accounts.boundary.{boundary}")
        )
    account = accounts.build(place, as_of=as_of, data_dir=data_dir, without=without)
    if boundary not in account.totals:
        raise FiguresMissingError(
            "budgets.no_total", place=place.name,
            boundary=TextKey(f"accounts.boundary.{boundary}"),
            why=TextKey(account.missing[boundary]) if boundary in account.missing else "",
        )  # fmt: skip
    plan_years = facts.plan_years(today)
    history = account.history if boundary == "territorial" else _one_year(account, boundary)
    registered = with_adopted(registered_targets(place, today), adopted, place.number)
    target, goals = choose_target(
        boundary, history, plan_years, today, reduction, target_year, reference_year,
        registered, place.number, account.without, by_law,
    )  # fmt: skip
    if reduction is not None and not accept_met_target:
        refuse_met(reduction, history, target.reference_year)
    horizon = max(plan_years[-1], *goals)
    years = tuple(range(account.year + 1, horizon + 1))
    begin = start_of_frame({**history, account.year: account.totals[boundary].value}, frame_start)
    frame = emission_frame(history[target.reference_year], (begin.year, begin.value), goals, years)

    relevant = measures.relevant(account, measures.library(overrides), today)
    changes = baseline.known_changes()
    if known_changes is not None:
        own = baseline.read_known_changes(known_changes, place.number)
        whole = (
            accounts.build(place, as_of=as_of, data_dir=data_dir) if account.without else account
        )
        changes = fitted(baseline.merged(own, changes), whole, own, known_changes, horizon)
    given = {**{f"count/{unit}": n for unit, n in (counts or {}).items()}, **(answers or {})}
    here = {m.id for m in relevant}
    taken = answered(given, account, relevant, today, changes)
    relevant = taken.measures
    counted = measures.local_counts(account, relevant, taken.counts, data_dir)
    # What the municipality says there is none of, no measure can treat.
    none = {unit for unit, n in taken.counts.items() if n == 0.0}
    relevant = tuple(m for m in relevant if not (m.activity and m.activity.unit in none))
    relevant, ceiling = measures.within_counts(relevant, account, counted)
    # A plan counts no measure without figures: one that is not wanted is only not shown.
    unwanted = {m.id for m in relevant if not m.quantified and m.id in excluded}
    relevant = tuple(m for m in relevant if m.id not in unwanted)
    # What acts on none of what the place has is left out already.
    gone = here - {m.id for m in relevant}
    excluded = [id for id in excluded if id not in gone]
    quantified = tuple(m for m in relevant if m.quantified)
    progress("futures")
    future_set = futures.draw(
        quantified, (account.year, *years), n=futures_count, seed=seed, at=today, known=changes,
        overrides=taken.drivers,
    )  # fmt: skip
    limits, limit_ids, limit_origins = limits_for(account, money_nok, staff_fte, today)
    question = ask(
        account, quantified, future_set, boundary, frame, plan_years, limits, today,
        learning_year=learning_year, fixed=fixed, excluded=excluded, counts=counted,
        dearest=dearest,
    )  # fmt: skip
    unbound = question.model
    model = with_commitments(unbound, commitments, seed)
    question = replace(question, model=model, answers=given, drivers=taken.drivers, ceiling=ceiling)
    return Prepared(
        account=account,
        question=question,
        unbound=unbound,
        target=target,
        goals=goals,
        reference=history[target.reference_year],
        plan_years=plan_years,
        years=years,
        frame=frame,
        begin=begin,
        registered=registered,
        relevant=relevant,
        quantified=quantified,
        changes=changes,
        noise=backtests.uncertainty_of(account, question.model, boundary, seed),
        limit_ids=limit_ids,
        limit_origins=limit_origins,
    )


def _one_year(account: Account, boundary: Boundary) -> dict[int, float]:
    # Only the territorial account has a series; the others are given for one year.
    return {account.year: account.totals[boundary].value}
