"""How the width of a page is shared between the columns of a table, so that no word is broken."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["fitted", "share_out"]


def share_out(total: float, shares: Sequence[float], needs: Sequence[float]) -> list[float] | None:
    """Return the columns' widths: by their shares, but none narrower than it needs.

    Parameters
    ----------
    total : float
        Width of the table; the others in the same unit.
    shares : sequence of float
        Each column's share of the width relative to the others.
    needs : sequence of float
        What each needs at least.

    Returns
    -------
    list of float or None
        None where the columns need more than there is.

    Examples
    --------
    >>> share_out(100.0, [1, 1, 2], [40.0, 10.0, 10.0])
    [40.0, 20.0, 40.0]
    """
    if sum(needs) > total:
        return None
    held: set[int] = set()
    while True:
        free = [n for n in range(len(shares)) if n not in held]
        left = total - sum(needs[n] for n in held)
        if not free:
            return list(needs)
        whole = sum(shares[n] for n in free)
        narrow = {n for n in free if left * shares[n] / whole < needs[n]}
        if not narrow:
            return [needs[n] if n in held else left * shares[n] / whole for n in range(len(shares))]
        held |= narrow


def fitted(total: float, shares: Sequence[float], needs: Sequence[float]) -> list[float]:
    """Return widths as :func:`share_out`; too much for the page, all are short by as much."""
    widths = share_out(total, shares, needs)
    return widths or [total * need / sum(needs) for need in needs]
