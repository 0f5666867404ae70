"""Numbers in what errors say: in the reader's own writing, with the digits they bear."""

from __future__ import annotations

import string

import numpy as np
import pytest
from kept_texts import fields, kept

import kortreist
from kortreist.arguments import cut_of
from kortreist.errors import InputError, KortreistError, Phrase
from kortreist.i18n import LANGUAGES, Translator
from kortreist.measures import relevant as relevant_of
from kortreist.plans import answered

ERRORS = {key.removeprefix("errors."): said for key, said in kept("errors").items()}
WITH_VALUES = {k: said for k, said in ERRORS.items() if "{" in said["nb"]["other"]}


def test_no_error_formats_a_number_by_itself() -> None:
    for key, texts in ERRORS.items():
        for text in (form for said in texts.values() for form in said.values()):
            for _, name, spec, conversion in string.Formatter().parse(text):
                assert not (name and (spec or conversion)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_in_any_error_is_written_as_the_reader_writes(language: str) -> None:
    assert len(WITH_VALUES) > 100
    for number, written in (
        (2748.836666666667, {"en": "2,749"}.get(language, "2\u202f749")),
        (-5.0, "\u22125"),
        (np.float64(0.1 + 0.2), {"en": "0.3"}.get(language, "0,3")),
        (1234567, {"en": "1,234,567"}.get(language, "1\u202f234\u202f567")),
    ):
        for key, texts in WITH_VALUES.items():
            names = fields(texts[language]["other"])
            said = KortreistError(key, **dict.fromkeys(names, number)).message(language)
            assert said.count(written) >= len(names), (key, said)
            assert str(number) not in said, (key, said)


def test_a_year_and_a_row_stand_as_they_are() -> None:
    assert "2030" in InputError("year.unknown", year=2030, known="2009").message("nb")
    assert "65535" in InputError("serve.port", port=65535).message("en")


def test_a_sentence_inside_an_error_writes_its_numbers_too() -> None:
    for language, written in (("nb", "1\u202f500\u202f000"), ("en", "1,500,000")):
        inner = Phrase("plans.demand.money", {"money": 1.5e6, "mend": "", "measure": "", "year": 1})
        said = InputError("plans.conflict", demands=(inner,)).message(language)
        assert written in said


@pytest.mark.parametrize("value", [0.0, 1e-12, 3e20, float("nan"), float("inf"), -float("inf")])
def test_extreme_numbers_are_written_shortly(value: float) -> None:
    for language in LANGUAGES:
        assert 0 < len(Translator(language).figure(value)) < 12


def test_what_is_said_to_fit_fits() -> None:
    place = kortreist.account("4005")
    relevant = relevant_of(place, kortreist.library())
    with pytest.raises(InputError) as caught:
        answered({"effect/electric_vans": 1e6}, place, relevant)
    maximum = caught.value.values["maximum"]
    assert isinstance(maximum, float)
    assert maximum.is_integer()
    assert str(int(maximum))[-3:] in caught.value.message("nb")
    answered({"effect/electric_vans": maximum}, place, relevant)


@pytest.mark.parametrize(
    ("text", "share"), [("55%", 0.55), ("55", 0.55), ("0,5 %", 0.005), ("1%", 0.01), ("1,5", 0.015)]
)
def test_a_cut_is_per_cent(text: str, share: float) -> None:
    assert cut_of(text) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1", "bare_share"),
        ("0,55", "bare_share"),
        ("0", "bare_share"),
        ("0%", "not_a_share"),
        ("150", "not_a_share"),
        ("-5%", "not_a_share"),
        ("nan", "not_a_share"),
        ("?", "not_a_share"),
    ],
)
def test_a_cut_with_two_readings_or_none_is_refused(text: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        cut_of(text)
    assert caught.value.key == f"input.{key}"
    assert text in caught.value.message("nn")
