"""What the library tells anybody of a measure: what it is, why, what it takes and binds.

It is the library's own, alike for all municipalities: nothing a municipality has put in its place
is read here, since that is not published.
"""

from __future__ import annotations

from dataclasses import dataclass

from kortreist_web.core.texts import engine, language
from kortreist_web.measures.catalogue import engine_id
from kortreist_web.measures.labels import binds

__all__ = ["Told", "told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A measure of the library in the reader's language.

    Parameters
    ----------
    good, bad : tuple of (quality, reason)
        What else it is good for, most first; and what it may be at the cost of.
    conflicts : str
        What it may be in conflict with; empty where nothing is known.
    unquantified : str
        Why its tonnes are not counted; empty where they are.
    reversal : float or None
        Share of the investment that is lost if it is stopped early; None: not known.
    cost_mark : str
        The weakest source of what it costs the municipality, as a key; empty: no cost is known.
    """

    theme: str
    description: str
    good: tuple[tuple[str, str], ...]
    bad: tuple[tuple[str, str], ...]
    conflicts: str
    unquantified: str
    indicator: str
    instruments: tuple[tuple[str, str], ...]
    binds: bool
    ramp_years: int
    lifetime_years: int
    commitment_years: int
    reversal: float | None
    mark: str
    cost_mark: str


#: Marks from the weakest to the surest.
_WEAKEST = ("judgement", "recalled", "partly", "computed", "verified")


def told(measure: str) -> Told | None:
    """Return what the library tells of a measure; None of a municipality's own."""
    from kortreist.measures import library

    m = next((one for one in library() if one.id == measure), None)
    if m is None or measure != engine_id(measure):
        return None
    code, t = language(), engine()
    said = [
        (q.score, t(f"measures.quality.{q.quality}"), q.reason[code])
        for q in sorted(m.qualities, key=lambda q: -q.score)
    ]
    marks = [c.amount.mark for c in m.costs if c.amount and c.bearer == "municipality"]
    return Told(
        theme=t(f"documents.theme.{m.theme}"),
        description=m.description[code],
        good=tuple((name, why) for score, name, why in said if score > 0),
        bad=tuple((name, why) for score, name, why in said if score < 0),
        conflicts=m.conflicts.get(code, ""),
        unquantified="" if m.quantified else m.unquantified_reason.get(code, ""),
        indicator=m.indicator.get(code, ""),
        instruments=tuple((i.name[code], t(f"documents.owner.{i.owner}")) for i in m.instruments),
        binds=binds(m),
        ramp_years=m.ramp_years,
        lifetime_years=m.lifetime_years,
        commitment_years=m.commitment_years,
        reversal=m.reversal_cost,
        mark=m.mark,
        cost_mark=min(marks, key=_WEAKEST.index, default=""),
    )
