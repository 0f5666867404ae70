"""What tests of the API share: a municipality that has published, and keys to it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from kortreist_web.core.actor_context import acting

_ORGANISATION = {"code": "X001", "name": "Eksempeldal", "invented": True, "figures_code": "4005"}


def _budget(title: str) -> dict:
    return {
        "schema": "kortreist/climate-budget/1",
        "organisation": _ORGANISATION,
        "year": 2026,
        "title": title,
        "introduction": "",
        "plan_years": [2026],
        "target": {"boundary": "territorial"},
        "history": {"2024": 40354.49},
        "frame": {"2026": 34740.0},
        "baseline": {},
        "pathway": {},
        "probability_under_frame": {},
        "lines": [],
        "limits": {},
        "provenance": [],
        "pins": {"vintage": "mdir-2026-04"},
    }


_REPORT = {
    "schema": "kortreist/interim-report/1",
    "organisation": _ORGANISATION,
    "year": 2026,
    "period": 2,
    "periods": 3,
    "rows": [],
    "forecast": {"2026": {"low": 1.0, "central": 38572.0, "high": 2.0}},
    "provenance": [],
}


@pytest.fixture
def published(place, people):
    """A proposal, the budget the council adopted (version 2), a report, and what is followed."""
    from kortreist_web.accounts.computation import compute_account
    from kortreist_web.budgets.models import Budget
    from kortreist_web.indicators.models import Indicator
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.reports.models import InterimReport
    from kortreist_web.versions.models import Version

    account = compute_account(place)
    with acting(people.editor, "test"):
        budget = Budget.objects.create(organisation=place, year=2026, title="K", state="adopted")
        frozen = [
            Version.objects.create(
                organisation=place,
                kind="budget",
                subject="2026",
                draft=budget.pk,
                number=n,
                state=state,
                content=_budget(state),
            )
            for n, state in ((1, "proposed"), (2, "adopted"))
        ]
        report = InterimReport.objects.create(
            organisation=place, year=2026, period=2, budget=frozen[1]
        )
        completed = Version.objects.create(
            organisation=place,
            kind="report",
            subject=report.subject,
            draft=report.pk,
            number=1,
            state="completed",
            content=_REPORT,
        )
        choice = MeasureChoice.objects.create(
            organisation=place,
            measure="eco_driving",
            name={"nb": "Kurs"},
            state="under_way",
            start_year=2026,
        )
        indicator = Indicator.objects.create(
            organisation=place, name="Kurs", unit_of_measure="personer", choice=choice
        )
    return SimpleNamespace(
        account=account, budget=frozen[1], report=completed, choice=choice, indicator=indicator
    )


@pytest.fixture
def key(place, people):
    """Make a key of the editor's with the scopes asked for; returns it as a header."""
    from kortreist_web.people.models import ApiToken
    from kortreist_web.people.tokens import new_key

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
