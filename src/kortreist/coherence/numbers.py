"""Numbers in a text that say something of the world, and so must be a fact."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["TextNumber", "numbers_in", "plain"]

_SPACES = " \u00a0\u202f"
_NUMBER = {
    # thousands in spaces or points, decimals after a comma
    "nb": rf"\d{{1,3}}(?:[{_SPACES}.]\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?",
    "en": rf"\d{{1,3}}(?:[{_SPACES},]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?",
}
_WORD_BEFORE = re.compile(r"(§+|[^\W\d]+)\.?\s*$")
_WORD_AFTER = re.compile(r"\s*(%|[^\W_]+)")
_LIST_MARK = re.compile(r"(?:^|\n)\s*$")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number in a text.

    Parameters
    ----------
    written : str
        As it stands.
    value : float
    decimals : int
    percent : bool
        Followed by a per cent sign or the word.
    """

    written: str
    value: float
    decimals: int
    percent: bool


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    text = (resources.files("kortreist.coherence") / "number_words.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def plain(written: str) -> str:
    """Return a number as written, with its spaces all of one kind."""
    return re.sub(rf"[{_SPACES}]", " ", written.strip())


def numbers_in(text: str, language: str = "nb") -> Iterator[TextNumber]:
    """Yield the figures of a text, in order.

    Years, dates, paragraphs, numbers in a list and numbers within a name (CO2, M-2920) are none.
    A number in words (``seven``) is not seen.

    Parameters
    ----------
    text : str
    language : str
        Says how numbers are written: English has commas between thousands, others before
        decimals.

    Examples
    --------
    >>> text = "Innen 2030 skal 40 354 tonn CO2 bli 45 % lavere (§ 11-14), minst 7,5 per innbygger."
    >>> [(n.value, n.percent) for n in numbers_in(text)]
    [(40354.0, False), (45.0, True), (7.5, False)]
    """
    english = language == "en"
    form = _NUMBER["en" if english else "nb"]
    between, point = (",", ".") if english else (".", ",")
    for found in re.finditer(rf"(?<![\w\-/.,:])(?:{form})(?![\w\-/:]|[.,]\d)", text):
        written = found[0]
        before, after = text[: found.start()], text[found.end() :]
        if _names_a_place(before, after) or _is_date(after) or _is_year(written, after):
            continue
        digits = re.sub(rf"[{_SPACES}{re.escape(between)}]", "", written).replace(point, ".")
        decimals = len(digits.partition(".")[2])
        word = _word_after(after)
        percent = word in _words()["percent"] or bool(re.match(r"\s*per cent\b", after))
        yield TextNumber(written, float(digits), decimals, percent)


def _word_after(after: str) -> str:
    match = _WORD_AFTER.match(after)
    return match[1].lower() if match else ""


def _names_a_place(before: str, after: str) -> bool:
    """Tell whether a number is that of a paragraph, a page, a list's item."""
    word = _WORD_BEFORE.search(before)
    if word and word[1].lower() in _words()["before"]:
        return True
    return bool(_LIST_MARK.search(before)) and after[:1] in (".", ")")


def _is_date(after: str) -> bool:
    return _word_after(after.removeprefix(".")) in _words()["months"]


def _is_year(written: str, after: str) -> bool:
    bare = written.isdecimal() and len(written) == 4 and int(written) in _YEARS
    return bare and _word_after(after) not in _words()["after"]
