"""A figure that rests on judgement: what it moves, and the question that would replace it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kortreist.provenance import Mark

__all__ = ["AnswerForm", "Judged", "JudgedKind", "Worth"]

JudgedKind = Literal["driver", "effect", "cost", "count", "condition"]
AnswerForm = Literal["number", "percent", "percent_a_year", "percent_today", "tonnes", "nok", ""]


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer would take away of what is uncertain.

    Parameters
    ----------
    nok : float
        NOK a year of the scale of :attr:`Judged.moves`.
    tonnes : float
        t CO2e that half of the 80 % interval of the goal year becomes narrower by.
    """

    nok: float
    tonnes: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure of judgement in a plan.

    Parameters
    ----------
    kind : {"driver", "effect", "cost", "count", "condition"}
    key : str
        Driver, measure, measure and number of its cost (``electric_vans/0``), unit of
        activity, or condition.
    label : dict of str to str
        Its name, by language; so are ``unit`` and ``question``.
    low, central, high : float
        In ``unit``, the form in which it is asked for.
    mark, source : str
        How it is known.
    tonnes : float
        t CO2e: half of the way the emission of the goal year goes when this alone goes from
        its 5th to its 95th percentile.
    nok : float
        NOK a year: the same of the plan's cost in the goal year, all bearers, investment as
        an annuity.
    moves : float
        NOK a year: ``nok``, and ``tonnes`` at the carbon price of the goal year. The scale the
        list is ordered by.
    question : dict of str to str
        Empty where no municipality can answer.
    answer : AnswerForm
        What is answered: a number of ``unit``, per cent, per cent a year, per cent today,
        tonnes, or NOK.
    asked_of : str
        Who knows: one of those who may decide a measure, or ``research``.
    worth : Worth
    """

    kind: JudgedKind
    key: str
    label: Mapping[str, str]
    low: float
    central: float
    high: float
    unit: Mapping[str, str]
    mark: Mark
    source: str
    tonnes: float
    nok: float
    moves: float
    question: Mapping[str, str]
    answer: AnswerForm
    asked_of: str
    worth: Worth

    @property
    def id(self) -> str:
        """How it is answered: the key of an answer."""
        return f"{self.kind}/{self.key}"
