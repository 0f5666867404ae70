"""The sentence without which a frame that will hardly be kept is never put forward."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.figures import Figures
from kortreist.facts import load
from kortreist.facts.low_chance import THRESHOLD, Change, LowChance

__all__ = ["changes_said", "low_chance_said"]

_PROBABILITY = "formula/probability"


def low_chance_said(w: Figures, low: LowChance, changes: Sequence[Change], ref: str) -> Inlines:
    """Write in which years the chance is low, how low, and what would change it.

    Parameters
    ----------
    w : Figures
    low : LowChance
    changes : sequence of Change
    ref : str
        Id of the origin of the changes' tonnes.
    """
    said = w.text(
        "low_chance.said",
        threshold=w.percent(low.threshold, w.add(load().figure(THRESHOLD).origin)),
        years=w.listed([(w.year(y),) for y in low.years]),
        year=w.year(low.year),
        chance=w.chance(low.chance, _PROBABILITY),
    )
    return (*said, " ", *changes_said(w, changes, ref))


def changes_said(w: Figures, changes: Sequence[Change], ref: str) -> Inlines:
    """Write what would change it, as one sentence."""
    each = []
    for change in changes:
        values = {}
        if change.tonnes is not None and change.year is not None:
            values = {"tonnes": w.tonnes(change.tonnes, ref), "year": (w.year(change.year),)}
        each.append(w.text(f"low_chance.{change.kind}", **values))
    return w.text("low_chance.changes", changes=w.join(each, "; "))
