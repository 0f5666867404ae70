"""Public figures as tables: one row a figure, with unit, boundary, edition and source beside it.

Column names are identifiers and never change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kortreist_web.accounts.basis import structure_label
from kortreist_web.budgets.line_prices import line_price
from kortreist_web.core.texts import engine, web
from kortreist_web.publishing.chains import publishers
from kortreist_web.publishing.figures_account import edition_of
from kortreist_web.publishing.pointers import join

__all__ = [
    "Table", "account_table", "budget_table", "decision_table", "history_table", "tidy",
    "totals_table",
]  # fmt: skip

#: Column names, then rows.
Table = list[list[Any]]
_TONNES = "t CO2e"
_ECONOMIC = "own/economic_plan"
_BOUNDARIES = ("territorial", "consumption", "combined")


def tidy(value: Any) -> Any:
    """Return a figure without the last digits that adding and weighting have left.

    Twelve digits are more than any figure here has; the snapshot keeps them all.

    Examples
    --------
    >>> tidy(40354.48999999999), tidy(None)
    (40354.49, None)
    """
    return float(f"{value:.12g}") if isinstance(value, float) else value


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
    invented = "figures_from" in place
    out: Table = [
        [
            "place", "place_name", "year", "boundary", "scope", "sector", "sector_name",
            "emission_source", "name", "actor", "value", "low", "high", "unit", "gwp", "vintage",
            "source", "origin", "pointer", "invented", "basis",
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
                    s["sector"], sector, s["source"], name, s["actor"],
                    *(tidy(s[k] * weight) for k in ("value", "low", "high")),
                    s["unit"], content["gwp"], edition, sources(s["origin"]), s["origin"],
                    join("sources", number, "value"), invented,
                    _basis(content, s, language),
                ]
            )  # fmt: skip
    return out


def totals_table(content: Mapping[str, Any], language: str) -> Table:
    """Return the totals of an account; one that cannot be given is empty, with the reason."""
    sources, place = _Sources(content["provenance"]), content["place"]
    out: Table = [
        [
            "place", "place_name", "year", "boundary", "value", "low", "high", "unit", "per_head",
            "gwp", "vintage", "source", "missing", "pointer", "invented", "basis",
        ]
    ]  # fmt: skip
    for boundary in _BOUNDARIES:
        total = content["totals"].get(boundary) or {}
        out.append(
            [
                place["number"], place["name"], content["year"], boundary,
                *(tidy(total.get(k)) for k in ("value", "low", "high")),
                total.get("unit", _TONNES), tidy(content["per_head"].get(boundary)),
                content["gwp"], edition_of(content), sources(f"total/{boundary}"),
                content["missing"].get(boundary, ""), join("totals", boundary, "value"),
                "figures_from" in place, structure_label(content, boundary, language),
            ]
        )  # fmt: skip
    return out


def _basis(content: Mapping[str, Any], source: Mapping[str, Any], language: str) -> str:
    """Return whose years' structure and prices a row has; empty where it is the row's year."""
    if source["scope"] == "direct" or source.get("basis") == [content["year"]]:
        return ""
    years = source.get("basis")
    if years is None:
        return structure_label(content, "consumption", language)
    said = "/".join(str(y) for y in years)
    return str(engine(language)("accounts.basis.structure", years=said))


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
            "place", "place_name", "year", "sector", "sector_name", "value", "unit", "boundary",
            "vintage", "source", "invented",
        ]
    ]  # fmt: skip
    for year, sectors in sorted(history.items()):
        for sector, tonnes in sorted(sectors.items()):
            name = _named(names, sector, language, sector)
            out.append(
                [
                    *place, year, sector, name, tidy(tonnes), _TONNES, "territorial",
                    vintage.engine_id, vintage.origin, invented,
                ]
            )  # fmt: skip
    return out


class _BudgetRows:
    """Rows of a climate budget's table, each with where it comes from."""

    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content, self.language = content, language
        self.sources = _Sources(content.get("provenance") or [])
        self.boundary = (content.get("target") or {}).get("boundary", "")
        self.edition = edition_of(content)
        self.rows: Table = []

    def add(
        self, part: str, keys: Sequence[Any], year: Any, value: Any, unit: str, origin: str = "",
        measure: str = "", name: str = "", bearer: str = "", missing: str = "",
    ) -> None:  # fmt: skip
        band = value if isinstance(value, Mapping) else {"central": value}
        organisation, inventory = self.content["organisation"], unit in (_TONNES, "share")
        self.rows.append(
            [
                organisation["code"], organisation["name"], self.content["year"], part, measure,
                name, bearer, None if year is None else int(year),
                *(tidy(band.get(k)) for k in ("central", "low", "high")), unit,
                self.boundary if unit == _TONNES else "", self.edition if inventory else "",
                self.sources(origin) if origin else "", missing, join(*keys),
                bool(organisation.get("invented")),
            ]
        )  # fmt: skip

    def line(self, number: int, line: Mapping[str, Any]) -> None:
        """Add all that is known of a measure, and a row for each thing that is not."""
        t, origins, at = web(self.language), line.get("origins") or {}, ("lines", number)
        name = line["name"].get(self.language) or line["name"].get("nb") or line["measure"]
        what: dict[str, Any] = {"measure": line["measure"], "name": name}
        start = line.get("start_year")
        self.add("start_year", (*at, "start_year"), start, start, "year", **what)
        effect, cost = line.get("effect") or {}, line.get("cost") or {}
        origin = origins.get("effect") or "formula/effect"
        for year, value in sorted(effect.items()):
            self.add("effect", (*at, "effect", year), year, value, _TONNES, origin, **what)
        if not effect:
            why = t("publishing.missing.effect")
            self.add("effect", at, None, None, _TONNES, missing=why, **what)
        origin = origins.get("cost") or "formula/cost"
        for bearer, years in sorted(cost.items()):
            for year, value in sorted(years.items()):
                keys = (*at, "cost", bearer, year)
                self.add("cost", keys, year, value, "NOK", origin, bearer=bearer, **what)
        for bearer in line.get("cost_missing") or []:
            why = t("publishing.missing.cost")
            self.add("cost", at, None, None, "NOK", bearer=bearer, missing=why, **what)
        self._price(at, line, what)
        for place, row in enumerate(line.get("economic") or []):
            for year, value in sorted((row.get("amounts") or {}).items()):
                where = (*at, "economic", place, "amounts", year)
                self.add("economic", where, year, value, "NOK", _ECONOMIC, **what)
        for place, one in enumerate(line.get("indicators") or []):
            said = {**what, "name": one["name"]}
            for year, value in sorted((one.get("targets") or {}).items()):
                aim = (*at, "indicators", place, "targets", year)
                self.add("target", aim, year, value, one["unit_of_measure"], **said)

    def _price(self, at: tuple[Any, ...], line: Mapping[str, Any], what: dict[str, Any]) -> None:
        """Add the two prices per tonne, or why there is none, and money apart by its kind."""
        price = line_price(self.content, line)
        if price is None:
            return
        mark, unit = price["price_mark"], "NOK per t CO2e"
        why = web(self.language)(f"publishing.missing.price_{mark}") if mark != "ranked" else ""
        low, high = price["nok_per_tonne_society_range"] or (None, None)
        society = {"central": price["nok_per_tonne_society"], "low": low, "high": high}
        for bearer, value in (("municipality", price["nok_per_tonne"]), ("society", society)):
            central = value["central"] if isinstance(value, Mapping) else value
            said = {"bearer": bearer, "missing": "" if central is not None else why}
            self.add("price", at, None, value, unit, "formula/cost", **said, **what)
        for bearer, nok in sorted(price["saves"].items()):
            self.add("saving", at, None, nok, "NOK a year", "formula/cost", bearer=bearer, **what)
        money = price.get("money") or {}
        for kind in ("investment", "running"):
            if kind in money:
                value = money[kind]
                self.add(kind, at, None, value, "NOK", "formula/cost",
                         bearer="municipality", **what)  # fmt: skip


def budget_table(content: Mapping[str, Any], language: str) -> Table:
    """Return a climate budget: a row for each figure of it, and for each that is not known.

    ``part`` says what the figure is: history, frame, baseline, pathway and
    probability_under_frame of the whole; start_year, effect, cost, price (per tonne, of
    municipality and society), saving (a year), investment and running (over the plan's years),
    economic (set aside in the economic plan) and target (of an indicator) of a measure.
    """
    made = _BudgetRows(content, language)
    for part, unit, origin in (
        ("history", _TONNES, f"vintage/{made.edition}"),
        ("frame", _TONNES, "formula/frame"),
        ("baseline", _TONNES, "formula/baseline"),
        ("pathway", _TONNES, "formula/pathway"),
        ("probability_under_frame", "share", "formula/probability"),
    ):
        for year, value in sorted((content.get(part) or {}).items()):
            made.add(part, (part, year), year, value, unit, origin)
    for number, line in enumerate(content.get("lines") or []):
        made.line(number, line)
    columns = [
        "place", "place_name", "budget_year", "part", "measure", "name", "bearer", "year",
        "value", "low", "high", "unit", "boundary", "vintage", "source", "missing", "pointer",
        "invented",
    ]  # fmt: skip
    return [columns, *made.rows]


def decision_table(
    decisions: Iterable[Mapping[str, Any]], place: tuple[str, str], *, invented: bool = False
) -> Table:
    """Return decisions of a place (number, name), a row each."""
    columns = (
        "body", "decided_on", "case_number", "archive_reference", "title", "outcome", "text",
    )  # fmt: skip
    end = ["budget_year", "budget_number", "budget_hash", "place", "place_name", "invented"]
    out: Table = [[*columns, *end]]
    for d in decisions:
        budget = d["budget"] or {}
        out.append(
            [
                *(d[c] for c in columns), budget.get("year"), budget.get("number"),
                budget.get("content_hash"), *place, invented,
            ]
        )  # fmt: skip
    return out
