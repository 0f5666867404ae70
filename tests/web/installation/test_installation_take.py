"""A municipality is taken into use: by whoever runs the site, or by one of its own people."""

from __future__ import annotations

import datetime as dt
import os
import re
import threading

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from web_world import add_person

from kortreist.errors import PlaceError
from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.actions.take_into_use import take_into_use
from kortreist_web.installation.applications import Application, forget_old
from kortreist_web.installation.confirming import Asked, confirm_link
from kortreist_web.installation.models import InstallationChange
from kortreist_web.installation.place_pages import untouched
from kortreist_web.installation.unused import lapse_unused
from kortreist_web.people.alone import alone_now
from kortreist_web.people.models import Membership, User
from kortreist_web.people.taking_into_use import FIRST_ROLES, add_organisation
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db
KARI = "kari@skien.example"
BEGIN = "/nb/ta-i-bruk/"


@pytest.fixture
def open_to_all(settings):
    settings.SELF_SERVICE, settings.MAIL_SERVER = "open", True
    settings.DEMONSTRATION_OPERATOR = False


def _ask(client, place="Skien", email=KARI, name="Kari Nordmann"):
    return client.post(BEGIN, {"place": place, "email": email, "name": name})


def _link():
    return re.search(r"http://localhost:8000(/\S+)", mail.outbox[-1].body).group(1)


def _roles(code="4003"):
    rows = Membership.objects.filter(organisation__code=code)
    return {(m.user.email, m.role) for m in rows.select_related("user")}


# -- whoever runs the site -------------------------------------------------------------


def test_the_operator_lets_the_first_person_in_with_every_role_she_needs(operator):
    organisation = take_into_use(operator, place="Skien", email="Kari@Skien.example", name="Kari")
    assert (organisation.code, organisation.published) == ("4003", False)
    assert _roles() == {(KARI, role) for role in FIRST_ROLES}
    # She stands in the municipality's log and in the installation's, and is marked alone.
    lines = Change.objects.filter(organisation=organisation, what="people.Membership")
    assert {(line.verb, line.user) for line in lines} == {("installation.take_into_use", operator)}
    assert InstallationChange.objects.get().about == "Skien"
    assert alone_now(organisation).since == timezone.localdate()
    with pytest.raises(RefusedError, match="arbeider i Skien alt"):
        take_into_use(operator, place="4003", email="another@skien.example")
    with pytest.raises(PlaceError):
        take_into_use(operator, place="Atlantis", email=KARI)
    with pytest.raises(PlaceError):
        take_into_use(operator, place="Norge", email=KARI)
    assert (
        take_into_use(operator, place="40", email="f@telemark.example").kind == "county_authority"
    )


def test_her_page_shows_the_link_where_no_mail_is_sent_but_never_one_to_an_account(
    client, operator, settings, place
):
    settings.MAIL_SERVER = False
    client.force_login(operator)
    sent = {"place": "4003 Skien", "email": KARI}
    page = client.post("/nb/installasjon/ta-i-bruk/", sent).content.decode()
    link = re.search(r"http://testserver(/nb/velkommen/[^\"<]+)", page).group(1)
    assert client.get(link).status_code == 302
    known = add_person(place, "reader", "per@x001.example")
    sent = {"place": "Porsgrunn", "email": known.email}
    page = client.post("/nb/installasjon/ta-i-bruk/", sent).content.decode()
    assert "logger inn som vanlig" in page
    assert "velkommen" not in page
    page = client.post("/nb/installasjon/ta-i-bruk/", sent).content.decode()
    assert "arbeider i Porsgrunn alt" in page


def test_nobody_else_lets_anybody_in(people, client):
    with pytest.raises(PermissionDenied):
        take_into_use(people.administrator, place="4003", email=KARI)
    client.force_login(people.administrator)
    for path in ("", "1/slipp-inn/", "1/avsla/"):
        assert client.post(f"/nb/installasjon/ta-i-bruk/{path}").status_code == 403
    assert not Organisation.objects.filter(code="4003").exists()


def test_figures_that_are_here_are_used_at_once_and_others_are_waited_for(operator):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.jobs.models import Job

    ensure_bundled()  # Notodden's
    take_into_use(operator, place="Skien", email=KARI)
    assert not Job.objects.exists()
    notodden = take_into_use(operator, place="Notodden", email="n@notodden.example")
    (job,) = Job.objects.all()
    assert (job.kind, job.organisation) == ("accounts.first", notodden)


# -- by oneself ------------------------------------------------------------------------


def test_it_is_closed_unless_the_installation_opens_it(client, settings):
    settings.SELF_SERVICE = ""
    page = client.get(BEGIN).content.decode()
    assert settings.CONTACT in page
    assert '<form method="post" novalidate' not in page
    assert _ask(client).status_code == 200
    assert not mail.outbox
    settings.SELF_SERVICE = "open"
    link = confirm_link(Asked("4003", "Skien", KARI, "", "nb")).removeprefix(
        "http://localhost:8000"
    )
    settings.SELF_SERVICE = ""
    assert client.post(link).status_code == 410
    assert not _roles()


@pytest.mark.usefixtures("open_to_all")
def test_one_who_shows_that_the_address_is_hers_begins_and_chooses_a_password(client):
    assert _ask(client).status_code == 200
    # Nothing is kept of her before she has opened the link, and looking at it changes nothing.
    assert not User.objects.filter(email=KARI).exists()
    link = _link()
    assert "Ta Skien i bruk" in client.get(link).content.decode()
    assert not _roles()
    answer = client.post(link)
    assert answer.headers["Location"].startswith("/nb/velkommen/")
    assert _roles() == {(KARI, role) for role in FIRST_ROLES}
    assert client.get(answer.headers["Location"], follow=True).status_code == 200
    line = InstallationChange.objects.get()
    assert (line.user.email, line.about, line.details) == (KARI, "Skien", {"by": "self-service"})


@pytest.mark.usefixtures("open_to_all")
def test_she_may_open_her_link_again_before_she_has_chosen_a_password(client):
    _ask(client)
    link = _link()
    client.post(link)
    mail.outbox.clear()
    page = client.get(link).content.decode()
    assert "tatt i bruk med adressen" in page
    assert "invitasjon" not in page
    answer = client.post(link)
    assert answer.headers["Location"].startswith("/nb/velkommen/")
    assert client.get(answer.headers["Location"], follow=True).status_code == 200
    assert not mail.outbox
    user = User.objects.get(email=KARI)
    user.set_password("a long password 1")
    user.save()
    assert client.post(link).headers["Location"].startswith("/nb/konto/inn/")


@pytest.mark.usefixtures("open_to_all")
def test_nothing_says_that_a_municipality_has_begun_before_somebody_has_come(client):
    _ask(client)
    client.post(_link())
    said = "er i gang her"
    assert said not in Client().get("/nb/4003/").content.decode()
    _ask(client, email="clerk@skien.example")
    assert "ingen har logget inn" in client.get(_link()).content.decode()
    client.force_login(User.objects.get(email=KARI))
    assert client.get("/nb/4003/arbeid/").status_code == 200
    assert said in Client().get("/nb/4003/").content.decode()


@pytest.mark.usefixtures("open_to_all")
def test_a_taking_nobody_used_lapses_and_leaves_the_municipality_free(client, settings):
    settings.TAKING_DAYS = 14
    _ask(client)
    client.post(_link())
    today = timezone.localdate()
    assert lapse_unused(today + dt.timedelta(days=13)) == 0
    Membership.objects.unlogged("made older for the test").update(
        valid_from=today - dt.timedelta(days=14)
    )
    # Official figures may come meanwhile: whoever works there has only not opened her pages.
    assert "4003" not in untouched()
    assert lapse_unused(today) == 1
    assert lapse_unused(today) == 0
    assert not User.objects.filter(email=KARI).exists()
    assert not Membership.objects.filter(valid_to=None).exists()
    assert "4003" not in untouched()
    assert InstallationChange.objects.first().verb == "installation.lapse_taking"
    # She, or somebody else, may take it again; one who has come keeps it.
    _ask(client)
    client.post(_link())
    client.force_login(User.objects.get(email=KARI))
    client.get("/nb/4003/arbeid/")
    assert lapse_unused(today + dt.timedelta(days=400)) == 0


@pytest.mark.usefixtures("open_to_all")
def test_one_address_takes_one_municipality_unless_whoever_runs_the_site_says_otherwise(
    client, settings, operator
):
    _ask(client)
    client.post(_link())
    _ask(client, place="Porsgrunn")
    answer = client.post(_link(), follow=True)
    assert "har tatt i bruk Skien alt" in answer.content.decode()
    assert {email for email, _ in _roles("4001")} == set()
    settings.TAKINGS_EACH = 2
    client.post(_link())
    assert {email for email, _ in _roles("4001")} == {KARI}
    take_into_use(operator, place="Siljan", email=KARI)
    assert {email for email, _ in _roles("4010")} == {KARI}


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("typed", ["NO", "Norge", "Atlantis", "9999"])
def test_what_is_no_municipality_is_refused_without_advising_the_country(client, typed):
    page = _ask(client, place=typed).content.decode()
    assert f"med nummer eller navn «{typed}»" in page
    assert "eller NO" not in page


@pytest.mark.usefixtures("open_to_all")
def test_one_who_cannot_take_it_is_told_what_to_change_and_not_why(client, people):
    said = []
    for changed in ({"invented": True}, {"invented": False, "is_active": False}):
        User.objects.filter(pk=people.editor.pk).update(**changed)
        mail.outbox.clear()
        _ask(client, email=people.editor.email)
        said.append(client.post(_link(), follow=True).content.decode())
    for page in said:
        assert f"Skien kan ikke tas i bruk med adressen {people.editor.email}" in page
        for word in ("oppdiktet, eller", "sperret"):
            assert word not in page


@pytest.mark.usefixtures("open_to_all")
def test_a_second_one_is_not_let_in_and_those_who_work_there_are_told(client, operator):
    take_into_use(operator, place="Skien", email=KARI, name="Kari")
    mail.outbox.clear()
    _ask(client, email="thief@elsewhere.example")
    link = _link()
    assert "Noen har tatt Skien i bruk" in client.get(link).content.decode()
    mail.outbox.clear()
    for _ in range(3):
        client.post(link)
    assert [m.to for m in mail.outbox] == [[KARI]]
    assert "thief@elsewhere.example" in mail.outbox[0].body
    assert _roles() == {(KARI, role) for role in FIRST_ROLES}
    assert not User.objects.filter(email="thief@elsewhere.example").exists()


@pytest.mark.usefixtures("open_to_all")
def test_what_is_answered_tells_nobody_who_has_an_account(client, people):
    known, new = _ask(client, email=people.editor.email), _ask(client, email="new@x.example")
    pages = [a.content.decode() for a in (known, new)]
    pages[0] = pages[0].replace(people.editor.email, "new@x.example")
    plain = [re.sub(r'value="[^"]{60,}"', "", p) for p in pages]
    assert plain[0] == plain[1]
    assert known.status_code == new.status_code
    # One who has an account signs in; her link never gives her a new password unasked.
    answer = client.post(re.search(r"(/nb/ta-i-bruk/\S+)", mail.outbox[0].body).group(1))
    assert answer.headers["Location"].startswith("/nb/konto/inn/")


@pytest.mark.usefixtures("open_to_all")
def test_links_that_are_made_up_changed_or_old_open_nothing(client, monkeypatch):
    _ask(client)
    link = _link()
    assert client.get(link[:-3] + "xx/").status_code == 410
    assert client.get(f"{BEGIN}bekreft/x/").status_code == 410
    from kortreist_web.installation import confirming

    monkeypatch.setattr(confirming, "GOOD_SECONDS", -1)
    assert client.post(link).status_code == 410
    assert not _roles()


@pytest.mark.usefixtures("open_to_all")
def test_mail_to_one_address_and_requests_from_one_caller_have_an_end(client):
    for _ in range(5):
        _ask(Client(REMOTE_ADDR="10.0.0.9"))
    assert len(mail.outbox) == 3
    for number in range(8):
        answer = _ask(client, email=f"p{number}@skien.example")
    assert answer.status_code == 422
    assert "mange lenker" in answer.content.decode()


@pytest.mark.usefixtures("open_to_all")
def test_invented_places_and_people_are_left_alone(client, place, people):
    User.objects.filter(pk=people.editor.pk).update(invented=True)
    answer = _ask(client, place="X001")
    assert answer.status_code == 422
    _ask(client, email=people.editor.email)
    client.post(_link())
    assert not _roles()
    assert not Organisation.objects.filter(code="4003").exists()


def test_where_the_operator_says_yes_first_nothing_is_given_before(client, operator, settings):
    settings.SELF_SERVICE, settings.MAIL_SERVER = "approve", True
    settings.DEMONSTRATION_OPERATOR = False
    _ask(client)
    link = _link()
    mail.outbox.clear()
    client.post(link)
    client.post(link)
    assert not _roles()
    (application,) = Application.objects.all()
    assert [m.to for m in mail.outbox] == [[operator.email]]
    client.force_login(operator)
    assert KARI in client.get("/nb/installasjon/").content.decode()
    client.post(f"/nb/installasjon/ta-i-bruk/{application.pk}/slipp-inn/")
    assert _roles() == {(KARI, role) for role in FIRST_ROLES}
    assert not Application.objects.exists()
    assert KARI not in str(list(InstallationChange.objects.values()))


def test_an_application_is_refused_with_a_reason_or_forgotten_after_a_month(client, operator):
    values = {"code": "4003", "place": "Skien"}
    first = Application.objects.create(**values, email=KARI)
    client.force_login(operator)
    path = f"/nb/installasjon/ta-i-bruk/{first.pk}/avsla/"
    assert client.post(path, {"why": ""}).status_code == 422
    assert client.post(path, {"why": "ukjent"}).status_code == 302
    assert InstallationChange.objects.get().why == "ukjent"
    Application.objects.create(**values, email=KARI)
    assert forget_old(timezone.now()) == 0
    assert forget_old(timezone.now() + dt.timedelta(days=31)) == 1
    assert not _roles()


# -- by command ------------------------------------------------------------------------


def test_the_command_takes_into_use_the_same_way(capsys):
    call_command("add_organisation", "Skien", "--person", KARI)
    assert "/nb/velkommen/" in capsys.readouterr().out
    assert _roles() == {(KARI, role) for role in FIRST_ROLES}
    call_command("add_organisation", "4003", "--person", KARI)  # again: nothing new
    with pytest.raises(CommandError, match="Skien"):
        call_command("add_organisation", "4003", "--person", "another@skien.example")
    assert add_organisation("4003").pk == Organisation.objects.get(code="4003").pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not os.environ.get("KORTREIST_TEST_DATABASE_URL"),
    reason="needs PostgreSQL: SQLite lets one writer in at a time",
)
def test_of_two_at_once_one_begins():
    from django.db import OperationalError, connection

    from kortreist_web.installation.actions.take_into_use import begin_by_oneself

    add_organisation("4003")
    answers: list[str] = []

    def begin(email):
        try:
            begin_by_oneself(place="4003", email=email, name="")
            answers.append("begun")
        except (RefusedError, OperationalError) as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(f"p{n}@skien.example",)) for n in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers.count("begun") == 1, answers
    assert len({email for email, _ in _roles()}) == 1
