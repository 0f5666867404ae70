"""A published municipality with an account, an adopted budget, a report and a decision."""

from __future__ import annotations

import copy
import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import translation

YEARS = ("2027", "2028", "2029", "2030")


@pytest.fixture(autouse=True)
def _bokmal():
    """Addresses are written in bokmål, whatever language the test before asked for."""
    with translation.override("nb"):
        yield


@pytest.fixture(scope="session")
def _made():
    """Contents of accounts, computed once: name → (edition, content)."""
    return {}


@pytest.fixture
def make_account(_made):
    """Return a function that stores an organisation's account of the edition that ships."""
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.computation import make_account
    from kortreist_web.accounts.models import AccountResult
    from kortreist_web.core.content import content_hash

    def make(organisation, /, **values):
        vintage = values.pop("vintage", None) or ensure_bundled()
        if organisation.code not in _made:
            _made[organisation.code] = make_account(organisation)[1]
        content = {**copy.deepcopy(_made[organisation.code]), **values.pop("content", {})}
        return AccountResult.objects.create(
            place=organisation.code,
            vintage=vintage,
            engine_version="0.1.0",
            facts_version="f" * 64,
            content=content,
            content_hash=content_hash(content),
            **values,
        )

    return make


@pytest.fixture
def account(place, make_account):
    return make_account(place)


@pytest.fixture
def notodden(db, make_account):
    """A real municipality where nobody works: its figures are computed for it."""

    from kortreist_web.tenants.models import Organisation

    organisation = Organisation.objects.create(
        code="4005",
        figures_code="4005",
        name="Notodden",
        published=True,
        valid_from=dt.date(2020, 1, 1),
    )
    return SimpleNamespace(organisation=organisation, account=make_account(organisation))


def band(central, spread=10.0):
    return {"low": central - spread, "central": central, "high": central + spread}


def budget_content(**values):
    origin = {"kind": "formula", "mark": "computed"}
    return {
        "schema": "kortreist/climate-budget/1",
        "organisation": {
            "code": "X001",
            "name": "Eksempeldal",
            "invented": True,
            "figures_code": "4005",
        },
        "year": 2027,
        "title": "Klimabudsjett 2027",
        "introduction": "",
        "plan_years": [2027, 2028, 2029, 2030],
        "target": {
            "boundary": "territorial",
            "reference_year": 2009,
            "target_year": 2030,
            "reduction": 0.555,
            "origin": "figures/target/2030",
        },
        "history": {"2009": 1600.0, "2023": 1100.0, "2024": 1080.0},
        "frame": dict(zip(YEARS, (1010.0, 930.0, 870.0, 800.0), strict=True)),
        "baseline": {y: band(1000.0, 20.0) for y in YEARS},
        "pathway": {y: band(t) for y, t in zip(YEARS, (1000, 940, 880, 820), strict=True)},
        "probability_under_frame": dict(zip(YEARS, (0.7, 0.4, 0.2, 0.3), strict=True)),
        "lines": [
            {
                "measure": "a/b",
                "name": {"nb": "Elbiler", "nn": "Elbilar", "en": "Cars"},
                "start_year": 2027,
                "effect": {y: band(5.0, 1.0) for y in YEARS},
                "cost": {"municipality": dict.fromkeys(YEARS, 1000)},
                "cost_missing": [],
                "origins": {"cost": "formula/cost", "effect": "formula/effect"},
                "unit": "",
                "responsible": "",
                "note": "",
                "choice": None,
                "economic": [],
                "indicators": [],
            }
        ],
        "limits": {},
        "pins": {
            "vintage": "mdir-2026-04",
            "seed": 7,
            "futures": 200,
            "engine_version": "0.1.0",
            "created": "2026-10-07",
            "today": "2026-10-05",
        },
        "provenance": [
            {"id": "formula/frame", "title": "Frame", "inputs": ["figures/target/2030"], **origin},
            {"id": "formula/pathway", "title": "Path", "inputs": ["formula/effect"], **origin},
            {"id": "formula/effect", "title": "Effect", "inputs": ["source/work"], **origin},
            {"id": "formula/cost", "title": "Cost", "inputs": ["source/work"], **origin},
            {
                "id": "formula/probability",
                "title": "Chance",
                "inputs": ["formula/pathway", "formula/frame"],
                **origin,
            },
            {
                "id": "figures/target/2030",
                "kind": "fact",
                "title": "Target",
                "source": "Lovdata: Klimaloven",
                "url": "https://lovdata.no/x",
                "licence": "NLOD",
                "checked_on": "2026-11-23",
                "mark": "verified",
            },
            {
                "id": "source/work",
                "kind": "fact",
                "title": "A work",
                "source": "Somebody",
                "url": "javascript:alert(1)",
                "licence": "Cited figures only",
                "mark": "partly",
            },
        ],
        **values,
    }


def report_content(**values):
    return {
        "schema": "kortreist/interim-report/1",
        "organisation": {"code": "X001", "name": "Eksempeldal"},
        "year": 2027,
        "period": 1,
        "periods": 3,
        "unit": "t CO2e",
        "boundary": "territorial",
        "vintage": "mdir-2026-04",
        "budget": {"number": 1, "year": 2027, "title": "K", "content_hash": "b" * 64},
        "target": {"target_year": 2030, "reference_year": 2009, "reduction": 0.555},
        "counts": {"on_track": 1, "delayed": 0},
        "rows": [
            {
                "measure": "a/b",
                "name": {"nb": "Elbiler"},
                "planned": band(5.0, 1.0),
                "status": "on_track",
                "money": None,
                "observations": [
                    {
                        "name": "Biler",
                        "unit_of_measure": "stk",
                        "target": 10,
                        "value": None,
                        "missing_reason": "Ikke talt",
                    }
                ],
            }
        ],
        "forecast": {"2030": band(825.0)},
        "plan": {"2030": band(820.0)},
        "change": {"2030": 5.0},
        "frame": {"2030": 800.0},
        "probability": {"2030": 0.25},
        "plan_probability": {"2030": 0.3},
        "restatement": None,
        "provenance": [
            {"id": "report/forecast", "kind": "formula", "title": "F", "mark": "computed"},
            {"id": "report/status", "kind": "fact", "title": "S", "mark": "judgement"},
        ],
        **values,
    }


@pytest.fixture
def adopted(place, write):
    """An adopted budget, a proposal nobody has decided upon, a report and a decision."""
    from kortreist_web.budgets.models import Budget
    from kortreist_web.decisions.models import Resolution
    from kortreist_web.reports.models import InterimReport
    from kortreist_web.versions.models import Version

    def frozen(number, state, **values):
        budget = Budget(organisation=place, year=2027, title="K", state=state)
        budget.save()
        row = Version(
            organisation=place,
            kind="budget",
            subject="2027",
            draft=budget.pk,
            number=number,
            state=state,
            content=budget_content(**values),
        )
        row.save()
        return row

    budget, proposal = frozen(1, "adopted"), frozen(2, "proposed", title="Forslag")
    report = InterimReport(organisation=place, year=2027, period=1, budget=budget)
    report.save()
    frozen_report = Version(
        organisation=place,
        kind="report",
        subject=report.subject,
        draft=report.pk,
        number=1,
        state="completed",
        content=report_content(),
    )
    frozen_report.save()
    decision = Resolution(
        organisation=place,
        body="Kommunestyret",
        decided_on=dt.date(2026, 12, 10),
        case_number="112/26",
        archive_reference="2026/4711",
        title="=Klimabudsjett",
        text="Vedtatt.",
        outcome="adopted",
        frozen=budget,
    )
    decision.save()
    return SimpleNamespace(
        budget=budget, proposal=proposal, report=frozen_report, decision=decision
    )


@pytest.fixture
def all_charts(account, adopted, place, write):
    """The municipality with something in every open chart there is: chart → subject."""
    from kortreist_web.budgets.models import Budget
    from kortreist_web.core.domain import from_all
    from kortreist_web.publishing.published import public_budget
    from kortreist_web.versions.models import Version

    content = budget_content(year=2028)
    indicator = {
        "id": 71,
        "name": "=Biler",
        "unit_of_measure": "stk",
        "targets": {"2027": 4, "2029": 10},
    }
    line = {**content["lines"][0], "measure": "car_sharing", "indicators": [indicator]}
    edition = {"id": "mdir-2026-04", "date": "2026-04-24", "origin": "Miljødirektoratet: Utslipp"}
    layers = ("plan", "state", "unreached")
    content |= {
        "lines": [line],
        "vintage": edition,
        "stair": [{"layer": x, "tonnes": band(40354.49 / 9, 1000.4)} for x in layers],
        "stair_from": {"today": 40354.49, "today_year": 2024, "target": 15674.2, "year": 2030},
    }
    draft = Budget(organisation=place, year=2028, title="K", state="adopted")
    draft.save()
    values = {"kind": "budget", "subject": "2028", "number": 1, "state": "adopted"}
    Version(organisation=place, draft=draft.pk, content=content, **values).save()
    assert public_budget(place) is not None
    known = {"utslipp": "-", "regnskap": "-", "framdrift": "-", "tiltak": "car_sharing"}
    known |= {"indikator": "71"} | dict.fromkeys(("klimabudsjett", "kostnad", "trapp"), "2028-1")
    assert set(known) == {c.name for c in from_all(lambda domain: domain.public_charts)}
    return known
