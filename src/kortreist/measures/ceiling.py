"""No measure treats more units than there are: shares of a source held to the local count."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kortreist.accounts.ledger import Account
from kortreist.facts import load
from kortreist.measures.counts import LocalCount
from kortreist.measures.measure import Measure, Spread
from kortreist.measures.relevance import reaches

__all__ = ["max_units", "share_left", "units_reached", "within_counts"]

#: Whose sources the tonnes of a unit are of.
_SCOPE = {"direct": "direct", "consumption": "indirect"}


def units_reached(measure: Measure, account: Account) -> float | None:
    """Return the units a measure would treat at full effect in the account's year.

    Tonnes reached times the mean share, over what one unit cuts; without regard to how many
    there are.

    Returns
    -------
    float or None
        None without a unit, or where a unit has no effect of its own.
    """
    activity = measure.activity
    if activity is None or activity.effect is None or activity.effect.central <= 0.0:
        return None
    scope = _SCOPE.get(activity.boundary)
    tonnes = math.fsum(
        s.value * _mean(e.fraction)
        for e in measure.effects
        if e.fraction is not None and e.scope == scope
        for s in account.sources
        if reaches(e, s)
    )
    return 1000.0 * tonnes / activity.effect.central


def max_units(measure: Measure, account: Account, counts: Mapping[str, LocalCount]) -> float | None:
    """Return how many units there can be to treat; None where nothing tells.

    Of a unit that is counted by emission or inhabitants it is that count: a register, or the
    municipality's own answer, counts owners, and moves the kroner. Of others it is what was
    told.
    """
    activity = measure.activity
    if activity is None:
        return None
    local_count = counts.get(activity.unit)
    if local_count is not None:
        return local_count.count if local_count.implied is None else local_count.implied
    rule = load().row("activity_units", id=activity.unit)["count_rule"]
    # A unit counted by an emission that the place does not have is not there.
    return 0.0 if rule == "emission" and account.sources else None


def share_left(measure: Measure, account: Account, counts: Mapping[str, LocalCount]) -> float:
    """Return the share (0–1) of a measure's effect that there are units for."""
    maximum, reached = max_units(measure, account, counts), units_reached(measure, account)
    if maximum is None or reached is None or reached <= maximum:
        return 1.0
    return maximum / reached


def within_counts(
    measures: Iterable[Measure], account: Account, counts: Mapping[str, LocalCount]
) -> tuple[tuple[Measure, ...], dict[str, float]]:
    """Return the measures with shares that there are units for, and what was cut off.

    A share of a source, and effect a unit times the units, are two roads to one figure; the
    smaller one holds. The whole measure is scaled, since its effects are of the same units.

    Parameters
    ----------
    measures : iterable of Measure
    account : Account
    counts : mapping of str to LocalCount
        As :func:`~kortreist.measures.local_counts` returns them.

    Returns
    -------
    measures : tuple of Measure
        Without those there is nothing for.
    left : dict
        Measure id → share (0–1) of the effect that is left, where it is less than all.
    """
    out: list[Measure] = []
    left: dict[str, float] = {}
    for measure in measures:
        share = share_left(measure, account, counts)
        if share < 1.0:
            left[measure.id] = share
        if share == 0.0:
            continue
        out.append(measure if share == 1.0 else _scaled_measure(measure, share))
    return tuple(out), left


def _mean(spread: Spread) -> float:
    return (spread.low + spread.central + spread.high) / 3.0


def _scaled_measure(measure: Measure, share: float) -> Measure:
    effects = tuple(
        e
        if e.fraction is None
        else replace(
            e,
            fraction=replace(
                e.fraction,
                low=share * e.fraction.low,
                central=share * e.fraction.central,
                high=share * e.fraction.high,
            ),
        )
        for e in measure.effects
    )
    return replace(measure, effects=effects)
