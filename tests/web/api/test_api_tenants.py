"""Every operation × every role × every scope × another municipality: nothing gets through."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from itertools import product

import pytest

from kortreist_web.accounts.models import KnownChange
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.bindings.models import Binding
from kortreist_web.changes.models import Change
from kortreist_web.config.api import api
from kortreist_web.core.actor_context import acting
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.indicators.models import Indicator
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import ApiToken
from kortreist_web.people.tokens import new_key
from kortreist_web.plans.models import Plan
from kortreist_web.platforms.models import Commitment, Platform, PlatformSection, Suggestion
from kortreist_web.signposts.models import Signpost
from kortreist_web.tasks.models import Task

pytestmark = pytest.mark.django_db
ROLES = ("reader", "reporter", "editor", "approver", "auditor", "administrator")
SCOPES = ("read", "report", "write")
#: What the keyed operations are sent, each one that would be taken.
KNOWN = {
    "plant": "Verket",
    "what": "Utredes",
    "sector": "industry_oil_gas",
    "source": "industry_oil_gas",
    "certainty": "studied",
    "checked_on": "2026-11-01",
}
GOAL = {
    "kind": "share",
    "boundary": "territorial",
    "base_year": 2009,
    "reduction": 40.0,
    "target_year": 2030,
    "title": "Klimaplan",
    "body": "Kommunestyret",
    "decided_on": "2025-09-18",
    "case_number": "25/0087",
}
BODIES = {
    "set_finding_aside": {"key": "x", "reason": "Den er ny", "look_again": "2090-01-01"},
    "post_platform": {"title": "Plattform", "first_year": 2027, "last_year": 2031},
    "write_platform_section": {"kind": "why", "heading_nb": "Hvorfor"},
    "post_commitment_done": {"on": "2026-01-02", "evidence": "Sak 26/0001"},
    "post_commitment_link": {"kind": "indicator", "target": 2_000_000_000},
    "post_commitment": {"section": 1, "kind": "goal", "text_nb": "Halve utslippet"},
    "post_suggestion": {"section": 1, "old": "Bygda", "new": "Dalen"},
    "answer_suggestion": {"accept": True},
    "put_action_row": {"decision": "left_out", "reason": "not_climate", "version": 1},
    "post_action_plan_take": {},
    "post_goal_end": {"on": "2026-01-02", "why": "Nytt vedtak"},
    "post_goal": GOAL | {"case_number": "25/0099"},  # the same twice is refused
    "put_goal": GOAL,
    "choose_measure": {"state": "chosen", "start_year": 2027},
    "report_status": {"year": 2026, "period": 2, "status": "on_track"},
    "observe_indicator": {"year": 2026, "period": 2, "value": 5.0},
    "give_answer": {
        "figure": "driver/van_km",
        "value": -0.5,
        "unit": "percent_a_year",
        "source": "Telling",
    },
    "tell_known": KNOWN,
    "put_known": KNOWN,
    "delete_known": {},
    "enter_binding": {"name": "Gasskjel", "kind": "heating"},
    "change_binding": {"name": "Gasskjel", "kind": "heating", "start": 2028, "version": 1},
    "judge_all": {},
    "split_submission": {"quote": "Bygg den."},
    "answer_submission_points": {"points": [1], "outcome": "accepted", "reason": "Ja."},
    "enter_submission": {
        "sender": "Kari",
        "sender_kind": "person",
        "text": "Bygg den.",
        "received_on": "2026-01-02",
        "received_by": "paper",
    },
    "answer_whole_submissions": {"submissions": [1], "outcome": "accepted", "reason": "Ja."},
    "watch_signpost": {"name": "Loven", "source": "condition", "see_by": 2090},
    "read_signpost": {"day": "2026-01-02", "source": "Lovdata", "word": "come"},
    "settle_signpost": {"how": "Sak 26/0512"},
    "enter_spending": {"actual_running": 1000},
    "set_task_owner": {"owner": "role:editor", "due": None},
    "set_task_state": {"state": "under_way"},
    "begin_next_year": {"plan": 1, "title": "Klimabudsjett 2027"},
    "import_economic_plan": {
        "lines": [{"responsibility": "400", "text": "Elbiler", "amounts": {"2026": 1}}]
    },
}
#: Operation → (scope, roles) that open it; written out, so that a wider one is seen here.
OPEN = {
    "list_platforms": ("read", ROLES),
    "list_findings": ("read", ROLES),
    "set_finding_aside": ("write", ("editor", "approver")),
    "post_platform": ("write", ("editor", "approver")),
    "write_platform_section": ("write", ("editor", "approver")),
    "post_commitment_done": ("write", ("editor", "approver")),
    "post_commitment_link": ("write", ("editor", "approver")),
    "post_commitment": ("write", ("editor", "approver")),
    "list_suggestions": ("read", ROLES),
    "post_suggestion": ("write", ("editor", "approver")),
    "answer_suggestion": ("write", ("editor", "approver")),
    "get_settings": ("read", ROLES),
    "list_measures": ("read", ROLES),
    "list_indicators": ("read", ROLES),
    "list_answers": ("read", ROLES),
    "list_known": ("read", ROLES),
    "list_goals": ("read", ROLES),
    "list_action_plans": ("read", ROLES),
    "list_action_rows": ("read", ROLES),
    "put_action_row": ("write", ("editor", "approver")),
    "post_action_plan_take": ("write", ("editor", "approver")),
    "post_goal_end": ("write", ("editor", "approver")),
    "post_goal": ("write", ("editor", "approver")),
    "put_goal": ("write", ("editor", "approver")),
    "get_economic_plan": ("read", ROLES),
    "list_alternatives": ("read", ROLES),
    "list_bindings": ("read", ROLES),
    "enter_binding": ("report", ("reporter", "editor", "approver")),
    "change_binding": ("report", ("reporter", "editor", "approver")),
    "judge_all": ("write", ("editor", "approver")),
    "split_submission": ("write", ("editor", "approver")),
    "answer_submission_points": ("write", ("editor", "approver")),
    "enter_submission": ("write", ("editor", "approver")),
    "answer_whole_submissions": ("write", ("editor", "approver")),
    "list_signposts": ("read", ROLES),
    "watch_signpost": ("write", ("editor", "approver")),
    "read_signpost": ("report", ("reporter", "editor", "approver")),
    "settle_signpost": ("write", ("editor", "approver")),
    "list_tasks": ("read", ROLES),
    "get_task": ("read", ROLES),
    "set_task_owner": ("write", ("editor", "approver")),
    # One that waits for nobody in particular: its owner's key would do so too.
    "set_task_state": ("write", ("editor", "approver")),
    "choose_measure": ("write", ("editor", "approver")),
    "give_answer": ("write", ("editor", "approver")),
    "tell_known": ("write", ("editor", "approver")),
    "put_known": ("write", ("editor", "approver")),
    "delete_known": ("write", ("editor", "approver")),
    "begin_next_year": ("write", ("editor", "approver")),
    "import_economic_plan": ("write", ("editor", "approver")),
    "list_own_roles": ("read", ROLES),
    "list_spending": ("read", ROLES),
    "enter_spending": ("report", ("reporter", "editor", "approver")),
    "report_status": ("report", ("reporter", "editor", "approver")),
    "observe_indicator": ("report", ("reporter", "editor", "approver")),
}
#: What is answered where it is not 200; there is no budget here, nor alternatives
#: of one, nor a hearing.
DONE = {
    "tell_known": 201,
    "post_goal": 201,
    "post_platform": 201,
    "post_commitment": 201,
    "post_suggestion": 201,
    "post_commitment_link": 422,
    "set_finding_aside": 422,
    "delete_known": 204,
    "begin_next_year": 404,
    "split_submission": 404,
    "answer_submission_points": 404,
    "enter_submission": 404,
    "answer_whole_submissions": 404,
    "list_alternatives": 404,
}


def before_a_delivery(every: Iterable, *each_time) -> list:
    """Every one of them, of which most are tried before a delivery only."""
    rest = [one for one in every if one not in each_time]
    marked = (one if isinstance(one, tuple) else (one,) for one in rest)
    return [*each_time, *(pytest.param(*one, marks=pytest.mark.long) for one in marked)]


def _name(operation: dict) -> str:
    return next(n for n in (*OPEN, "") if n in operation["operationId"])


def keyed() -> list[tuple[str, str, str]]:
    """(name, method, address) of every operation that needs a key."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return [
        (_name(operation), method, path)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if operation.get("security")
    ]


@pytest.fixture
def things(place, people):
    with acting(people.editor, "test"):
        choice = MeasureChoice(
            organisation=place,
            measure="eco_driving",
            name={"nb": "Kurs"},
            state="chosen",
            start_year=2026,
        )
        choice.save()
        indicator = Indicator(
            organisation=place, name="Kurs", unit_of_measure="personer", choice=choice
        )
        indicator.save()
        # One number leads to all of them.
        Task(pk=indicator.pk, organisation=place, kind="other", title="Ladere").save()
        Binding(pk=indicator.pk, organisation=place, key="k", name="Kjel").save()
        Signpost(
            pk=indicator.pk, organisation=place, name="Loven", source="condition", see_by=2090
        ).save()
        Plan(organisation=place, name="Plan", state="ready", content={}).save()
        adopted = ActionPlan(pk=indicator.pk, organisation=place, title="Klimaplan", state="open")
        adopted.save()
        row = ActionRow(organisation=place, plan=adopted, row=2, title="Ladere")
        row.save()
        AdoptedGoal(
            pk=indicator.pk, organisation=place, **{**GOAL, "decided_on": dt.date(2025, 9, 18)}
        ).save()
        platform = Platform(pk=indicator.pk, organisation=place, first_year=2023, last_year=2027)
        platform.save()
        section = PlatformSection(
            pk=1, organisation=place, platform=platform, key="why-1", kind="why", text_nb="Bygda"
        )
        section.save()
        Commitment(
            pk=indicator.pk, organisation=place, platform=platform, section=section, kind="goal"
        ).save()
        Suggestion(
            pk=indicator.pk, organisation=place, section=section, old="Bygda", author="Anne"
        ).save()
        KnownChange(
            pk=indicator.pk,
            organisation=place,
            plant="Verket",
            what="Utredes",
            sector="industry_oil_gas",
            source="industry_oil_gas",
            certainty="studied",
        ).save()
    return {
        "code": "X001",
        "measure": "eco_driving",
        "id": indicator.pk,
        "row": row.pk,
        "platform": indicator.pk,
        "hearing": 1,
        "number": 1,
        "year": 2026,
    }


@pytest.fixture
def key(people):
    def make(organisation, user, *scopes):
        text, prefix, digest = new_key()
        with acting(people.administrator, "test"):
            ApiToken.objects.create(
                organisation=organisation,
                user=user,
                name="k",
                prefix=prefix,
                digest=digest,
                scopes=list(scopes),
                expires_on=dt.date.today() + dt.timedelta(days=3),
            )
        return {"HTTP_AUTHORIZATION": f"Bearer {text}"}

    return make


def ask(client, things, name, method, path, **headers):
    url = path.format(**things)
    if method == "get":
        return client.get(url, **headers)
    body = json.dumps(BODIES[name])
    return client.generic(method.upper(), url, body, content_type="application/json", **headers)


def test_the_table_names_every_operation_that_needs_a_key():
    assert sorted(name for name, _, _ in keyed()) == sorted(OPEN)


def test_without_a_key_nothing_opens(client, things):
    for one in keyed():
        assert ask(client, things, *one).status_code == 401, one


@pytest.mark.parametrize("role", before_a_delivery(ROLES, "editor"))
def test_another_municipalitys_key_opens_nothing(client, things, other, strangers, key, role):
    headers = key(other, getattr(strangers, role), *SCOPES)
    before = Change.objects.count()
    for one in keyed():
        assert ask(client, things, *one, **headers).status_code == 404, one
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("scope", "role"),
    before_a_delivery(
        product(SCOPES, ROLES), ("read", "approver"), ("report", "reporter"), ("write", "editor")
    ),
)
def test_a_key_does_what_its_scope_and_its_person_may_and_no_more(
    client, things, place, people, key, scope, role
):
    wider = {"read": {"read"}, "report": {"read", "report"}, "write": {"read", "report", "write"}}
    headers = key(place, getattr(people, role), scope)
    for name, method, path in keyed():
        needed, roles = OPEN[name]
        opens = needed in wider[scope] and role in roles
        status = ask(client, things, name, method, path, **headers).status_code
        assert status == (DONE.get(name, 200) if opens else 403), (name, status)


def test_a_field_it_does_not_know_is_refused(client, things, place, people, key):
    """A misspelt ``version`` must not overwrite what somebody else has saved."""
    headers = key(place, people.editor, "write")
    body = json.dumps({"state": "excluded", "versjon": 1})
    answer = client.put(
        "/api/v1/organisations/X001/measures/eco_driving",
        body,
        content_type="application/json",
        **headers,
    )
    assert answer.status_code == 422
    assert "versjon" in answer.json()["detail"]
    assert MeasureChoice.objects.get().state == "chosen"


def test_the_log_says_that_a_key_was_used(client, things, place, people, key):
    headers = key(place, people.editor, "write")
    ask(client, things, "observe_indicator", *_of("observe_indicator"), **headers)
    line = Change.objects.order_by("-id").first()
    assert line.user == people.editor
    assert line.program == "kort_" + ApiToken.objects.get().prefix
    # Said again, nothing has changed and nothing is logged.
    ask(client, things, "observe_indicator", *_of("observe_indicator"), **headers)
    assert Change.objects.order_by("-id").first() == line


def _of(name):
    return next((method, path) for n, method, path in keyed() if n == name)


def test_an_address_that_is_none_is_answered_as_a_program_expects(client, place):
    answer = client.get("/api/v1/organisations/X001/nothing", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
