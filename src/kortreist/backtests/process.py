"""The uncertainty that drivers do not hold, as paths added to baseline and pathway alike.

What is added in a future is the sum of an error of the base year (kept all the way), a random
walk whose steps are now and then jumps (a plant, a new method, another key of distribution),
and the variation of the single year. Each has a part that is the same for all municipalities in
a future and a part of the place's own, shared out as errors have been
(:mod:`kortreist.backtests.shared_error`), so that plans of several municipalities can be added
future by future. The paths give how years hang together; how wide they are
is calibrated: each year's values are put on the quantiles of the widths of
:mod:`kortreist.backtests.widths`, symmetric about zero, and then scaled so that drivers and
process *together* have the calibrated 80 % interval. Where drivers alone spread wider than
that, nothing more is added.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.accounts import Account
from kortreist.backtests.shared_error import calibrated_shares
from kortreist.backtests.size_classes import class_of_account
from kortreist.backtests.widths import PERCENTS, Widths, calibrated_widths
from kortreist.pathways import PathwayModel, evaluate_many
from kortreist.units import Boundary

__all__ = ["process_paths", "uncertainty", "uncertainty_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_STREAM = 0x70617468
_HALVINGS = 40


def process_paths(
    shape: tuple[int, int],
    widths: Widths,
    seed: int,
    place: str = "",
    shared: FloatArray | float = 0.0,
) -> FloatArray:
    """Return paths of the process as normal scores, before it is known how wide.

    Parameters
    ----------
    shape : (F, H)
        Futures, and horizons 1 … H years ahead.
    widths : Widths
    seed : int
    place : str
        Number of the municipality: decides its own part.
    shared : float or (H,) float
        Share 0–1 of the variance that is the same for all places with this seed.

    Returns
    -------
    (F, H) float
        Every column holds the same F normal scores, symmetric about zero, in the order of
        the path's value that year.
    """
    from scipy.special import ndtri

    common = _walk(shape, widths, np.random.default_rng([seed, _STREAM]))
    number = int.from_bytes(place.encode(), "big")
    own = _walk(shape, widths, np.random.default_rng([seed, _STREAM, number]))
    path = np.sqrt(shared) * common + np.sqrt(1.0 - np.asarray(shared)) * own
    rank = np.argsort(np.argsort(path, axis=0, kind="stable"), axis=0, kind="stable")
    scores = np.asarray(ndtri((np.arange(shape[0]) + 0.5) / shape[0]))
    return np.asarray((scores - scores[::-1])[rank] / 2.0)


def _walk(shape: tuple[int, int], widths: Widths, rng: np.random.Generator) -> FloatArray:
    """Return (F, H) paths: an error of the base year, a walk with jumps, and the single year."""
    futures, horizons = shape
    base = rng.standard_normal((futures, 1))
    single = rng.standard_normal((futures, horizons))
    step = rng.standard_normal((futures, horizons))
    values = {r["name"]: r["value"] for r in facts.load().table("interval_process")}
    jumps = rng.random((futures, horizons)) < values["jump_share"]
    step[jumps] *= values["jump_size"]
    step /= np.sqrt(1.0 + values["jump_share"] * (values["jump_size"] ** 2 - 1.0))
    # Both ends of a difference between two years are noisy alike: half of what does not grow
    # is the base year's, half the other year's.
    half = np.sqrt(widths.level / 2.0)
    return np.asarray(half * (base + single) + np.sqrt(widths.growth) * np.cumsum(step, axis=1))


def uncertainty(
    baseline: FloatArray,
    years: IntArray,
    size: str,
    seed: int,
    widths: Widths | None = None,
    place: str = "",
) -> FloatArray:
    """Return (F, T) t CO2e to add to baseline and pathway alike; its mean is zero each year.

    Added to both, it leaves what the measures cut as it is, in every future.

    Parameters
    ----------
    baseline : (F, T) float
        t CO2e without measures, spread by the drivers alone.
    years : (T,) int
        ``years[0]`` is the account's year, to which nothing is added: how sure the account
        itself is stands with the account.
    size : str
        Class of the place (:func:`kortreist.backtests.class_of_account`).
    seed : int
        Same seed and place, same paths; same seed, the same common part for all places.
    widths : Widths, optional
        By default those calibrated.
    place : str
        Number of the municipality.

    Returns
    -------
    (F, T) float
        The 10th to the 90th percentile of ``baseline`` with this added is as wide as the
        calibrated 80 % interval of its mean, or as the drivers alone where they are wider.
    """
    chosen = widths or calibrated_widths()
    ahead = (years - years[0]).astype(np.int64)
    out = np.zeros(baseline.shape)
    if ahead[-1] < 1 or baseline.shape[0] < 2:
        return out
    central = baseline.mean(axis=0)
    whole = np.array([2.0 * chosen.half(80, max(int(h), 1), size) for h in ahead]) * central
    shared = np.full(int(ahead[-1]), calibrated_shares()[size])
    shared[ahead[1:] - 1] = _left_to_share(baseline, whole, calibrated_shares()[size])[1:]
    scores = process_paths((baseline.shape[0], int(ahead[-1])), chosen, seed, place, shared)
    for t in range(1, years.size):
        h = int(ahead[t])
        out[:, t] = central[t] * _quantiles(scores[:, h - 1], chosen, h, size)
    out[:, 1:] *= _share(baseline[:, 1:], out[:, 1:], whole[1:])
    return out


def uncertainty_of(
    account: Account, model: PathwayModel, boundary: Boundary, seed: int
) -> FloatArray:
    """Return what to add to a plan's baseline and pathway, (F, T) t CO2e.

    The widths are calibrated on the inventory: other boundaries than the territorial have no
    earlier editions to be judged by, and get nothing.

    Parameters
    ----------
    account : Account
    model : PathwayModel
    boundary : {"territorial", "consumption", "combined"}
    seed : int
    """
    if boundary != "territorial":
        return np.zeros((model.size, model.years.size))
    bare = evaluate_many(model, [{}], boundary)[0]
    number = account.place.number
    return uncertainty(bare, model.years, class_of_account(account), seed, place=number)


def _left_to_share(drivers: FloatArray, whole: FloatArray, share: float) -> FloatArray:
    """Return (T,) the share of the process that is common, after what the drivers are.

    Drivers are the same for all municipalities in a future: what they hold of the squared
    width is counted towards the share of the whole error that was found to be common.
    """
    low, high = np.quantile(drivers, (0.1, 0.9), axis=0)
    held = np.minimum(((high - low) / whole) ** 2, 1.0 - 1e-9)
    return np.asarray(np.clip((share - held) / (1.0 - held), 0.0, 1.0))


def _quantiles(scores: FloatArray, widths: Widths, horizon: int, size: str) -> FloatArray:
    """Put normal scores on the calibrated quantiles, straight between them and beyond."""
    from scipy.special import ndtri

    at = np.array([0.0, *(ndtri(0.5 + p / 200) for p in PERCENTS)])
    half = np.array([0.0, *(widths.half(p, horizon, size) for p in PERCENTS)])
    absolute = np.abs(scores)
    inner = np.interp(absolute, at, half)
    slope = (half[-1] - half[-2]) / (at[-1] - at[-2])
    outer = half[-1] + slope * (absolute - at[-1])
    return np.asarray(np.sign(scores) * np.where(absolute > at[-1], outer, inner))


def _share(drivers: FloatArray, paths: FloatArray, wide: FloatArray) -> FloatArray:
    """Return (T,) how much of each path (0–1) makes the 80 % interval of the sum ``wide``."""

    def width(share: FloatArray) -> FloatArray:
        low, high = np.quantile(drivers + share * paths, (0.1, 0.9), axis=0)
        return np.asarray(high - low)

    low, high = np.zeros(wide.size), np.ones(wide.size)
    none = width(low) >= wide
    # The few futures of a test can meet so that the sum is narrower than its parts.
    high[width(high) <= wide] = 2.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        narrow = width(middle) < wide
        low, high = np.where(narrow, middle, low), np.where(narrow, high, middle)
    high[none] = 0.0
    return high
