"""Fit the widths anew on what is at hand, and write them as tables of facts.

``kortreist backtest all --write FOLDER`` writes the tables that the program ships with:
whoever has the national workbook imports its editions, runs it, and puts the files in
``facts/data``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kortreist import facts, places
from kortreist.backtests.backtest import Backtest, backtest
from kortreist.backtests.breaks import breaks_in
from kortreist.backtests.coverage import BlockInterval, Coverage
from kortreist.backtests.editions import editions, held
from kortreist.backtests.pairs import Pairs, pairs_of
from kortreist.backtests.shared_error import OTHERS, fit_shares, judge_sums
from kortreist.backtests.size_classes import PLANTS, size_classes
from kortreist.backtests.widths import PERCENTS, Widths, fit_widths
from kortreist.connectors import atomic_write
from kortreist.errors import FiguresMissingError

__all__ = ["COMMAND", "calibrate", "calibration_tables"]

FloatArray = npt.NDArray[np.float64]
COMMAND = "kortreist backtest all --write"


def calibrate(folder: Path, data_dir: Path | None = None, today: date | None = None) -> list[Path]:
    """Write the tables; returns the files.

    Parameters
    ----------
    folder : Path
        Is made when it does not exist.
    data_dir : Path, optional
        Where imports are kept.
    today : datetime.date, optional
        The day written in the tables.

    Raises
    ------
    FiguresMissingError
        Fewer municipalities at hand than widths can be fitted on.
    StoreError
        The folder cannot be written.
    """
    out = []
    for name, text in calibration_tables(data_dir, today).items():
        path = folder / f"{name}.csv"
        atomic_write(path, text.encode())
        out.append(path)
    return out


def calibration_tables(data_dir: Path | None = None, today: date | None = None) -> dict[str, str]:
    """Return table name → CSV text of what :func:`calibrate` writes."""
    here = held(data_dir)
    minimum = facts.load().figure("backtest/least_places").value
    result = backtest(None, data_dir)
    if len(here) < minimum or not result.own:
        raise FiguresMissingError("backtest.too_few", found=len(here), minimum=int(minimum))
    every = editions(here, data_dir)
    first = int(facts.load().figure("backtest/first_base_year").value)
    pairs = pairs_of(every, first)
    widths = fit_widths(pairs.error, pairs.horizon, pairs.size.tolist())
    made = (today or date.today()).isoformat()
    jumps = _jumps(pairs)
    shares = fit_shares(pairs, widths)
    sums = judge_sums(pairs, widths, shares)
    breaks = [
        {
            "county": b.county,
            "sector": b.sector,
            "source": b.source,
            "from_year": b.from_year,
            "to_year": b.to_year,
            "places": b.places,
            "share": round(b.share, 3),
            "change": round(b.change, 3),
            "edition": every[-1].id,
            "made_on": made,
        }
        for b in breaks_in(every[-1])
    ]
    return {
        "interval_widths": _csv(_widths(widths, pairs, result, made)),
        "interval_process": _csv(_process(widths, jumps, shares, made)),
        "interval_coverage": _csv(_coverage(result, sums, made)),
        "method_breaks": _csv(breaks),
    }


def _widths(
    widths: Widths, pairs: Pairs, result: Backtest, made: str
) -> Iterable[Mapping[str, object]]:
    longest = int(pairs.horizon.max())
    for size in (*size_classes(), PLANTS):
        for h in range(1, longest + 1):
            at = (pairs.size == size) & (pairs.horizon == h)
            yield {
                "size_class": size,
                "horizon": h,
                **{f"half_width_{p}": round(widths.half(p, h, size), 5) for p in PERCENTS},
                "pairs": int(at.sum()),
                "places": len(set(pairs.number[at].tolist())),
                "editions": " ".join(result.editions),
                "first_base_year": int(pairs.base.min()),
                "last_base_year": int(pairs.base.max()),
                "command": COMMAND,
                "made_on": made,
            }


def _process(
    widths: Widths, jumps: tuple[float, float], shares: Mapping[str, float], made: str
) -> Iterable[Mapping[str, object]]:
    values = {
        "level": (widths.level, "Square of the scale at horizon 0, share²"),
        "growth": (widths.growth, "What a year adds to the square of the scale, share²"),
        **{
            f"class_{c}": (widths.classes[c], "Factor of the class on the scale")
            for c in (*size_classes(), PLANTS)
        },
        **{
            f"score_{p}": (widths.scores[p], f"Quantile of the scores at {p} per cent")
            for p in PERCENTS
        },
        "jump_share": (jumps[0], "Share of the yearly steps that are jumps"),
        "jump_size": (jumps[1], "How many times larger a jump is than another step"),
        f"shared_{OTHERS}": (shares[OTHERS], "Share of the squared error that places share"),
        f"shared_{PLANTS}": (shares[PLANTS], "The same where plants decide"),
    }
    for name, (value, text) in values.items():
        yield {"name": name, "value": f"{value:.6g}", "text": text, "made_on": made}


def _jumps(pairs: Pairs) -> tuple[float, float]:
    """Return the share of one-year errors that stand out, and how much larger they are.

    Standing out is more than three robust standard deviations (1.4826 times the median
    absolute value) of the class.
    """
    near = pairs.horizon == 1
    error, size = np.abs(pairs.error[near]), pairs.size[near]
    outside, inside = [], []
    for c in np.unique(size):
        of = error[size == c] / (1.4826 * np.median(error[size == c]))
        outside.append(of[of > 3.0])
        inside.append(of[of <= 3.0])
    far, rest = np.concatenate(outside), np.concatenate(inside)
    if not far.size:
        return 0.0, 1.0
    ratio = float(np.sqrt((far**2).mean() / (rest**2).mean()))
    return far.size / (far.size + rest.size), ratio


def _coverage(result: Backtest, sums: Coverage | None, made: str) -> Iterable[Mapping[str, object]]:
    none = BlockInterval(None, None, None)
    whole = result.whose.number
    yield _row("all", whole, result.coverage, result.block, " ".join(result.editions), made)
    for scope, part in (
        ("forward", {whole: result.forward} if result.forward else {}),
        ("sum", {whole: sums} if sums else {}),
        ("horizon", result.by_horizon),
        ("base_year", {str(k): v for k, v in result.by_base_year.items()}),
        ("place", result.by_place),
    ):
        for key, coverage in part.items():
            block = result.horizon_blocks[key] if scope == "horizon" else none
            yield _row(scope, key, coverage, block, "", made)


def _row(
    scope: str, key: str, c: Coverage, block: BlockInterval, editions: str, made: str
) -> Mapping[str, object]:
    ends: dict[str, object] = {}
    for name in ("place", "base_year", "both"):
        low, high = getattr(block, name) or (None, None)
        ends[f"{name}_block_low"] = "" if low is None else round(low, 4)
        ends[f"{name}_block_high"] = "" if high is None else round(high, 4)
    return {
        "scope": scope,
        "key": key,
        "name": places.find(key).name
        if scope in ("all", "forward", "sum", "place") and key != "NO"
        else "",
        **{f"coverage_{p}": round(c.share[p], 4) for p in PERCENTS},
        "pairs": c.n,
        "bias": round(c.bias, 5),
        "half_width_80": round(c.half_width, 5),
        **ends,
        "editions": editions,
        "made_on": made,
    }


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
    return out.getvalue()
