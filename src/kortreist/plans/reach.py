"""What measures do to the sources inside a plan's boundary, in the futures and years asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kortreist.measures.measure import Measure
from kortreist.pathways.model import IMPROVE, SHIFT
from kortreist.pathways.reference import SMALLEST
from kortreist.plans.question import Question
from kortreist.units import BOUNDARIES

__all__ = ["Effect", "Reach"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class _Option(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Effect:
    """What one option of a measure does.

    Parameters
    ----------
    sources : tuple of int, length K
        Sources inside the boundary that it acts on.
    left : length K of (N, T) float
        ln of the share of each source that is left.
    arrival : (N, T) float
        t CO2e that arrive at other sources inside the boundary.
    """

    sources: tuple[int, ...]
    left: tuple[FloatArray, ...]
    arrival: FloatArray


class Reach:
    """What measures do in some futures and years; kept, since several problems ask the same.

    Parameters
    ----------
    question : Question
        Its model and boundary.
    futures : (N,) int
    years : (T,) int
        Calendar years.
    """

    def __init__(self, question: Question, futures: IntArray, years: IntArray) -> None:
        model = question.model
        self.model, self.futures, self.years = model, futures, years
        self.boundary = question.boundary
        self._columns = np.searchsorted(model.years, years)
        self._weight = model.weight[BOUNDARIES.index(question.boundary)]
        self._activity = self._driver_index(model.activity_driver) * model.base[:, None, None]
        self._intensity = self._driver_index(model.intensity_driver)
        self._effects: dict[tuple[str, int, int], Effect] = {}

    def serves(self, question: Question, futures: IntArray, years: Sequence[int]) -> bool:
        """Tell whether a question in some futures and years can be asked here."""
        return (
            question.model is self.model
            and question.boundary == self.boundary
            and np.array_equal(futures, self.futures)
            and np.array_equal(np.array(years), self.years)
        )

    def effects(self, measure: Measure, options: Sequence[_Option]) -> list[Effect]:
        """Return what each option of a measure does."""
        keys = [(measure.id, o.start, o.end) for o in options]
        new = [i for i, key in enumerate(keys) if key not in self._effects]
        if new:
            start, end = (np.array([getattr(options[i], w) for i in new]) for w in ("start", "end"))
            done = self._effects_of(measure, start, end)
            self._effects.update(zip((keys[i] for i in new), done, strict=True))
        return [self._effects[key] for key in keys]

    def base(self, sources: Sequence[int]) -> FloatArray:
        """Return (N, G, T) t CO2e of some sources."""
        some = list(sources)
        tonnes = (self._activity[some] * self._intensity[some]) * self._weight[some][:, None, None]
        return np.ascontiguousarray(tonnes.transpose(1, 0, 2))

    def rest(self, sources: Sequence[int]) -> FloatArray:
        """Return (N, T) t CO2e of all other sources."""
        others = np.setdiff1d(np.arange(self._weight.size), list(sources))
        tonnes = self._activity[others] * self._intensity[others]
        total: FloatArray = np.einsum("s,snt->nt", self._weight[others], tonnes)
        return np.ascontiguousarray(total)  # one layout: one compilation of the kernels

    def _driver_index(self, driver: IntArray) -> FloatArray:
        """Return (S, N, T) index of each source's driver; 1 where it has none."""
        index = self.model.index[:, self.futures][:, :, self._columns]
        out = np.ones((driver.size, self.futures.size, self._columns.size))
        moved = driver >= 0
        out[moved] = index[driver[moved]]
        return out

    def _carried_out(self, m: int, start: IntArray, end: IntArray) -> FloatArray:
        """Return (K, N, T) how far each option is carried out."""
        model = self.model
        begun = start.astype(np.float64)[:, None]
        begun = np.maximum(
            begun + model.delay[m, self.futures], model.enabled_from[m, self.futures]
        )
        since = self.years - begun[:, :, None] + 1.0
        x = np.clip(since / model.ramp[m], 0.0, 1.0)
        if not model.renewed[m]:
            x *= np.clip(model.lifetime[m] + 1.0 - since, 0.0, 1.0)
        kept: FloatArray = np.where(self.years < end[:, None, None], x, 0.0)
        return kept

    def _effects_of(self, measure: Measure, start: IntArray, end: IntArray) -> list[Effect]:
        model = self.model
        m = model.measure_ids.index(measure.id)
        x = self._carried_out(m, start, end)
        left: dict[int, FloatArray] = {}
        away: dict[int, FloatArray] = {}
        effects = range(int(model.effect_start[m]), int(model.effect_start[m + 1]))
        log = {}
        for k in effects:
            s = int(model.effect_source[k])
            taken = model.effect_fraction[k, self.futures][:, None] * x
            log[k] = np.log(np.maximum(1.0 - taken, SMALLEST))
            left[s] = left.get(s, 0.0) + log[k]
            if model.effect_mode[k] != IMPROVE:
                away[s] = away.get(s, 0.0) + log[k]
        arrival = np.zeros_like(x)
        for k in effects:
            to = int(model.effect_target[k])
            if model.effect_mode[k] == SHIFT and to >= 0 and self._weight[to] > 0.0:
                s = int(model.effect_source[k])
                part = np.divide(log[k], away[s], out=np.zeros_like(x), where=away[s] != 0.0)
                sent = self._activity[s] * -np.expm1(away[s]) * part * model.effect_gain[k]
                arrival += self._weight[to] * sent * self._intensity[to]
        inside = tuple(s for s in left if self._weight[s] > 0.0 and model.base[s] > 0.0)
        return [
            Effect(inside, tuple(left[s][i] for s in inside), arrival[i]) for i in range(start.size)
        ]
