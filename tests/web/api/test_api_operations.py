"""The API: what is published is open, the rest needs a key, errors say the mend."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from kortreist_web.core.actor_context import acting
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import ApiToken
from kortreist_web.people.tokens import new_key
from kortreist_web.reports.models import StatusReport

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parents[3] / "docs/reference/api-v1.json"
BASE = "/api/v1/organisations/X001"


@pytest.fixture
def key(place, people):
    """Make a key of the editor's with the scopes asked for."""

    def make(*scopes, organisation=None, user=None):
        text, prefix, digest = new_key()
        with acting(people.administrator, "test"):
            ApiToken.objects.create(
                organisation=organisation or place,
                user=user or people.editor,
                name="k",
                prefix=prefix,
                digest=digest,
                scopes=list(scopes),
                expires_on=dt.date.today() + dt.timedelta(days=30),
            )
        return {"HTTP_AUTHORIZATION": f"Bearer {text}"}

    return make


@pytest.fixture
def choice(place, people):
    with acting(people.editor, "test"):
        return MeasureChoice.objects.create(
            organisation=place,
            measure="eco_driving",
            name={"nb": "Kurs"},
            state="chosen",
            start_year=2026,
        )


@pytest.fixture
def indicator(place, people, choice):
    with acting(people.editor, "test"):
        return Indicator.objects.create(
            organisation=place, name="Kurs", unit_of_measure="personer", choice=choice
        )


def put(client, url, body, **headers):
    return client.put(url, json.dumps(body), content_type="application/json", **headers)


def test_the_schema_is_the_one_that_is_kept(client):
    now = client.get("/api/v1/openapi.json").json()
    if os.environ.get("KORTREIST_GOLDEN") == "renew":
        SNAPSHOT.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert now == json.loads(SNAPSHOT.read_text("utf-8"))
    assert now["openapi"].startswith("3.1")


def test_what_is_published_needs_no_key(client, place):
    assert client.get(BASE).json()["name"] == "Eksempeldal"
    assert client.get("/api/v1/organisations").json()["count"] == 1


def test_what_is_not_published_does_not_exist(client, other):
    assert client.get("/api/v1/organisations/X002").status_code == 404


def test_a_member_reads_her_own_before_it_is_published(client, other, strangers, key):
    with_key = key("read", organisation=other, user=strangers.reader)
    assert client.get("/api/v1/organisations/X002", **with_key).status_code == 200


@pytest.mark.parametrize("url", ["measures", "indicators", "economic-plan/2026"])
def test_drafts_need_a_key(client, place, url):
    answer = client.get(f"{BASE}/{url}", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "administrator" in answer.json()["detail"]


def test_a_wrong_key_is_not_passed_over(client, place):
    assert client.get(BASE, HTTP_AUTHORIZATION="Bearer kort_wrong_key").status_code == 401


@pytest.mark.parametrize("url", ["measures", "indicators", "economic-plan/2026"])
def test_another_tenants_key_finds_nothing(client, place, other, strangers, key, url):
    with_key = key("read", "write", organisation=other, user=strangers.editor)
    assert client.get(f"{BASE}/{url}", **with_key).status_code == 404


def test_reporting_needs_its_scope(client, key, choice):
    body = {"year": 2026, "period": 2, "status": "on_track"}
    url = f"{BASE}/measures/eco_driving/status"
    assert put(client, url, body, **key("read")).status_code == 403
    assert StatusReport.objects.count() == 0
    assert put(client, url, body, **key("report")).status_code == 200
    assert StatusReport.objects.get().status == "on_track"


def test_a_missing_value_needs_a_reason(client, key, indicator):
    url = f"{BASE}/indicators/{indicator.pk}/observations"
    body = {"year": 2026, "period": 2, "value": None}
    assert put(client, url, body, **key("report")).status_code == 422
    body["missing_reason"] = "måleren var i ustand"
    assert put(client, url, body, **key("report")).status_code == 200
    assert Observation.objects.get().value is None


def test_an_old_version_is_a_conflict(client, key, choice):
    url, write = f"{BASE}/measures/eco_driving", key("write")
    body = {"state": "chosen", "start_year": 2027, "version": 1}
    assert put(client, url, body, **write).json()["version"] == 2
    assert put(client, url, {**body, "start_year": 2028}, **write).status_code == 409
    choice.refresh_from_db()
    assert choice.start_year == 2027


def test_economic_lines_are_all_or_none(client, key):
    url, write = f"{BASE}/economic-plan/2026", key("write")
    line = {"responsibility": "400", "text": "Elbiler", "amounts": {"2026": 100_000}}
    assert put(client, url, {"lines": [line]}, **write).json()["added"] == 1
    assert put(client, url, {"lines": [line, {"text": ""}]}, **write).status_code == 422
    assert [x["text"] for x in client.get(url, **write).json()] == ["Elbiler"]


def test_what_cannot_be_read_is_said_in_the_language_asked_for(client, key, choice):
    url = f"{BASE}/measures/eco_driving"
    answer = client.put(
        url, "{", content_type="application/json", HTTP_ACCEPT_LANGUAGE="nn", **key("write")
    )
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Innhaldet")


def test_the_reference_page_lists_every_operation(client):
    schema = client.get("/api/v1/openapi.json").json()
    page = client.get("/en/api/").content.decode()
    for path in schema["paths"]:
        assert path.replace("{", "{") in page


def test_control_characters_are_refused_with_the_field(client, key, choice):
    body = {"state": "chosen", "note": "a\x00b", "version": 1}
    answer = put(client, f"{BASE}/measures/eco_driving", body, **key("write"))
    assert answer.status_code == 422
    assert "Merknad" in answer.json()["detail"]  # the field as people name it
    choice.refresh_from_db()
    assert choice.version == 1


@pytest.mark.parametrize(
    ("language", "says"),
    [("nb", "year: mangler"), ("nn", "year: manglar"), ("en", "year: is missing")],
)
def test_what_is_wrong_with_the_form_is_said_in_the_callers_language(
    client, key, choice, language, says
):
    url = f"{BASE}/measures/eco_driving/status"
    body = {"period": 2, "status": "on_track", "statsu": 1}
    answer = put(client, url, body, HTTP_ACCEPT_LANGUAGE=language, **key("report"))
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert says in detail
    assert "statsu: " in detail
    assert "body" not in detail
