"""What of a budget's pathway lies in measures the plan keeps open, and the budget does not hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["HeldOpen", "held_open"]


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
