"""What pages show of a report's content: cells with their pointers, and charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.budgets.evidence import tone
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.budgets.parts import COMPUTED, part_of_line
from kortreist_web.budgets.templatetags.budgets import money_span
from kortreist_web.core.charts import Chart
from kortreist_web.core.line_chart import Series, lines, series_name
from kortreist_web.core.texts import named, text, web
from kortreist_web.reports.computed import is_earlier
from kortreist_web.reports.money import (
    by_kind,
    notes_said,
    parts_said,
    prices_said,
    title_of,
    why_no_difference,
)
from kortreist_web.reports.signs import signs_said
from kortreist_web.reports.spending import spent_in
from kortreist_web.reports.status_counts import (
    counted_as,
    in_order,
    is_carried,
    observed_in,
    said_in,
)
from kortreist_web.signposts.presenters import ICONS, TONES
from kortreist_web.tenants.periods import period_name

__all__ = ["cell", "progress", "shown", "signposts"]


def cell(value: Any, pointer: str, label: str, *, chance: bool = False) -> dict[str, str]:
    """Return a figure as written, with where it lies in the content and what it is.

    Parameters
    ----------
    value : float, mapping or None
        A number, or a band of low, central and high.
    pointer : str
        From the content to the figure; a missing value has none to follow.
    """
    t = web()
    if value is None:
        return {"text": "–", "sub": "", "pointer": "", "label": label}
    if chance:
        return {"text": t.chance(value), "sub": "", "pointer": pointer, "label": label}
    if isinstance(value, Mapping):
        between = f"{t.number(value['low'])}–{t.number(value['high'])}"
        central = t.number(value["central"])
        return {"text": central, "sub": between, "pointer": f"{pointer}/central", "label": label}
    return {"text": t.number(value), "sub": "", "pointer": pointer, "label": label}


def _plain(value: float | None) -> str:
    return web().number(value, 0 if value is None or float(value).is_integer() else 1)


def _years_of(content: Mapping[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return a row a year: frame, plan and forecast with their chances."""
    columns = (
        ("frame", "frame", False),
        ("plan", "plan", False),
        ("forecast", "forecast", False),
        ("plan_probability", "plan_chance", True),
        ("probability", "chance", True),
    )
    names = {word: text(f"reports.column.{word}") for _, word, _ in columns}
    return [
        (
            year,
            [
                cell(content[key].get(year), f"{key}/{year}", f"{names[word]} {year}", chance=share)
                for key, word, share in columns
            ],
        )
        for year in sorted(content["forecast"])
    ]


def _money_rows(row: Mapping[str, Any], here: str, name: str, year: int) -> list[dict[str, Any]]:
    """Return a row a kind of money where both have some; else one."""
    kinds, out = row["money"].get("kinds") or (), []
    for money in by_kind(row["money"]):
        at = f"{here}/kinds/{kinds.index(money)}" if len(kinds) > 1 else here
        title = title_of(name, money)
        out.append({"title": title, "cells": _amounts(row, at, title, year, money)})
    return out


def _amounts(
    row: Mapping[str, Any], here: str, name: str, year: int, money: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return kroner, each kind below; below the planned cost its range, or why none."""
    words = {
        "planned": text("reports.column.planned_nok"),
        "set_aside": text("reports.column.adopted_nok"),
        "now": text("reports.column.set_aside_nok"),
        "difference": text("reports.column.difference_nok"),
    }
    found = [cell(money[k], f"{here}/{k}", f"{word}: {name}") for k, word in words.items()]
    low, high = money.get("planned_low"), money.get("planned_high")
    if low is None or high is None:
        said = text("reports.no_range") if money["planned"] is not None else ""
    else:
        said = money_span(low, high) if low != high else ""
    planned, set_aside, now, difference = found
    return [
        {**planned, "sub": said, "notes": parts_said(money, "planned")},
        set_aside,
        {**now, "notes": notes_said(row, year, money=money)},
        {**difference, "sub": why_no_difference(money)},
    ]


def _part_beside(row: Mapping[str, Any]) -> str:
    """Return the part of the budget a row stands in; empty for what is computed."""
    part = part_of_line(row)
    return "" if part in COMPUTED else text(f"budgets.part.{part}")


def _rows_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    effect = text("reports.column.planned")
    rows = []
    for i, row in enumerate(content["rows"]):
        here = f"rows/{i}"
        name = named(row["name"]) or row["measure"]
        rows.append(
            {
                **row,
                "title": name,
                "in_part": _part_beside(row),
                "tone": tone(row["status"], row["start_year"], content["year"]),
                "status_key": counted_as(row, content["year"]),
                "carried": is_carried(row, content["year"], content["period"]),
                "said_in": said_in(row, content) if row.get("status") else "",
                "effect": cell(row["planned"], f"{here}/planned", f"{effect}: {name}"),
                "amounts": _money_rows(row, f"{here}/money", name, content["year"])
                if row["money"]
                else [],
                "seen": [
                    {
                        **one,
                        "target_text": _plain(one["target"]),
                        "value_text": _plain(one["value"]),
                        "pointer": f"{here}/observations/{n}/value",
                        "when": observed_in(one, content),
                    }
                    for n, one in enumerate(row["observations"])
                ],
            }
        )
    return rows


def _restated_of(restated: Mapping[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the pairs of the restatement: before and after, with what they are."""
    pairs = []

    def pair(name: str, before: str, after: str) -> None:
        cells = []
        for pointer in (before, after):
            value: Any = restated if pointer else None
            for key in pointer.split("/") if pointer else ():
                value = value.get(key) if value is not None else None
            cells.append(cell(value, f"restatement/{pointer}", name))
        pairs.append((name, cells))

    def year(of: int) -> str:
        return text("reports.restated.year", year=of)

    pair(year(restated["reference_year"]), "reference_before", "reference_after")
    pair(year(restated["latest_year"]), "latest_before", "latest_after")
    if restated["newest_year"] != restated["latest_year"]:
        pair(year(restated["newest_year"]), "", "newest")
    for y in sorted({*restated["frame_before"], *restated["frame_after"]}):
        pair(text("reports.restated.frame", year=y), f"frame_before/{y}", f"frame_after/{y}")
    return pairs


def _series(bands: Mapping[str, Mapping[str, float]]) -> dict[int, float | None]:
    return {int(y): b["central"] for y, b in bands.items()}


def _band(bands: Mapping[str, Mapping[str, float]]) -> dict[int, tuple[float, float]]:
    return {int(y): (b["low"], b["high"]) for y, b in bands.items()}


def _years(values: Mapping[str, float]) -> dict[int, float | None]:
    return {int(y): float(t) for y, t in values.items()}


def _chart(content: Mapping[str, Any]) -> Chart | None:
    bands = content["forecast"]
    if len(bands) < 2:
        return None
    return lines(
        text("reports.chart.forecast"),
        sorted(int(y) for y in bands),
        [
            Series("frame", series_name("frame"), _years(content["frame"])),
            Series("plan", series_name("pathway"), _series(content["plan"])),
            Series("forecast", series_name("forecast"), _series(bands), _band(bands)),
        ],
        text("reports.unit.tonnes"),
    )


def signposts(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the signs of a report with their marks and colours."""
    return [
        {**row, "icon": ICONS[row["state"]], "tone": TONES[row["state"]]}
        for row in signs_said(content, web())
    ]


def shown(content: dict[str, Any], content_hash: str = "") -> dict[str, Any]:
    """Return what the template of a report shows.

    Parameters
    ----------
    content_hash : str
        Of a frozen content: its figures then link to where they come from.
    """
    rows = _rows_of(content)
    restated = content.get("restatement")
    return {
        "content": content,
        "when": period_name(content["year"], content["period"], content["periods"]),
        # What was frozen before the day was kept tells about the whole period.
        "as_of": content.get("as_of") or content["period_ends"],
        "hash": content_hash,
        "earlier": bool(content_hash) and is_earlier(content),
        "rows": rows,
        "counts": in_order(content),
        "years": _years_of(content),
        "chart": _chart(content),
        "moved": any(abs(c) >= 0.5 for c in content["change"].values()),
        "has_observations": any(r["seen"] for r in rows),
        "not_observed": text("reports.not_observed"),
        "share": web().goal(restated["reduction"]) if restated else "",
        "tasks": content.get("tasks") or {},
        "signposts": signposts(content),
        "has_money": any(r["amounts"] for r in rows),
        "money_prices": prices_said(content),
        **spent_in(content),
        "restated": _restated_of(restated) if restated else [],
        "own_provenance": [
            o for o in content.get("provenance", []) if o["id"].startswith("report/")
        ],
    }


def progress(content: dict[str, Any], newest: dict[str, Any] | None) -> dict[str, Any]:
    """Return what the public page shows of the budget in force and its newest report.

    Parameters
    ----------
    content : dict
        The adopted budget's.
    newest : dict or None
        The newest completed report's on it.
    """
    content = lines_alone(content)
    pathway, history = content.get("pathway") or {}, content.get("history") or {}
    frame = content.get("frame") or {}
    last = max((int(y) for y in history), default=0)
    goal = int((content.get("target") or {}).get("target_year") or 0)
    until = max([*map(int, content.get("plan_years") or []), goal], default=0)
    ahead = {y: b for y, b in pathway.items() if last < int(y) <= until}
    years = sorted({*map(int, history), *map(int, ahead)})
    within = {y: t for y, t in frame.items() if int(y) in years}
    series = [
        Series("inventory", series_name("history"), _years(history)),
        Series("frame", series_name("frame"), _years(within)),
        Series("plan", series_name("pathway"), _series(ahead), _band(ahead)),
    ]
    if newest:
        series.append(Series("forecast", series_name("forecast"), _series(newest["forecast"])))
    title, unit = text("reports.chart.progress"), text("reports.unit.tonnes")
    chart = lines(title, years, series, unit).placed("framdrift")
    when = newest["year"] if newest else 0
    statuses = {r["measure"]: r["status"] for r in newest["rows"]} if newest else {}
    keys = {r["measure"]: counted_as(r, when) for r in newest["rows"]} if newest else {}
    return {
        "content": content,
        "chart": chart if years else None,
        "lines": [
            {
                "measure": line["measure"],
                "name": line["name"],
                "start_year": line["start_year"],
                "unit": line.get("unit") or "",
                "status": keys.get(line["measure"]),
                "tone": tone(statuses.get(line["measure"]), line["start_year"], when),
            }
            for line in content["lines"]
        ],
        "report": newest,
        "when": period_name(newest["year"], newest["period"], newest["periods"]) if newest else "",
        "as_of": newest.get("as_of") or newest["period_ends"] if newest else "",
    }
