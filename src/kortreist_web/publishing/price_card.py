"""What the measures of a published budget cost a tonne, and who saves by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.line_prices import Priced, priced
from kortreist_web.core.texts import engine, text, web

__all__ = ["PriceCard", "price_card"]


@dataclass(frozen=True, slots=True)
class PriceCard:
    """Prices of a budget's measures: each, and in sum.

    ``content``, ``years`` and ``priced`` are what the budget's own table of prices wants.
    ``municipality`` and ``society`` are the lowest and highest NOK per tonne among the measures
    that are ranked, each in the middle of its uncertainty; None where none is. ``society_wide``
    is from the lowest to the highest end of their uncertainties, NOK per tonne, an end below
    nothing being a saving; None where no measure has one. ``saves`` is who saves how many NOK
    in ``saves_year``, most first; None: the budget was made before a saving had its year.
    """

    content: Mapping[str, Any]
    years: list[int]
    priced: tuple[Priced, ...]
    municipality: tuple[float, float] | None
    society: tuple[float, float] | None
    society_wide: tuple[float, float] | None
    ranked: int
    saving: int
    saves: tuple[tuple[str, float], ...]
    saves_year: int | None

    @property
    def saved(self) -> float:
        """Return NOK of the year, all who save together."""
        return sum(nok for _, nok in self.saves)

    @property
    def who(self) -> str:
        """Return who saves how much, in words."""
        return ", ".join(
            text(
                "publishing.prices.saver", who=_payer(bearer), nok=web().number(float(f"{nok:.2g}"))
            )
            for bearer, nok in self.saves
        )

    @property
    def unpriced(self) -> str:
        """Return why measures have no price and save nothing, with how many, in words."""
        marks = [r.price["price_mark"] for r in self.priced]
        counts = {m: marks.count(m) for m in ("not_ranked", "too_small", "unknown")}
        reasons = ((text(f"budgets.price.{m}"), n) for m, n in counts.items() if n)
        return "; ".join(f"{why[:1].lower()}{why[1:]} ({n})" for why, n in reasons)


def _payer(bearer: str) -> str:
    name = engine()(f"documents.bearer.{bearer}")
    return name[:1].lower() + name[1:]


def _ends(prices: list[float | None]) -> tuple[float, float] | None:
    usable = [p for p in prices if p is not None and p >= 0]
    return (min(usable), max(usable)) if usable else None


def _wide(prices: list[Mapping[str, Any]]) -> tuple[float, float] | None:
    ranges = [r for p in prices if (r := p["nok_per_tonne_society_range"])]
    # A measure without a range is as wide as its price: the whole is never narrower than a part.
    middles = [m for p in prices if (m := p["nok_per_tonne_society"]) is not None]
    ends = [*middles, *(end for r in ranges for end in r)]
    return (min(ends), max(ends)) if ranges else None


def price_card(content: Mapping[str, Any]) -> PriceCard | None:
    """Return the prices of a frozen budget; None for one made before prices were kept."""
    priced_lines = tuple(priced(content)) if content.get("prices") else ()
    if not priced_lines:
        return None
    ranked = [r.price for r in priced_lines if r.price["price_mark"] == "ranked"]
    sums: dict[str, float] = {}
    saving = [r.price for r in priced_lines if r.price["price_mark"] == "saves"]
    for price in saving:
        for bearer, nok in price["saves"].items():
            sums[bearer] = sums.get(bearer, 0.0) + nok
    return PriceCard(
        content=content,
        years=[int(y) for y in content["plan_years"]],
        priced=priced_lines,
        municipality=_ends([p["nok_per_tonne"] for p in ranked]),
        society=_ends([p["nok_per_tonne_society"] for p in ranked]),
        society_wide=_wide(ranked),
        ranked=len(ranked),
        saving=len(saving),
        saves=tuple(sorted(sums.items(), key=lambda pair: -pair[1])),
        # One plan, one year: its last.
        saves_year=next((p.get("saves_year") for p in saving), None),
    )
