"""Which numbers of a text are figures."""

from __future__ import annotations

import pytest

from kortreist.coherence import numbers_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("40 354 tonn", ["40 354"]),
        ("40\u202f354 tonn", ["40\u202f354"]),
        ("40.354 tonn og 7,5 km", ["40.354", "7,5"]),
        ("fra 70–75 %", ["70", "75"]),
        ("I 2030 skal det være 2000 kroner", ["2000"]),
        ("13. september 2027 klokka 9", ["9"]),
        ("17. mai", []),
        ("plan- og bygningsloven § 11-14, kapittel 3 og sak 27/14", []),
        ("CO2, M-2920 og E18", []),
        ("1. Først dette\n2. så dette", []),
        ("Vi er 13 389.", ["13 389"]),
        ("12 %, 3,4 prosent, 5 per cent", ["12", "3,4", "5"]),
        ("", []),
    ],
)
def test_norwegian(text: str, found: list[str]) -> None:
    assert [n.written for n in numbers_in(text, "nb")] == found


def test_values_and_shares() -> None:
    numbers = list(numbers_in("40,354 tonnes, 12.5% and 3 per cent in May 2027", "en"))
    assert [(n.value, n.decimals, n.percent) for n in numbers] == [
        (40_354.0, 0, False),
        (12.5, 1, True),
        (3.0, 0, True),
    ]
    assert next(numbers_in("1,5 tonn", "nn")).value == 1.5
