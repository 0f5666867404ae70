"""A backtest as plain values, for JSON."""

from __future__ import annotations

import math
from typing import Any

from kortreist import places
from kortreist.backtests.backtest import Backtest
from kortreist.backtests.coverage import BlockInterval, Coverage
from kortreist.places import Place

__all__ = ["RULE", "backtest_dict"]

#: The one rule by which all are judged, in words.
RULE = (
    "Base years from the first of the facts; every edition at hand that says something of its "
    "own (one that repeats another's figures is counted once, see editions_repeated); outcome "
    "from the newest, both counted on the sectors that both list. Forecast: each source from "
    "its value in the base year at the county's rate up to the base year, breaks of method left "
    "out. Widths: normalised conformal, fitted on other municipalities than those judged. The "
    "bias is of that forecast: it is in the widths and is not taken out."
)


def backtest_dict(backtest: Backtest, *, brief: bool = False) -> dict[str, Any]:
    """Return the backtest as plain values: shares 0–1, numbers as they are.

    Parameters
    ----------
    backtest : Backtest
    brief : bool
        Only what a plan carries: coverage, n, whose, and the intervals of blocks.
    """
    block = backtest.block
    out: dict[str, Any] = {
        "coverage": _share(backtest.coverage),
        "n": backtest.coverage.n,
        "whose": {**_whose(backtest.whose), "own": backtest.own},
        "own_pairs": backtest.own_pairs,
        "bias": backtest.coverage.bias,
        "half_width_80": backtest.coverage.half_width,
        "block_interval": {
            "level": 0.9,
            "of": "80",
            "place": _ends(block.place),
            "base_year": _ends(block.base_year),
            "both": _ends(block.both),
        },
        "forward": None
        if backtest.forward is None
        else {**_part(backtest.forward), "whose": _whose(backtest.forward_whose)},
        "calibrated_on": backtest.calibrated_on or None,
    }
    if brief:
        return out
    return {
        **out,
        "place": backtest.place.number if backtest.place else "all",
        "by_place": {
            n: {**_part(c), "whose": _whose(places.find(n))} for n, c in backtest.by_place.items()
        },
        "by_horizon": {
            k: {
                **_part(c),
                "whose": _whose(backtest.whose),
                "interval_80": _ends(_widest(backtest.horizon_blocks.get(k))),
            }
            for k, c in backtest.by_horizon.items()
        },
        "by_base_year": {
            str(y): {**_part(c), "whose": _whose(backtest.whose)}
            for y, c in backtest.by_base_year.items()
        },
        "worst_sources_whose": _whose(backtest.place or backtest.whose),
        "worst_sources": [
            {
                "sector": s.sector,
                "source": s.source,
                "share_of_error": s.share_of_error,
                "bias": s.bias if math.isfinite(s.bias) else None,
            }
            for s in backtest.worst_sources
        ],
        "editions": list(backtest.editions),
        "editions_repeated": list(backtest.repeated),
        "rule": RULE,
    }


def _whose(place: Place) -> dict[str, str]:
    return {"number": place.number, "name": place.name}


def _share(c: Coverage) -> dict[str, float]:
    return {str(p): share for p, share in c.share.items()}


def _part(c: Coverage) -> dict[str, Any]:
    return {
        "coverage": _share(c),
        "n": c.n,
        "bias": c.bias,
        "half_width_80": c.half_width,
    }


def _widest(block: BlockInterval | None) -> tuple[float, float] | None:
    """Return the interval under both kinds of blocks, else the one there is."""
    return None if block is None else block.both or block.base_year or block.place


def _ends(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else list(pair)
