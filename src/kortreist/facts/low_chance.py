"""A frame that will hardly be kept: when that must be said, and what would change it.

Works on plain values, so that a plan just computed and a budget frozen years ago are judged by
the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kortreist.facts.loader import load

__all__ = ["Change", "Gap", "LowChance", "gap_of", "low_chance", "what_would_change"]

#: Dated figure: the share of futures below which it must be said.
THRESHOLD = "planning/low_chance"
Kind = Literal["money", "staff", "price", "all", "more", "others", "state", "held", "target"]
#: Tonnes below which a change is not one.
_SOMETHING = 0.5
#: Layers of the stair a plan may have left something of.
_REST: tuple[Literal["more", "others", "state"], ...] = ("more", "others", "state")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would raise the chance.

    Parameters
    ----------
    kind : str
        ``money``, ``staff``, ``price``, ``all``: a limit of the plan that binds; ``more``: what
        the municipality could decide besides; ``others``: what county, business and others
        could; ``state``: what the state could; ``held``: what is kept open and not proposed;
        ``target``: another target or boundary.
    tonnes : float or None
        t CO2e cut more in ``year``; None where it is not a matter of tonnes.
    year : int or None
        The goal year the tonnes are of.
    """

    kind: Kind
    tonnes: float | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class LowChance:
    """A frame whose chance is below the threshold.

    Parameters
    ----------
    year : int
        The last year in which it is.
    chance, threshold : float
        Shares of futures, 0–1.
    years : tuple of int
        Every year in which it is.
    """

    year: int
    chance: float
    threshold: float
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """How far above the goal year's target a budget's emissions are, and what of it nothing cuts.

    Parameters
    ----------
    year : int
    tonnes, unreached : float
        t CO2e. ``tonnes`` is what each layer could cut besides, and ``unreached``, added up.
    """

    year: int
    tonnes: float
    unreached: float


def gap_of(
    layers: Mapping[str, tuple[float, float]], year: int | None, held: float = 0.0
) -> Gap | None:
    """Return the gap in the stair's goal year; None without a stair, or where there is none.

    Parameters
    ----------
    layers, year, held
        As for :func:`what_would_change`.

    Examples
    --------
    >>> gap_of({"state": (900.0, 0.0), "others": (50.0, 20.0), "unreached": (70.0, 0.0)}, 2030, 5.0)
    Gap(year=2030, tonnes=1005.0, unreached=70.0)
    """
    if year is None or "unreached" not in layers:
        return None
    unreached = layers["unreached"][0]
    rest = [layers.get(layer, (0.0, 0.0)) for layer in _REST]
    tonnes = held + unreached + sum(whole - in_plan for whole, in_plan in rest)
    return Gap(year, tonnes, unreached) if tonnes >= _SOMETHING else None


def low_chance(chances: Mapping[int, float | None], at: date | None = None) -> LowChance | None:
    """Return how a frame falls below the threshold; None where it does not in any year.

    Parameters
    ----------
    chances : mapping of int to (float or None)
        Plan year → share of futures in which the frame is kept; None: not known.
    at : date, optional
        The day whose threshold counts; default today.

    Examples
    --------
    >>> low_chance({2027: 0.4, 2028: 0.049}).years
    (2028,)
    >>> low_chance({2027: 0.05}) is None
    True
    """
    threshold = load().figure(THRESHOLD, at).value
    below = {y: c for y, c in sorted(chances.items()) if c is not None and c < threshold}
    if not below:
        return None
    last = max(below)
    return LowChance(last, below[last], threshold, tuple(below))


def what_would_change(
    layers: Mapping[str, tuple[float, float]],
    year: int | None,
    gains: Iterable[tuple[str, float, bool]] = (),
    held: float = 0.0,
) -> tuple[Change, ...]:
    """Return what would raise the chance, what the municipality itself can do first.

    Another target or boundary is always among them: that is the council's own to choose.

    Parameters
    ----------
    layers : mapping of str to (float, float)
        Layer of the stair → its t CO2e, and how much of it the plan already has
        (:class:`kortreist.plans.stair.Step`); empty where no stair was computed.
    year : int or None
        The stair's goal year.
    gains : iterable of (str, float, bool)
        Limit, t CO2e cut more without it, whether it binds
        (:class:`kortreist.plans.limit_gains.LimitGain`).
    held : float
        t CO2e the plan has in measures kept open, which are not proposed.

    Examples
    --------
    >>> [c.kind for c in what_would_change({"state": (900.0, 0.0), "more": (0.2, 0.0)}, 2030)]
    ['state', 'target']
    """
    out: list[Change] = [
        Change(limit, tonnes, year)  # type: ignore[arg-type]
        for limit, tonnes, binds in gains
        if binds
    ]
    if held >= _SOMETHING:
        out.append(Change("held", held, year))
    for layer in _REST:
        whole, in_plan = layers.get(layer, (0.0, 0.0))
        if whole - in_plan >= _SOMETHING:
            out.append(Change(layer, whole - in_plan, year))
    return (*_alone(out), Change("target"))


def _alone(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes, all limits at once only where none of them does alone."""
    single = any(c.kind in ("money", "staff", "price") for c in changes)
    return tuple(c for c in changes if not (single and c.kind == "all"))
