"""What of a budget's pathway lies in measures the plan keeps open, and the budget does not hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["HeldOpen", "adopted_band", "held_open"]


@dataclass(frozen=True, slots=True)
class HeldOpen:
    """Measures in the pathway that are in no line.

    Parameters
    ----------
    measures : tuple of (dict, int or None)
        Name in three languages, and the year by which it must be decided.
    tonnes : dict of int to float
        Year → t CO2e of the pathway's cut.
    nok : dict of int to int
        Year → the municipality's NOK, in no sum of the budget.
    """

    measures: tuple[tuple[Mapping[str, str], int | None], ...] = ()
    tonnes: dict[int, float] = field(default_factory=dict)
    nok: dict[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.measures)


def held_open(
    content: Mapping[str, Any],
    lines: Collection[str],
    years: Collection[int],
    kind: str = "kept_open",
) -> HeldOpen:
    """Return what the pathway holds of measures that are told apart and not in the lines.

    Parameters
    ----------
    content : mapping
        A budget's frame or content; one from before has none of them.
    lines : collection of str
        Measures the budget has.
    years : collection of int
    kind : {"kept_open", "done"}
        Those the plan keeps open, or those that are done.
    """
    found = {m: v for m, v in (content.get(kind) or {}).items() if m not in lines}
    return HeldOpen(
        tuple((v["name"], v["decide_by"]) for v in found.values()),
        {
            y: sum(v["effect"][str(y)]["central"] for v in found.values() if str(y) in v["effect"])
            for y in years
        },
        {
            y: sum(v["cost"].get("municipality", {}).get(str(y), 0) for v in found.values())
            for y in years
        },
    )


def adopted_band(content: Mapping[str, Any], year: str) -> dict[str, float] | None:
    """Return where the lines alone lead in a year, t CO2e; None where there is no pathway.

    The pathway counts what the plan keeps open, and that is not adopted: what it would cut is
    added back, at both ends of the interval too.

    Examples
    --------
    >>> kept = {"b": {"name": {}, "decide_by": 2027, "effect": {"2030": {"central": 5.0}},
    ...               "cost": {}}}
    >>> path = {"2030": {"low": 80.0, "central": 90.0, "high": 99.0}}
    >>> adopted_band({"pathway": path, "lines": [{"measure": "a"}], "kept_open": kept}, "2030")
    {'low': 85.0, 'central': 95.0, 'high': 104.0}
    """
    band = content["pathway"].get(year)
    if band is None:
        return None
    held = held_open(content, {x["measure"] for x in content["lines"]}, {int(year)})
    return {end: band[end] + held.tonnes[int(year)] for end in ("low", "central", "high")}
