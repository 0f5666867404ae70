"""Keys for programs: shown once, less than the person, ended and revoked."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.people.actions.make_token import make_token
from kortreist_web.people.actions.revoke_token import revoke_token
from kortreist_web.people.models import ApiToken, Membership, User
from kortreist_web.people.tokens import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(people, place):
    """One who gives access, edits and approves."""
    with acting(None, "test"):
        for role in ("editor", "approver"):
            Membership.objects.create(organisation=place, user=people.administrator, role=role)
    return User.objects.get(pk=people.administrator.pk)


def key_of(user, place, *scopes, days=30):
    return make_token(user, place, name="Power BI", scopes=scopes, days=days)[1]


def test_a_key_is_shown_once_and_not_kept(as_person, both, place):
    client = as_person(both)
    page = client.post(
        "/nb/X001/arbeid/nokler/ny/", {"name": "Power BI", "scopes": ["read"], "days": "30"}
    ).content.decode()
    key = re.search(r'value="(kort_[^"]+)"', page).group(1)
    secret = key.split("_", 2)[2]
    assert user_of(f"Bearer {key}")
    assert secret not in client.get("/nb/X001/arbeid/nokler/").content.decode()
    assert not any(secret in str(list(row)) for row in ApiToken.objects.values_list())
    assert not any(secret in str(c.after) for c in Change.objects.all())
    assert not any("digest" in c.after for c in Change.objects.all())


@pytest.mark.parametrize(
    ("scopes", "roles"),
    [
        (("read",), {"reader"}),
        (("report",), {"reader", "reporter"}),
        (("read", "write"), {"reader", "reporter", "editor"}),
    ],
)
def test_a_key_can_less_than_the_person(both, place, other, scopes, roles):
    """It never adopts, publishes or gives access, and is of one organisation."""
    with acting(None, "test"):
        Membership.objects.create(organisation=other, user=both, role="editor")
    user, token = user_of(f"Bearer {key_of(both, place, *scopes)}")
    assert token.organisation == place
    assert user.roles_in(place) == roles
    assert user.roles_in(other) == frozenset()
    assert user.organisations_with({"administrator", "approver"}) == []


def test_a_key_of_one_who_edits_no_longer_only_reads(both, place):
    key = key_of(both, place, "read", "write")
    ended = dt.date(2020, 1, 1)
    Membership.objects.filter(user=both).exclude(role="administrator").unlogged("test").update(
        valid_to=ended
    )
    user, _ = user_of(f"Bearer {key}")
    assert user.roles_in(place) == {"reader"}


@pytest.mark.parametrize("how", ["ended", "revoked", "role", "account", "secret", "prefix"])
def test_a_key_that_is_over_opens_nothing(both, place, how):
    key = key_of(both, place, "read")
    token = ApiToken.objects.get()
    with acting(None, "test"):
        if how == "ended":
            ApiToken.objects.unlogged("test").update(expires_on=timezone.localdate())
        if how == "revoked":
            revoke_token(both, place, token)
        if how == "role":
            Membership.objects.filter(user=both).unlogged("test").update(
                valid_to=dt.date(2020, 1, 1)
            )
        if how == "account":
            User.objects.filter(pk=both.pk).update(is_active=False)
    if how == "secret":
        key = key[:-1] + ("x" if key[-1] != "x" else "y")
    if how == "prefix":
        key = "kort_000000000000_" + key.split("_", 2)[2]
    assert user_of(f"Bearer {key}") is None


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer kort_", "Bearer x", "Basic kort_a_b", "ø æ"]
)
def test_what_is_no_key_is_nobody(db, header):
    assert user_of(header) is None


@pytest.mark.parametrize(("scopes", "days"), [((), 10), (("adopt",), 10), (("read",), 401)])
def test_a_key_for_all_or_for_ever_is_not_made(people, place, scopes, days):
    with pytest.raises(ValueError, match="scopes or days"):
        make_token(people.administrator, place, name="x", scopes=scopes, days=days)


def test_a_key_that_could_do_nothing_is_not_made(as_person, people, place):
    client = as_person(people.administrator)
    sent = {"name": "k", "scopes": ["report"], "days": 10}
    answer = client.post("/nb/X001/arbeid/nokler/ny/", sent)
    assert answer.status_code == 422
    assert "Du har ingen rolle som kan «rapportere»" in answer.content.decode()
    assert not ApiToken.objects.exists()
