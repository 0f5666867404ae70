"""National identity numbers are found however they are parted; other numbers are left alone."""

from __future__ import annotations

import random

import pytest

from kortreist_web.core.identity import holds_identity_number
from kortreist_web.core.reasons import with_reasons
from kortreist_web.core.refusals import RefusedError

NUMBER = "01010710029"
GAPS = (" ", "  ", "\n", "\r\n", " \r\n ", "/", "\u2009", "\u00a0", "\u2013", " – ", "-", ".", "_")
GAPS += ("\u200b", "\u202f", "\u00ad", "\t", " / ", "\\", "·")


def ending(six: str) -> str:
    """Return a number that begins with six digits, by the register's rule of control digits."""
    for tail in range(100_000):
        digits = [int(c) for c in f"{six}{tail:05}"]
        sums = [
            sum(a * b for a, b in zip(digits, weights, strict=False)) % 11
            for weights in (
                (3, 7, 6, 1, 8, 9, 4, 5, 2, 1),
                (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1),
            )
        ]
        if sums == [0, 0]:
            return f"{six}{tail:05}"
    raise AssertionError(six)


def test_a_number_is_found_however_it_is_parted():
    written = [f"010107{gap}10029" for gap in GAPS]
    written += [gap.join(("01", "01", "07", "10029")) for gap in GAPS]
    written += ["01.01.07 10029", "01 01 07 100 29", " ".join(NUMBER), f"{NUMBER}.pdf"]
    written += [f"fnr{NUMBER}", f"12 {NUMBER}", "(01/01-07 10029)", "０１０１０７１００２９"]
    # Born the 1st: as it is, a D-number, and synthetic by either rule.
    written += [ending(six) for six in ("010107", "410107", "014107", "018107", "418107")]
    assert not [words for words in written if not holds_identity_number(f"Jeg, {words}, mener")]


def test_other_numbers_are_left_alone():
    others = (
        "40010203040",  # a telephone number with the code of a country left out
        f"1{NUMBER}",
        f"{NUMBER}2",
        "01010710028",
        "01.01.07: 10029 kr",
        "01.01.07, 10029",
        "01.01.2007 10029",
        "1 000 000, 20 000 og 300",
        "974 760 673",
    )
    assert not [words for words in others if holds_identity_number(words)]
    drawn = random.Random(7)
    found = sum(holds_identity_number(f"{drawn.randrange(10**11):011}") for _ in range(20_000))
    assert found < 20_000 / 200


def test_no_reason_the_log_keeps_holds_one():
    for name in ("why", "reason"):
        with pytest.raises(RefusedError) as refused:
            with_reasons({name: "Gjelder 010107 10029."})
        assert refused.value.key == "core.refused.identity_number"
        assert "10029" not in str(refused.value)
