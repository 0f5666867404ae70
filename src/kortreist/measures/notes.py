"""What the library says of a figure, in the reader's language.

The library writes its notes in English, many of them from numbers. They are recognised by their
form or looked up by what they say, so that a figure has one note and readers three languages.
"""

from __future__ import annotations

import re

from kortreist.facts import load
from kortreist.i18n import Translator
from kortreist.measures.activity import unit_name

__all__ = ["note_in"]

_STAFF = re.compile(r"own staff: (?P<fte>[\d.]+) FTE × (?P<years>\d+) years × (?P<nok>[\d,]+) NOK")
_UNIT = re.compile(
    r"per unit (?P<unit>\w+): (?P<what>investment|running|grant|transfer), "
    r"(?P<year>\d{4}) prices, (?P<years>[\d.]+) years"
)
_UNIT_EFFECT = re.compile(r"per unit (?P<unit>\w+): effect, (?P<timing>yearly|once)")
_POTENTIAL = re.compile(
    r"M-2920 (?P<ids>[^ :]+): (?P<potential>[\d.+ ]+) kt in 2035 / \((?P<total>[\d.]+) kt "
    r"(?P<source>\w+) (?P<year>\d+) × (?P<share>[\d.]+)\) = (?P<result>[\d.]+); "
    r"reach (?P<low>[\d.]+), (?P<central>[\d.]+), (?P<high>[\d.]+?)\.(?: (?P<why>.+))?"
)


def note_in(note: str, language: str) -> str | None:
    """Return a note of the library in a language.

    Parameters
    ----------
    note : str
        As :class:`~kortreist.measures.Spread` has it.
    language : {"nb", "nn", "en"}

    Returns
    -------
    str or None
        None where the library has no such note: it is somebody's own, in their own words.

    Examples
    --------
    >>> note_in("own staff: 0.2 FTE × 4 years × 1,100,000 NOK", "nb")
    'Egne ansatte: 0,2 årsverk × 4 år × 1\\u202f100\\u202f000 kr'
    >>> note_in("Own judgement; wide range", "nn")
    'Skjøn; vidt spenn'
    >>> note_in("Our own count", "nb") is None
    True
    """
    t = Translator(language)
    if match := _STAFF.fullmatch(note):
        return t(
            "notes.form.staff",
            fte=_number(t, match["fte"]),
            years=match["years"],
            nok=_number(t, match["nok"].replace(",", "")),
        )
    if match := _UNIT.fullmatch(note):
        return t(
            f"notes.form.unit_{match['what']}",
            unit=unit_name(load(), match["unit"], language),
            year=match["year"],
            years=_number(t, match["years"]),
        )
    if match := _UNIT_EFFECT.fullmatch(note):
        name = unit_name(load(), match["unit"], language)
        return t(f"notes.form.unit_effect_{match['timing']}", unit=name)
    if match := _POTENTIAL.fullmatch(note):
        return _potential(t, match)
    key = f"notes.text.{note}"
    return t(key) if t.has(key) else None


def _potential(t: Translator, match: re.Match[str]) -> str | None:
    """Return where a fraction comes from, and why so much of it is reached."""
    why = match["why"]
    if why and not t.has(f"notes.text.{why}"):
        return None
    reach = {k: _number(t, match[k]) for k in ("low", "central", "high")}
    numbers = {k: _number(t, match[k]) for k in ("total", "share", "result")}
    sentence = t(
        "notes.form.potential",
        ids=match["ids"].replace("+", " + "),
        year=match["year"],
        potential=" + ".join(_number(t, p) for p in match["potential"].split(" + ")),
        source=t(f"notes.source.{match['source']}"),
        reach=t("notes.form.reach", **reach),
        **numbers,
    )
    return f"{sentence}. {t(f'notes.text.{why}')}" if why else sentence


def _number(t: Translator, digits: str) -> str:
    """Return a number as the language writes it, with the decimals it was given with."""
    return t.number(float(digits), len(digits.partition(".")[2]))
