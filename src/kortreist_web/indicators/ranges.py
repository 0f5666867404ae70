"""From where to where an indicator's value makes sense, by what it is counted in."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from kortreist_web.core.fields import shown
from kortreist_web.core.texts import Text

__all__ = ["check_range", "range_of"]

_SHARES = ("prosent", "percent", "per cent", "%", "andel i prosent", "pct", "pst", "pst.")
#: More than anything a municipality counts; beyond it a figure is a slip of the keyboard.
_FAR = 1e12


def range_of(unit: str) -> tuple[float, float]:
    """Return the least and greatest value of a unit: a share is 0–100 per cent.

    Examples
    --------
    >>> range_of("Prosent"), range_of("% av bilene"), range_of("biler")
    ((0.0, 100.0), (0.0, 100.0), (-1000000000000.0, 1000000000000.0))
    """
    said = " ".join(unit.casefold().split())
    share = any(said == s or said.startswith((f"{s} av ", f"{s} of ")) for s in _SHARES)
    return (0.0, 100.0) if share else (-_FAR, _FAR)


def check_range(value: float, unit: str) -> None:
    """Refuse a value its unit cannot have.

    Raises
    ------
    ValidationError
        Says from where to where.
    """
    low, high = range_of(unit)
    if not low <= value <= high:
        limits = {"low": shown(low), "high": shown(high)}
        said = Text("indicators.error.range", value=shown(value), unit=unit, **limits)
        raise ValidationError(str(said), code="range")
