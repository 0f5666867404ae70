"""What a measure does here by itself, read from the pinned figures for the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kortreist.documents.format.digits import rounded_price, significant
from kortreist_web.core.texts import engine, text, web

__all__ = ["FIGURES", "Ends", "Here", "cost_text", "heres", "price_text", "significant_text"]

#: Columns that are sorted by, and whether the largest comes first.
FIGURES: Mapping[str, bool] = {
    "cut": True,
    "cost": False,
    "price": False,
    "name": False,
    "who": False,
    "binds": False,
    "duty": True,
}
_DIGITS = 2
_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Ends:
    """A figure with its range, in one unit."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class Here:
    """What a measure does in the place, alone.

    Parameters
    ----------
    row : dict
        Its row of the pinned figures.
    year : int
        Target year.
    cut, footprint : Ends or None
        t CO2e in the target year inside the border, and of the footprint for what cuts nothing
        inside; None where it is not known.
    cost : Ends or None
        NOK of the municipality a year, mean of the plan's years; None where it is not known.
    """

    row: Mapping[str, Any]
    year: int
    cut: Ends | None
    footprint: Ends | None
    cost: Ends | None

    @property
    def group(self) -> str:
        """``here``, ``footprint``, or ``unknown``: never sorted together."""
        if self.cut is None:
            return "unknown"
        return "footprint" if self.footprint is not None else "here"

    @property
    def tonnes(self) -> Ends | None:
        """The cut it is sorted by in its group."""
        return self.cut if self.footprint is None else self.footprint

    @property
    def society(self) -> float | None:
        """NOK per t CO2e to society."""
        price = self.row["price"]
        return None if price is None else price["society"]

    @property
    def municipality(self) -> float | None:
        """NOK per t CO2e of the municipality's budget."""
        price = self.row["price"]
        return None if price is None else price["municipality"]

    @property
    def why_no_price(self) -> str:
        """Why there is no price to society, in a word or two; empty where there is one."""
        price = self.row["price"]
        if price is None or price["society"] is not None:
            return ""
        mark = "society_saves" if price["mark"] == "ranked" else price["mark"]
        if mark == "unknown" and self.footprint is not None:
            mark = "not_ranked"
        return text(f"measures.alone.no_price.{mark}")

    @property
    def who(self) -> str:
        """Everybody who must want it, in the reader's language."""
        t = engine()
        here, *others = (t(key) for key in self.row["deciders"])
        return t("documents.groups.together", here=here, who=others[0]) if others else here

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision of state or county."""
        return bool(self.row["waits_for"])

    @property
    def binds(self) -> int:
        """Years it binds once started."""
        return int(self.row["commitment_years"])

    @property
    def duty(self) -> Mapping[str, Any] | None:
        """What law or adopted policy asks for already."""
        return self.row["duty"]

    @property
    def mark(self) -> str:
        """The weakest source of its figures; empty without figures."""
        return self.row["mark"] or ""

    def sort_value(self, column: str) -> float | str | None:
        """Return what a column is sorted by; None is last, whichever way."""
        if column == "cut":
            return None if self.tonnes is None else self.tonnes.central
        if column == "cost":
            return None if self.cost is None else self.cost.central
        if column == "price":
            return self.society
        if column == "duty":
            return {"whole": 2.0, "part": 1.0}.get((self.duty or {}).get("extent", ""))
        return self.who if column == "who" else float(self.binds)


def heres(content: Mapping[str, Any]) -> dict[str, Here]:
    """Return engine id → what the measure does here; empty of figures that are not there."""
    if not content:
        return {}
    year = content["year"]
    return {row["id"]: _here(row, year) for row in content["measures"]}


def _here(row: Mapping[str, Any], year: int) -> Here:
    paid = row["municipality"]
    return Here(
        row,
        year,
        _ends(row["effect"].get(str(year))),
        _ends(row["consumption"].get(str(year))),
        None if paid is None else Ends(paid["a_year_low"], paid["a_year"], paid["a_year_high"]),
    )


def _ends(band: Mapping[str, float] | None) -> Ends | None:
    return None if band is None else Ends(band["low"], band["central"], band["high"])


def significant_text(value: float) -> str:
    """Write t CO2e with two digits; what is there is never written as 0."""
    if 0.0 < abs(value) < 1.0:
        return f"< {web().number(1)}"
    return web().number(significant(value, _DIGITS))


def cost_text(nok: float) -> str:
    """Write NOK with two digits: millions from a million, else kroner."""
    shown = significant(nok, _DIGITS)
    if abs(shown) >= _MILLION:
        decimals = 1 if abs(shown) < 10 * _MILLION else 0
        return text("measures.alone.million", n=web().number(shown / _MILLION, decimals))
    return web().number(0.0 if abs(shown) < 1.0 else shown)


def price_text(nok: float | None) -> str:
    """Write NOK per tonne; a dash where there is none."""
    return "–" if nok is None else web().number(rounded_price(max(nok, 0.0)))
