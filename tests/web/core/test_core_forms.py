"""What a field says when it is filled in wrongly: what was wrong, and how it is mended."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from kortreist_web.core.fields import NumberField
from kortreist_web.core.forms import Form


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
        "The text is too long: 8 characters. The limit is 5."
    ]


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("nb", "300 000", 300_000),
        ("nb", "1,234", 1.234),
        ("nb", "0.125", 0.125),
        ("en", "1.234", 1.234),
        ("nb", "−5", -5),
    ],
)
def test_a_number_is_read_as_it_is_written(language, typed, read):
    with override(language):
        assert NumberField().clean(typed) == read


@pytest.mark.parametrize(
    ("language", "typed"), [("nb", "300.000"), ("nn", "6.000"), ("en", "300,000")]
)
def test_a_number_that_reads_in_two_ways_is_refused(language, typed):
    with override(language), pytest.raises(forms.ValidationError):
        NumberField().clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        "1.234",
        "12.345",
        "1,234",
        "1.234.567",
        "1 234",
        "12 34",
        "1e3",
        "(500)",
        "(−500)",
        "1'234",
        "−5",
        "0,5",
        "٣",
        "nan",
        "1,5",
        "kr 5",
    ],
)
def test_every_form_reads_a_number_alike(language, typed, place):
    """One reader: an observation is the same on the unit leader's screen as on the indicator's."""
    from kortreist_web.indicators.forms import ObserveForm
    from kortreist_web.indicators.models import Indicator
    from kortreist_web.plans.forms import NewForm
    from kortreist_web.reports.forms import report_form

    indicator = Indicator(pk=7, name="Biler", unit_of_measure="stk")
    with override(language):
        found = []
        for form, name in (
            (report_form([indicator], {}, {})({}), "value_7"),
            (ObserveForm({}, organisation=place), "value"),
            (NewForm({}), "money_nok"),
        ):
            field = form.fields[name]
            try:
                found.append(field.to_python(typed))
            except forms.ValidationError as refused:
                found.append(refused.messages)
        assert found[0] == found[1] == found[2]
        if typed in ("1.234", "1,234", "12.345") and (("." in typed) != (language == "en")):
            assert isinstance(found[0], list), "a thousand, or one and a bit?"


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("value", [0.0000012, 1e14, 1234567.25, -0.5, 12345.0, 2030.0, 3e20])
def test_a_figure_that_stands_in_a_field_is_read_back(language, value):
    with override(language):
        field = NumberField()
        assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize(
    ("typed", "nok"),
    [
        ("4 500 000 kr", 4.5e6),
        ("4 500 000", 4.5e6),
        ("85 mill", 85e6),
        ("85 mill. kr", 85e6),
        ("1,2 mrd. kroner", 1.2e9),
        ("kr 900 000,-", 9e5),
        ("NOK 12", 12.0),
        ("-2,5 mill", -2.5e6),
        ("0", 0.0),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, nok):
    from django.utils.translation import override

    from kortreist_web.core.fields import MoneyField

    with override("nb"):
        assert MoneyField(required=False).clean(typed) == nok


@pytest.mark.parametrize("typed", ["mill", "kr", "mange", "85 tusenlapper", "4.5.6 mill"])
def test_what_is_no_amount_is_told_with_an_amount(typed):
    from django.core.exceptions import ValidationError

    from kortreist_web.core.fields import MoneyField

    with pytest.raises(ValidationError):
        MoneyField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("2027", (2027, None)),
        ("2027-06", (2027, 6)),
        ("06.2027", (2027, 6)),
        ("2027-13", None),
        ("27", None),
        ("2027,5", None),
    ],
)
def test_a_month_of_a_year_or_only_the_year(typed, when):
    from django.core.exceptions import ValidationError

    from kortreist_web.core.fields import MonthField

    field = MonthField(required=False)
    if when is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == when
        assert field.clean(field.prepare_value(when)) == when


@pytest.mark.parametrize("sent", ["", "x"])
def test_a_form_about_a_row_that_does_not_say_which_version_is_refused(sent):
    typed = {"name": "a", "kind": "a", "due": "1.1.2026", "count": "1", "share": "1"}
    typed |= {"where": "https://a.no", "own": "a"}
    assert Some(typed).is_valid()  # a new row has none
    assert Some({**typed, "version": "3"}, version=4).is_valid()  # the row itself says it is old
    form = Some({**typed, "version": sent}, version=4)
    assert not form.is_valid()
    assert "version" in form.errors or "utgave" in form.non_field_errors()[0]
