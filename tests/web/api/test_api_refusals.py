"""What a page refuses, the API refuses: the rule is the action's, and nothing is changed."""

import json

import pytest

from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.core.refusals import RefusedError
from kortreist_web.indicators.models import Observation
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.reports.models import StatusReport

pytestmark = pytest.mark.django_db
BASE = "/api/v1/organisations/X001"
LINE = {"responsibility": "4100", "function": "265", "account": "12000", "text": "Elbiler"}


def put(client, url, body, headers):
    answer = client.put(
        f"{BASE}/{url}",
        json.dumps(body),
        content_type="application/json",
        HTTP_ACCEPT_LANGUAGE="en",
        **headers,
    )
    if answer.status_code == 422:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
    return answer.status_code


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": 9},
        {"period": -1},
        {"period": True},
        {"year": 2099},
        {"year": 1989},
        {"year": True},
        {"year": "2025"},
        {"value": True},
        {"value": "1"},
        {"value": "NaN"},
        {"value": None},
        {"missing_reason": "begge deler"},
    ],
)
@pytest.mark.case("PUT …/indicators/")
def test_an_observation_out_of_bounds(client, published, key, wrong):
    url, report = f"indicators/{published.indicator.pk}/observations", key("report")
    right = {"year": 2025, "period": 3, "value": 1}
    assert put(client, url, right, report) == 200
    assert put(client, url, {**right, **wrong}, report) == 422
    assert [(o.year, o.period, o.value) for o in Observation.objects.all()] == [(2025, 3, 1.0)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": 2099},
        {"year": 1989},
        {"period": 4},
        {"period": True},
        {"status": "fine"},
        {"status": "delayed"},
        {"status": "stopped", "hindrance": "  "},
    ],
)
@pytest.mark.case("PUT …/indicators/")
def test_a_status_out_of_bounds(client, published, key, wrong):
    url, report = "measures/eco_driving/status", key("report")
    right = {"year": 2025, "period": 3, "status": "on_track"}
    assert put(client, url, right, report) == 200
    assert put(client, url, {**right, **wrong}, report) == 422
    assert [(s.year, s.period, s.status) for s in StatusReport.objects.all()] == [
        (2025, 3, "on_track")
    ]


def test_a_period_that_has_not_begun(place, people, published, monkeypatch):
    import datetime as dt

    from kortreist_web.reports.actions.report import report

    def say(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)
        return report(
            people.editor, place, published.choice, year=2027, period=2, status="on_track"
        )

    with pytest.raises(RefusedError, match="2027"):
        say(dt.date(2027, 4, 30))
    assert say(dt.date(2027, 5, 1)).pk


def test_a_start_year_out_of_bounds(client, published, key):
    write = key("write")
    for year in (1999, 2061, 2099, True, "2027"):
        body = {"state": "chosen", "start_year": year}
        assert put(client, "measures/eco_driving", body, write) == 422, year
    assert MeasureChoice.objects.get().start_year == 2026


@pytest.mark.parametrize(
    "wrong",
    [
        {"amounts": {"26": 1}},
        {"amounts": {"2026": True}},
        {"amounts": {"2O26": 1}},
        {"amounts": {}},
        {"amounts": {"2026": 1.5}},
        {"amounts": {"2026": "5"}},
        {"amounts": {"2026": 10**13}},
        {"amounts": {"2026": 10**40}},
        {"amounts": {"2075": 1}},
        {"amounts": {"2026": None}},
        {"amounts": {"２０２６": 1}},
        {"amount": {"2026": 1}},
        {"text": "  "},
        {"text": "Ladestasjon \ufffdver\ufffds"},
        {"text": "a\u0000b"},
    ],
)
@pytest.mark.case("PUT …/economic-plan/2026")
def test_an_economic_line_out_of_bounds(client, published, key, wrong):
    url, write = "economic-plan/2026", key("write")
    right = {**LINE, "amounts": {"2026": 100_000, "2027": 200_000}}
    assert put(client, url, {"lines": [right]}, write) == 200
    other = {**LINE, "text": "Ladere", "amounts": {"2026": 1}}
    assert put(client, url, {"lines": [other, {**right, **wrong}]}, write) == 422
    assert [(e.text, e.amounts) for e in EconomicPlanLine.objects.all()] == [
        ("Elbiler", right["amounts"])
    ]


def test_two_economic_lines_that_cannot_be_told_apart(client, published, key):
    url, write = "economic-plan/2026", key("write")
    one = {**LINE, "text": "Ladestasjon p\u00e5 kaia", "amounts": {"2026": 1}}
    same = {**LINE, "text": "Ladestasjon  pa\u030a kaia", "amounts": {"2026": 2}}
    assert put(client, url, {"lines": [one, same]}, write) == 422
    assert not EconomicPlanLine.objects.exists()
    assert put(client, url, {"lines": [one]}, write) == 200
    assert put(client, url, {"lines": [same]}, write) == 200
    found = EconomicPlanLine.objects.get()
    assert (found.text, found.amounts) == (one["text"], {"2026": 2})
    listed = client.get(f"{BASE}/{url}", **key("read")).json()
    # A kind that nobody states is the one its account says; a price year is none.
    stated = {"kind": "running", "price_year": None, "estimate": None}
    assert listed == [{**one, **stated, "amounts": {"2026": 2}}]


@pytest.mark.case("a budget frozen")
def test_what_is_frozen_before_midnight_in_greenwich_is_of_the_next_day_here(
    client, published, monkeypatch
):
    """A version frozen 2026-12-10T23:30Z is of 2026-12-11, the places' clock."""
    import datetime as dt

    from django.db.models import Model

    load = Model.from_db.__func__

    def late(cls, *args):
        row = load(cls, *args)
        if cls.__name__ == "Version":  # the database lets nobody change it
            row.created_at = dt.datetime(2026, 12, 10, 23, 30, tzinfo=dt.UTC)
        return row

    monkeypatch.setattr(Model, "from_db", classmethod(late))
    assert {b["frozen_on"] for b in client.get(f"{BASE}/budgets").json()} == {"2026-12-11"}
    assert client.get(f"{BASE}/budgets/2026/2").json()["frozen_on"] == "2026-12-11"
    assert [r["completed_on"] for r in client.get(f"{BASE}/reports").json()] == ["2026-12-11"]
    assert client.get(f"{BASE}/reports/2026/2").json()["completed_on"] == "2026-12-11"
