"""Targets as values: what is to be reached, who adopted it, and where the frame begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kortreist.units import Boundary

__all__ = ["Adopted", "FrameStart", "Goal", "RegisteredTarget", "Target"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal the frame runs through.

    Parameters
    ----------
    year : int
    reduction : float
        Share 0–1 of the reference year's emissions to be cut; of a span the lower end.
    reduction_high : float or None
        The upper end where the goal is a span; None where it is one figure.
    origin : str
        Id of the origin of the goal.
    """

    year: int
    reduction: float
    reduction_high: float | None
    origin: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """The resolution a target stands on, as the municipality gives it.

    Parameters
    ----------
    title, body, case_number : str
    decided_on : datetime.date
    words, reason : mapping of str to str
        Language → the target in words, and why no path is computed for it; empty where one is.
    address : str
        Where it can be read; may be empty.
    invented : bool
        Whether it is a demonstration's: no council has adopted it.
    """

    title: str
    body: str
    case_number: str
    decided_on: date
    words: Mapping[str, str]
    reason: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class RegisteredTarget:
    """A target a municipality or its county has adopted: a fact, or registered by itself.

    Parameters
    ----------
    code : str
        Number of the municipality (four digits) or county (two).
    name : str
    reference_year : int or None
        None where the target has no base year.
    target_year : int
    reduction : float or None
        Share 0–1; None where the target is not a share.
    emissions : str
        Which emissions it is about: ``territorial``, ``without_industry_and_shipping``; names
        under ``budgets.emissions``. Of what is registered also ``without``, where parts are
        left out, ``consumption``, ``combined`` and ``other``: only the first two are planned by.
    historical : bool
        True when its time is over: context, never a target to plan by.
    origin : str
        Id of its origin.
    reduction_high : float or None
        Upper end of a target that is a span.
    without : tuple of str
        What is left out of what is emitted inside the border (:data:`kortreist.accounts.WITHOUT`).
    adopted : Adopted or None
        The resolution, where the municipality registered it itself; None for a fact.
    """

    code: str
    name: str
    reference_year: int | None
    target_year: int
    reduction: float | None
    emissions: str
    historical: bool
    origin: str
    reduction_high: float | None = None
    without: tuple[str, ...] = ()
    adopted: Adopted | None = None

    @property
    def county(self) -> bool:
        """Whether a county adopted it."""
        return len(self.code) == 2


@dataclass(frozen=True, slots=True)
class FrameStart:
    """Where the frame's line starts.

    Parameters
    ----------
    kind : {"last", "mean3"}
        The last year of the inventory, or the mean of its last three years.
    years : tuple of int
        The years it rests on.
    year : int
        The year the line starts in: the middle one of a mean.
    value : float
        t CO2e in that year.
    """

    kind: Literal["last", "mean3"]
    years: tuple[int, ...]
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a share of the reference year's emissions, never tonnes alone.

    Parameters
    ----------
    boundary : Boundary
    reference_year, target_year : int
    reduction : float
        Share 0–1 of the reference year's emissions to be cut by the target year; the lower end
        of a target that is a span, which is the one that is planned by.
    origin : str
        Id of the origin of the target (a statute, a registered target, the user's own).
    reduction_high : float or None
        Upper end of a target that is a span (70–75 % in 2035); None where it is one figure.
    goals : tuple of Goal
        All goals the frame runs through, the target first.
    """

    boundary: Boundary
    reference_year: int
    target_year: int
    reduction: float
    origin: str
    reduction_high: float | None = None
    goals: tuple[Goal, ...] = ()

    def goal(self, year: int) -> Goal | None:
        """Return the goal of a year, if the frame runs through one then."""
        return next((g for g in self.goals if g.year == year), None)
