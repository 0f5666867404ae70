"""A platform of two sections, with what each promises."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest


@pytest.fixture
def on(monkeypatch):
    """Let it be a day: ``on(2027, 12, 1)``; returned too."""

    def run(year: int, month: int, day: int) -> dt.date:
        today = dt.date(year, month, day)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, **__: today)
        return today

    return run


@pytest.fixture
def platform(place, people):
    """Why and a priority; two commitments in the second."""
    from kortreist_web.platforms.actions.commit import commit
    from kortreist_web.platforms.actions.write_platform import make_platform, write_section

    who = people.editor
    row = make_platform(who, place, title="Vårt Eksempeldal", first_year=2023, last_year=2027)
    why = write_section(
        who,
        place,
        platform=row,
        kind="why",
        heading_nb="Hvorfor",
        heading_nn="Kvifor",
        text_nb="Bygda blir eldre. Vi må løse oppgavene sammen.",
        text_nn="Bygda blir eldre. Vi må løyse oppgåvene saman.",
    )
    first = write_section(
        who,
        place,
        platform=row,
        kind="priority",
        heading_nb="Trygg vei",
        text_nb="Barn skal kunne gå selv.",
    )
    road = commit(
        who,
        place,
        section=first,
        kind="promise",
        text_nb="Gang- og sykkelvei fra skolen til sentrum",
        due=dt.date(2027, 6, 1),
    )
    rule = commit(
        who, place, section=first, kind="principle", text_nb="Naturen først", expires="never"
    )
    return SimpleNamespace(row=row, why=why, first=first, road=road, rule=rule)


@pytest.fixture
def adopt(place, people):
    """Record that the council adopted a proposal: ``adopt(version)`` → the adopted version."""
    from kortreist_web.decisions.actions.record import record

    def run(version, case: str = "26/0100", outcome: str = "adopted"):
        return record(
            people.approver,
            place,
            frozen=version,
            body="Kommunestyret",
            decided_on=dt.datetime.now(tz=dt.UTC).date(),
            case_number=case,
            archive_reference="2026/100-1",
            title="Strategisk plattform",
            text="1. Plattformen vedtas.",
            outcome=outcome,
        ).frozen

    return run
