"""The measures a plan counts and keeps open: not for deciding now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["OpenPart", "open_ids", "open_part"]

_DECIDED = ("adopted", "start_now", "anchor_first")


def open_ids(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the measures in a plan that it keeps open.

    Parameters
    ----------
    content : mapping
        ``plan.json``; one made before it said so itself is read by its groups, and one made
        before there were groups keeps none open.
    """
    if "kept_open" in content:
        return tuple(content["kept_open"]["measures"])
    return tuple(
        m["id"]
        for m in content["measures"]
        if m.get("group") not in (None, *_DECIDED) and m.get("group_reason") != "adopted"
    )


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What of a plan lies in measures it keeps open.

    Parameters
    ----------
    ids : tuple of str
    tonnes : dict of str to float
        Year → t CO2e of the cut.
    cost : dict of str to float
        Bearer → NOK over the plan's years, known costs.
    """

    ids: tuple[str, ...]
    tonnes: dict[str, float]
    cost: dict[str, float]


def open_part(content: Mapping[str, Any]) -> OpenPart:
    """Return what of a plan lies in measures it keeps open.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    """
    ids = open_ids(content)
    rows = [m for m in content["measures"] if m["id"] in ids]
    years = [str(y) for y in content["plan_years"]]
    bearers = {b for r in rows for b in r["cost"]}
    return OpenPart(
        ids,
        {y: sum(r["effect"][y]["central"] for r in rows if y in r["effect"]) for y in years},
        {b: sum(r["cost"].get(b, {}).get(y, 0.0) for r in rows for y in years) for b in bearers},
    )
