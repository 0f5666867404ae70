"""The parts of a climate budget: by goal and by what is inside them; their tonnes are never added.

Direct emissions inside the border are computed. The other parts hold measures and actions with
who is responsible, an indicator and dates; that their effect is not computed is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = [
    "BOUNDARIES",
    "COMPUTED",
    "DIRECT",
    "PARTS",
    "RHYTHMS",
    "action_id",
    "is_action",
    "part_of",
    "part_of_line",
    "parts_content",
]

DIRECT = "direct"
#: Parts in the order they stand.
PARTS = (DIRECT, "indirect", "land", "energy", "adaptation")
#: Part → what is counted in it; what adaptation comes to is not told in tonnes.
BOUNDARIES: Mapping[str, str] = {
    DIRECT: "territorial",
    "indirect": "own_purchases",
    "land": "land_use",
    "energy": "energy_use",
    "adaptation": "",
}
#: How often a part is reported on: with the interim reports, twice a year, with the year's.
RHYTHMS = ("interim", "half_year", "year")
#: Parts whose tonnes are computed.
COMPUTED = frozenset({DIRECT})
_ACTION = "action."
_BY_THEME = {"land_use": "land", "energy": "energy"}
_SETTINGS = ("goal", "goal_source", "indicator")


def is_action(measure: str) -> bool:
    """Tell whether a line is an action of its own, and no measure of the library."""
    return measure.startswith(_ACTION)


def action_id(taken: Iterable[str]) -> str:
    """Return a name for one more action of a budget.

    Examples
    --------
    >>> action_id([]), action_id(["action.2", "car_sharing"])
    ('action.1', 'action.3')
    """
    numbers = [int(m.removeprefix(_ACTION)) for m in taken if is_action(m)]
    return f"{_ACTION}{max(numbers, default=0) + 1}"


def part_of(measure: Measure | None) -> str:
    """Return the part a measure belongs to, by what it acts on; a person may put it in another.

    Parameters
    ----------
    measure : Measure or None
        None: no measure of the library.
    """
    if measure is None:
        return DIRECT
    scopes = {effect.scope for effect in measure.effects}
    if "direct" in scopes:
        return DIRECT
    return _BY_THEME.get(measure.theme) or ("indirect" if scopes else DIRECT)


def part_of_line(line: Mapping[str, Any]) -> str:
    """Return the part of a frozen line; what was frozen before there were parts is direct."""
    part = str(line.get("part") or DIRECT)
    return part if part in PARTS else DIRECT


def parts_content(settings: Mapping[str, Any], used: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the parts as they are frozen: those that hold lines or say something of themselves.

    Parameters
    ----------
    settings : mapping
        ``Budget.parts``: part → goal, its source, indicator and rhythm.
    used : iterable of str
        Parts of the lines.
    """
    held = {DIRECT, *used}
    return {
        part: {
            "boundary": BOUNDARIES[part],
            "computed": part in COMPUTED,
            **{key: str(said.get(key, "")) for key in _SETTINGS},
            "rhythm": said.get("rhythm") or RHYTHMS[0],
        }
        for part in PARTS
        if (said := settings.get(part) or {}) or part in held
    }
