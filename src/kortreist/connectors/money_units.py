"""What one stands for in a file of money, told by its own words: kroner, thousands or more.

Norwegian budgets are mostly in whole thousands, and read as kroner they are a thousandth of
what they are. So words that say the unit are read wherever a file may have them, and amounts
are held against sums that are known.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable

__all__ = ["BILLION", "MILLION", "THOUSAND", "scale_slip", "unit_said", "without_unit"]

THOUSAND, MILLION, BILLION = 1_000, 1_000_000, 1_000_000_000
_BILLION = re.compile(r"\b(?:mrd|milliard\w*|billions?)\b|\bnok\s?bn\b")
_MILLION = re.compile(r"\bmill(?:\.|ion\w*)?(?=\W|$)|\bmnok\b|\bmkr\b|\bnok\s?m\b")
_THOUSAND = re.compile(
    r"\b(?:hele|heile)?\s?tusen(?:er)?\b|\bthousands?\b|\btkr\b|\bkkr\b|\bt\.\s?kr\b|\bknok\b"
    r"|\btnok\b|\b1[ .]?000\s?-?\s?(?:kr|kroner|nok)\b|['\u2019]\s?000\b"
    r"|\b(?:kr|kroner|nok|beløp|tall|tal|amounts?)\W{0,4}(?:i\s|in\s|x\s?)?1[ .]?000\b(?![ .]?\d)"
    r"|\b(?:i|in)\s(?:hele\s|heile\s)?1[ .]?000\b(?![ .]?\d)"
)
#: A thousand anywhere in a text that also says kroner: *Tall i kroner, avrundet til 1000*.
_BARE = re.compile(r"(?<!\d)(?<!\d[ .])(?:1[ .]?)?000\b(?![ .]?\d)")
_KRONER = re.compile(r"\b(?:i|hele|heile|in|whole)\s(?:kr|kroner|nok)\b")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$|\s*,.*$")
#: Known sums over amounts, or the other way, that only a unit taken for another explains.
_LEAST, _MOST = 300.0, 3_000.0


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def unit_said(text: str) -> int | None:
    """Return what one stands for where a text says it, in NOK; None where it does not.

    Examples
    --------
    >>> [unit_said(t) for t in ("Tall i hele tusen", "Beløp i 1 000 kr", "2027 (tkr)", "mill. kr")]
    [1000, 1000, 1000, 1000000]
    >>> unit_said("2027 (mrd. kr)"), unit_said("Beløp i milliarder kroner")
    (1000000000, 1000000000)
    >>> unit_said("Tall i hele kroner"), unit_said("Budsjett 2027"), unit_said("Til 1000 elever")
    (1, None, None)
    >>> unit_said("Beløp i kroner (1000)"), unit_said("Beløp (kkr)"), unit_said("I kr 1 000 000")
    (1000, 1000, 1)
    """
    said = _folded(text)
    if _BILLION.search(said):
        return BILLION
    if _MILLION.search(said):
        return MILLION
    if _THOUSAND.search(said):
        return THOUSAND
    if not _KRONER.search(said):
        return None
    return THOUSAND if _BARE.search(said) else 1


def without_unit(heading: str) -> str:
    """Return a heading without the unit that is said in brackets, or after a comma.

    Examples
    --------
    >>> without_unit("2027 (1000 kr)"), without_unit("Tekst, tall i tusen"), without_unit("2027")
    ('2027', 'Tekst', '2027')
    """
    return _BRACKETS.sub("", heading) if unit_said(heading) is not None else heading


def scale_slip(pairs: Iterable[tuple[float, float]]) -> int:
    """Tell whether amounts are about a thousandth, or a thousand times, of what is known.

    Parameters
    ----------
    pairs : iterable of (float, float)
        An amount and what is known of the same; where either is zero it says nothing.

    Returns
    -------
    int
        -1 for a thousandth, 1 for a thousand times, 0 for neither; by the median of all.

    Examples
    --------
    >>> scale_slip([(250, 250_000), (81, 90_000)]), scale_slip([(240_000, 250_000)])
    (-1, 0)
    """
    ratios = [abs(known / amount) for amount, known in pairs if amount and known]
    if not ratios:
        return 0
    middle = statistics.median(ratios)
    if _LEAST <= middle <= _MOST:
        return -1
    return 1 if 1.0 / _MOST <= middle <= 1.0 / _LEAST else 0
