"""A share that follows stated years: straight between them, flat before and after."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["parse_steps", "share_in"]


def parse_steps(text: str) -> tuple[tuple[int, float], ...]:
    """Return the years and shares of ``"2021:0 2030:1"``.

    Raises
    ------
    ValueError
        Not of that form, years that do not rise, or a share outside 0–1.
    """
    steps = []
    for part in text.split():
        year, _, share = part.partition(":")
        steps.append((int(year), float(share)))
    years = [y for y, _ in steps]
    if not steps or years != sorted(set(years)):
        raise ValueError(f"years must rise: {text!r}")
    if not all(0.0 <= share <= 1.0 for _, share in steps):
        raise ValueError(f"a share outside 0-1: {text!r}")
    return tuple(steps)


def share_in(
    steps: tuple[tuple[int, float], ...], years: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the share in each year.

    Parameters
    ----------
    steps : tuple of (int, float)
        Year and share, ascending.
    years : (T,) int

    Returns
    -------
    (T,) float
        0–1; the first share before the first year, the last after the last.

    Examples
    --------
    >>> import numpy as np
    >>> share_in(((2021, 0.0), (2031, 1.0)), np.array([2020, 2026, 2040])).tolist()
    [0.0, 0.5, 1.0]
    """
    when, share = zip(*steps, strict=True)
    return np.asarray(np.interp(years, when, share), dtype=np.float64)
