"""The pathway map as values: what is done now, and which sign decides what is done later."""

from __future__ import annotations

from dataclasses import dataclass

from kortreist.plans.interval import Range
from kortreist.plans.verdict import Signpost

__all__ = ["Branch", "PathwayMap", "Start", "Way"]

#: A measure's id and the year it starts.
Start = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """Where some of the futures end when the map is followed one way.

    Parameters
    ----------
    share : Range
        Share 0–1 of all futures it is about, with its 90 % interval.
    starts : tuple of (str, int)
        What is decided here: measure id and start year.
    reach_t : Range
        t CO2e in the goal year: the mean of these futures, and the span of eight in ten.
    cut_t : Range
        Mean t CO2e of the goal year that what is decided here takes away, in the same futures,
        beside what is decided above it on the map and without what is decided below, with its
        90 % interval. Weighted by ``share`` the ways' cuts sum to that of the whole map.
    cost_nok : float
        Mean present NOK of what is decided here, all bearers.
    own_nok : float
        Mean NOK of the municipality's own money a year, from the learning year on.
    target, frame : Range
        Share 0–1 of these futures that meet the adopted target in the goal year, and that keep
        to the adopted frame every year, with 90 % intervals.
    """

    share: Range
    starts: tuple[Start, ...]
    reach_t: Range
    cut_t: Range
    cost_nok: float
    own_nok: float
    target: Range
    frame: Range


@dataclass(frozen=True, slots=True)
class Branch:
    """A year in which one sign decides between two ways.

    Parameters
    ----------
    year : int
        By the end of which it is decided, in the budget of the year after.
    sign : Signpost
        ``driver`` and ``cost``: the sign has come when the index (1 = today; of a cost: 1 = as
        it is counted here) is ``up`` above or ``down`` below its threshold in ``sign.year``,
        the last year with official figures. ``condition``: it has come when it is in force from
        the start of the year after ``sign.year``.
    yes, no : Way
        Where the sign has come, and where it has not.
    gain_nok : Range
        Mean present NOK saved by deciding by the sign and not alike in all futures, judged in
        futures it was not found in; the interval is of all signs looked at together.
    stability : float
        Share 0–1 of resamples of the futures in which each way is the better on its own side.
    until : int or None
        Where the sign may come later (``condition``): last start year in which the way of the
        sign is still the better.
    """

    year: int
    sign: Signpost
    yes: Way
    no: Way
    gain_nok: Range
    stability: float
    until: int | None = None


@dataclass(frozen=True, slots=True)
class PathwayMap:
    """What is done now, and the years in which a sign decides what is done later.

    Each branch is about measures of its own, so the ways meet again after it: whatever one sign
    says, the next is asked about as it stands here.

    Parameters
    ----------
    year : int
        The goal year.
    learning_year : int
    target_t : float
        The adopted target, t CO2e in the goal year.
    now : tuple of (str, int)
        Bound before the learning year.
    anyway : tuple of (str, int)
        Planned from the learning year on, and decided by no sign here. What of it is kept open
        has a sign of its own, and is counted as the plan looks today.
    branches : tuple of Branch
        By year, then by what they are worth.
    unsorted : tuple of str
        Measures that are kept open and that no sign here decides.
    signs : int
        How many signs were looked at.
    undecided : Way
        All futures: ``now`` and ``anyway``, and nothing of what the signs here decide.
    followed : Way
        All futures, the map followed. ``undecided`` less ``followed`` is what the signs decide.
    out_of_reach : bool
        Whether the target is more often missed than met, whichever way is gone.
    """

    year: int
    learning_year: int
    target_t: float
    now: tuple[Start, ...]
    anyway: tuple[Start, ...]
    branches: tuple[Branch, ...]
    unsorted: tuple[str, ...]
    signs: int
    undecided: Way
    followed: Way
    out_of_reach: bool
