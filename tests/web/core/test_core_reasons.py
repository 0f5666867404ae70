"""A reason nobody can read is no reason, whichever action asks for it."""

from __future__ import annotations

import pytest
from django import forms

from kortreist_web.core.characters import is_blank
from kortreist_web.core.forms import Form
from kortreist_web.core.reasons import MAX_REASON, MIN_LETTERS, in_words, with_reasons
from kortreist_web.core.refusals import RefusedError

SIGNS = ["…", " - ", "!?", "—", "🙂", "..."]
INVISIBLE = ["\u200b", " \u200c\u200d ", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800", "\ufe0f"]


@pytest.mark.parametrize("text", INVISIBLE)
def test_it_is_empty_for_every_action(text):
    assert is_blank(text)
    assert with_reasons({"why": text, "reason": text, "note": text}) == {
        "why": "",
        "reason": "",
        "note": text,
    }


@pytest.mark.parametrize("text", ["Nei", "1", "§ 3", "Vi\u200bvil", "Ok 🙂"])
def test_what_can_be_read_is_kept_as_it_is(text):
    assert with_reasons({"why": text}) == {"why": text}


@pytest.mark.parametrize("text", SIGNS)
def test_signs_alone_are_no_reason_in_action_or_form(text):
    class Asking(Form):
        why = forms.CharField(max_length=300)
        title = forms.CharField()
        reason = forms.CharField(required=False)

    for name in ("why", "reason", "missing_reason"):
        with pytest.raises(RefusedError) as refused:
            with_reasons({name: text})
        assert (refused.value.key, refused.value.about) == ("core.refused.signs_why", name)
    assert with_reasons({"note": text})
    assert list(Asking({"why": text, "title": text, "reason": text}).errors) == ["why", "reason"]


@pytest.mark.parametrize(("text", "said"), [("syk", True), ("3 a b", False), ("ja", False)])
def test_what_others_are_to_read_has_as_many_letters_as_the_rule_says(text, said):
    assert in_words(text) is said
    assert in_words("x" * MIN_LETTERS)
    assert not in_words("x" * (MIN_LETTERS - 1))
    assert not in_words("\u3164" * 9)


def test_a_document_is_no_reason():
    assert with_reasons({"why": "x" * MAX_REASON})
    with pytest.raises(RefusedError) as refused:
        with_reasons({"why": "x" * (MAX_REASON + 1)})
    assert refused.value.about == "why"


@pytest.mark.django_db
@pytest.mark.parametrize("text", INVISIBLE)
def test_actions_get_it_so(place, people, text):
    from kortreist_web.core.action import ACTIONS, action
    from kortreist_web.tenants.models import Organisation

    def give_reason(who, organisation, *, why):
        return why

    give_reason.__module__ = "kortreist_web.made.actions"
    run = action("change", Organisation)(give_reason)
    try:
        assert run(people.administrator, place, why=text) == ""
        assert run(people.administrator, place, why="Fordi") == "Fordi"
        with pytest.raises(RefusedError):
            run(people.administrator, place, why="x" * 5000)
    finally:
        del ACTIONS["made.give_reason"]


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_form_that_needs_a_text_says_so(text):
    class Asking(Form):
        why = forms.CharField(max_length=300)
        secret = forms.CharField(strip=False)
        note = forms.CharField(required=False)

    form = Asking({"why": text, "secret": text, "note": text})
    assert list(form.errors.as_data()) == ["why"]
    assert form.errors.as_data()["why"][0].code == "required"
