"""The usual year, read from ``annual_cycle.toml``: deadlines a municipality starts from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from importlib import resources
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.core.body_words import county_is_meant, filled_bodies
from kortreist_web.core.days import entered_years
from kortreist_web.core.texts import web
from kortreist_web.tenants.periods import PERIODS, period_end, period_name

__all__ = ["MARKS", "Standing", "checked_on", "standing", "title_in", "usual_deadlines"]

#: How sure the basis of a deadline is; the engine's words.
MARKS: tuple[str, ...] = ("verified", "partly", "recalled", "judgement")


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline that comes every year.

    Parameters
    ----------
    title : dict of str to str
        In bokmål, nynorsk and English.
    formerly : dict of str to str
        As it was written while periods were numbers only: rows with it are the same deadline.
    written : frozenset of str
        Every text a row of it may have, in any language: also those of another kind of
        organisation, which a calendar made before the kinds were told apart has.
    source : dict of str to str
        On what it rests, in the same languages.
    url : str
    mark : str
        One of :data:`MARKS`.
    of : tuple of int
        Year and number of the period it is of; of none: the year after, whose budget it is
        before, and 0.
    """

    key: str
    due: date
    kind: str
    title: dict[str, str]
    formerly: dict[str, str]
    written: frozenset[str]
    source: dict[str, str]
    url: str
    mark: str
    of: tuple[int, int]


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    path = resources.files("kortreist_web.tasks") / "annual_cycle.toml"
    return tomllib.loads(path.read_text("utf-8"))


def checked_on() -> str:
    """Return the day the bases were looked up, as ISO."""
    return str(_file()["checked_on"])


def standing(year: int, periods: int, county: bool = False) -> list[Standing]:
    """Return the deadlines of a calendar year, by date.

    Parameters
    ----------
    year : int
    periods : int
        Interim reports a year; those of the year before fall due early in this one.
    county : bool
        Whether it is a county authority's year: its bodies are called otherwise.
    """
    deadlines = []
    for row in _file()["deadline"]:
        for due, of in _days(row, year, periods):
            shown = {
                kind: tuple(
                    {
                        code: text.format(year=year, next_year=year + 1, period=name(code))
                        for code, text in _of_kind(row["title"], kind).items()
                    }
                    for name in (partial(_name, of, periods), partial(_number, of))
                )
                for kind in (False, True)
            }
            title, formerly = shown[county]
            deadlines.append(
                Standing(
                    row["key"],
                    due,
                    row["kind"],
                    title,
                    formerly,
                    frozenset(t for names in (*shown[False], *shown[True]) for t in names.values()),
                    _of_kind(row["source"], county),
                    row.get("url", ""),
                    row["mark"],
                    of or (year + 1, 0),
                )
            )
    return sorted(deadlines, key=lambda s: (s.due, s.key))


def usual_deadlines(
    years: Iterable[int], periods: int, county: bool
) -> dict[tuple[str, int, int], Standing]:
    """Return the deadlines of some years by key and what they are of: a budget, or a period."""
    return {
        (one.key, *one.of): one
        for year in years
        if year in entered_years()
        for one in standing(year, periods, county)
    }


def _of_kind(said: dict[str, str], county: bool) -> dict[str, str]:
    """Return a text in every language with what bodies are called in a kind of organisation."""
    return {code: filled_bodies(text, web(code), county) for code, text in said.items()}


@lru_cache(maxsize=64)
def _titles(year: int, county: bool) -> dict[str, dict[str, str]]:
    """Return every title of deadlines near a year, in whichever language → in all of them.

    One of the other kind of organisation too: it is read with this one's words.
    """
    return {
        title: names
        for near in (year - 1, year, year + 1)
        if near in entered_years()
        for periods in PERIODS
        for one, other in zip(
            standing(near, periods, county), standing(near, periods, not county), strict=True
        )
        # A number says nothing of how many there were: what was written with one keeps it.
        for names, others in ((one.formerly, other.formerly), (one.title, other.title))
        for title in (*others.values(), *names.values())
    }


def title_in(title: str, year: int, language: str) -> str:
    """Return a deadline's title in a language; one that somebody has written, as it is.

    Examples
    --------
    >>> title_in("Årsregnskapet er avlagt", 2027, "en")
    'The annual accounts are closed'
    >>> title_in("Klimaseminar", 2027, "en")
    'Klimaseminar'
    """
    translations = _titles(year, county_is_meant()).get(title)
    return name_in(translations, language) if translations else title


#: Year and number of a period; None: the deadline is of none.
_Of = tuple[int, int] | None


def _name(of: _Of, periods: int, language: str) -> str:
    return period_name(*of, periods, language) if of else ""


def _number(of: _Of, language: str) -> str:
    word = "period" if language == "en" else "periode"
    return f"{word} {of[1]}/{of[0]}" if of else ""


def _days(row: dict[str, Any], year: int, periods: int) -> list[tuple[date, _Of]]:
    if "on" in row:
        month, day = row["on"].split("-")
        return [(date(year, int(month), int(day)), None)]
    wait = timedelta(days=row["after_period"])
    ends: list[tuple[date, _Of]] = [
        (period_end(y, p, periods) + wait, (y, p))
        for y in (year - 1, year)
        for p in range(1, periods + 1)
    ]
    return [(due, of) for due, of in ends if due.year == year]
