"""Nothing typed is lost: while typing, at a session's end, at a conflict, at a restart."""

from __future__ import annotations

import datetime as dt
import json
from html.parser import HTMLParser

import pytest
from django.conf import settings as chosen
from django.test import Client
from django.utils import timezone

from kortreist_web.people.drafts import load_draft, save_draft
from kortreist_web.people.models import FormDraft

pytestmark = pytest.mark.django_db
GIVE = "/nb/X001/arbeid/tilgang/gi/"
KEEP = "/nb/X001/arbeid/kladd/people.give/"
TYPED = {"email": "ny@notodden.example", "name": "Øystein", "role": "approver", "why": "=1+1 <b>"}


class Fields(HTMLParser):
    """What the fields of a page hold."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.drafts: list[str] = []
        self.select = ""
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("name") == "_draft":
            self.drafts.append(values["data-url"])
        if tag == "input" and "name" in values:
            self.values[values["name"]] = values.get("value") or ""
        if tag == "select":
            self.select = values["name"]
        if tag == "option" and "selected" in values:
            self.values[self.select] = values["value"]


def shown(client, url=GIVE):
    return Fields(client.get(url).content.decode())


def test_a_form_says_where_its_draft_is_kept(as_person, people, place):
    page = shown(as_person(people.administrator))
    assert page.drafts == [KEEP]
    assert page.values["_draft"] == "people.give"


def test_what_is_typed_is_kept_and_shown_again(as_person, people, place):
    client = as_person(people.administrator)
    answer = client.post(KEEP, {**TYPED, "_draft": "people.give"})
    assert (answer.status_code, answer.content) == (204, b"")
    page = shown(client)
    assert {k: page.values[k] for k in TYPED} == TYPED
    assert "Her er det du skrev" in client.get(GIVE).content.decode()
    assert client.get("/nb/meg/").content.decode().count("/kladd/people.give/glem/") == 1


def test_a_draft_is_hers_alone(as_person, people, place):
    save_draft(people.administrator, place, "people.give", TYPED)
    assert load_draft(people.auditor, place, "people.give") is None
    other = add_other(place)
    assert shown(as_person(other)).values["email"] == ""


def add_other(place):
    from web_world import add_person

    return add_person(place, "administrator", "second@x001.example")


def test_the_draft_can_be_thrown_away(as_person, people, place):
    client = as_person(people.administrator)
    client.post(KEEP, TYPED)
    answer = client.post(f"{KEEP}glem/", headers={"referer": f"http://testserver{GIVE}"})
    assert answer.headers["Location"] == f"http://testserver{GIVE}"
    assert shown(client).values["email"] == ""
    client.post(KEEP, TYPED)
    away = client.post(f"{KEEP}glem/", headers={"referer": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/nb/meg/"


def test_what_is_saved_is_no_draft_any_more(as_person, people, place):
    client = as_person(people.administrator)
    client.post(KEEP, TYPED)
    client.post(GIVE, {**TYPED, "_draft": "people.give"})
    assert not FormDraft.objects.exists()


def test_a_session_that_ended_while_typing_loses_nothing(people, place):
    """Without JavaScript: the answer to the form is the sign-in page, and then the form again."""
    client = Client()
    client.force_login(people.administrator, backend=chosen.AUTHENTICATION_BACKENDS[0])
    shown(client)
    client.session.delete()  # the server's part of it is over
    answer = client.post(GIVE, {**TYPED, "_draft": "people.give"})
    assert answer.headers["Location"].startswith("/nb/konto/inn/?next=")
    back = client.post(
        answer.headers["Location"],
        {"login": people.administrator.email, "password": "a long password", "next": GIVE},
    )
    assert back.headers["Location"] == GIVE
    page = shown(client)
    assert {k: page.values[k] for k in TYPED} == TYPED


def test_what_one_typed_is_not_shown_to_the_next(people, strangers, place):
    """A stranger who signs in on the same machine gets no draft of another's."""
    client = Client()
    client.post(GIVE, {**TYPED, "_draft": "people.give"})
    client.post(
        "/nb/konto/inn/",
        {"login": strangers.administrator.email, "password": "a long password"},
    )
    assert not FormDraft.objects.exists()


def test_a_page_that_was_too_old_loses_nothing(people, place):
    """The form's secret has changed; ours is the page it came from."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.administrator, backend=chosen.AUTHENTICATION_BACKENDS[0])
    posted = {**TYPED, "_draft": "people.give", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(GIVE, posted, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Skjemaet var for gammelt" in answer.content.decode()
    assert shown(client).values["email"] == TYPED["email"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_another_site_writes_nobody_s_draft(people, place, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.administrator, backend=chosen.AUTHENTICATION_BACKENDS[0])
    for url in (GIVE, KEEP):
        headers = {"origin": origin} if origin else {}
        assert (
            client.post(url, {**TYPED, "_draft": "people.give"}, headers=headers).status_code == 403
        )
    assert not FormDraft.objects.exists()


def test_when_somebody_else_saved_what_was_typed_is_kept(as_person, people, place):
    """And the form then shows what the other saved beside what was typed."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.tenants.models import Unit

    with acting(people.editor, "test"):
        unit = Unit(organisation=place, name="Skole", valid_from=dt.date(2024, 1, 1))
        unit.save()
    client = as_person(people.editor)
    url = f"/nb/X001/arbeid/enheter/{unit.pk}/"
    page = shown(client, url)
    with acting(people.approver, "test"):
        unit.name = "Oppvekst"
        unit.save()
    sent = {**page.values, "name": "Skole og barnehage"}
    answer = client.post(url, sent)
    assert answer.status_code == 409
    again = client.get(url).content.decode()
    assert Fields(again).values["name"] == "Skole og barnehage"
    assert "Etter at du skrev dette, er siden lagret på nytt" in again
    assert "Oppvekst" in again
    assert client.post(url, {**Fields(again).values}).status_code == 302
    unit.refresh_from_db()
    assert unit.name == "Skole og barnehage"


def test_boxes_without_a_tick_stay_without(rf, people, place):
    """A box is not sent when it has no tick: the draft must not give it back."""
    from django import forms

    from kortreist_web.core.forms import Form

    class Boxes(Form):
        on = forms.BooleanField(required=False, initial=True)
        many = forms.MultipleChoiceField(required=False, choices=[("a", "A"), ("b", "B")])

    request = rf.get("/")
    request.user, request.organisation = people.editor, place
    save_draft(people.editor, place, "boxes", {"many": "b"})
    form = Boxes(request=request, draft="boxes", initial={"many": ["a"]})
    assert (form["on"].value(), form["many"].value()) == (False, ["b"])


def test_old_drafts_are_removed_when_anybody_signs_in(people, place):
    save_draft(people.editor, place, "old", TYPED)
    save_draft(people.editor, place, "new", TYPED)
    old = timezone.now() - dt.timedelta(days=15)
    FormDraft.objects.filter(form="old").update(saved_at=old)
    Client().post("/nb/konto/inn/", {"login": people.reader.email, "password": "a long password"})
    assert list(FormDraft.objects.values_list("form", flat=True)) == ["new"]


def test_passwords_and_huge_texts_are_no_drafts(people, place):
    save_draft(
        people.editor, place, "f", {"password1": "x", "csrf": "y", "a": "z", "b": "x" * 100_001}
    )
    assert json.dumps(FormDraft.objects.get().fields) == '{"a": "z"}'
