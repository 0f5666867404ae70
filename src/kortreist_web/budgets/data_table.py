"""A climate budget as a table: one row a figure, with unit, boundary, edition and source.

Column names are identifiers and never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.accounts.figures import edition_of
from kortreist_web.budgets.kinds import KINDS, price_year_of
from kortreist_web.budgets.line_prices import line_price
from kortreist_web.budgets.parts import BOUNDARIES, COMPUTED, part_of_line
from kortreist_web.core.datasets import Table
from kortreist_web.core.pointers import join
from kortreist_web.core.tables import Sources, tidy
from kortreist_web.core.texts import web

__all__ = ["budget_table"]

_TONNES = "t CO2e"
_ECONOMIC = "own/economic_plan"
#: Figures that are in the plan's kroner, whatever the budget's prices rise to.
_PLAN_PRICES = ("price", "saving")


class _BudgetRows:
    """Rows of a climate budget's table, each with where it comes from."""

    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content, self.language = content, language
        self.sources = Sources(content.get("provenance") or [])
        self.boundary = (content.get("target") or {}).get("boundary", "")
        self.edition = edition_of(content)
        self.marks = {o["id"]: o.get("mark", "") for o in content.get("provenance") or []}
        self.price_year = price_year_of(content)
        plan_years = (content.get("prices") or {}).get("years") or []
        self.plan_price_year = int(plan_years[0]) if len(plan_years) == 1 else None
        self.rows: Table = []

    def add(
        self,
        part: str,
        keys: Sequence[Any],
        year: Any,
        value: Any,
        unit: str,
        origin: str = "",
        measure: str = "",
        name: str = "",
        bearer: str = "",
        missing: str = "",
        budget_part: str = "",
        price_year: int | None = None,
    ) -> None:
        band = value if isinstance(value, Mapping) else {"central": value}
        organisation, inventory = self.content["organisation"], unit in (_TONNES, "share")
        self.rows.append(
            [
                organisation["code"],
                organisation["name"],
                self.content["year"],
                part,
                measure,
                name,
                bearer,
                None if year is None else int(year),
                *(tidy(band.get(k)) for k in ("central", "low", "high")),
                unit,
                self._boundary(budget_part) if unit == _TONNES else "",
                self.edition if inventory else "",
                self.sources(origin) if origin else "",
                missing,
                join(*keys),
                bool(organisation.get("invented")),
                budget_part,
                *self._money(part, unit, price_year),
                self.marks.get(origin, ""),
            ]
        )

    def _money(self, part: str, unit: str, price_year: int | None) -> tuple[int | None, str]:
        """Return the year whose kroner they are, and whether VAT is in them; as far as known."""
        if not unit.startswith("NOK"):
            return None, ""
        if part == "economic":
            return price_year or self.price_year, "not_stated"
        return self.plan_price_year if part in _PLAN_PRICES else self.price_year, "excluded"

    def _boundary(self, part: str) -> str:
        """Return what tonnes of a part are inside; the whole's and the computed part's alike."""
        return BOUNDARIES[part] if part and part not in COMPUTED else self.boundary

    def line(self, number: int, line: Mapping[str, Any]) -> None:
        """Add all that is known of a measure, and a row for each thing that is not."""
        t, origins, at = web(self.language), line.get("origins") or {}, ("lines", number)
        name = name_in(line["name"], self.language) or line["measure"]
        what: dict[str, Any] = {
            "measure": line["measure"],
            "name": name,
            "budget_part": part_of_line(line),
        }
        start = line.get("start_year")
        self.add("start_year", (*at, "start_year"), start, start, "year", **what)
        if due := line.get("due_on"):
            self.add("due", (*at, "due_on"), due[:4], due, "date", **what)
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
                kept = ((line.get("cost_range") or {}).get(bearer) or {}).get(year) or {}
                band = {"central": value, "low": kept.get("low"), "high": kept.get("high")}
                self.add("cost", keys, year, band, "NOK", origin, bearer=bearer, **what)
        for bearer in line.get("cost_missing") or []:
            why = t("publishing.missing.cost")
            self.add("cost", at, None, None, "NOK", bearer=bearer, missing=why, **what)
        for kind in KINDS:
            for year, band in sorted(((line.get("kinds") or {}).get(kind) or {}).items()):
                keys = (*at, "kinds", kind, year)
                self.add(kind, keys, year, band, "NOK", origin, bearer="municipality", **what)
        for year, posts in sorted((line.get("posts") or {}).items()):
            self.add("posts", (*at, "posts", year), year, posts, "full-time posts", **what)
        self._price(at, line, what)
        for place, row in enumerate(line.get("economic") or []):
            for year, value in sorted((row.get("amounts") or {}).items()):
                where = (*at, "economic", place, "amounts", year)
                prices = row.get("price_year")
                money = {"price_year": prices, **what}
                self.add("economic", where, year, value, "NOK", _ECONOMIC, **money)
        for place, one in enumerate(line.get("indicators") or []):
            labels: dict[str, Any] = {**what, "name": one["name"]}
            for year, value in sorted((one.get("targets") or {}).items()):
                aim = (*at, "indicators", place, "targets", year)
                self.add("target", aim, year, value, one["unit_of_measure"], **labels)

    def _price(self, at: tuple[Any, ...], line: Mapping[str, Any], what: dict[str, Any]) -> None:
        """Add the two prices per tonne, or why there is none, and money by kind of older ones."""
        price = line_price(self.content, line)
        if price is None:
            return
        mark, unit = price["price_mark"], "NOK per t CO2e"
        why = web(self.language)(f"publishing.missing.price_{mark}") if mark != "ranked" else ""
        saves = web(self.language)("publishing.missing.price_society_saves")
        low, high = price["nok_per_tonne_society_range"] or (None, None)
        society = {"central": price["nok_per_tonne_society"], "low": low, "high": high}
        for bearer, value in (("municipality", price["nok_per_tonne"]), ("society", society)):
            central = value["central"] if isinstance(value, Mapping) else value
            missing = "" if central is not None else why or saves
            labels: dict[str, Any] = {"bearer": bearer, "missing": missing}
            self.add("price", at, None, value, unit, "formula/cost", **labels, **what)
        when = price.get("saves_year")
        for bearer, nok in sorted(price["saves"].items()):
            self.add("saving", at, when, nok, "NOK a year", "formula/cost", bearer=bearer, **what)
        for bearer, saved in sorted((price.get("not_counted") or {}).items()):
            for year, nok in sorted(saved.items()):
                self.add("not_counted", at, year, nok, "NOK", "formula/cost", bearer=bearer, **what)
        if line.get("kinds"):
            return
        # A budget from before the kinds were kept by year has them over its years.
        for kind, nok in sorted((price.get("money") or {}).items()):
            if kind in KINDS:
                who = {"bearer": "municipality", **what}
                self.add(kind, at, None, nok, "NOK", "formula/cost", **who)


def budget_table(content: Mapping[str, Any], language: str) -> Table:
    """Return a climate budget: a row for each figure of it, and for each that is not known.

    ``part`` says what the figure is: history, frame, baseline, pathway and
    probability_under_frame of the whole; start_year, effect, cost (``low`` and ``high`` where
    they are kept), price (per tonne, of municipality and society), saving (in its year),
    not_counted (saved, but in no sum), investment and running (the municipality's cost apart),
    posts (full-time, of the municipality), economic (set aside in the economic plan), due (the
    day an action is to be done) and target (of an indicator) of a measure. ``budget_part``
    says which part of the budget the measure stands in: effects of different parts are never
    added. ``price_year`` and ``vat`` (excluded, or not_stated: what the economic plan says) go
    with kroner; ``price_year`` is empty where the kroner are of several years. ``figure_status`` is
    how sure the figure is: the mark of where it comes from.
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
        "place",
        "place_name",
        "budget_year",
        "part",
        "measure",
        "name",
        "bearer",
        "year",
        "value",
        "low",
        "high",
        "unit",
        "boundary",
        "vintage",
        "source",
        "missing",
        "pointer",
        "invented",
        "budget_part",
        "price_year",
        "vat",
        "figure_status",
    ]
    return [columns, *made.rows]
