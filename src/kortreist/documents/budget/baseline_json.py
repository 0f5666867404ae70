"""What happens without the plan, as plain values for ``plan.json``."""

from __future__ import annotations

from typing import Any

from kortreist.budgets.budget import Band, ClimateBudget
from kortreist.documents.format.names import Names

__all__ = ["baseline_dict"]


def baseline_dict(budget: ClimateBudget, names: Names) -> dict[str, Any]:
    """Return known changes, ours beside theirs, the largest source and what is there to use."""
    dominant, language, t = budget.dominant, names.language, names.t
    return {
        # Only where there are any: a plan without is as it was.
        **({"commitments": _commitments(budget)} if budget.commitments else {}),
        "known_changes": [
            {
                "id": r.change.id,
                "plant": r.change.plant,
                "what": r.change.what[language],
                "certainty": r.change.certainty,
                "counted": r.change.counts,
                "why_not": t(r.change.reason) if r.change.reason else "",
                "own": r.change.own,
                "status": r.change.status,
                "source": r.change.source_title,
                "address": r.change.address,
                "checked_on": r.change.checked_on,
                "tonnes": {str(y): _band(b) for y, b in sorted(r.tonnes.items())},
            }
            for r in budget.known_changes
        ],
        "projection": [
            {
                "group": c.group,
                "name": t(f"baseline.group.{c.group}"),
                "year": c.year,
                "base_year": c.base_year,
                "ours": c.ours,
                "theirs": c.theirs,
                "gap": c.gap,
                "explanation": t(c.explanation) if c.explanation else "",
                "edition": c.edition,
            }
            for c in budget.projection
        ],
        "dominant_source": None
        if dominant is None
        else {
            "sector": dominant.sector,
            "source": dominant.source,
            "share": dominant.share,
            "known": dominant.known,
        },
        "use": [
            {
                "id": m.id,
                "name": m.name[language],
                "condition": what,
                "condition_text": names.condition(what),
            }
            for m, what in budget.use
        ],
    }


def _commitments(budget: ClimateBudget) -> list[dict[str, Any]]:
    return [
        {
            "id": c.id,
            "name": c.name,
            "tonnes": {str(y): _band(b) for y, b in c.tonnes.items()},
            **({"held": {str(y): _band(b) for y, b in c.held.items()}} if c.held else {}),
        }
        for c in budget.commitments
    ]


def _band(band: Band) -> dict[str, float]:
    return {"low": float(band.low), "central": float(band.central), "high": float(band.high)}
