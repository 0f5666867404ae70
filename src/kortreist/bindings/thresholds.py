"""Where the verdicts part: dated facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortreist.facts import load

__all__ = ["Thresholds"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds of the verdicts; shares 0–1.

    Parameters
    ----------
    small_t : float
        t CO2e a year below which a binding is only listed.
    small_share : float
        The same as a share of the account.
    seldom, right : float
        Share of futures below which it is seldom right, and from which it is right.
    binding_years : float
        Years without a way out from which it binds.
    reversal : float
        Share of the capital lost from which it binds.
    exit_share : float
        Share of what leaving free of charge gives, that a way out must give back.
    stability : float
        Share of resamples that must agree.
    resamples : int
    dominated : float
        Share of futures in which another is better in both cost and emission.
    interaction : float
        Share by which effects together differ from effects alone before they are shared out.
    orders : int
        Orders by which they are shared out.
    price_low, price_high : float
        Times the carbon price.
    harder : float
        Share of the reference year that the hardest of three goals is stricter by.
    reach : float
        Share of futures that reach a level.
    """

    small_t: float
    small_share: float
    seldom: float
    right: float
    binding_years: float
    reversal: float
    exit_share: float
    stability: float
    resamples: int
    dominated: float
    interaction: float
    orders: int
    price_low: float
    price_high: float
    harder: float
    reach: float

    @classmethod
    def at(cls, when: date | None = None) -> Thresholds:
        """Return the thresholds in force on a date."""

        def value(name: str) -> float:
            return load().figure(name, when).value

        return cls(
            small_t=value("bindings/small_t"),
            small_share=value("bindings/small_share"),
            seldom=value("groups/seldom_share"),
            right=value("groups/early_share"),
            binding_years=value("groups/binding_years"),
            reversal=value("groups/reversal_share"),
            exit_share=value("bindings/exit_share"),
            stability=value("groups/stability"),
            resamples=int(value("groups/resamples")),
            dominated=value("bindings/dominated_share"),
            interaction=value("bindings/interaction_share"),
            orders=int(value("bindings/orders")),
            price_low=value("bindings/price_low"),
            price_high=value("bindings/price_high"),
            harder=value("bindings/harder_step"),
            reach=value("planning/reachable_share"),
        )
