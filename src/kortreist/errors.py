"""Every error a user can meet: what was wrong, where, and the mend.

An error is raised with a *key* into ``locale/errors.toml`` and named values, so that
the command line and the web can show it in the reader's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import ClassVar

__all__ = [
    "BoundaryError",
    "FactsError",
    "FiguresMissingError",
    "ImportRefusedError",
    "InputError",
    "KortreistError",
    "NetworkError",
    "Phrase",
    "PlaceError",
    "StoreError",
    "TextKey",
]


class TextKey(str):
    """A key of a text: a value that is written in the reader's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with values of its own inside an error, in the reader's language."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


class KortreistError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    key : str
        Message key in ``locale/errors.toml``, for example ``"place.unknown"``.
    **values : object
        Values filled into the message; numbers and lists are allowed.

    Examples
    --------
    >>> from kortreist.errors import InputError
    >>> str(InputError("year.unknown", year=2010, known="2009, 2011"))
    'There is no inventory for 2010. Years with figures: 2009, 2011.'
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)

    def message(self, language: str = "en") -> str:
        """Return the message in ``language`` (``nb``, ``nn`` or ``en``)."""
        from kortreist.i18n import Translator

        return Translator(language)("errors." + self.key, **self.written(language))

    def written(self, language: str) -> dict[str, object]:
        """Return the values as they are filled into a text: in words, and numbers with digits."""
        from kortreist.i18n import Translator, name_in

        t = Translator(language)

        def said(value: object) -> object:
            if isinstance(value, TextKey):
                return t(value) if t.has(value) else str(value)  # never an error in an error
            if isinstance(value, Phrase):
                return t(value.key, **{k: said(v) for k, v in value.values.items()})
            if isinstance(value, dict):  # a name in the languages of the data
                return name_in(value, language)
            if isinstance(value, tuple):
                return " ".join(str(said(v)) for v in value)
            if isinstance(value, Real) and not isinstance(value, bool):
                return t.figure(float(value) if not isinstance(value, Integral) else int(value))
            return value

        return {k: said(v) for k, v in self.values.items()}

    def __str__(self) -> str:
        """Return the English text, with Python's names where it names options."""
        return _OPTION.sub(_in_python, self.message("en"))


#: An option of the command line, with what follows it where that is a figure.
_OPTION = re.compile(r"--([a-z][a-z-]+)(?: (\d[\d,.]*)(%?))?")
#: Options that have another name in Python; the rest only change their dashes.
_PYTHON_NAMES = {
    "target": "reduction",
    "budget": "money_nok",
    "staff": "staff_fte",
    "boundary-without": "without",
    "futures": "futures_count",
    "measures": "overrides",
    "fix": "fixed",
    "exclude": "excluded",
    "count": "counts",
    "answer": "answers",
}


def _in_python(match: re.Match[str]) -> str:
    name = _PYTHON_NAMES.get(match[1], match[1].replace("-", "_"))
    if match[2] is None:
        return name
    return f"{name}={float(match[2]) / 100:g}" if match[3] else f"{name}={match[2]}"


class InputError(KortreistError):
    """The user asked for something that cannot be understood (exit code 2)."""

    exit_code = 2


class PlaceError(InputError):
    """A place is unknown, ambiguous, or was asked for at a date it did not exist."""


class ImportRefusedError(InputError):
    """A file cannot be read as an inventory; nothing was stored."""


class BoundaryError(InputError):
    """Totals of different boundaries or GWP sets were about to be added."""


class FiguresMissingError(KortreistError):
    """The figures needed are not here (exit code 3): missing is not zero."""

    exit_code = 3


class FactsError(KortreistError):
    """The facts that ship with the program are damaged or inconsistent."""


class StoreError(KortreistError):
    """The local store could not be read or written (full disk, no permission)."""

    exit_code = 2


class NetworkError(KortreistError):
    """A source on the network did not give a usable answer."""

    exit_code = 3
