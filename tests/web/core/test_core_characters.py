"""Characters that cannot be stored everywhere or shown are refused at every door."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.core.characters import first_bad, without_bad
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.drafts import load_draft, save_draft

pytestmark = pytest.mark.django_db


@given(st.text())
def test_what_is_left_is_good(text):
    assert first_bad(without_bad(text)) is None
    if first_bad(text) is None:
        assert without_bad(text) == text


@pytest.mark.parametrize(
    "bad", ["\x00", "\x08", "\x1f", "\x7f", "\u202d", "\u202e", "\ud800", "\uffff"]
)
def test_it_is_found_at_any_depth(bad):
    assert first_bad({"a": [{"b": f"x{bad}"}]}) == f"x{bad}"
    assert first_bad({f"k{bad}": 1}) == f"k{bad}"


def test_no_row_takes_it(place, write):
    from kortreist_web.tenants.models import Unit

    with pytest.raises(RefusedError) as caught:
        Unit(organisation=place, name="Kli\x00ma").save()
    assert "Feltet «Navn»" in caught.value.message("nb")
    assert caught.value.about == "name"


def test_drafts_leave_it_out_and_have_an_end(place, people):
    save_draft(people.editor, place, "f", {"text": "a\x00b", "password": "x"})
    assert load_draft(people.editor, place, "f").fields == {"text": "ab"}
    for n in range(40):
        save_draft(people.editor, place, f"form {n}", {"text": "x"})
    from kortreist_web.people.models import FormDraft

    assert FormDraft.objects.filter(user=people.editor).count() == 30
    save_draft(people.editor, place, "huge", {str(n): "x" * 90_000 for n in range(3)})
    assert load_draft(people.editor, place, "huge") is None


@pytest.mark.parametrize("address", ["/nb/?q=a%00b", "/api/v1/organisations?offset=%00"])
def test_an_address_with_it_is_no_address(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    if address.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["status"] == 400
