"""Public figures as tables: one row a figure, with unit, boundary, edition and source beside it.

Column names are identifiers and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.i18n import name_in
from kortreist_web.accounts.basis import structure_label
from kortreist_web.accounts.figures import edition_of
from kortreist_web.accounts.queries import gwp_of
from kortreist_web.core.datasets import Table
from kortreist_web.core.pointers import join
from kortreist_web.core.tables import Sources, tidy
from kortreist_web.core.texts import engine

__all__ = ["account_table", "history_table", "totals_table"]

_TONNES = "t CO2e"
_BOUNDARIES = ("territorial", "consumption", "combined")


def _name_in(names: Mapping[str, Any], key: str, language: str, otherwise: str) -> str:
    translations = names.get(key) or {}
    return name_in(translations, language) or otherwise


def account_table(content: Mapping[str, Any], language: str) -> Table:
    """Return an account: one row a source and boundary it counts in, weighted for it.

    The rows of one boundary sum to its total; rows of two boundaries must never be added.
    """
    sources, place = Sources(content["provenance"]), content["place"]
    kept, edition = content.get("web") or {}, edition_of(content)
    invented = "figures_from" in place
    out: Table = [
        [
            "place",
            "place_name",
            "year",
            "boundary",
            "scope",
            "sector",
            "sector_name",
            "emission_source",
            "name",
            "actor",
            "value",
            "low",
            "high",
            "unit",
            "gwp",
            "vintage",
            "source",
            "origin",
            "pointer",
            "invented",
            "basis",
        ]
    ]
    for boundary in _BOUNDARIES:
        if boundary not in content["totals"]:
            continue
        for number, s in enumerate(content["sources"]):
            weight = s["weights"].get(boundary) or 0.0
            if not weight:
                continue
            sector = _name_in(kept.get("sector_names", {}), s["sector"], language, s["sector_name"])
            name = _name_in(kept.get("names", {}), s["id"], language, s["name"])
            out.append(
                [
                    place["number"],
                    place["name"],
                    content["year"],
                    boundary,
                    s["scope"],
                    s["sector"],
                    sector,
                    s["source"],
                    name,
                    s["actor"],
                    *(tidy(s[k] * weight) for k in ("value", "low", "high")),
                    s["unit"],
                    _gwp(content, "territorial" if s["scope"] == "direct" else boundary),
                    edition,
                    sources(s["origin"]),
                    s["origin"],
                    join("sources", number, "value"),
                    invented,
                    _basis(content, s, language),
                ]
            )
    return out


def totals_table(content: Mapping[str, Any], language: str) -> Table:
    """Return the totals of an account; one that cannot be given is empty, with the reason."""
    sources, place = Sources(content["provenance"]), content["place"]
    out: Table = [
        [
            "place",
            "place_name",
            "year",
            "boundary",
            "value",
            "low",
            "high",
            "unit",
            "per_head",
            "gwp",
            "vintage",
            "source",
            "missing",
            "pointer",
            "invented",
            "basis",
        ]
    ]
    for boundary in _BOUNDARIES:
        total = content["totals"].get(boundary) or {}
        out.append(
            [
                place["number"],
                place["name"],
                content["year"],
                boundary,
                *(tidy(total.get(k)) for k in ("value", "low", "high")),
                total.get("unit", _TONNES),
                tidy(content["per_head"].get(boundary)),
                _gwp(content, boundary),
                edition_of(content),
                sources(f"total/{boundary}"),
                content["missing"].get(boundary, ""),
                join("totals", boundary, "value"),
                "figures_from" in place,
                structure_label(content, boundary, language),
            ]
        )
    return out


def _gwp(content: Mapping[str, Any], boundary: str) -> str:
    """Return the GWP-100 set of direct figures; the footprint's factors do not say theirs."""
    if boundary == "territorial":
        return str(content["gwp"])
    return str(content.get("gwp_consumption", UNKNOWN_GWP))


def _basis(content: Mapping[str, Any], source: Mapping[str, Any], language: str) -> str:
    """Return whose years' structure and prices a row has; empty where it is the row's year."""
    if source["scope"] == "direct" or source.get("basis") == [content["year"]]:
        return ""
    years = source.get("basis")
    if years is None:
        return structure_label(content, "consumption", language)
    year_text = "/".join(str(y) for y in years)
    return str(engine(language)("accounts.basis.structure", years=year_text))


def history_table(
    place: tuple[str, str],
    history: Mapping[int, Mapping[str, float]],
    vintage: Any,
    names: Mapping[str, Mapping[str, str]],
    language: str,
    invented: bool = False,
) -> Table:
    """Return emissions inside the border by year and sector, of one edition."""
    out: Table = [
        [
            "place",
            "place_name",
            "year",
            "sector",
            "sector_name",
            "value",
            "unit",
            "boundary",
            "gwp",
            "vintage",
            "source",
            "invented",
        ]
    ]
    gwp = gwp_of(vintage)
    for year, sectors in sorted(history.items()):
        for sector, tonnes in sorted(sectors.items()):
            name = _name_in(names, sector, language, sector)
            out.append(
                [
                    *place,
                    year,
                    sector,
                    name,
                    tidy(tonnes),
                    _TONNES,
                    "territorial",
                    gwp,
                    vintage.engine_id,
                    vintage.origin,
                    invented,
                ]
            )
    return out
