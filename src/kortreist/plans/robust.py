"""From a question to a whole answer: plan, groups, room for manoeuvre, and how sure it is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.errors import InputError
from kortreist.plans.deadlines import deadline
from kortreist.plans.evidence import Seen, Views, gather, nok_per_tonne, seen
from kortreist.plans.first_stage import fill_early, first_stage, relaxed_score
from kortreist.plans.formulate import formulate
from kortreist.plans.goal import Goal, Room, RoomChange
from kortreist.plans.grouping import Grouping, grouped
from kortreist.plans.groups import Evidence
from kortreist.plans.milp import Solution, solve
from kortreist.plans.outcome import Pilot, SolverReport
from kortreist.plans.pilots import pilots
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import Prices, Question
from kortreist.plans.reach import Reach
from kortreist.plans.recourse import best_later
from kortreist.plans.regret import as_choice
from kortreist.plans.room import Rooms, room
from kortreist.plans.room_for_manoeuvre import lowest
from kortreist.plans.scenarios import Reduced, reduce_futures
from kortreist.plans.shut_out import shut_out
from kortreist.plans.static import Weights
from kortreist.plans.thresholds import Thresholds
from kortreist.plans.today import may_bind, plan_today, plannable, starts_of
from kortreist.plans.waiting import Waiting
from kortreist.plans.when_bound import when_bound

__all__ = ["Answer", "Assumptions", "answer"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Futures enough to judge the groups in once more.
_FUTURES_LEAST = 128


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Planning assumptions: dated facts, in force on the day the plan is made."""

    weights: Weights
    thresholds: Thresholds
    reachable_share: float
    target_least_share: float
    scenarios: int
    gap: float
    value_kept: float

    @classmethod
    def at(cls, when: date | None = None) -> Assumptions:
        """Return those in force on a date."""

        def value(name: str) -> float:
            return facts.load().figure(name, when).value

        return cls(
            Weights(
                value("planning/tail"), value("planning/tail_weight"), value("planning/tolerance")
            ),
            Thresholds.at(when),
            value("planning/reachable_share"),
            value("planning/target_least_share"),
            int(value("planning/scenarios")),
            value("planning/gap"),
            value("groups/value_kept"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search and the solver found.

    Parameters
    ----------
    early : dict
        Measure id → start year, bound before the learning year.
    starts : dict
        Measure id → start year of the plan as it looks today, ``early`` included.
    shut : dict
        Measure id → why it could not be chosen: ``no_effect``, ``unknown_cost``,
        ``too_dear``, ``not_ranked``, ``other_boundary``, ``needs_other``,
        ``excluded_by_you``.
    goal : Goal
    room : Room
    when_bound : tuple of RoomChange or None, length M
        What binding each measure changes.
    grouping : Grouping
    views : Views
    evidence : Evidence
    compared : Waiting
    deadlines : (M,) int
        Year each must be decided by.
    arrival : (M, C) float
        Mean t CO2e a year that a measure started now sends to other sources.
    pilots : tuple of Pilot or None, length M
        What a small trial of each would tell.
    solver : SolverReport
    rooms : Rooms
        What is left to choose from, all years.
    rows : (M,) int
        ``early`` as options of it.
    reduced : Reduced
        The futures the plan is chosen in.
    """

    early: dict[str, int]
    starts: dict[str, int]
    shut: dict[str, str]
    goal: Goal
    room: Room
    when_bound: tuple[RoomChange | None, ...]
    grouping: Grouping
    views: Views
    evidence: Evidence
    compared: Waiting
    deadlines: IntArray
    arrival: FloatArray
    pilots: tuple[Pilot | None, ...]
    solver: SolverReport
    rooms: Rooms
    rows: IntArray
    reduced: Reduced


def answer(
    question: Question,
    prices: Prices,
    assumptions: Assumptions,
    *,
    minimum: float,
    reference: float,
    targets: Mapping[int, float],
    noise: FloatArray,
    seed: int,
    futures: int = 256,
    time_limit: float = 20.0,
    at: date | None = None,
    each: bool = True,
) -> Answer:
    """Choose what to bind, what to expect later, and put every measure in its group.

    Parameters
    ----------
    question : Question
    prices : Prices
    assumptions : Assumptions
    minimum : float
        t CO2e: a measure that cuts less alone in the plan's last year is left out.
    reference : float
        t CO2e of the reference year.
    targets : mapping of int to float
        Goal year → t CO2e that may be emitted.
    noise : (F, T) float
        The inventory's own variation, for every future and year of the model.
    seed : int
    futures : int
        Futures that groups are judged by; reach is counted in all.
    time_limit : float
        Seconds for the proof of the gap.
    at : datetime.date, optional
        Which ranges of the thresholds are valid.
    each : bool
        Whether to see what binding each measure changes, and what a trial of it would tell.
    """
    q, a = question, assumptions
    began = time.perf_counter()
    shut = shut_out(q, prices, minimum)
    asked = replace(q, excluded=q.excluded | frozenset(shut))
    sample = np.arange(min(futures, q.model.size))

    # What to bind before the learning year, with a proven gap.
    reach, every_year = Reach(q, sample, np.array(q.years)), np.ones(len(q.years))
    whole = formulate(asked, prices, sample, q.years, every_year, reach=reach)
    reduced = reduce_futures(whole, a.scenarios)
    few = whole.with_futures(reduced.chosen, reduced.weight)
    started = first_stage(few, a.weights.miss, relaxed_score(few, a.weights.miss))
    solution = solve(few, a.weights.miss, started, time_limit=time_limit, gap=a.gap)
    if not np.isfinite(solution.value):
        raise InputError("plans.no_plan", status=solution.status)
    early = _early(few, solution.choice)

    # The goal: the target, or what the best decisions reach where it is out of reach.
    year = max(targets)
    last = formulate(asked, prices, np.arange(q.model.size), [year], [1.0])
    noisy = noise[:, q.column(year)]
    goal = _goal(lowest(last, early).value + noisy, year, targets[year], reference, a)

    deadlines = np.array([deadline(q, m, a.value_kept, sample) for m in q.measures])
    # What waits for others cannot be late: nobody here could have decided it.
    waits = np.array([bool(m.enabling_conditions) for m in q.measures])
    late = (deadlines < q.plan_years[0]) & ~waits

    first_starts = starts_of(whole, early)

    def see(part: IntArray) -> Seen:
        # What can be left is left in these, also where only others save by it.
        here = reach if part is sample else Reach(q, part, np.array(q.years))
        leaving = formulate(asked, prices, part, q.years, every_year, leave_all=True, reach=here)
        bound = as_choice(leaving, first_starts)
        return seen(asked, prices, leaving, bound, part, shut, late, minimum, here)

    def others() -> Iterator[Seen]:
        for number in range(1, a.thresholds.draws + 1):
            part = np.arange(number * futures, min((number + 1) * futures, q.model.size))
            if part.size < min(futures, _FUTURES_LEAST):
                return
            yield see(part)

    first = see(sample)
    evidence, compared = gather(first, a.thresholds)
    grouping = grouped(first, evidence, a.thresholds, others, seed, at)
    share = evidence.early.mean(axis=0)
    kept = _binding_choice(whole, early, grouping, share, a.thresholds.stability, q)
    bound = starts_of(whole, kept)
    starts, error = plan_today(plannable(asked, grouping), prices, a.weights, reduced, bound, seed)
    rooms = _rooms(asked, prices, reach, year, noise)
    rows, draws = as_choice(rooms.problem, bound), a.thresholds.resamples
    left = room(rooms, rows, goal, targets[year], reference, resamples=draws, seed=seed)
    changes: tuple[RoomChange | None, ...] = (None,) * len(q.measures)
    tried: tuple[Pilot | None, ...] = (None,) * len(q.measures)
    if each:
        tried = pilots(first, prices, grouping, compared, a.thresholds.stability, at)
        few_rooms = rooms.first(_FUTURES_LEAST, year)
        changes = when_bound(few_rooms, rows, goal.wanted, resamples=draws, seed=seed)
    report = _report(solution, whole, few, early, reduced, error, time.perf_counter() - began)
    return Answer(
        bound,
        starts,
        shut,
        goal,
        left,
        changes,
        grouping,
        first.views,
        evidence,
        compared,
        deadlines,
        _arrival(whole),
        tried,
        report,
        rooms,
        rows,
        reduced,
    )


def _rooms(q: Question, prices: Prices, reach: Reach, year: int, noise: FloatArray) -> Rooms:
    """Return what is left to choose from, with the inventory's own variation."""
    sample, every = reach.futures, np.arange(q.model.size)
    ones = np.ones(len(q.years))
    problem = formulate(q, prices, sample, q.years, ones, leave_free=True, reach=reach)
    last = formulate(q, prices, every, [year], [1.0], leave_free=True)
    columns = slice(q.column(q.years[0]), q.column(q.horizon) + 1)
    return Rooms(
        replace(problem, rest=np.ascontiguousarray(problem.rest + noise[sample][:, columns])),
        replace(
            last,
            rest=np.ascontiguousarray(last.rest + noise[:, [q.column(year)]]),
            frame=np.zeros(1),
        ),
        nok_per_tonne(q),
        np.array([m.commitment_years for m in q.measures], dtype=np.int64),
    )


def _arrival(problem: Problem) -> FloatArray:
    out = np.zeros((len(problem.measures), problem.years.size))
    for m in range(len(problem.measures)):
        options = problem.of_measure(m)
        if options.size:
            out[m] = problem.arrival[:, options[0]].mean(axis=0)
    return out


def _early(problem: Problem, choice: IntArray) -> IntArray:
    """Return the early options of a choice, as they stand before the learning year."""
    row = choice[0]
    stems = np.append(np.where(problem.early, problem.stem, NONE), NONE)
    early: IntArray = stems[row]  # the last stands for NONE
    return early


def _binding_choice(
    problem: Problem,
    early: IntArray,
    grouping: Grouping,
    share: FloatArray,
    least_stable: float,
    q: Question,
) -> IntArray:
    """Return what is bound before the learning year: only what the groups say should start.

    Hurry slowly: what is right in some futures only is not bound before more is known, and
    the money and staff it would have taken go to what is right early in almost all.
    """
    years = may_bind(q, grouping, least_stable)
    right = [
        y in years.get(problem.measures[m], ())
        for m, y in zip(problem.option_measure, problem.option_start.tolist(), strict=True)
    ]
    binds = np.array(right, dtype=np.bool_) | problem.must[problem.option_measure]
    score = np.where(binds, share[problem.option_measure], 0.0)
    first = q.plan_years[0]
    score = np.where(score > 0.0, score - 1e-3 * (problem.option_start - first), 0.0)
    chosen = early[early >= 0]
    score[chosen] += np.where(score[chosen] > 0.0, 2.0, 0.0)
    return fill_early(problem, score)


def _goal(
    lowest_tonnes: FloatArray, year: int, target: float, reference: float, a: Assumptions
) -> Goal:
    if float((lowest_tonnes <= target).mean()) >= a.target_least_share:
        return Goal("target", year, target, 1.0 - target / reference, a.reachable_share)
    reached = float(np.quantile(lowest_tonnes, a.reachable_share))
    # Whole percent, rounded to the side that is reached.
    cut = np.floor(100.0 * (1.0 - reached / reference)) / 100.0
    return Goal("reachable", year, float(reference * (1.0 - cut)), float(cut), a.reachable_share)


def _report(
    solution: Solution,
    whole: Problem,
    few: Problem,
    early: IntArray,
    reduced: Reduced,
    error: float,
    seconds: float,
) -> SolverReport:
    in_few = float(few.weight @ few.miss(best_later(few, early).choice))
    in_all = float(whole.weight @ whole.miss(best_later(whole, early).choice))
    return SolverReport(
        value=solution.value,
        bound=solution.bound,
        gap=solution.gap,
        seconds=seconds,
        linearisation_error=error,
        status=solution.status,
        scenarios=int(reduced.chosen.size),
        reduction_error=abs(in_few - in_all) / max(in_all, 1e-9),
    )
