"""The client in ``examples/`` against the site itself, without a network."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from kortreist_web.indicators.models import Observation
from kortreist_web.reports.models import StatusReport

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[3] / "examples/api_client.py"
SITE = "http://testserver"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("api_client", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site():
    """The site itself behind httpx."""
    from kortreist_web.config.wsgi import application

    return {"transport": httpx.WSGITransport(app=application)}


@pytest.fixture
def secret(key):
    """Make a key of the editor's, as it is put into the environment."""
    return lambda *scopes: key(*scopes)["HTTP_AUTHORIZATION"].removeprefix("Bearer ")


def answering(answer):
    return {"transport": httpx.MockTransport(answer)}


def test_it_prints_what_is_published(example, site, published, capsys, monkeypatch):
    monkeypatch.delenv("KORTREIST_KEY", raising=False)
    example.main(SITE, "X001", **site)
    said = capsys.readouterr().out
    for boundary, total in published.account.content["totals"].items():
        assert f"  {boundary:12} {total['value']:>10,.0f} t CO2e" in said
    assert f"frame 2026, content {published.budget.content_hash[:12]}" in said
    assert "2026     34,740 t CO2e" in said
    assert f"forecast 2026, content {published.report.content_hash[:12]}" in said
    assert "2026     38,572 t CO2e" in said
    assert "eco_driving" not in said, "that needs a key"


def test_with_a_key_it_lists_the_measures(example, site, published, secret, capsys, monkeypatch):
    monkeypatch.setenv("KORTREIST_KEY", secret("read"))
    example.main(SITE, "X001", **site)
    assert "eco_driving: under_way from 2026" in capsys.readouterr().out


def test_from_the_command_line_it_says_how_a_measure_goes(
    example, site, published, secret, monkeypatch
):
    monkeypatch.setenv("KORTREIST_KEY", secret("report"))
    example.main(SITE, "X001", "eco_driving", "2026", "3", "delayed", "Ingen kurs", **site)
    row = StatusReport.objects.get()
    assert (row.choice, row.period, row.status, row.hindrance) == (
        published.choice,
        3,
        "delayed",
        "Ingen kurs",
    )


def test_what_it_observes_is_there_and_what_cannot_be_used_is_told(
    example, site, published, secret
):
    with example.Kortreist(SITE, secret("report"), "en", **site) as api:
        (one,) = api.indicators("X001")
        api.observe("X001", one["id"], 2026, 3, 47.5)
        api.observe("X001", one["id"], 2026, 3, 47.5)  # sent again: the same
        with pytest.raises(example.RefusedError, match=r"^422 .*Enter a value"):
            api.observe("X001", one["id"], 2026, 3, None)
    assert Observation.objects.get().value == 47.5


def test_a_key_that_may_only_read_does_not_report(example, site, published, secret):
    with example.Kortreist(SITE, secret("read"), **site) as api:
        with pytest.raises(example.RefusedError) as refused:
            api.report("X001", "eco_driving", 2026, 3, "done")
        assert refused.value.status == 403


def test_it_does_not_overwrite_what_somebody_changed(example, site, published, secret):
    with example.Kortreist(SITE, secret("write"), "en", **site) as api:
        (read,) = api.measures("X001")
        api.decide("X001", read, start_year=2027)
        with pytest.raises(example.RefusedError, match=r"^409 ") as refused:
            api.decide("X001", read, state="done")
        assert refused.value.status == 409
        (now,) = api.measures("X001")
        assert api.decide("X001", now, state="done")["start_year"] == 2027


def test_what_is_not_there_yet_is_none(example, site, place):
    with example.Kortreist(SITE, **site) as api:
        assert api.budget("X001") is None
        assert api.interim_report("X001") is None
        with pytest.raises(example.RefusedError, match=r"^404 "):
            api.account("X001")


def test_it_turns_the_pages(example):
    everyone = [{"code": f"{n:04}"} for n in range(230)]

    def answer(request):
        first, maximum = (int(request.url.params[k]) for k in ("offset", "limit"))
        return httpx.Response(200, json={"count": 230, "items": everyone[first : first + maximum]})

    with example.Kortreist("http://x", **answering(answer)) as api:
        assert api.organisations() == everyone


def test_it_waits_when_it_is_told_to(example, monkeypatch):
    waited, answers = [], iter([429, 429, 200])

    def answer(request):
        status = next(answers)
        return httpx.Response(status, json={"count": 0, "items": []}, headers={"Retry-After": "7"})

    monkeypatch.setattr(example.time, "sleep", waited.append)
    with example.Kortreist("http://x", **answering(answer)) as api:
        assert api.organisations() == []
    assert waited == [7.0, 7.0]


def test_the_site_says_how_long_to_wait(example, site, place, settings, monkeypatch):
    """The real refusal has the header the client reads, and the words it shows."""
    from kortreist_web.people.request_count import Limit

    settings.REQUEST_LIMITS = {"api": Limit(1, 50)}
    waited = []
    monkeypatch.setattr(example.time, "sleep", waited.append)
    with example.Kortreist(SITE, language="en", **site) as api:
        assert [o["code"] for o in api.organisations()] == ["X001"]
        with pytest.raises(example.RefusedError, match=r"^429 "):
            api.organisations()
    assert len(waited) == 5
    assert all(0 < seconds <= 50 for seconds in waited)


def test_a_site_that_answers_with_a_page_is_no_answer(example):
    def answer(request):
        return httpx.Response(502, text="<html>Bad gateway</html>")

    with (
        example.Kortreist("http://x", **answering(answer)) as api,
        pytest.raises(example.RefusedError, match="502"),
    ):
        api.account("X001")


def test_without_arguments_it_says_how_it_is_used():
    done = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "python examples/api_client.py" in done.stderr
