"""Why a deadline is what it is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kortreist.clocks.calendar import Calendar
from kortreist.facts import ParticipationRule
from kortreist.i18n import Translator, name_in

__all__ = ["Reason", "day_in_words", "day_names", "listed", "say", "sentences"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of why, in any language.

    Parameters
    ----------
    key : str
        Text in ``locale/clocks.toml``, without the file's name.
    values : mapping
        A date is written in words, a rule as it is cited, names by language in the reader's,
        a sequence of any of these as a list.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def day_in_words(day: date, language: str) -> str:
    """Return a day with its weekday.

    Examples
    --------
    >>> day_in_words(date(2027, 3, 30), "nb"), day_in_words(date(2027, 3, 30), "en")
    ('tirsdag 30. mars 2027', 'Tuesday 30 March 2027')
    """
    from babel.dates import format_date  # most commands need no dates in words

    return str(format_date(day, Translator(language)("clocks.day"), locale=language))


def day_names(day: date, calendar: Calendar) -> tuple[object, ...]:
    """Return what makes a day no working day: its holidays, else that it is a weekend."""
    named = tuple(h.names for h in calendar.holidays_on(day))
    return named or (Reason("saturday" if day.weekday() == 5 else "sunday"),)


def listed(items: Sequence[str], language: str) -> str:
    """Return items as a list within a sentence: ``a, b og c``."""
    if len(items) < 2:
        return "".join(items)
    return Translator(language)("clocks.and", first=", ".join(items[:-1]), last=items[-1])


def say(reason: Reason, language: str) -> str:
    """Return a reason as a sentence."""
    values = {name: _said(value, language) for name, value in reason.values.items()}
    return Translator(language)(f"clocks.{reason.key}", **values)


def sentences(reasons: Iterable[Reason], language: str) -> str:
    """Return reasons as sentences after each other, each with a capital."""
    said = (say(reason, language) for reason in reasons)
    return " ".join(s[:1].upper() + s[1:] for s in said)


def _said(value: object, language: str) -> object:
    if isinstance(value, Reason):
        return say(value, language)
    if isinstance(value, date):
        return day_in_words(value, language)
    if isinstance(value, ParticipationRule):
        return value.cited(language)
    if isinstance(value, Mapping):
        return name_in(value, language)
    if isinstance(value, list | tuple):
        said = dict.fromkeys(str(_said(item, language)) for item in value)
        return listed(list(said), language)
    return value
