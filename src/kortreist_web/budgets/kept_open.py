"""What of a budget's pathway lies in measures the plan keeps open, and the budget does not hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["HeldOpen", "held_of", "held_open", "lines_alone"]


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


def lines_alone(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a budget's content with the pathway and the chance of its own lines.

    A plan's pathway counts what the plan keeps open, and that is neither proposed nor adopted:
    what it would cut is added back, at both ends of the interval too. So is the ``rest`` of what
    is ended before it reached its target; no chance has been computed without that. What the plan
    itself had is kept as ``with_open``. Frozen contents have been through this; one frozen before
    is told by having kept-open measures and no ``with_open``.

    Examples
    --------
    >>> kept = {"b": {"name": {}, "decide_by": 2027, "effect": {"2030": {"central": 5.0}},
    ...               "cost": {}}}
    >>> path = {"2030": {"low": 80.0, "central": 90.0, "high": 99.0}}
    >>> content = {"pathway": path, "lines": [{"measure": "a"}], "kept_open": kept,
    ...            "probability_under_frame": {"2030": 0.4}, "without_open": {"2030": 0.2}}
    >>> own = lines_alone(content)
    >>> own["pathway"]["2030"], own["probability_under_frame"]
    ({'low': 85.0, 'central': 95.0, 'high': 104.0}, {'2030': 0.2})
    >>> lines_alone(own) == own
    True
    """
    lines = {line["measure"] for line in content["lines"]}
    kept, rest = content.get("kept_open") or {}, _rest(content, lines)
    if "with_open" in content or not (rest or any(m not in lines for m in kept)):
        return dict(content)
    whole, chances = content["pathway"], content["probability_under_frame"]
    held = held_open(content, lines, {int(y) for y in whole}).tonnes
    held = {y: tonnes + rest.get(y, 0.0) for y, tonnes in held.items()}
    alone = content.get("without_open") or {}
    return {
        **content,
        "pathway": {
            y: {end: band[end] + held[int(y)] for end in ("low", "central", "high")}
            for y, band in whole.items()
        },
        "probability_under_frame": {
            # Of a pathway that is raised by what was never reached, only a chance of none is known.
            y: None if rest.get(int(y)) and least else least
            for y, c in chances.items()
            for least in (_least(c, alone.get(y)),)
        },
        "with_open": {"pathway": whole, "probability_under_frame": chances},
    }


def _rest(content: Mapping[str, Any], lines: Collection[str]) -> dict[int, float]:
    """Return year → t CO2e the plan counts of ended measures beyond what they reached."""
    out: dict[int, float] = {}
    for measure, told in (content.get("done") or {}).items():
        if measure not in lines:
            for year, band in (told.get("rest") or {}).items():
                out[int(year)] = out.get(int(year), 0.0) + band["central"]
    return out


def _least(*chances: float | None) -> float | None:
    """Return the smallest chance known: fewer measures never keep a frame more often."""
    return min((c for c in chances if c is not None), default=None)


def held_of(content: Mapping[str, Any], year: int) -> float:
    """Return what is kept open and in no line would cut in a year, t CO2e."""
    return held_open(content, {x["measure"] for x in content["lines"]}, {year}).tonnes[year]
