"""The account under a plan in every future, what each measure cuts, and what it costs."""

from kortreist.pathways.attribution import attribute, driver_change, log_mean
from kortreist.pathways.costs import Costs, Spending, costs
from kortreist.pathways.discounting import discounted
from kortreist.pathways.evaluate import (
    PathwayResult,
    Screening,
    evaluate,
    evaluate_many,
    screen,
)
from kortreist.pathways.known import known_tonnes
from kortreist.pathways.model import PathwayModel, assemble
from kortreist.pathways.reference import Cube, adoption, cube

__all__ = [
    "Costs",
    "Cube",
    "PathwayModel",
    "PathwayResult",
    "Screening",
    "Spending",
    "adoption",
    "assemble",
    "attribute",
    "costs",
    "cube",
    "discounted",
    "driver_change",
    "evaluate",
    "evaluate_many",
    "known_tonnes",
    "log_mean",
    "screen",
]
