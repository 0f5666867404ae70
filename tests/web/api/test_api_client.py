"""The client in ``examples/`` against the site, and the addresses that the how-tos name."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import httpx
import pytest

from kortreist_web.accounts.computing import compute_account
from kortreist_web.ground.acting import acting
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.people.actions.make_token import make_token

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
PAGES = ("use-the-api", "power-bi-and-excel", "webhooks")


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("api_client", ROOT / "examples/api_client.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site():
    """The site itself behind httpx, without a network."""
    from kortreist_web.config.wsgi import application

    return {"transport": httpx.WSGITransport(app=application)}


@pytest.fixture
def account(place):
    return compute_account(place)


def test_it_prints_what_is_published(example, site, account, capsys, monkeypatch):
    monkeypatch.delenv("KORTREIST_KEY", raising=False)
    example.main("http://testserver", "X001", **site)
    said = capsys.readouterr().out
    total = account.content["totals"]["territorial"]["value"]
    assert f"{total:,.0f} t CO2e" in said
    assert "territorial" in said


def test_it_reads_and_reports_with_a_key(example, site, place, people):
    with acting(people.editor, "test"):
        indicator = Indicator.objects.create(
            organisation=place, name="Elbiler", unit_of_measure="prosent"
        )
    _, key = make_token(people.administrator, place, name="k", scopes=["read", "report"], days=10)
    with example.Kortreist("http://testserver", key, **site) as api:
        assert [o["code"] for o in api.organisations()] == ["X001"]
        assert [i["name"] for i in api.indicators("X001")] == ["Elbiler"]
        # An administrator's key reads; it does not report for those who do.
        with pytest.raises(example.RefusedError) as refused:
            api.observe("X001", indicator.pk, 2026, 3, 47.5)
        assert refused.value.status == 403


def test_what_it_observes_is_there(example, site, place, people, monkeypatch):
    from kortreist_web.people.models import Membership

    with acting(None, "test", name="test"):
        Membership.objects.create(organisation=place, user=people.administrator, role="reporter")
        indicator = Indicator.objects.create(
            organisation=place, name="Elbiler", unit_of_measure="prosent"
        )
    _, key = make_token(people.administrator, place, name="k", scopes=["report"], days=10)
    with example.Kortreist("http://testserver", key, "en", **site) as api:
        api.observe("X001", indicator.pk, 2026, 3, 47.5)
        api.observe("X001", indicator.pk, 2026, 3, 47.5)  # sent again: the same
        with pytest.raises(example.RefusedError) as refused:
            api.observe("X001", indicator.pk, 2026, 3, None)
        assert refused.value.status == 422
    assert Observation.objects.get().value == 47.5


def test_it_waits_when_it_is_told_to(example, monkeypatch):
    waited, answers = [], iter([429, 429, 200])

    def answer(request):
        status = next(answers)
        return httpx.Response(status, json={"count": 0, "items": []}, headers={"Retry-After": "7"})

    monkeypatch.setattr(example.time, "sleep", waited.append)
    with example.Kortreist("http://x", transport=httpx.MockTransport(answer)) as api:
        assert api.organisations() == []
    assert waited == [7.0, 7.0]


def test_a_site_that_answers_with_a_page_is_no_answer(example):
    def answer(request):
        return httpx.Response(502, text="<html>Bad gateway</html>")

    with (
        example.Kortreist("http://x", transport=httpx.MockTransport(answer)) as api,
        pytest.raises(example.RefusedError, match="502"),
    ):
        api.account("X001")


def _addresses() -> list[str]:
    found = set()
    for name in PAGES:
        text = (ROOT / f"docs/how-to/{name}.md").read_text("utf-8")
        found |= set(re.findall(r"(?:klima\.example\.no)?((?:/api/v1|/data|/nb)/[\w/.-]+)", text))
    return sorted(a.rstrip(".") for a in found)


def test_the_how_tos_name_addresses():
    assert len(_addresses()) > 12


@pytest.mark.parametrize("address", _addresses())
def test_an_address_in_the_how_tos_leads_somewhere(client, account, address):
    from django.urls import Resolver404, resolve

    if address.startswith(("/data", "/nb")):
        made_up = ("/budget/", "/klimabudsjett/", "/vedtak/", "/snapshot/", "/tall/")
        try:
            assert resolve(address if "tall" not in address else "/nb/X001/data/")
        except Resolver404:
            assert any(word in address for word in made_up), address
        if not any(word in address for word in made_up):
            assert client.get(address).status_code == 200
    else:
        status = client.get(address).status_code
        needs_key = ("/measures", "/indicators", "/economic-plan")
        puts = address.endswith("/observations")
        if puts:
            assert status == 405
        elif any(word in address for word in needs_key):
            assert status == 401
        else:
            assert status in ((404,) if address == "/api/v1/" else (200,)), address


def test_the_columns_the_how_to_names_are_there(client, account):
    said = client.get("/data/X001/account.csv").content.decode().splitlines()[0].split(",")
    assert {"value", "low", "high", "unit", "boundary", "vintage", "source", "pointer"} <= set(said)
    history = client.get("/data/X001/history.csv").content.decode().splitlines()
    assert {"year", "value"} <= set(history[0].split(","))
    assert re.fullmatch(r"\d+\.\d+", history[1].split(",")[5])
