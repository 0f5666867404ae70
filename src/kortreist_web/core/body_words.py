"""What an organisation calls its council, its executive committee and its chief executive.

A county authority has a *fylkesting*, a *fylkesutvalg* and a *fylkeskommunedirektør* where a
municipality has a *kommunestyre*, a *formannskap* and a *kommunedirektør*. A text leaves the
word's place open and says its form in angle brackets: ``<council>`` (the council),
``<council_of>`` (the council's), ``<council_one>``, ``<council_one_of>``, and the same of
``<committee>`` and ``<director>``; with a capital at the beginning of a sentence. The words stand
in ``locale/tenants.toml`` under ``body_word``; which are meant in this request is set when its
organisation is found, and unset when the next request begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar

__all__ = ["county_is_meant", "filled_bodies", "use_body_words"]

_COUNTY: ContextVar[bool] = ContextVar("county", default=False)
_PLACE = re.compile(r"<((?:[Cc]ouncil|[Cc]ommittee|[Dd]irector)(?:_one)?(?:_of)?)>")


def use_body_words(county: bool = False) -> None:
    """Let the texts of this request say what a county authority calls its bodies, or not."""
    _COUNTY.set(county)


def county_is_meant() -> bool:
    """Tell whether the texts of this request are a county authority's."""
    return _COUNTY.get()


def filled_bodies(said: str, lookup: Callable[[str], str], county: bool | None = None) -> str:
    """Return a text with the organisation's own words for its bodies.

    Parameters
    ----------
    said : str
    lookup : callable
        Text key → text, in the language of ``said``.
    county : bool, optional
        Whose words are meant; without it those of this request.

    Examples
    --------
    >>> words = {"tenants.body_word.county.council": "fylkestinget"}
    >>> filled_bodies("<Council> vedtar.", words.__getitem__, county=True)
    'Fylkestinget vedtar.'
    """
    if "<" not in said:
        return said
    level = "county" if (_COUNTY.get() if county is None else county) else "municipality"

    def word(place: re.Match[str]) -> str:
        form = place[1]
        text = lookup(f"tenants.body_word.{level}.{form.lower()}")
        return text[:1].upper() + text[1:] if form[0].isupper() else text

    return _PLACE.sub(word, said)
