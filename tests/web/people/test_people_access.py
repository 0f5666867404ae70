"""Who has access: giving and ending roles, one's own page, being an invented person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from web_world import add_person

from kortreist_web.changes.models import Change
from kortreist_web.config.environment import read_environment
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.actions.end_role import end_role
from kortreist_web.people.actions.give_role import give_role
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db


def test_giving_a_role_makes_the_person_and_tells_her(
    as_person, people, place, django_capture_on_commit_callbacks
):
    client = as_person(people.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/nb/X001/arbeid/tilgang/gi/",
            {"email": "Ny@Notodden.example", "name": "Ny", "role": "editor", "why": "ny i jobben"},
        )
    assert answer.status_code == 302
    given = Membership.objects.get(user__email="ny@notodden.example")
    assert (given.role, given.user.name, given.unit) == ("editor", "Ny", None)
    assert mail.outbox[0].to == ["ny@notodden.example"]
    line = Change.objects.first()
    assert (line.user, line.verb, line.why) == (
        people.administrator,
        "people.give_role",
        "ny i jobben",
    )
    assert "ny@notodden.example" in client.get("/nb/X001/arbeid/tilgang/").content.decode()


def test_the_same_role_is_not_given_twice(as_person, people, place):
    page = as_person(people.administrator).post(
        "/nb/X001/arbeid/tilgang/gi/", {"email": people.editor.email, "role": "editor"}
    )
    assert "har allerede denne rollen" in page.content.decode()
    assert Membership.objects.filter(user=people.editor).count() == 1


def test_only_one_who_reports_is_tied_to_a_unit(people, place, other, write):
    here = Unit(organisation=place, name="Skole", valid_from=dt.date(2024, 1, 1))
    there = Unit(organisation=other, name="Skole", valid_from=dt.date(2024, 1, 1))
    here.save()
    there.save()
    given = give_role(people.administrator, place, email="a@b.example", role="reporter", unit=here)
    assert given.unit == here
    for role, unit, error in (
        ("editor", here, RefusedError),
        ("reporter", there, PermissionDenied),
    ):
        with pytest.raises(error):
            give_role(people.administrator, place, email="c@d.example", role=role, unit=unit)
    assert not User.objects.filter(email="c@d.example").exists()


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "approver", "auditor"])
def test_only_an_administrator_gives_roles(people, place, role):
    with pytest.raises(PermissionDenied):
        give_role(getattr(people, role), place, email="a@b.example", role="administrator")


def test_a_role_that_ends_opens_nothing_from_that_day(as_person, people, place):
    client = as_person(people.administrator)
    membership = Membership.objects.get(user=people.editor)
    page = client.get(f"/nb/X001/arbeid/tilgang/{membership.pk}/avslutt/").content.decode()
    assert "Avslutt rollen «redaktør»" in page
    client.post(
        f"/nb/X001/arbeid/tilgang/{membership.pk}/avslutt/",
        {"version": membership.version, "why": "sluttet"},
    )
    membership.refresh_from_db()
    assert membership.valid_to == timezone.localdate()
    assert User.objects.get(pk=people.editor.pk).roles_in(place) == frozenset()
    assert as_person(people.editor).get("/nb/X001/arbeid/").status_code == 404


def test_a_role_holds_only_in_its_time(people, place):
    today = timezone.localdate()
    membership = Membership.objects.get(user=people.editor)
    with acting(None, "test"):
        for first, last, holds in (
            (today, None, True),
            (today, today + dt.timedelta(days=1), True),
            (today + dt.timedelta(days=1), None, False),
            (today - dt.timedelta(days=9), today, False),
        ):
            membership.valid_from, membership.valid_to = first, last
            membership.save()
            roles = User.objects.get(pk=people.editor.pk).roles_in(place)
            assert ("editor" in roles) is holds, (first, last)


def test_the_last_administrator_stays(people, place):
    membership = Membership.objects.get(user=people.administrator)
    with pytest.raises(RefusedError):
        end_role(people.administrator, place, membership)
    add_person(place, "administrator", "second@x001.example")
    end_role(people.administrator, place, membership)


def test_the_page_of_one_s_own(as_person, people, place):
    client = as_person(people.editor)
    page = client.get("/nb/meg/").content.decode()
    assert "Eksempeldal" in page
    assert "redaktør" in page
    answer = client.post("/nb/meg/", {"name": "Kari Nordmann", "language": "nn"})
    assert answer.headers["Location"] == "/nn/meg/"
    assert answer.cookies["kortreist_language"].value == "nn"
    people.editor.refresh_from_db()
    assert (people.editor.name, people.editor.language) == ("Kari Nordmann", "nn")
    assert client.get("/", headers={"accept-language": "en"}).headers["Location"] == "/nn/"


@pytest.fixture
def invented(place):
    return add_person(place, "editor", "kari@x001.example", name="Kari Eksempel", invented=True)


def test_the_invented_people_can_be_tried(client, invented, settings):
    settings.DEMONSTRATION = True
    assert "Bli Kari Eksempel" in client.get("/nb/konto/inn/").content.decode()
    answer = client.post("/nb/prov/", {"role": "editor"})
    assert answer.headers["Location"] == "/nb/X001/arbeid/"
    assert client.session["_auth_user_id"] == str(invented.pk)


def test_where_to_go_is_ours_alone(client, invented, settings):
    settings.DEMONSTRATION = True
    for bad in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        answer = client.post("/nb/prov/", {"role": "editor", "next": bad})
        assert answer.headers["Location"] == "/nb/X001/arbeid/"


def test_an_installation_with_real_hosts_is_no_demonstration(tmp_path):
    values = {"KORTREIST_STATE": str(tmp_path), "KORTREIST_SECRET_KEY": "x" * 40}
    assert read_environment(values).demonstration
    assert not read_environment({**values, "KORTREIST_HOSTS": "klima.example.no"}).demonstration


def test_nobody_is_signed_in_as_on_a_real_installation(client, invented, settings):
    settings.DEMONSTRATION = False
    assert client.post("/nb/prov/", {"role": "editor"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Bli Kari" not in client.get("/nb/konto/inn/").content.decode()


@pytest.mark.parametrize("how", ["real person", "real place", "role elsewhere", "ended", "closed"])
def test_nobody_real_is_signed_in_as(client, invented, place, other, settings, how):
    """Not a real person, not in a real municipality, not one who has a role in one."""
    settings.DEMONSTRATION = True
    if how == "real person":
        User.objects.update(invented=False)
    if how == "real place":
        place.invented = False
        place.save()
    if how == "role elsewhere":
        other.invented = False
        other.save()
        with acting(None, "test"):
            Membership.objects.create(organisation=other, user=invented, role="reader")
    if how == "ended":
        with acting(None, "test"):
            one = Membership.objects.get(user=invented)
            one.valid_to = timezone.localdate()
            one.save()
    if how == "closed":
        User.objects.update(is_active=False)
    assert client.post("/nb/prov/", {"role": "editor"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_whose_address_it_is_is_told_when_she_has_come(as_person, people, strangers):
    """Nobody learns a name, or how somebody signs in, by giving an address a role."""
    her = strangers.editor
    her.name = "Kari Fra Nabokommunen"
    her.save()
    client = as_person(people.administrator)
    sent = {"email": her.email, "name": "Ny kollega", "role": "editor"}
    assert client.post("/nb/X001/arbeid/tilgang/gi/", sent).status_code == 302
    pages = [f"/nb/X001/arbeid/{name}/" for name in ("tilgang", "logg", "kalender/ny")]
    before = [client.get(page).content.decode() for page in pages]
    assert "Ny kollega" in before[0]
    assert her.email in before[1]
    assert not any(her.name in page for page in before)
    assert as_person(her).get("/nb/X001/arbeid/").status_code == 200
    assert her.name in client.get(pages[0]).content.decode()
    assert not Membership.objects.filter(user=her, awaited=True).exists()
