"""The sentence without which a frame that will hardly be kept is never put forward."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.figures import Figures
from kortreist.facts import load
from kortreist.facts.low_chance import THRESHOLD, Change, Gap, LowChance

__all__ = ["changes_said", "low_chance_said", "low_chance_short"]

_PROBABILITY = "formula/probability"


def low_chance_said(
    w: Figures, low: LowChance, changes: Sequence[Change], ref: str, gap: Gap | None = None
) -> Inlines:
    """Write in which years the chance is low, how low, and what would change it.

    Parameters
    ----------
    w : Figures
    low : LowChance
    changes : sequence of Change
    ref : str
        Id of the origin of the changes' tonnes.
    gap : Gap, optional
        What the changes' tonnes are of.
    """
    single = len(low.years) == 1
    said = w.text(
        f"low_chance.{'said_one' if single else 'said'}",
        threshold=w.percent(low.threshold, w.add(load().figure(THRESHOLD).origin)),
        **({} if single else {"years": _years(w, low.years)}),
        year=w.year(low.year),
        chance=w.chance(low.chance, _PROBABILITY),
    )
    return (*said, " ", *changes_said(w, changes, ref, gap))


def low_chance_short(w: Figures, low: LowChance) -> Inlines:
    """Write that the chance is low, in the few words a resolution has room for."""
    threshold = w.percent(low.threshold, w.add(load().figure(THRESHOLD).origin))
    return w.text("low_chance.short", threshold=threshold, years=_years(w, low.years))


def _years(w: Figures, years: Sequence[int]) -> Inlines:
    """Write years; those that follow each other as a period."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return w.listed(
        [(w.year(s[0]),) if len(s) == 1 else (w.year(s[0]), "–", w.year(s[-1])) for s in spans]
    )


def changes_said(
    w: Figures, changes: Sequence[Change], ref: str, gap: Gap | None = None
) -> Inlines:
    """Write what would change it, with the gap of the same year, and what nothing known reaches."""
    each = []
    for change in changes:
        values = {}
        if change.tonnes is not None and change.year is not None:
            values = {"tonnes": w.tonnes(change.tonnes, ref), "year": (w.year(change.year),)}
        each.append(w.text(f"low_chance.{change.kind}", **values))
    said = w.text("low_chance.changes", changes=w.join(each, "; "))
    if gap is None:
        return said
    year = (w.year(gap.year),)
    out: Inlines = (*w.text("low_chance.gap", year=year, gap=w.tonnes(gap.tonnes, ref)), " ", *said)
    if gap.unreached >= 0.5:
        left = w.tonnes(gap.unreached, ref)
        out = (*out, " ", *w.text("low_chance.unreached", year=year, left=left))
    return out
