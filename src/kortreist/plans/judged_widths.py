"""How wide a figure of judgement is, and how much of its width a sum feels."""

from __future__ import annotations

from dataclasses import replace

from kortreist.facts import load
from kortreist.measures.counts import LocalCount
from kortreist.measures.measure import Measure, Spread
from kortreist.measures.prices import counted_per_unit, whole_per_unit
from kortreist.plans.answers import spread

__all__ = ["count_ends", "half_width_of", "moved_share", "share_left"]


def moved_share(measure: Measure, number: int) -> float:
    """Return how much of a cost's width moves what its bearer is counted to pay, share 0–1.

    A saving nobody has read counts up to what the unit costs the one who saves: beyond that
    the figure may be any, and no sum moves.
    """
    cost, before, after = measure.costs[number], measure.costs[:number], measure.costs[number + 1 :]
    figure = cost.amount
    assert figure is not None
    if cost.basis != "per_unit" or figure.high == figure.low:
        return 1.0

    def paid(nok: float) -> float:
        amount = replace(figure, low=nok, central=nok, high=nok)
        told = replace(measure, costs=(*before, replace(cost, amount=amount), *after))
        return counted_per_unit(told, cost.bearer)

    width = whole_per_unit(measure, cost, figure.high - figure.low)
    return min(abs(paid(figure.high) - paid(figure.low)) / width, 1.0)


def half_width_of(spread: Spread) -> float:
    """Return half of the way from the low end of a figure to its high end."""
    return (spread.high - spread.low) / 2.0


def share_left(figure: Spread) -> float:
    """Return the share of a figure's width that an answer's own spread leaves."""
    half = half_width_of(figure)
    return min(abs(figure.central) * spread("answer") / half, 1.0) if half > 0.0 else 1.0


def count_ends(count: LocalCount) -> tuple[float, float]:
    """Return low and high of a count: what one unit emits, or how far a mean may be off."""
    if count.origin == "emission":
        row = load().row("activity_units", id=count.unit)
        kilograms = count.count * row["kg_central"]
        return kilograms / row["kg_high"], kilograms / row["kg_low"]
    part = spread("per_head") if count.origin == "population" else spread("answer")
    return count.count * (1.0 - part), count.count * (1.0 + part)
