"""Texts in bokmål, nynorsk and English, and numbers as Norwegians and others write them.

Texts live in ``locale/<room>.toml``: one table a key, with ``nb``, ``nn`` and ``en`` side
by side, so that a missing translation is seen where it is made. Which languages there are, and
how each writes numbers and dates, stands in ``locale/languages.toml``.

A text with a number of things in it may have a form for each of CLDR's plural categories the
language has (``en = { one = "1 measure", other = "{n} measures" }``); the value ``n``, or else
``count``, says which.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from numbers import Integral, Real
from typing import Any

__all__ = [
    "DATA_LANGUAGES",
    "LANGUAGES",
    "Translator",
    "in_languages",
    "interval_step",
    "name_in",
    "outwards",
]

_MINUS = "\u2212"


#: CLDR's plural categories; which of them a language has, Babel knows.
_CATEGORIES = frozenset(("zero", "one", "two", "few", "many", "other"))
_COUNTS = ("n", "count")
#: A text in one language: as it stands, or one form a plural category.
Forms = str | dict[str, str]


def _is_said(value: object) -> bool:
    """Tell whether a value is a text in one language."""
    if not isinstance(value, dict):
        return isinstance(value, str)
    strings = all(isinstance(v, str) for v in value.values())
    return strings and "other" in value and _CATEGORIES.issuperset(value)


def _flatten(table: dict[str, Any], prefix: str) -> dict[str, dict[str, Any]]:
    if table and all(map(_is_said, table.values())):
        return {prefix: table}
    out: dict[str, dict[str, Any]] = {}
    for key, value in table.items():
        out.update(_flatten(value, f"{prefix}.{key}"))
    return out


@lru_cache(maxsize=None)
def _room(name: str, package: str = "kortreist") -> dict[str, dict[str, Any]]:
    path = resources.files(package) / "locale" / f"{name}.toml"
    return _flatten(tomllib.loads(path.read_text("utf-8")), name)


LANGUAGES: tuple[str, ...] = tuple(_room("languages")["languages.name"])
#: Language → the one that names in data are read in.
_OF_DATA: dict[str, str] = _room("languages")["languages.data"]
#: The languages that names in data are written in.
DATA_LANGUAGES: tuple[str, ...] = tuple(dict.fromkeys(_OF_DATA.values()))


def name_in(names: Mapping[str, Any], language: str, stem: str = "") -> str:
    """Return a name that data give in their own languages, in a reader's.

    Parameters
    ----------
    names : mapping
        Language → name, or a row with a column a language.
    language : str
        A language; one the data do not have is read in the one ``languages.toml`` says, else
        in the original.
    stem : str
        What stands before the language in a column's name, with its ``_``.

    Returns
    -------
    str
        Empty when there is no name in any of them.

    Examples
    --------
    >>> name_in({"nb": "Buss", "en": "Bus"}, "en"), name_in({"name_nb": "Buss"}, "nn", "name_")
    ('Bus', 'Buss')
    """
    for code in (language, _OF_DATA.get(language, ""), LANGUAGES[0]):
        if name := names.get(f"{stem}{code}"):
            return str(name)
    return ""


def in_languages(names: Mapping[str, Any], stem: str = "") -> dict[str, str]:
    """Return a name that data give in their own languages, in each language there is.

    Examples
    --------
    >>> in_languages({"name_nb": "Buss", "name_nn": "Buss", "name_en": "Bus"}, "name_")["en"]
    'Bus'
    """
    return {code: name_in(names, code, stem) for code in LANGUAGES}


@lru_cache(maxsize=None)
def _categories(language: str) -> Callable[[float], str]:
    """Return what gives a number's plural category in a language."""
    from babel import Locale  # a tenth of a second that most commands do not need

    return Locale.parse(language).plural_form


def _whole(value: object) -> float | None:
    """Return the number a text is about; None where it is neither one nor written as one."""
    if isinstance(value, Real):
        return float(value)
    digits = re.sub(r"[\s,.]", "", str(value))
    return float(digits) if digits.isdecimal() else None


def interval_step(low: float, high: float) -> float | None:
    """Return what the ends of an interval are rounded to; None where they keep all digits."""
    width = abs(high - low)
    if width < 80.0 or not math.isfinite(width):
        return None
    return float(10.0 ** math.floor(math.log10(width / 8.0) + 1e-12))


def outwards(low: float, high: float, step: float) -> tuple[float, float]:
    """Return the ends of an interval rounded away from each other to whole steps.

    What is there is never written as 0: an end that is smaller than a step keeps one digit.

    Examples
    --------
    >>> outwards(1_079_248.0, 4_890_000.0, 100_000.0)
    (1000000.0, 4900000.0)
    >>> outwards(690_000.0, 13_400_000.0, 1_000_000.0)
    (600000.0, 14000000.0)
    """
    down, up = -_up(-low, step), _up(high, step)
    return down, up


def _up(value: float, step: float) -> float:
    """Return the nearest whole step that is not below a value, but not 0 for what is below it."""
    # Sums of decimals may lie a hair beyond the step they are.
    steps = math.ceil(value / step - 1e-9)
    if steps or value > -0.5:
        return steps * step
    digit = float(10.0 ** math.floor(math.log10(-value)))
    return math.ceil(value / digit - 1e-9) * digit


class Translator:
    """Look up texts and format numbers in one language.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`.
    package : str
        The package whose ``locale`` folder holds the texts.

    Raises
    ------
    ValueError
        Unknown language.
    KeyError
        Unknown text key.

    Examples
    --------
    >>> nb = Translator("nb")
    >>> nb.number(52245.05), nb.number(-1.25, 2), nb.percent(0.553)
    ('52\\u202f245', '\\u22121,25', '55\\u202f%')
    >>> Translator("en").number(52245.05, 1)
    '52,245.1'
    """

    def __init__(self, language: str = "nb", package: str = "kortreist") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; choose one of {LANGUAGES}")
        self.language = language
        self.package = package
        language_of = _room("languages")
        self.decimal: str = language_of["languages.decimal"][language]
        self.thousands: str = language_of["languages.thousands"][language]
        self._percent: str = language_of["languages.percent"][language]
        self._date: str = language_of["languages.date"][language]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of ``key`` (``room.name``) with ``{named}`` values filled in."""
        counts = [values[name] for name in _COUNTS if name in values]
        form = self.form(key, counts[0] if counts else None)
        return form.format(**values) if values else form

    def form(self, key: str, count: object = None) -> str:
        """Return the text of ``key`` as it stands, in the form for a number of things."""
        said: Forms = _room(key.split(".", 1)[0], self.package)[key][self.language]
        if isinstance(said, str):
            return said
        number = None if count is None else _whole(count)
        category = "other" if number is None else _categories(self.language)(number)
        return said.get(category, said["other"])

    def has(self, key: str) -> bool:
        """Tell whether the key exists."""
        try:
            return key in _room(key.split(".", 1)[0], self.package)
        except FileNotFoundError:
            return False

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Format a number; ``None`` (missing) becomes a dash, never zero."""
        if value is None:
            return "–"
        text = f"{abs(value):,.{decimals}f}"
        negative = value < 0 and any(c in "123456789" for c in text)
        whole, point, rest = text.partition(".")
        text = whole.replace(",", self.thousands) + (self.decimal if point else "") + rest
        return (_MINUS if negative else "") + text

    def figure(self, value: float) -> str:
        """Format a number as it stands in a sentence, with the digits it bears.

        Whole from a thousand, else four digits without zeros at the end. A whole number below
        100 000 (a year, a row, a port) stands as it is.

        Examples
        --------
        >>> [Translator("nb").figure(v) for v in (-5.0, 0.55, 2748.8367, 1 / 3, 2030)]
        ['\u22125', '0,55', '2\u202f749', '0,3333', '2030']
        """
        if isinstance(value, Integral):
            return self.number(float(value)) if abs(value) >= 100_000 else self._signed(str(value))
        number = float(value)
        if not math.isfinite(number):
            return "NaN" if math.isnan(number) else self._signed(f"{number:g}".replace("inf", "∞"))
        size = abs(number)
        if size >= 1e15 or 0.0 < size < 1e-9:
            text = f"{number:.4g}".replace("e+", "e")
            return self._signed(text.replace(".", self.decimal))
        decimals = 0 if size >= 1000 or size == 0.0 else 3 - math.floor(math.log10(size))
        text = self.number(number, decimals)
        if not decimals:
            return text
        return text.rstrip("0").removesuffix(self.decimal)

    @staticmethod
    def _signed(text: str) -> str:
        return _MINUS + text[1:] if text.startswith("-") else text

    def chance(self, share: float) -> str:
        """Format a probability with the digits it bears.

        The nearest five per cent, and nothing finer than under 5 and over 95: what is drawn and
        what is judged does not tell 73 from 76, nor 3 from 1 where intervals hold some points
        more or less than they say.

        Examples
        --------
        >>> [Translator("en").chance(p) for p in (0.0, 0.034, 0.12, 0.734, 0.96, 1.0)]
        ['<\\xa05%', '<\\xa05%', '10%', '75%', '>\\xa095%', '>\\xa095%']
        """
        if 0.05 <= share <= 0.95:
            return self.percent(round(share * 20) / 20)
        return self._beyond(share, 0.05)

    def _beyond(self, share: float, edge: float) -> str:
        sign, end = ("<", edge) if share < 0.5 else (">", 1.0 - edge)
        return f"{sign}\u00a0{self.percent(end)}"

    def counted(self, share: float) -> str:
        """Format a small part of a whole: whole per cent, and never 0 or 100 of what is there.

        Examples
        --------
        >>> [Translator("en").counted(p) for p in (0.0, 0.128, 0.734, 1.0)]
        ['<\xa01%', '13%', '73%', '>\xa099%']
        """
        return self.percent(share) if 0.5 < share * 100 < 99.5 else self._beyond(share, 0.01)

    def interval(self, low: float, high: float) -> tuple[str, str]:
        """Format the ends of an interval with the digits it bears.

        The step is the largest power of ten that goes at least eight times into the width, and
        never less than one. The ends are rounded outwards, each by an eighth of the width at
        most, so that what lies within the interval also lies within what is printed.

        Examples
        --------
        >>> Translator("en").interval(36_214.3, 44_012.9)
        ('36,200', '44,100')
        >>> Translator("en").interval(34_710.0, 36_590.0)
        ('34,700', '36,600')
        """
        step = interval_step(low, high)
        if step is None:
            return self.number(low), self.number(high)
        down, up = outwards(low, high, step)
        return self.number(down), self.number(up)

    def within(self, value: float, low: float, high: float) -> str:
        """Format a value with the digits its interval bears: the same step as its ends.

        What is there is never written as 0: a value much smaller than its interval keeps one
        digit.

        Examples
        --------
        >>> Translator("en").within(40_354.5, 36_214.3, 44_012.9)
        '40,400'
        >>> Translator("en").within(12.4, 11.0, 13.0)
        '12'
        >>> Translator("en").within(43.0, -500.0, 900.0)
        '40'
        """
        step = interval_step(low, high)
        shown = value if step is None else round(value / step) * step
        return self.number(shown if shown or abs(value) < 0.5 else float(f"{value:.1g}"))

    def goal(self, share: float, high: float | None = None) -> str:
        """Format a target (0.555, or a span 0.7–0.75) with the decimals it was given with."""

        def decimals(value: float) -> int:
            return 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1

        if high is None or high == share:
            return self.percent(share, decimals(share))
        return f"{self.number(share * 100, decimals(share))}–{self.percent(high, decimals(high))}"

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Format a share (0.55) as per cent."""
        if share is None:
            return "–"
        return self._percent.format(number=self.number(share * 100, decimals))

    def date(self, iso: str) -> str:
        """Format an ISO date as the language does: dd.mm.yyyy, English kept ISO."""
        if len(iso) != 10:
            return iso
        return self._date.format(day=iso[8:10], month=iso[5:7], year=iso[:4])
