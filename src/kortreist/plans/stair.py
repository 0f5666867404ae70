"""The stair from today to the target: who can take which step, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["LAYERS", "Layer", "Stair", "StairRow", "Step"]

Layer = Literal["adopted", "state", "others", "plan", "more", "unreached"]
LAYERS: tuple[Layer, ...] = ("adopted", "state", "others", "plan", "more", "unreached")


@dataclass(frozen=True, slots=True)
class StairRow:
    """A part of a step.

    Parameters
    ----------
    kind : {"driver", "condition", "measure", "conditions"}
        ``conditions``: what the plan's own measures gain when the conditions come.
    key : str
        Driver, condition or measure id.
    tonnes : float
        Mean t CO2e, positive is a cut; rows add to their step. Of the layers above the plan
        it is what the row adds to those above it, in some of the futures, scaled to the step.
    measures : tuple of str
        ``condition``: the measures that wait for it.
    reason : str
        ``more`` and ``others``: why it is not in the plan, as in ``PlanOutcome.refused``.
    in_plan : bool
        ``state`` and ``others``: a measure of this plan that the municipality can push, and
        somebody else decides.
    """

    kind: Literal["driver", "condition", "measure", "conditions"]
    key: str
    tonnes: float
    measures: tuple[str, ...] = ()
    reason: str = ""
    in_plan: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One layer: t CO2e cut in the goal year.

    ``central`` is the mean over the futures, so that layers add; ``low`` and ``high`` are the
    10th and 90th percentile and do not add. ``bare`` (F,) is the layer in every future before
    the inventory's own variation is added, for sums over places. ``in_plan`` is the part of
    ``central`` that comes from this plan's measures.
    """

    layer: Layer
    low: float
    central: float
    high: float
    rows: tuple[StairRow, ...] = ()
    bare: npt.NDArray[np.float64] | None = field(default=None, compare=False, repr=False)
    in_plan: float = 0.0

    @property
    def label(self) -> str:
        """The layer's name in ``locale/plans.toml``: ``surplus`` where it passes the target."""
        return "surplus" if self.layer == "unreached" and self.central < 0.0 else self.layer


@dataclass(frozen=True, slots=True)
class Stair:
    """From today to the target of one year, shared out on layers without a residual.

    Parameters
    ----------
    year : int
        The goal year.
    today_year : int
        Year of the account.
    today : float
        t CO2e where the stair begins.
    target : float
        t CO2e that may be emitted in ``year``; of a span the end that demands least.
    target_upper : float or None
        t CO2e at the end of the span that demands most.
    steps : tuple of Step
        In the order of :data:`LAYERS`; their ``central`` add to ``today − target``. A
        negative ``unreached`` is how far below the target one comes.
    """

    year: int
    today_year: int
    today: float
    target: float
    steps: tuple[Step, ...]
    target_upper: float | None = None

    def step(self, layer: Layer) -> Step:
        """Return one layer."""
        return self.steps[LAYERS.index(layer)]

    @property
    def in_plan(self) -> float:
        """t CO2e of all this plan's measures, whoever decides them: the climate budget's sum."""
        return sum(s.in_plan for s in self.steps)

    @property
    def surplus(self) -> bool:
        """Whether everything together passes the target."""
        return self.step("unreached").central < 0.0
