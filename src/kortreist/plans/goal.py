"""What a plan is counted towards, and the room for manoeuvre that is left, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Goal", "Room", "RoomDifference"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What "the target is met" means when room for manoeuvre is counted.

    Parameters
    ----------
    kind : {"target", "reachable"}
        ``reachable`` where the target is met in no future, whatever is decided: then the
        goal is the strongest cut that the best decisions reach in the wanted share of
        futures, and the room towards the target itself is published as what it is.
    year : int
    tonnes : float
        t CO2e that may be emitted in ``year``.
    reduction : float
        Share 0–1 of the reference year's emissions that is cut.
    wanted : float
        Share 0–1 of futures ``reachable`` was set by.
    """

    kind: Literal["target", "reachable"]
    year: int
    tonnes: float
    reduction: float
    wanted: float


@dataclass(frozen=True, slots=True)
class Room:
    """Room for manoeuvre: share 0–1 of futures in which the goal can still be met.

    ``low``–``high`` is the 90 % interval over futures, widened by the futures that the
    search for the best later decisions could neither settle as met nor as missed.
    ``to_target`` is the same share for the target itself.
    """

    value: float
    low: float
    high: float
    goal: Goal
    to_target: float


@dataclass(frozen=True, slots=True)
class RoomDifference:
    """What the plan's commitments do to the room, in the same futures: share −1 to 1.

    ``low``–``high`` is the 90 % interval of the paired difference.
    """

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval holds no zero."""
        return self.low > 0.0 or self.high < 0.0
