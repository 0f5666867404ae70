"""A throw-away workspace: one browser's, with an end, and nothing left of it after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kortreist.places import find
from kortreist_web.accounts.actions.accept import accept
from kortreist_web.accounts.actions.send_in import send_in
from kortreist_web.accounts.data_directories import engine_data_dir
from kortreist_web.accounts.models import Upload, Vintage
from kortreist_web.changes.models import Change, ErasureNote
from kortreist_web.changes.tenant_data import models_of, rows_of
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.models import Workspace
from kortreist_web.installation.workspaces import (
    COOKIE,
    DAYS,
    erase_expired,
    erase_workspace,
    make_workspace,
)
from kortreist_web.people.models import Membership, User
from kortreist_web.plans.actions.ask import ask
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.trial import MAX_PLANS, MAX_UPLOADS

pytestmark = pytest.mark.django_db
PATH = "/nb/prov-selv/"
HEAD = "Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp\n"
FILE = (HEAD + "4003;Skien;2023;Veitrafikk;Personbiler;1200\n").encode()


@pytest.fixture(autouse=True)
def _allowed(settings, tmp_path):
    settings.WORKSPACES, settings.STATE = 3, tmp_path


def _begin(client, place="Skien"):
    return client.post(PATH, {"place": place})


def _made(place="Skien"):
    return make_workspace(find(place), name="Prøveområde", language="nb").workspace


def test_she_comes_in_without_an_account_and_every_page_says_when_it_is_erased(client):
    answer = _begin(client)
    (workspace,) = Workspace.objects.all()
    code = workspace.organisation.code
    assert answer.headers["Location"] == f"/nb/{code}/arbeid/"
    until = timezone.localdate() + dt.timedelta(days=DAYS)
    for page in ("arbeid/", "arbeid/regnskap/", "arbeid/tiltak/", "arbeid/plan/", "regnskap/"):
        said = client.get(f"/nb/{code}/{page}").content.decode()
        assert f"Prøveområde, slettes {until:%d.%m.%Y}" in said, page
        assert "k-invented" not in said
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] == DAYS * 86_400
    # Nothing says who she is: no address mail could reach, and her secret is not stored.
    assert User.objects.get().email.endswith("@workspace.invalid")
    assert cookie.value not in str(list(Workspace.objects.values()))


def test_only_her_browser_opens_it_also_after_signing_out(client, operator, people):
    _begin(client)
    code = Organisation.objects.exclude(expires_on=None).get().code
    for who in (None, operator, people.administrator):
        other = Client()
        if who is not None:
            other.force_login(who)
        assert other.get(f"/nb/{code}/").status_code == 404
        assert other.get(f"/nb/{code}/regnskap/").status_code == 404
        assert other.get(f"/nb/{code}/arbeid/").status_code in (302, 404)
        assert "Denne nettleseren har" not in other.get(PATH).content.decode()
    client.post("/nb/konto/ut/")
    assert client.get(f"/nb/{code}/arbeid/").status_code == 302
    assert "Denne nettleseren har" in client.get(PATH).content.decode()
    assert client.post(PATH, {"what": "enter"}).headers["Location"] == f"/nb/{code}/arbeid/"
    assert Workspace.objects.count() == 1  # she has one; another is not made
    other = Client()
    other.cookies[COOKIE] = "x" * 43
    assert "Denne nettleseren har" not in other.get(PATH).content.decode()


CLOSED = ("meg", "konto/passord", "konto/passord/velg", "konto/bekreft", "konto/to-trinn")


@pytest.mark.parametrize("page", [*CLOSED, "konto/to-trinn/app", "konto/ekstern"])
def test_no_account_page_opens_it_from_another_browser(client, page):
    _begin(client)
    words = {"password1": "et langt passord 1", "password2": "et langt passord 1"}
    for answer in (client.get(f"/nb/{page}/"), client.post(f"/nb/{page}/", words)):
        assert answer.status_code == 403
        said = answer.content.decode()
        assert "Et prøveområde har ingen konto" in said
        assert "Prøveområde, slettes" in said
    user = User.objects.get()
    assert not user.has_usable_password()
    assert user.name != "x"
    sent = {"login": user.email, "password": words["password1"]}
    other = Client()
    other.post("/nb/konto/inn/", sent)
    assert "_auth_user_id" not in other.session


def test_pages_about_no_municipality_say_so_too_and_no_mail_is_sent_to_her(client, mailoutbox):
    _begin(client)
    for page in ("/nb/", PATH, f"{PATH}slett/"):
        said = client.get(page).content.decode()
        assert "Prøveområde, slettes" in said, page
        assert "/nb/meg/" not in said
    Client().post("/nb/konto/passord/glemt/", {"email": User.objects.get().email})
    assert not mailoutbox


def test_nobody_can_be_signed_in_as_her_nor_finds_it(client, settings, operator):
    settings.DEMONSTRATION = True
    _made()
    code = Organisation.objects.exclude(expires_on=None).get().code
    answer = Client().post("/nb/prov/", {"role": "editor", "code": code})
    assert answer.status_code == 404
    assert f"/nb/{code}/" not in Client().get(f"/nb/?q={code}").content.decode()
    assert code not in Client().get("/nb/?q=Prøveområde").content.decode()
    assert code not in Client().get("/api/v1/organisations").content.decode()
    client.force_login(operator)
    assert code not in client.get("/nb/installasjon/").content.decode()


def test_she_can_neither_publish_give_access_nor_open_the_pages(client):
    _begin(client)
    code = Organisation.objects.exclude(expires_on=None).get().code
    for page in ("tilgang/", "tilgang/gi/", "innstillinger/", "nokler/", "logg/slett/"):
        assert client.get(f"/nb/{code}/arbeid/{page}").status_code in (403, 404), page
    assert set(Membership.objects.values_list("role", flat=True)) == {"editor"}


def test_there_is_an_end_to_how_many_and_how_large(client, settings):
    for _ in range(settings.WORKSPACES):
        _made()
    assert "Alle prøveområdene er i bruk" in _begin(client).content.decode()
    settings.WORKSPACES = 50
    for number in range(6):
        answer = _begin(Client(REMOTE_ADDR="10.1.1.1"))
        assert (answer.status_code == 302) == (number < 5)
    workspace = Workspace.objects.first()
    assert workspace is not None
    who, place = workspace.user, workspace.organisation
    for number in range(MAX_UPLOADS):
        send_in(who, place, filename=f"{number}.csv", content=FILE + b"\n" * number)
    with pytest.raises(RefusedError):
        send_in(who, place, filename="one-more.csv", content=FILE + b"\n\n\n\n\n\n\n")
    for number in range(MAX_PLANS):
        assert ask(who, place, name=str(number), futures=4000).pins["futures"] == 1000
    with pytest.raises(RefusedError):
        ask(who, place, name="one more")


def test_where_it_is_not_allowed_there_is_no_such_page(client, settings):
    _begin(client)
    settings.WORKSPACES = 0
    assert client.get(PATH).status_code == 404
    assert _begin(Client()).status_code == 404


def test_nothing_is_left_when_its_day_has_come(client, settings, place, people):
    from kortreist_web.accounts.jobs import read_upload, take_in
    from kortreist_web.jobs.models import Job

    def quiet(*args: object) -> None:
        return None

    before = Membership.objects.filter(organisation=place).count()
    _begin(client)
    workspace = Workspace.objects.get()
    who, trial = workspace.user, workspace.organisation
    rows = "".join(
        f"4003;Skien;{year};Veitrafikk;Personbiler;1200\n" for year in (2021, 2022, 2023)
    )
    upload = send_in(who, trial, filename="skien.csv", content=(HEAD + rows).encode())
    with acting(None, "test"):
        read_upload(Job.objects.get(kind="accounts.read_upload"), quiet)()
    upload.refresh_from_db()
    accept(who, trial, upload, looked_at=True)
    with acting(None, "test"):
        take_in(Job.objects.get(kind="accounts.take_in"), quiet)()
    ask(who, trial, name="plan")
    home = engine_data_dir(trial)
    assert list(home.rglob("rows.sqlite"))
    assert Vintage.objects.filter(organisation=trial).exists()

    assert erase_expired(timezone.localdate() + dt.timedelta(days=DAYS - 1)) == 0
    key, pk = trial.code, trial.pk
    assert erase_expired(timezone.localdate() + dt.timedelta(days=DAYS)) == 1
    assert erase_expired(timezone.localdate() + dt.timedelta(days=DAYS)) == 0
    # Rows, the person, her session, the files the engine read, the note of the erasure.
    gone = Organisation(pk=pk, code=key, figures_code="4003", name="x")
    assert {m._meta.label: rows_of(m, gone).count() for m in models_of()} == {
        m._meta.label: 0 for m in models_of()
    }
    assert not User.objects.filter(pk=who.pk).exists()
    assert not Session.objects.exists()
    assert not ErasureNote.objects.exists()
    assert not Upload.objects.exists()
    assert not list(Path(settings.STATE).rglob("rows.sqlite"))
    assert client.get(f"/nb/{key}/regnskap/").status_code == 404
    # Others are whole.
    assert Organisation.objects.get() == place
    assert Membership.objects.filter(organisation=place).count() == before
    assert not Change.objects.exclude(organisation=place).exists()


def test_she_erases_it_herself_and_real_ones_are_never_erased_so(client, place):
    _begin(client)
    # The link asks first; looking, or sending something else in, erases nothing.
    page = client.get(PATH).content.decode()
    assert f'href="{PATH}slett/"' in page
    client.post(PATH, {"what": "erase"})
    asked = client.get(f"{PATH}slett/").content.decode()
    assert "Vil du slette Prøveområde Skien?" in asked
    assert asked.count('<form method="post" class="k-actions"') == 1
    assert Workspace.objects.count() == 1
    answer = client.post(f"{PATH}slett/")
    assert answer.headers["Location"] == "/nb/"
    assert not Workspace.objects.exists()
    assert answer.cookies[COOKIE].value == ""
    assert erase_expired(timezone.localdate() + dt.timedelta(days=400)) == 0
    with pytest.raises(ValueError, match="no throw-away workspace"):
        erase_workspace(place)


def test_no_page_of_it_is_kept_for_others(client):
    """Its pages are never published, so the page cache never holds one."""
    from kortreist_web.config.page_cache import CACHE

    _begin(client)
    code = Organisation.objects.exclude(expires_on=None).get().code
    client.get(f"/nb/{code}/regnskap/")
    kept: list[str] = []
    set_ = CACHE.set
    try:
        CACHE.set = lambda key, *a, **b: kept.append(key)  # type: ignore[method-assign]
        client.get(f"/nb/{code}/regnskap/")
        Client().get(f"/nb/{code}/regnskap/")
    finally:
        CACHE.set = set_  # type: ignore[method-assign]
    assert kept == []


def _tables_with(code):
    """Every row of every table where a column holds a code, alone or inside its words."""
    from django.apps import apps
    from django.db import models

    found = []
    for model in apps.get_models(include_auto_created=True):
        kinds = (models.CharField, models.TextField, models.JSONField)
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, kinds)]
        rows = model._base_manager.values_list(*names) if names else []
        found += [model._meta.label for row in rows if code in str(row)]
    return found


def test_no_table_holds_its_code_after_and_nobody_is_given_it_again(place):
    from kortreist_web.accounts.computation import compute_account
    from kortreist_web.accounts.models import AccountResult

    first = _made().organisation
    compute_account(first)  # of official figures: no organisation's row
    official = compute_account(place) if place.code == place.figures_code else None
    assert {"accounts.AccountResult", "tenants.Organisation"} <= {*_tables_with(first.code)}
    erase_workspace(first)
    assert _tables_with(first.code) == []
    assert official is None or AccountResult.objects.filter(pk=official.pk).exists()
    assert _made("Notodden").organisation.code != first.code


def test_an_account_that_was_left_under_its_code_is_not_shown_as_its_own():
    from kortreist_web.accounts.computation import compute_account
    from kortreist_web.accounts.models import AccountResult
    from kortreist_web.accounts.queries import latest_account

    place = _made("Skien").organisation
    left = compute_account(place)
    Organisation.objects.filter(pk=place.pk).update(figures_code="4005")
    place.refresh_from_db()
    assert latest_account(place) is None
    own = compute_account(place)
    assert own.content["place"]["figures_from"]["number"] == "4005"
    assert latest_account(place) == own
    assert not AccountResult.objects.filter(pk=left.pk, content=left.content).exists()


def test_every_code_has_a_letter_and_is_given_once(settings):
    from kortreist_web.installation.workspaces import CodesGiven, _new_code

    given = {_new_code() for _ in range(30)}
    assert len(given) == 30
    assert not any(code[1:].isdigit() for code in given)
    CodesGiven.objects.update(count=30**3 - 10**3)
    with pytest.raises(RefusedError):
        _new_code()
