"""Measures: what can be done, as data with sources, costs, qualities and what they bind."""

from __future__ import annotations

from kortreist.measures.ceiling import within_counts
from kortreist.measures.counts import LocalCount, local_counts
from kortreist.measures.library_loader import library
from kortreist.measures.measure import (
    BEARERS,
    DECIDERS,
    QUALITIES,
    Activity,
    Bearer,
    Cost,
    Decider,
    Effect,
    Instrument,
    Level,
    Measure,
    Mode,
    Quality,
    Spread,
)
from kortreist.measures.relevance import RULES, reaches, relevant, settled

__all__ = [
    "BEARERS",
    "DECIDERS",
    "QUALITIES",
    "RULES",
    "Activity",
    "Bearer",
    "Cost",
    "Decider",
    "Effect",
    "Instrument",
    "Level",
    "LocalCount",
    "Measure",
    "Mode",
    "Quality",
    "Spread",
    "library",
    "local_counts",
    "reaches",
    "relevant",
    "settled",
    "within_counts",
]
