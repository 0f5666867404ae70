"""What the account page shows, from the account as it is kept."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.accounts.basis import labelled, structure_label
from kortreist_web.accounts.boundaries import Narrowed
from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.accounts.queries import history
from kortreist_web.accounts.totals import DECIDES
from kortreist_web.core.bar_chart import bars
from kortreist_web.core.charts import Chart, columns
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["ACTORS", "BOUNDARIES", "account_page", "between_editions", "history_chart"]

BOUNDARIES = ("territorial", "consumption", "combined")
ACTORS = ("residents", "business", "municipality")
#: A sector with less than this share of the tonnes is drawn with the others.
_DRAWN_SHARE = 0.02


def _heat(share: float) -> int:
    """Return a step 0–4 for the shade behind a share of the total."""
    return sum(share >= minimum for minimum in (0.01, 0.05, 0.15, 0.30))


def _sectors(content: dict[str, Any], boundary: str) -> list[dict[str, Any]]:
    web = content["web"]
    total = content["totals"][boundary]["value"]
    out = []
    for index, row in enumerate(web["boundaries"][boundary]["sectors"]):
        cells = [
            (row["actors"].get(a), _heat((row["actors"].get(a) or 0.0) / total)) for a in ACTORS
        ]
        out.append(
            {
                "name": name_in(web["sector_names"][row["sector"]], language()),
                "pointer": f"web/boundaries/{boundary}/sectors/{index}/value",
                "value": row["value"],
                "share": row["value"] / total,
                "cells": cells,
            }
        )
    return out


def _largest(content: dict[str, Any], boundary: str) -> list[dict[str, Any]]:
    web, by_id = content["web"], {s["id"]: (i, s) for i, s in enumerate(content["sources"])}
    parts: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for one in content["sources"]:
        if one["value"] * one["weights"][boundary] and not one.get("memo"):
            parts[_source_of(one)].append(one)
    out = []
    for key in web["boundaries"][boundary]["largest"]:
        index, source = by_id[key]
        weight = source["weights"][boundary]
        together = parts[_source_of(source)]
        out.append(
            {
                # What counts only in part has no address of its own for that part.
                "pointer": f"sources/{index}/value" if weight == 1.0 else "",
                "name": name_in(web["names"][key], language()),
                "sector": name_in(web["sector_names"][source["sector"]], language()),
                "actor": engine()(f"accounts.actor.{source['actor']}"),
                "value": source["value"] * weight,
                # Empty where nobody else has a part of the source.
                "whole": _together(together, boundary) if len(together) > 1 else "",
                "low": source["low"] * weight,
                "high": source["high"] * weight,
                "influence": source["influence"],
                "own": source["actor"] == "municipality",
            }
        )
    return out


def _source_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return which source a row is a part of, whoever emits it."""
    return row["scope"], row["sector"], row["source"]


def _together(rows: list[dict[str, Any]], boundary: str) -> str:
    """Write the tonnes of several rows together, with the digits their interval bears."""
    value, low, high = (
        sum(r[name] * r["weights"][boundary] for r in rows) for name in ("value", "low", "high")
    )
    return web().within(value, low, high)


def history_chart(content: dict[str, Any]) -> Chart:
    """Draw the direct emissions by sector, year by year."""
    by_year = {int(y): v for y, v in content["web"]["history"].items()}
    years = sorted(by_year)
    sums: dict[str, float] = {}
    for sectors in by_year.values():
        for sector, tonnes in sectors.items():
            sums[sector] = sums.get(sector, 0.0) + tonnes
    whole = sum(sums.values()) or 1.0
    large = sorted((s for s in sums if sums[s] / whole >= _DRAWN_SHARE), key=lambda s: -sums[s])
    small = [s for s in sums if s not in large]
    names = content["web"]["sector_names"]

    def name(sector: str) -> str:
        translations = names.get(sector)
        return (
            name_in(translations, language())
            if translations
            else engine()(f"accounts.sector.{sector}")
        )

    series = [(name(s), {y: by_year[y].get(s) for y in years}) for s in large[:9]]
    if small:
        rest = {y: sum(by_year[y].get(s, 0.0) for s in small) for y in years}
        series.append((text("accounts.rest", count=len(small)), rest))
    unit = text("accounts.tonnes")
    return columns(text("accounts.history_title"), years, series, unit).placed("regnskap")


def account_page(result: AccountResult | Narrowed, boundary: str) -> dict[str, Any]:
    """Return the values of the account page.

    Parameters
    ----------
    result : AccountResult or Narrowed
    boundary : str
        Which account the tables are of; one that is missing falls back to the territorial.
    """
    content = result.content
    boundary = boundary if boundary in content["totals"] else "territorial"
    decides = content["web"]["boundaries"][boundary]["decides"]
    total = content["totals"][boundary]["value"]
    return {
        "account": content,
        "boundary_name": labelled(content, boundary, engine()(f"accounts.boundary.{boundary}")),
        "when": labelled(content, boundary, str(content["year"])),
        "asides": [
            (f"asides/{n}/value", engine()(f"accounts.aside.{a['id']}"), a["value"])
            for n, a in enumerate(content.get("asides") or [])
        ],
        "result": result,
        "boundary": boundary,
        "totals": [
            (
                b,
                content["totals"].get(b),
                content["per_head"].get(b),
                _missing(content["missing"].get(b)),
                structure_label(content, b),
            )
            for b in BOUNDARIES
        ],
        "sectors": _sectors(content, boundary),
        "largest": _largest(content, boundary),
        "actors": [engine()(f"accounts.actor.{a}") for a in ACTORS],
        "actor_sums": [
            sum(r["actors"].get(a, 0.0) for r in content["web"]["boundaries"][boundary]["sectors"])
            for a in ACTORS
        ],
        "total": content["totals"][boundary],
        "history_chart": history_chart(content),
        "decides_chart": bars(
            text("accounts.decides_title"),
            [(text(f"accounts.decides.{d}"), decides[d], None, None) for d in DECIDES],
            text("accounts.tonnes"),
            kind="inventory",
        ),
        "decides": [(d, decides[d], decides[d] / total if total else None) for d in DECIDES],
        "notes": [_note(n) for n in content["notes"]],
    }


def _missing(why: str | None) -> str:
    """Return why a total is missing: a text key in the reader's language, else as it was kept."""
    if why and why.startswith("accounts.missing."):
        return engine()(why)
    return why or ""


def _note(note: dict[str, str]) -> str:
    """Return a note in the reader's language; what is done at a terminal is not said here."""
    if note["key"] == "accounts.note.no_business":
        return text("accounts.no_business")
    return engine()(note["key"]) if _plain(note["key"]) else note["text"]


def _plain(key: str) -> bool:
    """Tell whether a note needs no values, so that it can be written in another language."""
    return engine().has(key) and "{" not in engine()(key)


def between_editions(
    organisation: Organisation, first: Vintage, second: Vintage
) -> list[dict[str, Any]]:
    """Return each year's total in two editions: both figures, and the difference."""
    a, b = history(organisation, first), history(organisation, second)
    out = []
    for year in sorted(a.keys() | b.keys()):
        before = sum(a[year].values()) if year in a else None
        after = sum(b[year].values()) if year in b else None
        gap = None if before is None or after is None else after - before
        out.append({"year": year, "before": before, "after": after, "gap": gap})
    return out
