"""Figures of a completed interim report, by their pointers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.budgets import provenance as economic_plan
from kortreist_web.budgets.figures import name_of
from kortreist_web.core.figure import Figure, Keys, band, plain
from kortreist_web.core.pointers import MISSING, resolve
from kortreist_web.core.texts import text, web
from kortreist_web.reports.money import title_of
from kortreist_web.reports.origins import ECONOMIC, MONEY
from kortreist_web.reports.status_counts import counted_as

__all__ = ["report_figure"]

_FORECAST, _CHANCE, _STATUS = "report/forecast", "report/chance", "report/status"
_RESTATED = "report/restated"
#: Key of the report → text, unit, origin.
_YEARLY: dict[str, tuple[str, str, str]] = {
    "plan": ("pathway", "tonnes", "formula/pathway"),
    "forecast": ("forecast", "tonnes", _FORECAST),
    "frame": ("frame", "tonnes", "formula/frame"),
    "change": ("forecast_change", "tonnes", _FORECAST),
    "probability": ("probability_now", "chance", _CHANCE),
    "plan_probability": ("probability", "chance", "formula/probability"),
}


def report_figure(content: Mapping[str, Any], keys: Keys) -> Figure | None:
    """Return what a report's figure is; None for what is not a figure we can name."""
    boundary = content.get("boundary", "")
    match keys:
        case (kind, year, *rest) if kind in _YEARLY:
            value = resolve(content, keys[:2])
            if value is MISSING:
                return None
            stem, unit, origin = _YEARLY[kind]
            label = text(f"publishing.figure.{stem}", year=year)
            more = {"boundary": boundary, "origins": (origin,)}
            if isinstance(value, Mapping):
                return band(label, value, tuple(rest), unit, **more)
            return None if rest else plain(label, value, unit, **more)
        case ("counts", status) if status in (content.get("counts") or {}):
            key = f"reports.status.{status}"
            name = text(key) if web().has(key) else status
            label = text("publishing.figure.counted", name=name)
            return plain(label, content["counts"][status], "measures", origins=(_STATUS,))
        case ("carried", status) if status in (content.get("carried") or {}):
            label = text("reports.carried_counted", name=text(f"reports.status.{status}"))
            return plain(label, content["carried"][status], "measures", origins=(_STATUS,))
        case ("target", "reduction"):
            target = content.get("target") or {}
            label = text(
                "publishing.figure.target.reduction",
                year=target.get("target_year"),
                reference=target.get("reference_year"),
            )
            origins = tuple(filter(None, [target.get("origin")]))
            return plain(label, target.get("reduction"), "goal", boundary=boundary, origins=origins)
        case ("restatement", *rest):
            return _restated_figure(content, tuple(rest), boundary)
        case ("rows", number, *rest):
            row = resolve(content, ("rows", number))
            return None if row is MISSING else _row(content, row, tuple(rest), boundary)
        case _:
            return None


def _restated_figure(content: Mapping[str, Any], rest: Keys, boundary: str) -> Figure | None:
    value = resolve(content.get("restatement") or {}, rest)
    if value is MISSING or isinstance(value, Mapping | list | str):
        return None
    key = f"publishing.figure.restated.{rest[0]}"
    if not web().has(key):
        return None
    unit = "year" if rest[0].endswith("_year") else "goal" if rest[0] == "reduction" else "tonnes"
    year = rest[1] if len(rest) > 1 else ""
    return plain(text(key, year=year), value, unit, boundary=boundary, origins=(_RESTATED,))


def _of_money(content: Mapping[str, Any], what: str) -> str:
    """Return the origin of a row's money: the plan's cost, imported lines, or their difference."""
    if what == "difference":
        return MONEY
    if what not in ("now", "set_aside"):
        return "formula/cost"
    kept = {o["id"] for o in content.get("provenance") or ()}
    return ECONOMIC if what == "now" and ECONOMIC in kept else economic_plan.ECONOMIC


def _row(
    content: Mapping[str, Any], row: Mapping[str, Any], rest: Keys, boundary: str
) -> Figure | None:
    name, value, year = name_of(row), resolve(row, rest), content["year"]
    if value is MISSING:
        return None
    match rest:
        case ("planned", *end):
            return band(
                text("publishing.figure.line.effect", name=name, year=year),
                row["planned"],
                tuple(end),
                boundary=boundary,
                origins=("formula/effect",),
            )
        case ("status",):
            key = f"reports.status.{counted_as(row, year)}"
            status_text = text(key) if web().has(key) else str(value)
            label = text("publishing.figure.row.status", name=name)
            return plain(label, status_text, origins=(_STATUS,))
        case ("money", "kinds", number, what):
            told = title_of(name, row["money"]["kinds"][int(number)])
            key = f"publishing.figure.row.money_{what}"
            label = text(key, name=told, year=year) if web().has(key) else told
            return plain(label, value, "nok", origins=(_of_money(content, what),))
        case ("money", what):
            key = f"publishing.figure.row.money_{what}"
            label = text(key, name=name, year=year) if web().has(key) else name
            return plain(label, value, "nok", origins=(_of_money(content, what),))
        case ("observations", number, ("value" | "target") as what):
            seen = row["observations"][int(number)]
            label = text(f"publishing.figure.row.{what}", name=seen["name"], year=year)
            missing = seen.get("missing_reason", "") if value is None else ""
            return plain(label, value, seen["unit_of_measure"], origins=(_STATUS,), missing=missing)
        case _:
            return None
