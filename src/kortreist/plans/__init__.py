"""Choosing what to do and when: start years within money and staff."""

from kortreist.plans.greedy import Candidate, Choice, greedy, staff_by_year
from kortreist.plans.limits import Limits, Room

__all__ = ["Candidate", "Choice", "Limits", "Room", "greedy", "staff_by_year"]
