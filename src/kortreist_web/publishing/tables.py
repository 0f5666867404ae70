"""Public figures as tables: one row a figure, with unit, boundary, edition and source beside it.

Column names are identifiers and never change; a workbook has them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kortreist_web.ground.texts import web
from kortreist_web.publishing.chains import publishers
from kortreist_web.publishing.figures_account import edition_of
from kortreist_web.publishing.pointers import join

__all__ = [
    "Table", "about_account", "account_table", "budget_table", "decision_table", "headed",
    "history_table", "totals_table",
]  # fmt: skip

#: Column names, then rows.
Table = list[list[Any]]
_TONNES = "t CO2e"
_BOUNDARIES = ("territorial", "consumption", "combined")


def headed(table: Table, language: str) -> Table:
    """Return a table with its column names in a language, for people."""
    t = web(language)

    def name(column: str) -> str:
        key = f"publishing.column.{column}"
        return t(key) if t.has(key) else column

    return [[name(c) for c in table[0]], *table[1:]]


def _named(names: Mapping[str, Any], key: str, language: str, otherwise: str) -> str:
    found = names.get(key) or {}
    return str(found.get(language) or otherwise)


class _Sources:
    """Publishers behind an origin, found once."""

    def __init__(self, provenance: Sequence[Mapping[str, Any]]) -> None:
        self.provenance = provenance
        self.known: dict[str, str] = {}

    def __call__(self, *origins: str) -> str:
        key = "|".join(origins)
        if key not in self.known:
            self.known[key] = "; ".join(publishers(self.provenance, origins))
        return self.known[key]


def account_table(content: Mapping[str, Any], language: str) -> Table:
    """Return an account: one row a source and boundary it counts in, weighted for it.

    The rows of one boundary sum to its total; rows of two boundaries must never be added.
    """
    sources, place = _Sources(content["provenance"]), content["place"]
    kept, edition = content.get("web") or {}, edition_of(content)
    out: Table = [
        [
            "place", "place_name", "year", "boundary", "scope", "sector", "sector_name",
            "emission_source", "name", "actor", "value", "low", "high", "unit", "gwp", "vintage",
            "source", "origin", "pointer",
        ]
    ]  # fmt: skip
    for boundary in _BOUNDARIES:
        if boundary not in content["totals"]:
            continue
        for number, s in enumerate(content["sources"]):
            weight = s["weights"].get(boundary) or 0.0
            if not weight:
                continue
            sector = _named(kept.get("sector_names", {}), s["sector"], language, s["sector_name"])
            name = _named(kept.get("names", {}), s["id"], language, s["name"])
            out.append(
                [
                    place["number"], place["name"], content["year"], boundary, s["scope"],
                    s["sector"], sector, s["source"], name, s["actor"], s["value"] * weight,
                    s["low"] * weight, s["high"] * weight, s["unit"], content["gwp"], edition,
                    sources(s["origin"]), s["origin"], join("sources", number, "value"),
                ]
            )  # fmt: skip
    return out


def totals_table(content: Mapping[str, Any], language: str) -> Table:
    """Return the totals of an account; one that cannot be given is empty, with the reason."""
    sources, place = _Sources(content["provenance"]), content["place"]
    out: Table = [
        [
            "place", "place_name", "year", "boundary", "value", "low", "high", "unit", "per_head",
            "gwp", "vintage", "source", "missing", "pointer",
        ]
    ]  # fmt: skip
    for boundary in _BOUNDARIES:
        total = content["totals"].get(boundary) or {}
        out.append(
            [
                place["number"], place["name"], content["year"], boundary, total.get("value"),
                total.get("low"), total.get("high"), total.get("unit", _TONNES),
                content["per_head"].get(boundary), content["gwp"], edition_of(content),
                sources(f"total/{boundary}"), content["missing"].get(boundary, ""),
                join("totals", boundary, "value"),
            ]
        )  # fmt: skip
    return out


def about_account(content: Mapping[str, Any], content_hash: str, language: str) -> Table:
    """Return what must be known of an account, for a workbook's last sheet."""
    t = web(language)
    pins = content.get("pins") or {}
    out: Table = [[t("publishing.about.what"), t("publishing.about.value")]]
    out += [
        [t("publishing.about.never_added"), ""],
        [t("publishing.about.interval"), ""],
        [t("publishing.about.hash"), content_hash],
        *[
            [t(f"publishing.pin.{k}"), v]
            for k, v in pins.items()
            if web().has(f"publishing.pin.{k}")
        ],
        *[[n["text"], ""] for n in content.get("notes", [])],
    ]
    return out


def history_table(
    place: tuple[str, str],
    history: Mapping[int, Mapping[str, float]],
    vintage: Any,
    names: Mapping[str, Mapping[str, str]],
    language: str,
) -> Table:
    """Return emissions inside the border by year and sector, of one edition."""
    out: Table = [
        [
            "place", "place_name", "year", "sector", "sector_name", "value", "unit", "boundary",
            "vintage", "source",
        ]
    ]  # fmt: skip
    for year, sectors in sorted(history.items()):
        for sector, tonnes in sorted(sectors.items()):
            name = _named(names, sector, language, sector)
            out.append(
                [
                    *place, year, sector, name, tonnes, _TONNES, "territorial",
                    vintage.engine_id, vintage.origin,
                ]
            )  # fmt: skip
    return out


def budget_table(content: Mapping[str, Any], language: str) -> Table:
    """Return a climate budget: a row for each year's frame, pathway, effect and cost."""
    sources = _Sources(content.get("provenance") or [])
    boundary, edition = (content.get("target") or {}).get("boundary", ""), edition_of(content)
    organisation = content["organisation"]
    out: Table = [
        [
            "place", "place_name", "budget_year", "part", "measure", "name", "bearer", "year",
            "value", "low", "high", "unit", "boundary", "vintage", "source", "pointer",
        ]
    ]  # fmt: skip

    def add(
        part: str, keys: Sequence[Any], year: Any, value: Any, unit: str, origin: str,
        measure: str = "", name: str = "", bearer: str = "",
    ) -> None:  # fmt: skip
        band = value if isinstance(value, Mapping) else {"central": value}
        where = boundary if unit == _TONNES else ""
        out.append(
            [
                organisation["code"], organisation["name"], content["year"], part, measure, name,
                bearer, int(year), band.get("central"), band.get("low"), band.get("high"), unit,
                where, edition, sources(origin), join(*keys),
            ]
        )  # fmt: skip

    for part, unit, origin in (
        ("history", _TONNES, f"vintage/{edition}"),
        ("frame", _TONNES, "formula/frame"),
        ("baseline", _TONNES, "formula/baseline"),
        ("pathway", _TONNES, "formula/pathway"),
        ("probability_under_frame", "share", "formula/probability"),
    ):
        for year, value in sorted((content.get(part) or {}).items()):
            add(part, (part, year), year, value, unit, origin)
    for number, line in enumerate(content.get("lines") or []):
        name = line["name"].get(language) or line["name"].get("nb") or line["measure"]
        origins = line.get("origins") or {}
        what: dict[str, Any] = {"measure": line["measure"], "name": name}
        effect = origins.get("effect") or "formula/effect"
        for year, value in sorted((line.get("effect") or {}).items()):
            add("effect", ("lines", number, "effect", year), year, value, _TONNES, effect, **what)
        cost = origins.get("cost") or "formula/cost"
        for bearer, years in sorted((line.get("cost") or {}).items()):
            for year, value in sorted(years.items()):
                keys = ("lines", number, "cost", bearer, year)
                add("cost", keys, year, value, "NOK", cost, bearer=bearer, **what)
    return out


def decision_table(decisions: Iterable[Mapping[str, Any]]) -> Table:
    """Return decisions, a row each."""
    columns = (
        "body", "decided_on", "case_number", "archive_reference", "title", "outcome", "text",
    )  # fmt: skip
    out: Table = [[*columns, "budget_year", "budget_number", "budget_hash"]]
    for d in decisions:
        budget = d["budget"] or {}
        out.append(
            [
                *(d[c] for c in columns), budget.get("year"), budget.get("number"),
                budget.get("content_hash"),
            ]
        )  # fmt: skip
    return out
