"""The climate budget: target, frame, measures with effect and cost, restatement."""

from kortreist.budgets.alone import MeasureAlone, MeasuresAlone, measures_alone
from kortreist.budgets.bindings import BindingsAnswer, answer_bindings, judge_bindings_of
from kortreist.budgets.budget import (
    Band,
    BudgetMeasure,
    ClimateBudget,
    Restatement,
)
from kortreist.budgets.build import climate_budget
from kortreist.budgets.comparison import compare
from kortreist.budgets.county import CountyPlan, county_plan
from kortreist.budgets.frame import emission_frame, restate, start_of_frame
from kortreist.budgets.target import Adopted, FrameStart, Goal, RegisteredTarget, Target

__all__ = [
    "Adopted",
    "Band",
    "BindingsAnswer",
    "BudgetMeasure",
    "ClimateBudget",
    "CountyPlan",
    "FrameStart",
    "Goal",
    "MeasureAlone",
    "MeasuresAlone",
    "RegisteredTarget",
    "Restatement",
    "Target",
    "answer_bindings",
    "climate_budget",
    "compare",
    "county_plan",
    "emission_frame",
    "judge_bindings_of",
    "measures_alone",
    "restate",
    "start_of_frame",
]
