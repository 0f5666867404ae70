"""Measures: what can be done, as data with sources, costs, qualities and what they bind."""

from __future__ import annotations

from kortreist.measures.loading import library
from kortreist.measures.measure import (
    BEARERS,
    DECIDERS,
    QUALITIES,
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
)  # fmt: skip
from kortreist.measures.relevance import RULES, reaches, relevant, settled

__all__ = [
    "BEARERS", "DECIDERS", "QUALITIES", "RULES", "Bearer", "Cost", "Decider", "Effect",
    "Instrument", "Level", "Measure", "Mode", "Quality", "Spread", "library", "reaches",
    "relevant", "settled",
]  # fmt: skip
