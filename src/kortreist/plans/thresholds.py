"""Where the groups part: dated facts, and the other ends they could have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kortreist.facts import load

__all__ = ["Thresholds"]

#: Field → figure; the first six are judgement about where groups part, and are varied.
_FIGURES = {
    "early": "groups/early_share",
    "some": "groups/some_share",
    "seldom": "groups/seldom_share",
    "insurance": "groups/insurance_share",
    "binding_years": "groups/binding_years",
    "reversal": "groups/reversal_share",
    "stability": "groups/stability",
    "resamples": "groups/resamples",
    "tail": "planning/tail",
    "draws": "groups/draws",
    "price_low": "bindings/price_low",
    "price_high": "bindings/price_high",
}
_VARIED = ("early", "some", "seldom", "insurance", "binding_years", "reversal")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the groups part: shares 0–1, years, times the carbon price and counts.

    Parameters
    ----------
    early : float
        Share of futures from which a measure is right: the same whether it binds or not.
    some, seldom : float
        Shares from which it is right in some, and below which it is seldom right.
    insurance, tail : float
        Share of the worst futures in which insurance is chosen, and how many they are.
    binding_years, reversal : float
        Years, and share of the capital lost, from which it binds.
    stability : float
        Share of resamples, and of variants, in which a group must hold.
    resamples, draws : int
        How often futures are drawn again with replacement, and other futures judged in.
    price_low, price_high : float
        Times the carbon price.
    """

    early: float
    some: float
    seldom: float
    insurance: float
    binding_years: float
    reversal: float
    stability: float
    resamples: int
    tail: float
    draws: int
    price_low: float
    price_high: float

    @classmethod
    def at(cls, when: date | None = None) -> Thresholds:
        """Return the thresholds in force on a date."""

        def value(field: str) -> float:
            return load().figure(_FIGURES[field], when).value

        return cls(
            early=value("early"),
            some=value("some"),
            seldom=value("seldom"),
            insurance=value("insurance"),
            binding_years=value("binding_years"),
            reversal=value("reversal"),
            stability=value("stability"),
            resamples=int(value("resamples")),
            tail=value("tail"),
            draws=int(value("draws")),
            price_low=value("price_low"),
            price_high=value("price_high"),
        )

    def binds(self, commitment_years: float, reversal_cost: float | None) -> bool:
        """Tell whether a measure binds: long, or dear to give up, where that is known."""
        long = commitment_years >= self.binding_years
        return long or (reversal_cost is not None and reversal_cost >= self.reversal)

    def variants(self, when: date | None = None) -> Iterator[tuple[str, Thresholds]]:
        """Return each threshold at the ends of its own range: name and all of them."""
        for field in _VARIED:
            fact = load().figure(_FIGURES[field], when)
            for end, value in (("low", fact.low), ("high", fact.high)):
                if value is not None:
                    change: dict[str, Any] = {field: value}
                    yield f"{fact.id}/{end}", replace(self, **change)
