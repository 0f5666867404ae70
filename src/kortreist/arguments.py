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

from kortreist.errors import InputError, TextKey
from kortreist.i18n import LANGUAGES

__all__ = ["RANGES", "Range", "check", "cut_of", "is_bare_share"]


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a number makes sense, ends included; ``unit`` is a text key.

    ``below`` is the key of the error that says why less is too little, where that needs saying.
    """

    low: float
    high: float
    unit: str = "number"
    below: str = ""


#: Fewer futures than these hold no 80 % interval worth printing: six on each side of it.
_MIN_FUTURES = 64


#: Bounds of what can be meant at all, far outside what is likely: no threshold of a method.
RANGES: Mapping[str, Range] = {
    "money_nok": Range(0.0, 1e12, "nok"),
    "staff_fte": Range(0.0, 1e6, "fte"),
    "dearest": Range(1.0, 1e6, "nok_per_tonne"),
    "time_limit": Range(0.0, 86_400.0, "seconds"),
    "reduction": Range(0.0, 1.0, "share"),
    "futures_count": Range(_MIN_FUTURES, 20_000, below="input.few_futures"),
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
    "stair": "flag",
    "accept_met_target": "flag",
    "by_law": "flag",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "boundary": ("territorial", "consumption", "combined"),
    "frame_start": ("last", "mean3"),
    "language": LANGUAGES,
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
    "stair",
    "accept_met_target",
    "by_law",
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


def cut_of(text: str) -> float:
    """Return the share 0–1 of a cut as people write it: in per cent.

    One rule for everyone who types: with a sign it is per cent; without one, a number above 1
    is; one from 0 to 1 may be a share as well as per cent, and is refused.

    Raises
    ------
    InputError
        Two readings, or none between 0 and 100 per cent.

    Examples
    --------
    >>> cut_of("55%"), cut_of("55"), cut_of("0,5 %")
    (0.55, 0.55, 0.005)
    >>> cut_of("0.55")
    Traceback (most recent call last):
    kortreist.errors.InputError: “0.55” may be a share or per cent. Write the cut in per cent \
with the sign, for example 55%. Only numbers above 1 are read as per cent without it.
    """
    bare = text.strip()
    figure = bare.removesuffix("%").strip()
    try:
        value = float(figure.replace(",", "."))
    except ValueError:
        raise InputError("input.not_a_share", value=text) from None
    if is_bare_share(bare, value):
        raise InputError("input.bare_share", value=text)
    if not 0.0 < value <= 100.0:
        raise InputError("input.not_a_share", value=text)
    return value / 100.0


def is_bare_share(text: str, value: float) -> bool:
    """Tell whether a number without a sign may be a share as well as per cent."""
    return not text.rstrip().endswith("%") and 0.0 <= value <= 1.0


def _within(name: str, value: Any, allowed: Range) -> None:
    if allowed.low <= value <= allowed.high:  # NaN is not
        return
    if allowed.below and 0 < value < allowed.low:
        raise InputError(allowed.below, value=value, low=allowed.low)
    raise InputError(
        "input.range",
        what=TextKey(f"errors.input.name.{name}"),
        value=_figure(value, allowed.unit),
        low=_figure(allowed.low, allowed.unit),
        high=_figure(allowed.high, allowed.unit),
        unit=TextKey(f"errors.input.unit.{allowed.unit}"),
    )


def _figure(value: float, unit: str) -> object:
    """Return a number as the reader writes it: a year without groups of three."""
    if not -1e15 < value < 1e15:
        return _short(value)
    return f"{value:g}" if unit == "year" else float(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
