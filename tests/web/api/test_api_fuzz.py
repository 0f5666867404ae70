"""Every operation with all it may be given: never our own fault, always as the schema says."""

import datetime as dt
import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from kortreist_web.config.wsgi import application
from kortreist_web.core.actor_context import acting
from kortreist_web.people.models import ApiToken
from kortreist_web.people.tokens import new_key

SNAPSHOT = Path(__file__).parents[3] / "docs/reference/api-v1.json"
schema = schemathesis.openapi.from_dict(json.loads(SNAPSHOT.read_text("utf-8")))
schema.app = application
#: By method and path, so that each is a test with a name of its own: workers run a name once.
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in schema.get_all_operations()
}


@pytest.fixture
def authorization(place, people, settings):
    settings.REQUEST_LIMITS_TIMES = 10_000
    text, prefix, digest = new_key()
    with acting(people.administrator, "test"):
        ApiToken.objects.create(
            organisation=place,
            user=people.editor,
            name="k",
            prefix=prefix,
            digest=digest,
            scopes=["read", "report", "write"],
            expires_on=dt.date.today() + dt.timedelta(days=30),
        )
    return {"Authorization": f"Bearer {text}"}


def some(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in OPERATIONS if not name.startswith("GET ")])
def test_no_input_is_our_own_fault(name, authorization):
    """Of those that write; reading ones are called with all they take before a delivery."""
    judge_some(name, authorization, 6)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_input_of_many_is_our_own_fault(name, authorization):
    judge_some(name, authorization, 60)


def judge_some(name: str, authorization, count: int) -> None:
    @some(count)
    @given(case=OPERATIONS[name].as_strategy())
    def each(case) -> None:
        judge(case, authorization)

    each()


def judge(case, authorization) -> None:
    case.headers = {**(case.headers or {}), **authorization}
    if "code" in (case.path_parameters or {}):
        case.path_parameters["code"] = "X001"
    answer = case.call()
    case.validate_response(
        answer,
        checks=(not_a_server_error, status_code_conformance, response_schema_conformance),
    )
