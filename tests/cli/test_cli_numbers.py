"""Numbers on the command line are read as at every other door."""

from __future__ import annotations

import pytest

from kortreist.cli import main
from kortreist.cli.parser import build_parser
from kortreist.i18n import Translator


def parsed(*words: str) -> dict[str, object]:
    return vars(build_parser(Translator("nb")).parse_args(["plan", "4005", *words]))


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (("--budget", "4 000 000"), "budget", 4e6),
        (("--budget", "1.000.000"), "budget", 1e6),
        (("--budget", "4\u202f000"), "budget", 4000.0),
        (("--staff", "1,5"), "staff", 1.5),
        (("--staff", "0.125"), "staff", 0.125),
        (("--count", "van=1234"), "count", [("van", 1234)]),
        (("--target", "55,5%"), "target", 0.555),
        (("--answer", "driver/x=-1,5"), "answer", [("driver/x", -1.5)]),
        (("--budget", "1e6"), "budget", 1e6),
    ],
)
def test_a_number_with_one_reading_is_read(
    words: tuple[str, str], name: str, value: object
) -> None:
    assert parsed(*words)[name] == value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "van=1.234"), "tusen eller én og litt"),
        (("--count", "van=1,234"), "tusen eller én og litt"),
        (("--budget", "4.000"), "tusen eller én og litt"),
        (("--answer", "count/van=1.234"), "tusen eller én og litt"),
        (("--budget", "4 00 000"), "grupper på tre"),
        (("--budget", "mye"), "er ikke et tall"),
        (("--budget", ""), "er ikke et tall"),
    ],
)
def test_one_with_two_readings_or_none_is_refused_with_the_reason(
    words: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["plan", "4005", *words])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
