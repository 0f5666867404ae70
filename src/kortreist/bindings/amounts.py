"""Tonnes that a binding commits, before any decision about measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import ACCOUNTS, Binding, Flow, FlowAccount
from kortreist.bindings.room import above_path
from kortreist.bindings.setting import Setting
from kortreist.bindings.thresholds import Thresholds
from kortreist.facts import load
from kortreist.plans.interval import Range

__all__ = ["by_year_of", "committed_of", "is_too_small", "last_committed", "notes_of", "path_of",
           "small_together"]  # fmt: skip

FloatArray = npt.NDArray[np.float64]


def last_committed(b: Binding) -> int | None:
    """Return the last year that is signed for: of its life, or before a clause that is free.

    Who leaves by a clause that costs something pays for what was signed; and that a thing could
    be sold ends nothing.

    Returns
    -------
    int or None
        None where start or lifetime is not known.
    """
    if b.start is None or b.last is None:
        return None
    free = (e.year for e in b.exits if e.nok <= 0.0 and b.start < e.year <= b.last)
    return min((year - 1 for year in free), default=b.last)


def _yearly(
    setting: Setting, b: Binding, account: FlowAccount, last: int | None
) -> tuple[FloatArray, ...]:
    """Return low, mean and high (Y,) t CO2e by year, gross: the mean of what is drawn."""
    out = np.zeros((3, setting.calendar.size))
    if b.start is None or last is None:
        return tuple(out)
    for flow in b.flows:
        if flow.mode == "adds" and flow.account == account:
            shape = setting.shape(flow, b.start, b.start, last).mean(axis=0)
            for i, amount in enumerate((flow.low, flow.mean, flow.high)):
                out[i] += amount * shape
    return tuple(out)


def by_year_of(setting: Setting, b: Binding, last: int | None) -> dict[int, Range]:
    """Return year of use, to a last → t CO2e inside the border, gross; empty where not known."""
    if not b.flows or b.start is None or last is None:
        return {}
    yearly = np.array(_yearly(setting, b, "territorial", last))
    years = setting.calendar
    return {
        int(years[i]): Range(*(float(x) for x in yearly[:, i]))
        for i in np.flatnonzero((years >= b.start) & (years <= last))
    }


def committed_of(setting: Setting, b: Binding, last: int | None) -> dict[FlowAccount, Range]:
    """Return G, t CO2e to the end of a last year, for every account the binding has a flow in.

    Empty where flow, start or lifetime is not known: that is not nothing.
    """
    if not b.flows or last is None:
        return {}
    held = {f.account for f in b.flows if f.mode == "adds"}
    out: dict[FlowAccount, Range] = {}
    for account in ACCOUNTS:
        if account in held or account == "territorial":
            low, central, high = (float(y.sum()) for y in _yearly(setting, b, account, last))
            out[account] = Range(low, central, high)
    return out


def path_of(setting: Setting, b: Binding, last: int | None) -> tuple[Range | None, float | None]:
    """Return CE, t CO2e above its share of the frame, and its share of the plan's frame.

    Both to the end of a last year.
    """
    if not b.flows or last is None:
        return None, None
    yearly = _yearly(setting, b, "territorial", last)
    low, central, high = (above_path(y, setting.frame) for y in yearly)
    inside = setting.inside
    total = float(setting.frame[inside].sum())
    share = float(yearly[1][inside].sum()) / total if total > 0.0 else None
    return Range(low, central, high), share


def is_too_small(setting: Setting, b: Binding, limits: Thresholds) -> bool:
    """Tell whether a binding emits something, but too little to be judged alone."""
    if not b.flows or b.lifetime is None or b.start is None or b.closes:
        return False
    if any(f.mode == "holds" for f in b.flows):
        return False
    accounts = {f.account for f in b.flows if f.mode == "adds"}
    yearly = {account: _in_a_year(setting, b, account) for account in accounts}
    if any(t >= _least(setting, account, limits) for account, t in yearly.items()):
        return False
    return any(t > 0.0 for t in yearly.values())


def _in_a_year(setting: Setting, b: Binding, account: FlowAccount) -> float:
    """Return mean t CO2e in the years it emits in.

    What is emitted at once is not less for a long life.
    """
    yearly = _yearly(setting, b, account, b.last)[1]
    years = int((yearly > 0.0).sum())
    return float(yearly.sum()) / years if years else 0.0


def _least(setting: Setting, account: FlowAccount, limits: Thresholds) -> float:
    """Return t CO2e a year that are not too small; a share of the account that has a total."""
    share = limits.small_share * setting.account_tonnes if account == "territorial" else 0.0
    return max(limits.small_t, share)


def small_together(setting: Setting, small: Sequence[Binding], limits: Thresholds) -> bool:
    """Tell whether bindings that are too small one by one are not so together.

    What is planned only: what is decided is not to be decided as one.
    """
    open_ = [b for b in small if not b.committed]
    return len(open_) > 1 and any(
        sum(_in_a_year(setting, b, account) for b in open_) >= _least(setting, account, limits)
        for account in ACCOUNTS
    )


def notes_of(setting: Setting, b: Binding) -> tuple[str, ...]:
    """Return the keys of what must be said beside the figures."""
    notes = []
    adding = [f for f in b.flows if f.mode == "adds" and f.central > 0.0]
    if b.start is not None and b.start > int(setting.problem.years[-1]):
        notes.append("after_horizon")
    if b.reversal_cost and not b.exits and b.bound_payments > 0.0:
        notes.append("payments_bound")
    if any(f.low == f.high for f in adding):
        notes.append("no_range")
    if any(not f.driver and not f.path and not f.once for f in adding):
        notes.append("constant_level")
    if any(f.in_baseline > 0.0 for f in b.flows):
        notes.append("in_baseline")
    if any(_quota(f) for f in b.flows):
        notes.append("quota")
    notes += [f"{a}_beside" for a in ACCOUNTS[1:] if any(f.account == a for f in b.flows)]
    return tuple(notes)


def _quota(flow: Flow) -> bool:
    return any(
        r["ets_covered"] and flow.source == f"{r['sector']}/{r['source']}"
        for r in load().table("inventory_sources")
    )
