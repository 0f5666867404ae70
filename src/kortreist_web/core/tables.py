"""Figures as tables: how a figure is written, and who published what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist_web.core.provenance_tree import publishers

__all__ = ["Sources", "tidy"]


def tidy(value: Any) -> Any:
    """Return a figure without the last digits that adding and weighting have left.

    Twelve digits are more than any figure here has; the snapshot keeps them all.

    Examples
    --------
    >>> tidy(40354.48999999999), tidy(None)
    (40354.49, None)
    """
    return float(f"{value:.12g}") if isinstance(value, float) else value


class Sources:
    """Publishers behind an origin, found once."""

    def __init__(self, provenance: Sequence[Mapping[str, Any]]) -> None:
        self.provenance = provenance
        self.known: dict[str, str] = {}

    def __call__(self, *origins: str) -> str:
        """Return their names, each once."""
        key = "|".join(origins)
        if key not in self.known:
            self.known[key] = "; ".join(publishers(self.provenance, origins))
        return self.known[key]
