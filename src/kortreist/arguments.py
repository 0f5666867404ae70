"""What the public functions are given: wrong types and absurd numbers are refused by name.

One table says what each argument is, so that ``kortreist.plan(reduction="60%")`` is answered
in words instead of failing somewhere inside. The ranges hold for everyone who asks: command
line, Python, site and API.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from kortreist.errors import InputError, Phrase, TextKey

__all__ = ["RANGES", "Range", "check"]


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a number makes sense, ends included; ``unit`` is a text key."""

    low: float
    high: float
    unit: str = "number"


#: Bounds of what can be meant at all, far outside what is likely: no threshold of a method.
RANGES: Mapping[str, Range] = {
    "money_nok": Range(0.0, 1e12, "nok"),
    "staff_fte": Range(0.0, 1e6, "fte"),
    "dearest": Range(1.0, 1e6, "nok_per_tonne"),
    "time_limit": Range(0.0, 86_400.0, "seconds"),
    "reduction": Range(0.0, 1.0, "share"),
    "futures_count": Range(1, 20_000),
    "seed": Range(0, 2**32 - 1),
    "year": Range(1900, 2100, "year"),
    "target_year": Range(1900, 2060, "year"),
    "reference_year": Range(1900, 2100, "year"),
    "learning_year": Range(1900, 2060, "year"),
}


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return (
        isinstance(value, Collection)
        and not isinstance(value, str | bytes | Mapping)
        and all(isinstance(v, str) for v in value)
    )


def _to(inner: Callable[[object], bool]) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        return isinstance(value, Mapping) and all(
            isinstance(k, str) and inner(v) for k, v in value.items()
        )

    return test


_TESTS: Mapping[str, Callable[[object], bool]] = {
    "number": _number,
    "whole": _whole,
    "text": _text,
    "texts": _texts,
    "years": _to(_whole),
    "numbers": _to(_number),
    "path": lambda value: isinstance(value, str | Path),
    "day": lambda value: isinstance(value, date),
    "flag": lambda value: isinstance(value, bool),
}
_KINDS: Mapping[str, str] = {
    "money_nok": "number",
    "staff_fte": "number",
    "dearest": "number",
    "time_limit": "number",
    "reduction": "number",
    "futures_count": "whole",
    "seed": "whole",
    "year": "whole",
    "target_year": "whole",
    "reference_year": "whole",
    "learning_year": "whole",
    "boundary": "text",
    "frame_start": "text",
    "as_of": "text",
    "place": "text",
    "name": "text",
    "language": "text",
    "excluded": "texts",
    "without": "texts",
    "fixed": "years",
    "counts": "numbers",
    "answers": "numbers",
    "households": "numbers",
    "business_output": "numbers",
    "overrides": "path",
    "known_changes": "path",
    "data_dir": "path",
    "path": "path",
    "out": "path",
    "today": "day",
    "on": "day",
    "extras": "flag",
    "plan_beside": "flag",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "boundary": ("territorial", "consumption", "combined"),
    "frame_start": ("last", "mean3"),
    "language": ("nb", "nn", "en"),
}
#: What has a default of its own, and can therefore not be None.
_NEVER_NONE = {
    "futures_count",
    "seed",
    "time_limit",
    "boundary",
    "frame_start",
    "excluded",
    "without",
    "place",
    "name",
    "language",
    "path",
    "out",
    "extras",
    "plan_beside",
}


def check(**given: object) -> None:
    """Refuse arguments of the wrong type, outside their range, or not among their choices.

    Parameters
    ----------
    **given
        Name of the argument → value; ``None`` is "not given".

    Raises
    ------
    InputError
        Names the argument, what it must be and what it is.

    Examples
    --------
    >>> check(year=2024, reduction=0.6)
    >>> check(reduction="60%")
    Traceback (most recent call last):
    kortreist.errors.InputError: reduction must be a number, not '60%' (str).
    """
    for name, value in given.items():
        if value is None and name not in _NEVER_NONE:
            continue
        kind = _KINDS[name]
        if not _TESTS[kind](value):
            raise InputError(
                "input.type",
                name=name,
                expected=TextKey(f"errors.input.kind.{kind}"),
                got=f"{_short(value)} ({type(value).__name__})",
            )
        choices = _CHOICES.get(name)
        if choices is not None and value not in choices:
            raise InputError("input.choice", name=name, got=_short(value), known=", ".join(choices))
        if name in RANGES:
            _within(name, value, RANGES[name])


def _within(name: str, value: Any, allowed: Range) -> None:
    if allowed.low <= value <= allowed.high:  # NaN is not
        return
    raise InputError(
        "input.range",
        what=TextKey(f"errors.input.name.{name}"),
        value=_figure(value, allowed.unit),
        low=_figure(allowed.low, allowed.unit),
        high=_figure(allowed.high, allowed.unit),
        unit=TextKey(f"errors.input.unit.{allowed.unit}"),
    )


def _figure(value: float, unit: str) -> object:
    """Return a number as the reader writes it; a year, and what is small, as it stands."""
    if not -1e15 < value < 1e15:
        return _short(value)
    if unit == "year" or abs(value) < 1000 or not float(value).is_integer():
        return f"{value:g}"
    return Phrase("errors.input.figure", {"n": float(value)})


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
