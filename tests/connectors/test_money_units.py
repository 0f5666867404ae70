"""What one stands for in a money file: thousands are never taken for kroner."""

import pytest

from kortreist.connectors.money_units import MILLION, THOUSAND, unit_said, without_unit


@pytest.mark.parametrize(
    "text",
    [
        "Beløp i kroner (1000)", "Beløp i kroner (1\u00a0000)", "Beløp i kr [1.000]", "NOK (1000)",
        "Beløp (1000)", "kkr", "2027 (kkr)", "tkr", "NOK 1000", "Tall (i 1000)", "1 000 kr",
        "1000-kroner", "Tall i kroner, avrundet til 1000", "Kroner i 1000", "kr x 1000",
    ],
)  # fmt: skip
def test_thousands_are_told_however_they_are_written(text: str) -> None:
    assert unit_said(text) == THOUSAND


def test_millions_kroner_and_texts_that_say_nothing() -> None:
    assert unit_said("mill. kr") == MILLION
    assert [unit_said(t) for t in ("Tall i hele kroner", "Tall i kroner, 25 000")] == [1, 1]
    said = [unit_said(t) for t in ("Skyss for 1000 elever", "Ansvar (1000)", "kr 1 000 000")]
    assert said == [None, None, None]
    assert without_unit("Beløp i kroner (1000)") == "Beløp i kroner"
