"""Every note of the library is said in three languages, with the same numbers."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from kortreist.measures import library
from kortreist.measures.notes import note_in


def _notes() -> set[str]:
    spreads = [e.fraction for m in library() for e in m.effects]
    spreads += [c.amount for m in library() for c in m.costs]
    return {s.note for s in spreads if s is not None and s.note}


def _numbers(text: str, language: str) -> list[float]:
    """The numbers in a text, as its language writes them."""
    thousands, decimals = (",", ".") if language == "en" else ("\u202f", ",")
    number = rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d)|\d+(?:{re.escape(decimals)}\d+)?"
    return sorted(
        float(n.replace(thousands, "").replace(decimals, ".")) for n in re.findall(number, text)
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_note_is_said_in_every_language(language):
    missing = [n for n in _notes() if note_in(n, language) is None]
    assert not missing, f"write these in locale/notes.toml, in {language}: {missing}"


def test_norwegian_notes_hold_the_numbers_of_the_english():
    for note in _notes():
        english = note_in(note, "en")
        for language in ("nb", "nn"):
            said = note_in(note, language)
            assert said, f"write {note!r} in locale/notes.toml, in {language}"
            assert _numbers(said, language) == _numbers(english, "en"), (said, english)


def test_no_text_is_kept_that_no_note_uses():
    text = (resources.files("kortreist") / "locale" / "notes.toml").read_text("utf-8")
    notes = _notes()
    unused = [k for k in tomllib.loads(text)["text"] if not any(n.endswith(k) for n in notes)]
    assert not unused


def test_a_derived_note_reads_as_a_sentence():
    (note,) = [n for n in _notes() if n.startswith("M-2920 S02") and "reach" in n]
    assert note_in(note, "nb") == (
        "M-2920, tiltak S02: 188 kt i 2035 / (3\u202f700 kt fra sjøfart og fiske i 2024 × 0,813 "
        "igjen i 2035) = 0,0625; av dette nås 0,3 (lavt), 0,7 (sentralt) eller "
        "1 (høyt). Nasjonal andel; en enkelt havns kan være høyere"
    )


def test_what_somebody_wrote_is_left_to_them():
    assert note_in("Telling i egen bilpark 2026", "nb") is None
    assert note_in("own staff: many", "nb") is None
