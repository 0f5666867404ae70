"""Measures that were looked at and are not proposed now, each with why: never a silent omission."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kortreist_web.core.texts import engine, text, web

__all__ = ["identified", "identified_in", "set_aside_in", "why_not"]

#: What the plan found nothing to do here was not looked at as something to do.
_NOTHING_HERE = frozenset({"no_effect"})


def identified_in(
    content: Mapping[str, Any], own: Mapping[str, str], names: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return what a plan looked at and left out: measure, name and the reason's key.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    own : mapping of str to str
        The engine's id of the municipality's own measures → what the database calls them.
    names : mapping of str to (mapping of str to str)
        The engine's id → name in three languages.
    """
    left_out = [(m, m["reason"]) for m in content.get("not_chosen", ())]
    left_out += [(m, "waits_for_state") for m in content.get("state_must", ())]
    return [
        {
            "measure": own.get(m["id"], m["id"]),
            "name": dict(names.get(m["id"]) or {content["language"]: m["name"]}),
            "reason": reason,
        }
        for m, reason in left_out
        if reason not in _NOTHING_HERE
    ]


def set_aside_in(
    content: Mapping[str, Any],
    own: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    aside: Collection[str],
) -> list[dict[str, Any]]:
    """Return what a plan chose and the municipality has set aside since, as it is told.

    Parameters
    ----------
    content, own, names
        As for :func:`identified_in`.
    aside : collection of str
        Measures the municipality has said are not for it, as the database calls them.
    """
    return [
        {
            "measure": measure,
            "name": dict(names.get(m["id"]) or {content["language"]: m["name"]}),
            "reason": "not_here",
        }
        for m in content["measures"]
        if (measure := own.get(m["id"], m["id"])) in aside
    ]


def identified(
    frame: Mapping[str, Any],
    lines: Collection[str],
    unquantified: Sequence[Mapping[str, Any]],
    said: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return the budget's table of what is not proposed now.

    Parameters
    ----------
    frame : mapping
        ``Budget.frame``.
    lines : collection of str
        Measures that are proposed.
    unquantified : sequence of mapping
        What was offered and nobody took: ``measure`` and ``name``.
    said : mapping of str to str
        Measure → the municipality's own reason, shown instead of the plan's.
    """
    rows = {row["measure"]: dict(row) for row in frame.get("identified", ())}
    for measure, held in (frame.get("kept_open") or {}).items():
        row = {"measure": measure, "name": held["name"], "reason": "kept_open"}
        rows.setdefault(measure, {**row, "decide_by": held.get("decide_by")})
    for one in unquantified:
        rows.setdefault(one["measure"], {**one, "reason": "not_quantified"})
    return [
        {**row, "said": said.get(measure, "")}
        for measure, row in rows.items()
        if measure not in lines
    ]


def why_not(row: Mapping[str, Any]) -> str:
    """Write why a measure is not proposed: the municipality's reason, else the plan's."""
    if row.get("said"):
        return str(row["said"])
    reason = str(row["reason"])
    if web().has(f"budgets.identified.{reason}"):
        return text(f"budgets.identified.{reason}")
    keys = (f"budgets.{reason}", f"budgets.reason.{reason}")
    return next((engine()(key) for key in keys if engine().has(key)), reason)
