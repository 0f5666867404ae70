"""A proposed budget of two measures, put to a hearing on days the test chooses."""

from __future__ import annotations

import datetime as dt

import pytest

CONTENT = {
    "title": "Klimabudsjett 2028",
    "year": 2028,
    "plan_years": [2028, 2029],
    "introduction": "Vi begynner med det som er riktig uansett.",
    "target": {"registered": []},
    "frame": {"2028": 30_000.0, "2029": 28_000.0},
    "lines": [
        {
            "measure": measure,
            "name": {"nb": name, "nn": name, "en": name},
            "start_year": 2028,
            "unit": "Teknisk",
            "cost": {"municipality": {"2028": 100_000, "2029": 50_000}},
            "cost_missing": [],
            "effect": {"2029": {"low": 10.0, "central": 20.0, "high": 30.0}},
            "indicators": [],
            "note": "",
        }
        for measure, name in (("bike_network", "Sykkelveinett"), ("biogas_trucks", "Biogass"))
    ],
}


@pytest.fixture
def on(monkeypatch):
    """Let it be a day: ``on(2027, 2, 15)``; returned too."""

    def run(year: int, month: int, day: int) -> dt.date:
        today = dt.date(year, month, day)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, **__: today)
        return today

    return run


@pytest.fixture
def heard(place, people):
    """A proposed version that can be heard."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.versions.models import Version

    version = Version(
        organisation=place,
        kind="budget",
        subject="2028",
        number=1,
        state="proposed",
        content=CONTENT,
    )
    with acting(people.editor, "test"):
        version.save()
    return version


@pytest.fixture
def council(place, people):
    """The council, which decides."""
    from kortreist_web.decisions.actions.add_body import add_body

    return add_body(people.editor, place, name="Kommunestyret", kind="council")


@pytest.fixture
def prepared(place, people, heard, council, on):
    """A hearing that opens on 15 February 2027, by the rule of six weeks; not open yet."""
    from kortreist_web.hearings.actions.hold import prepare

    opens_on = on(2027, 2, 15)
    return prepare(
        people.editor,
        place,
        title="Klimabudsjett 2028",
        question="Hva bør kommunen gjøre først?",
        promise="listen",
        decided_by=council,
        decision_on=dt.date(2027, 6, 17),
        heard=heard,
        rule="hearing/weeks",
        opens_on=opens_on,
    )


@pytest.fixture
def opened(place, people, prepared):
    """The hearing, announced, laid out and open."""
    from kortreist_web.hearings.actions.announce import add_document, announce
    from kortreist_web.hearings.actions.run import open_hearing

    announce(
        people.editor,
        place,
        prepared,
        announced_in="Eksempeldølen og kommunens nettside",
        announced_on=dt.date(2027, 2, 12),
        paper_copy="Servicetorget",
    )
    add_document(
        people.editor, place, prepared, title="Høringsnotat", address="https://x001.example/notat"
    )
    return open_hearing(people.editor, place, prepared)
