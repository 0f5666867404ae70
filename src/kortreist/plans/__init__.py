"""Choosing what to bind, what to anchor and what to keep open, in many futures at once."""

from kortreist.plans.answers import Answered, answered, form_of
from kortreist.plans.judgement import Judged, Worth
from kortreist.plans.limits import Limits
from kortreist.plans.outcome import GROUPS, PlanOutcome, Room, Verdict
from kortreist.plans.planner import plan_for
from kortreist.plans.question import Question

__all__ = [
    "GROUPS",
    "Answered",
    "Judged",
    "Limits",
    "PlanOutcome",
    "Question",
    "Room",
    "Verdict",
    "Worth",
    "answered",
    "form_of",
    "plan_for",
]
