"""What the newest edition of the inventory makes of an adopted budget: both are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.tenants.models import Organisation

__all__ = ["newer_vintage", "restatement"]


def newer_vintage(content: Mapping[str, Any], organisation: Organisation) -> Any:
    """Return the newest edition if it is newer than the budget's; None otherwise.

    Returns
    -------
    Vintage or None
    """
    from kortreist_web.accounts.queries import vintages_with

    used = (content.get("pins") or {}).get("vintage")
    vintages = vintages_with(organisation)
    if not used or not vintages or vintages[0].engine_id == used:
        return None
    mine = next((v for v in vintages if v.engine_id == used), None)
    return vintages[0] if mine is None or vintages[0].date >= mine.date else None


def restatement(
    content: Mapping[str, Any], vintage: str, history: Mapping[int, float]
) -> dict[str, Any] | None:
    """Return the same percentage goal under the budget's edition and a newer one.

    Parameters
    ----------
    content : mapping
        The frozen budget's content.
    vintage : str
        The newer edition.
    history : mapping of int to float
        Its totals, year → tonnes CO2e.

    Returns
    -------
    dict or None
        None when the target is not of the territorial inventory, or the newer edition lacks
        the reference year: then the two cannot be set side by side.
    """
    from kortreist.budgets.frame import restate

    target = content.get("target") or {}
    if "target_year" not in target or "reference_year" not in target:
        return None
    before = {int(y): float(t) for y, t in (content.get("history") or {}).items()}
    reference, goal_year = int(target["reference_year"]), int(target["target_year"])
    if target.get("boundary", "territorial") != "territorial":
        return None
    if reference not in before or reference not in history:
        return None
    if max(history) >= goal_year or max(before) >= goal_year:
        return None
    years = sorted(int(y) for y in content["frame"] if int(y) <= goal_year)
    used = str((content.get("pins") or {}).get("vintage", ""))
    goals = {goal_year: float(target["reduction"])}
    restated = restate((used, before), (vintage, dict(history)), reference, goals, years)
    # What was adopted stands as adopted; a year both have shows what the new edition changes.
    adopted = {y: float(content["frame"][str(y)]) for y in years}
    common = max(set(before) & set(history))
    return {
        "vintage_before": used,
        "vintage_after": vintage,
        "reduction": float(target["reduction"]),
        "target_year": goal_year,
        "reference_year": reference,
        "reference_before": restated.reference_before,
        "reference_after": restated.reference_after,
        "latest_year": common,
        "latest_before": before[common],
        "latest_after": float(history[common]),
        "newest_year": max(history),
        "newest": float(history[max(history)]),
        "frame_before": {str(y): adopted[y] for y in years},
        "frame_after": {str(y): t for y, t in sorted(restated.frame_after.items())},
    }
