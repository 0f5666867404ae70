"""One reader of numbers: what has one reading is read, the rest is refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.connectors.numbers import NumberError, decimal_sign, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234", 1234),
        ("-1\u00a0234,50", "-1234.50"),
        ("1.234.567", 1234567),
        ("1'234", 1234),
        ("(500)", -500),
        ("(-500)", -500),
        ("(−500)", -500),
        ("−5", -5),
        ("1.234,567", "1234.567"),
        ("1,234.5", "1234.5"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1234,567", "1234.567"),
        ("12.3456", "12.3456"),
        ("1 234 567,25", "1234567.25"),
        (" 7 ", 7),
        ("+7", 7),
        (2.5, "2.5"),
    ],
)
def test_one_reading_is_read(text: str, number: object) -> None:
    assert read_number(text) == Decimal(str(number))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234", "doubtful"),
        ("12.345", "doubtful"),
        ("1,234", "doubtful"),
        ("-48.210", "doubtful"),
        ("1 2345", "groups"),
        ("12 34 567", "groups"),
        ("1 2,5", "groups"),
        ("0 123", "groups"),
        ("1 234'567", "groups"),
        ("1e3", "not_number"),
        ("12..3", "not_number"),
        ("-", "not_number"),
        ("1.234.56", "not_number"),
        ("٣", "not_number"),
        ("1_000", "not_number"),
        ("(+5)", "not_number"),
        ("--5", "not_number"),
        ("inf", "not_number"),
        (float("nan"), "not_number"),
        (True, "not_number"),
    ],
)
def test_two_readings_or_none_are_refused(text: object, reason: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(text)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_the_language_of_a_page_settles_its_own_sign_only() -> None:
    assert read_number("1,234", decimal=",") == Decimal("1.234")
    assert read_number("1.234", decimal=".") == Decimal("1.234")
    for text, sign in (("1.234", ","), ("1,234", ".")):
        with pytest.raises(NumberError):
            read_number(text, decimal=sign)
    assert read_number("1.5e-07", exponent=True) == Decimal("1.5e-07")


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 99),
    st.sampled_from([",", "."]),
    st.sampled_from(["", " ", "\u00a0", "'"]),
)
def test_what_is_written_plainly_is_read_back(
    whole: int, cents: int, sign: str, group: str
) -> None:
    text = f"{whole:,}".replace(",", group) + f"{sign}{cents:02d}"
    exact = Decimal(f"{whole}.{cents:02d}")
    assert read_number(text) == exact


@given(st.text(alphabet="0123456789.,' -()", max_size=12))
def test_never_another_number_than_the_digits_say(text: str) -> None:
    try:
        number = read_number(text)
    except NumberError:
        return
    if number is not None:
        said, written = (
            "".join(filter(str.isdigit, t)).lstrip("0") for t in (format(number, "f"), text)
        )
        assert said == written


def test_the_rest_of_a_column_settles_its_sign() -> None:
    assert decimal_sign(["12,5", "1,234", "7"]) == ","
    assert decimal_sign(["0.123", "1.234"]) == "."
    assert decimal_sign(["1 234", ""]) == ""
    with pytest.raises(NumberError, match="doubtful"):
        decimal_sign(["48.210", "3.402", "7"])
    with pytest.raises(NumberError, match="two_signs"):
        decimal_sign(["1.5", "1,5"])
