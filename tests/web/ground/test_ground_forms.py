"""What a field says when it is filled in wrongly: what was wrong, and how it is mended."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from kortreist_web.ground.forms import Form
from kortreist_web.measures.fields import NumberField


class Some(Form):
    name = forms.CharField(max_length=5)
    kind = forms.ChoiceField(choices=[("a", "A")])
    due = forms.DateField()
    count = forms.IntegerField(max_value=400)
    share = forms.DecimalField()
    where = forms.URLField(assume_scheme="https")
    own = forms.CharField(error_messages={"required": "Own words."})


def said(language: str, **typed: str) -> dict[str, list[str]]:
    with override(language):
        return {name: list(errors) for name, errors in Some(typed).errors.items()}


def test_an_empty_field_says_what_to_do():
    found = said("nb")
    assert found["name"] == ["Fyll ut dette feltet."]
    assert found["kind"] == ["Velg ett av alternativene."]
    assert found["own"] == ["Own words."]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "for langt", "Teksten er for lang: 9 tegn. Det er plass til 5."),
        ("due", "31.02.2026", "Skriv datoen som dag, måned og år, for eksempel 31.12.2026."),
        ("count", "mange", "Skriv et helt tall."),
        ("count", "401", "Tallet kan være høyst 400."),
        ("share", "mye", "Skriv et tall, for eksempel 2,5."),
        ("where", "tull", "Skriv hele adressen. Den begynner med https://."),
    ],
)
def test_a_wrong_value_says_how_it_is_written(field, typed, words):
    assert said("nb", **{field: typed})[field] == [words]


def test_what_is_said_follows_the_readers_language():
    assert said("nn")["kind"] == ["Vel eitt av alternativa."]
    assert said("en", name="too long")["name"] == [
        "The text is too long: 8 characters. There is room for 5."
    ]


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [("nb", "300 000", 300_000), ("nb", "1,234", 1.234), ("nb", "0.125", 0.125),
     ("en", "1.234", 1.234), ("nb", "−5", -5)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(language, typed, read):
    with override(language):
        assert NumberField().clean(typed) == read


@pytest.mark.parametrize(("language", "typed"), [("nb", "300.000"), ("nn", "6.000.000"),
                                                 ("en", "300,000")])  # fmt: skip
def test_a_number_that_reads_in_two_ways_is_refused(language, typed):
    with override(language), pytest.raises(forms.ValidationError):
        NumberField().clean(typed)
