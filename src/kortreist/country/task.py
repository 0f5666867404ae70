"""One municipality is one task: an account in, its plan and groups out, a few kilobytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from kortreist import measures, pathways
from kortreist.accounts import Account
from kortreist.backtests import uncertainty_of
from kortreist.budgets.draft_plan import ask, limits_for, smallest_effect
from kortreist.budgets.frame import emission_frame
from kortreist.budgets.target import Target
from kortreist.budgets.targets import choose_target
from kortreist.country.model import territorial
from kortreist.country.synthetic import is_synthetic
from kortreist.facts import plan_years
from kortreist.futures import DEFAULT_SEED, draw
from kortreist.futures.future_set import FloatArray, FutureSet
from kortreist.measures import Measure
from kortreist.plans import PlanOutcome, Question, plan_for
from kortreist.plans.outcome import Group

__all__ = ["MunicipalityResult", "Settings", "horizon", "plan_one", "shared_futures"]

_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every municipality of a run.

    Parameters
    ----------
    futures : int
        Number of futures, the same ones for all.
    seed : int
    today : str
        ISO date: decides the plan's years and which facts are valid.
    time_limit : float
        Seconds for the proof of one municipality's plan; wide, so that it is hardly ever what
        ends the search and the plan is the same on every machine.
    """

    futures: int = 1000
    seed: int = DEFAULT_SEED
    today: str = ""
    time_limit: float = 120.0

    @property
    def day(self) -> date:
        """The date, today where none is given."""
        return date.fromisoformat(self.today) if self.today else date.today()

    @property
    def plan_years(self) -> tuple[int, ...]:
        """Years of the plan: those after this one."""
        return plan_years(self.day)


@dataclass(frozen=True, slots=True)
class MunicipalityResult:
    """One municipality's plan, territorial, t CO2e.

    Parameters
    ----------
    number, name : str
    made : bool
        The account is made: the plan is nobody's.
    population : float or None
    goal_year : int
        Last year counted, which effects are given for.
    verdicts : dict
        Measure id → group, for every quantified measure that matters here.
    uncertain : tuple of str
        Those that keep their group in too few resamples of the futures.
    starts : dict
        Measure id → start year in the plan as it looks today.
    effect : dict
        Measure id → mean t CO2e in ``goal_year``: what it cuts in the plan (LMDI-I), or, for
        one outside it, what it would cut on top of the plan if started in the first year.
    frame : dict
        Year → t CO2e that may be emitted.
    baseline : dict
        Year → mean t CO2e without a plan.
    totals : dict
        Year → (10, 50, 90 %) quantiles over futures with the plan.
    probability : dict
        Year → share 0–1 of futures within the frame, the inventory's own variation counted.
    reach : float
        Cut that the best later decisions reach once what starts first is bound, share of the
        reference year.
    room_to_target : float
        Share 0–1 of futures in which the target itself is then reached.
    proven : str
        How the solver ended: ``optimal``, ``gap`` or ``time_limit``; after the last the plan
        may differ from one machine to another.
    """

    number: str
    name: str
    made: bool
    population: float | None
    goal_year: int
    verdicts: dict[str, Group]
    uncertain: tuple[str, ...]
    starts: dict[str, int]
    effect: dict[str, float]
    frame: dict[int, float]
    baseline: dict[int, float]
    totals: dict[int, tuple[float, float, float]]
    probability: dict[int, float]
    reach: float
    room_to_target: float
    proven: str

    @property
    def chance(self) -> float:
        """Share 0–1 of futures within the frame in the goal year."""
        return self.probability[self.goal_year]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; exact, so that a stored result is the result."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> MunicipalityResult:
        """Return the result of :meth:`as_dict`, also after a journey through JSON."""
        fields = dict(raw)
        for name in ("frame", "baseline", "probability"):
            fields[name] = {int(y): float(v) for y, v in raw[name].items()}
        fields["uncertain"] = tuple(raw["uncertain"])
        fields["totals"] = {int(y): (v[0], v[1], v[2]) for y, v in raw["totals"].items()}
        return cls(**fields)


def horizon(account: Account, settings: Settings) -> tuple[Target, dict[int, float], int]:
    """Return the municipality's target, the goals its frame runs through, and the last year."""
    target, goals = choose_target("territorial", account.history, settings.plan_years, settings.day)
    return target, goals, max(settings.plan_years[-1], *goals)


@lru_cache(maxsize=2)
def shared_futures(
    first: int, last: int, count: int, seed: int, day: date
) -> tuple[tuple[Measure, ...], FutureSet]:
    """Return every quantified measure, and futures of them: drawn once in each process.

    A measure's draws do not depend on which others there are, so these are the futures that
    ``kortreist plan`` draws for the same seed.
    """
    every = tuple(m for m in measures.library() if m.quantified)
    return every, draw(every, range(first, last + 1), n=count, seed=seed)


def plan_one(place_number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """Plan one municipality; a plain function of plain values, for any kind of worker.

    Parameters
    ----------
    place_number : str
    account : Account
    settings : Settings

    Returns
    -------
    MunicipalityResult

    Raises
    ------
    InputError, FiguresMissingError
        The account cannot serve the national target or the planning assumptions.
    """
    account = territorial(account)
    target, goals, last = horizon(account, settings)
    years = tuple(range(account.year + 1, last + 1))
    total = account.totals["territorial"].value
    frame = emission_frame(
        account.history[target.reference_year], (account.year, total), goals, years
    )
    every, drawn = shared_futures(account.year, last, settings.futures, settings.seed, settings.day)
    relevant_ids = {m.id for m in measures.relevant(account, every, settings.day)}
    relevant = tuple(m for m in every if m.id in relevant_ids)
    relevant, _ = measures.within_counts(
        relevant, account, measures.local_counts(account, relevant)
    )
    limits, _, _ = limits_for(account, None, None, settings.day)
    question = ask(
        account, relevant, drawn, "territorial", frame, settings.plan_years, limits, settings.day
    )
    model = question.model
    noise = uncertainty_of(account, model, "territorial", settings.seed)
    outcome = _decide(question, account, target, goals, noise, settings)
    starts = outcome.starts
    result = pathways.evaluate(model, starts, "territorial", report_years=(last,))
    cut = {m: float(e[:, 0].mean()) for m, e in zip(result.measures, result.effect, strict=True)}
    first = settings.plan_years[0]
    added = pathways.screen(model, {m.id: first for m in relevant if m.id not in starts}, starts)
    at = [int(y) for y in result.years].index(last)
    cut.update({m: float(row[at]) for m, row in zip(added.measures, added.marginal, strict=True)})
    column = {int(y): t for t, y in enumerate(result.years)}
    noisy = result.pathway + noise
    quantiles = np.quantile(noisy, _QUANTILES, axis=0)
    return MunicipalityResult(
        number=place_number,
        name=account.place.name,
        made=is_synthetic(account),
        population=account.population,
        goal_year=last,
        verdicts={v.measure: v.group for v in outcome.verdicts},
        uncertain=tuple(v.measure for v in outcome.verdicts if v.uncertain),
        starts=starts,
        effect={m.id: cut.get(m.id, 0.0) for m in relevant},
        frame=frame,
        baseline={y: float(result.baseline[:, column[y]].mean()) for y in years},
        totals={
            y: (float(quantiles[0, t]), float(quantiles[1, t]), float(quantiles[2, t]))
            for y in years
            for t in (column[y],)
        },
        probability={y: float((noisy[:, column[y]] <= frame[y]).mean()) for y in years},
        reach=1.0 - outcome.room.bound.reach_t.central / account.history[target.reference_year],
        room_to_target=outcome.room.to_target,
        proven=outcome.solver.status,
    )


def _decide(
    question: Question,
    account: Account,
    target: Target,
    goals: Mapping[int, float],
    noise: FloatArray,
    settings: Settings,
) -> PlanOutcome:
    """Return the robust plan: the one place where a planner is called."""
    reference = account.history[target.reference_year]
    return plan_for(
        question,
        account,
        minimum=smallest_effect(question, settings.day),
        reference=reference,
        targets={y: reference * (1.0 - cut) for y, cut in goals.items()},
        noise=noise,
        seed=settings.seed,
        at=settings.day,
        time_limit=settings.time_limit,
        extras=False,
    )
