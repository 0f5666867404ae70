"""Every form that makes a row, sent in twice as a double click does: one row, and one way on."""

from __future__ import annotations

import ast
import os
import re
import threading
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import kortreist_web
from kortreist_web.changes.models import Change
from kortreist_web.core.action import ACTIONS
from kortreist_web.people.models import ApiToken, SentForm
from kortreist_web.people.sent_forms import delete_old_forms
from kortreist_web.tasks.models import Task

ROOT = Path(kortreist_web.__file__).parent
OWN = {
    "name_nb": "Felles verksted",
    "description": "Et verksted",
    "theme": "goods",
    "level": "3",
    "unit": "culture",
    "instrument": "Klimakrav i anskaffelser",
    "indicator": "besøk",
    "on": "direct/road_transport/passenger_cars",
    "mode": "avoid",
    "fraction_low": "0,1",
    "fraction_central": "0,2",
    "fraction_high": "0,4",
    "bearer": "municipality",
    "cost": "fixed/running",
    "ramp_years": "2",
    "lifetime_years": "10",
    "commitment_years": "0",
    "staff_fte": "0,2",
    "source": "Eget skjønn",
}
PLAN = "Tiltak;Ansvar;Frist\nLadere til bilene;Teknisk;2027\nSolceller på skolen;Eiendom;2028\n"
#: Action → (role, address, what is sent in). Those that need more than a municipality, and are
#: sent in by forms like these, stand in ``ELSEWHERE``.
FORMS: dict[str, tuple[str, str, dict]] = {
    "accounts.send_in": ("editor", "accounts:work", {"file": ("utslipp.csv", "Kommunenummer;År")}),
    "accounts.tell_change": (
        "editor",
        "accounts:known_new",
        {
            "plant": "Verket",
            "what": "Utredes",
            "part": "industry_oil_gas/industry_oil_gas",
            "actor": "business",
            "certainty": "studied",
            "rises": "down",
            "checked_on": "01.11.2026",
        },
    ),
    "action_plans.read_file": (
        "editor",
        "action_plans:new",
        {"title": "Klimaplan", "file": ("plan.csv", PLAN)},
    ),
    "bindings.enter": (
        "editor",
        "bindings:new",
        {"name": "Ny skole", "kind": "building", "start": "2029", "otherwise": "nothing"},
    ),
    "decisions.add_body": (
        "editor",
        "decisions:bodies",
        {"name": "Formannskapet", "kind": "committee"},
    ),
    "goals.register_goal": (
        "editor",
        "goals:new",
        {
            "kind": "share",
            "boundary": "territorial",
            "base_year": "2009",
            "reduction": "60",
            "target_year": "2030",
            "title": "Klimaplan",
            "body": "Kommunestyret",
            "decided_on": "07.03.2024",
            "case_number": "24/0113",
        },
    ),
    "indicators.define": (
        "editor",
        "indicators:new",
        {"name": "Biler", "unit_of_measure": "stk", "direction": "-1"},
    ),
    "measures.make_own": ("editor", "measures:new", OWN),
    "people.give_role": (
        "administrator",
        "people:give",
        {"email": "ny@x001.example", "name": "Ny", "role": "editor", "why": "ny i jobben"},
    ),
    "people.make_token": (
        "administrator",
        "people:make_token",
        {"name": "Power BI", "scopes": ["read"], "days": "30"},
    ),
    "publishing.add_webhook": (
        "administrator",
        "publishing:new_webhook",
        {"url": "https://1.1.1.1/hook", "events": ["budget.adopted"]},
    ),
    "signposts.watch": (
        "editor",
        "signposts:new?source=condition",
        {"name": "Loven", "see_by": "2040", "owner": "role:editor"},
    ),
    "tasks.add_deadline": (
        "editor",
        "tasks:deadline_add",
        {"title": "Høring", "due": "01.03.2027", "kind": "other"},
    ),
    "tasks.make_calendar": ("editor", "tasks:calendar_make", {"year": "2027"}),
    "tenants.add_unit": (
        "administrator",
        "tenants:unit_add",
        {"name": "Teknisk", "valid_from": "01.01.2026"},
    ),
    "tenants.add_starter_units": (
        "administrator",
        "tenants:units_start",
        {"more": "Teknisk\nSkole"},
    ),
}
#: Where the page is that a form of another address stands on.
DRAWN_ON = {"tasks:calendar_make": "tasks:calendar", "tenants:units_start": "tenants:units"}


def at(name: str) -> str:
    name, mark, query = name.partition("?")
    with override("nb"):
        return reverse(name, kwargs={"code": "X001"}) + mark + query


def secret_of(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]{64})"', page)
    assert found, url
    return found[1]


def sent(values: dict) -> dict:
    """What is sent in, with files made anew: one that has been read is empty."""
    return {
        name: SimpleUploadedFile(value[0], value[1].encode()) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def rows() -> dict[str, int]:
    return {
        m._meta.label: m._base_manager.count()
        for m in apps.get_models()
        if m._meta.app_label != "sessions"
    }


#: Walked each time; the rest before a delivery.
EACH_TIME = {"people.make_token", "tasks.add_deadline", "tenants.add_starter_units"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb",
    [v if v in EACH_TIME else pytest.param(v, marks=pytest.mark.long) for v in sorted(FORMS)],
)
def test_a_form_that_comes_twice_makes_one_row(place, people, verb, settings):
    settings.REQUEST_LIMITS_TIMES = 1_000
    role, name, values = FORMS[verb]
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(people, role), backend=settings.AUTHENTICATION_BACKENDS[0])
    values = values | {"csrfmiddlewaretoken": secret_of(client, at(DRAWN_ON.get(name, name)))}
    before = Change.objects.count()
    first = client.post(at(name), sent(values))
    assert first.status_code in (200, 302), first.context["form"].errors
    assert Change.objects.filter(verb=verb).exists(), "the form makes what it says"
    assert Change.objects.count() > before
    after = rows()
    second = client.post(at(name), sent(values))
    assert rows() == after
    if first.status_code == 302:
        assert second.headers["Location"] == first.headers["Location"]
    else:  # what was shown once is not shown again
        assert second.status_code == 409


#: Actions that make rows and are not walked here, and why.
ELSEWHERE = {
    "needs a plan, a budget or a proposal first": {
        "budgets.add_action",
        "budgets.add_line",
        "budgets.adopt",
        "budgets.amend",
        "budgets.draft_from_plan",
        "budgets.next_year",
        "budgets.propose",
        "budgets.reconsider",
        "budgets.refresh_from_plan",
        "budgets.set_aside",
        "budgets.take_in",
        "decisions.add_member",
        "decisions.record",
        "decisions.record_vote",
        "decisions.set_point",
        "decisions.split_text",
        "hearings.add_document",
        "hearings.add_recipient",
        "hearings.extend",
        "hearings.hold_hearing",
        "hearings.judge_section",
        "hearings.appeal_moderation",
        "participation.answer",
        "participation.draw_link",
        "participation.make_process",
        "participation.take_back_link",
        "people.open_participation",
        "plans.answer_figure",
        "plans.ask",
        "plans.keep",
        "platforms.answer_commitment",
        "platforms.commit",
        "platforms.link_commitment",
        "platforms.name_number",
        "platforms.review_principle",
        "platforms.set_aside",
        "platforms.suggest",
        "platforms.write_section",
        "publishing.publish",
        "reports.complete",
        "reports.open_report",
        "reports.spend",
    },
    "writes over what is there, or refuses what is there already": {
        "bindings.answer_line",
        "bindings.import_bindings",
        "budgets.import_table",
        "decisions.write_paper",
        "indicators.observe",
        "measures.make_own_all",
        "platforms.enter_days",
        "platforms.make_platform",
        "publishing.withdraw",
        "reports.report",
        "signposts.record_reading",
        "tenants.end_unit",
    },
}


def _makes_rows(function: ast.FunctionDef) -> bool:
    """Whether a row of an organisation is made in an action itself."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id[:1].isupper()
        and any(k.arg == "organisation" for k in node.keywords)
        for node in ast.walk(function)
    )


def test_every_action_that_makes_a_row_is_walked_or_told_why_not():
    making = {
        f"{file.parts[-3]}.{node.name}"
        for file in ROOT.glob("*/actions/*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and _makes_rows(node)
    } & set(ACTIONS)
    told = set(FORMS).union(*ELSEWHERE.values())
    assert sorted(making - told) == [], "walk their forms here"
    assert told <= set(ACTIONS)


def _deadline(client: Client, values: dict) -> int:
    return client.post(at("tasks:deadline_add"), values).status_code


@pytest.fixture
def editor(place, people, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.editor, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.django_db
def test_another_content_another_page_or_what_was_refused_is_another_form(editor):
    secret = secret_of(editor, at("tasks:deadline_add"))
    values = {"title": "", "due": "01.03.2027", "kind": "other", "csrfmiddlewaretoken": secret}
    assert _deadline(editor, values) == 422
    assert _deadline(editor, values) == 422, "what was refused may come again"
    assert not SentForm.objects.exists()
    assert _deadline(editor, {**values, "title": "A"}) == 302
    assert _deadline(editor, {**values, "title": "B"}) == 302  # went back and wrote another
    fresh = secret_of(editor, at("tasks:deadline_add"))
    assert _deadline(editor, {**values, "title": "C", "csrfmiddlewaretoken": fresh}) == 302
    assert set(Task.objects.values_list("title", flat=True)) == {"A", "B", "C"}


@pytest.mark.django_db
def test_whose_row_is_deleted_may_be_sent_again_from_a_page_of_its_own(editor, people, settings):
    """A key made, revoked, and made again under the same name is two keys."""
    editor.force_login(people.administrator, backend=settings.AUTHENTICATION_BACKENDS[0])
    url = at("people:make_token")
    values = {"name": "Power BI", "scopes": ["read"], "days": "30"}
    for _ in range(2):
        answer = editor.post(url, values | {"csrfmiddlewaretoken": secret_of(editor, url)})
        assert answer.status_code == 200
    assert ApiToken.objects.count() == 2


@pytest.mark.django_db
def test_what_is_kept_of_a_form_names_nobody_and_goes_after_a_day(editor, people):
    from datetime import timedelta

    from django.utils import timezone

    url = at("tasks:deadline_add")
    values = {"title": "Ladere", "due": "01.03.2027", "kind": "other"}
    _deadline(editor, values | {"csrfmiddlewaretoken": secret_of(editor, url)})
    (row,) = SentForm.objects.all()
    assert "Ladere" not in str(vars(row))
    assert people.editor.email not in str(vars(row))
    SentForm.objects.update(sent_at=timezone.now() - timedelta(days=2))
    delete_old_forms()
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not os.environ.get("KORTREIST_TEST_DATABASE_URL"), reason="needs PostgreSQL")
@pytest.mark.parametrize("verb", ["tasks.add_deadline", "indicators.define", "people.make_token"])
def test_four_copies_at_once_make_one_row(place, people, settings, verb):
    """Each in a thread of its own, let go together."""
    settings.REQUEST_LIMITS_TIMES = 1_000
    role, name, values = FORMS[verb]
    first = Client(enforce_csrf_checks=True)
    first.force_login(getattr(people, role), backend=settings.AUTHENTICATION_BACKENDS[0])
    values = values | {"csrfmiddlewaretoken": secret_of(first, at(name))}
    gate, answers = threading.Barrier(4), []

    def send() -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies = first.cookies
        gate.wait()
        answers.append(client.post(at(name), sent(values)))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Change.objects.filter(verb=verb, kind="add").count() == 1
    if verb == "people.make_token":  # shown once
        assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    else:
        assert {(a.status_code, a.headers["Location"]) for a in answers} == {
            (302, answers[0].headers["Location"])
        }
