"""A small computed plan, and a budget at each step of its way."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override

YEARS = range(2025, 2036)
#: Measure, start year, t CO2e a year from then on, NOK a year, who else pays, whose is unknown.
MEASURES = (
    ("delivery_logistics", 2027, 150.25, 100_000.4, {"business": -2_500.5}, []),
    ("municipal_fleet_electric", 2027, 140.5, 435_000.5, {}, []),
    ("landfill_gas_capture", 2028, 110.0, 220_000.0, {}, ["state"]),
)


def band(value: float) -> dict[str, float]:
    return {"low": value * 0.8, "central": value, "high": value * 1.3}


def measure(id, start, tonnes, nok, others, missing):
    from_start = {y: (1.0 if y >= start else 0.0) for y in YEARS}
    cost = {"municipality": {str(y): nok * s for y, s in from_start.items()}}
    cost |= {b: {str(y): v * s for y, s in from_start.items()} for b, v in others.items()}
    return {
        "id": id,
        "name": id.replace("_", " ").capitalize(),
        "start_year": start,
        "effect": {str(y): band(tonnes * s) for y, s in from_start.items()},
        "cost": cost,
        "cost_missing": missing,
        "indicator": "Antall",
        "unit": "technical_services",
        "unit_name": "Teknisk drift",
    }


def plan_content() -> dict:
    measures = [measure(*m) for m in MEASURES]
    cut = {y: sum(m["effect"][str(y)]["central"] for m in measures) for y in YEARS}
    base = {y: 40_000.0 - 500.0 * (y - 2025) for y in YEARS}
    return {
        "schema_version": "1.1",
        "language": "nb",
        "vintage": {"id": "mdir-2026-04", "date": "2026-04-24", "origin": "Miljødirektoratet"},
        "gwp": "AR5",
        "plan_years": [2027, 2028, 2029, 2030],
        "target": {
            "boundary": "territorial",
            "reference_year": 2009,
            "target_year": 2030,
            "reduction": 0.55,
            "origin": "figures/target/2030",
        },
        "history": {"2009": 52245.05, "2023": 39585.26, "2024": 40354.49},
        "frame": {str(y): 37_547.0 - 2_800.0 * (y - 2025) for y in YEARS},
        "baseline": {str(y): band(v) for y, v in base.items()},
        "pathway": {str(y): band(base[y] - cut[y]) for y in YEARS},
        "probability_under_frame": {str(y): 0.0 if y > 2025 else 0.09 for y in YEARS},
        "measures": measures,
        "unquantified": [
            {
                "id": "local_food_and_gardens",
                "name": "Andelslandbruk",
                "start_year": 2027,
                "effect": {},
                "cost": {},
                "cost_missing": ["municipality"],
                "indicator": "Innbyggere",
                "unit": "agriculture_office",
                "unit_name": "Landbruk",
            }
        ],
        "limits": {"money_nok_per_year": 3_979_800.0, "staff_fte": 3.98},
        "futures": 200,
        "seed": 20261123,
        "created": "2026-11-23",
        "engine_version": "0.1.0",
        "provenance": [
            *(
                {
                    "id": f"formula/{f}",
                    "kind": "formula",
                    "title": f,
                    "mark": "computed",
                    "expression": f,
                    "inputs": ["vintage/mdir-2026-04"],
                }
                for f in (
                    "frame",
                    "baseline",
                    "pathway",
                    "effect",
                    "cost",
                    "probability",
                    "reference",
                    "futures",
                    "count",
                    "gap",
                )
            ),
            {
                "id": "figures/target/2030",
                "kind": "fact",
                "title": "Mål",
                "source": "Lovdata",
                "url": "https://lovdata.no/x",
                "licence": "NLOD",
                "mark": "verified",
            },
            {
                "id": "vintage/mdir-2026-04",
                "kind": "import",
                "title": "Utslipp",
                "source": "Miljødirektoratet",
                "mark": "verified",
            },
            {"id": "not/used", "kind": "fact", "title": "Noe annet", "mark": "recalled"},
        ],
    }


def ranged_content() -> dict:
    """Return the plan's content with the range each cost has in a plan made today."""
    content = plan_content()
    for m in content["measures"]:
        m["money"] = {
            bearer: {
                y: {
                    "investment": 0.4 * nok,
                    "running": 0.6 * nok,
                    "low": min(0.7 * nok, 1.5 * nok),
                    "high": max(0.7 * nok, 1.5 * nok),
                }
                for y, nok in years.items()
            }
            for bearer, years in m["cost"].items()
        }
    content["prices"] = {"year": 2025, "judgement_share": {"money": 0.42, "tonnes": 0.17}}
    return content


def make_plan(organisation, content=None, **values):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.plans.models import Plan

    with acting(None, "test", name="test"):
        plan = Plan(
            organisation=organisation,
            name=values.pop("name", "Plan"),
            state=values.pop("state", Plan.State.READY),
            content=content or plan_content(),
            content_hash="a" * 64,
            pins={"engine_version": "0.1.0", "vintage": "mdir-2026-04", "seed": 20261123},
            question={"fixed": {}, "excluded": []},
            **values,
        )
        plan.save()
    return plan


@pytest.fixture(autouse=True)
def _bokmal():
    """Each test begins in bokmål, whatever language a page was last read in."""
    with override("nb"):
        yield


@pytest.fixture
def plan(place):
    """A computed plan with three quantified measures and one that is not."""
    return make_plan(place)


def make_draft(place, people, plan):
    """Return a draft of the plan, with the measure it is offered."""
    from kortreist_web.budgets.actions.draft import draft_from_plan
    from kortreist_web.budgets.actions.take_in import take_in

    made = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett 2027")
    take_in(people.editor, place, made, measures=["local_food_and_gardens"])
    return made


@pytest.fixture
def drafted(place, people, plan):
    """A budget just drafted from the plan."""
    from kortreist_web.budgets.actions.draft import draft_from_plan

    return draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett 2027")


@pytest.fixture
def draft(place, people, plan, owned):
    """A draft that can be proposed, with a measure that was offered."""
    return owned(make_draft(place, people, plan))


@pytest.fixture
def ranged(place, people, owned):
    """A draft budget made from a plan whose costs have a range."""
    return owned(make_draft(place, people, make_plan(place, ranged_content())))


@pytest.fixture
def proposal(place, people, draft):
    """The draft, proposed."""
    from kortreist_web.budgets.actions.propose import propose

    return propose(people.editor, place, draft)


RESOLUTION = {
    "body": "Kommunestyret",
    "case_number": "123/26",
    "archive_reference": "2026/4512-3",
    "title": "Klimabudsjett 2027",
    "text": "1. Kommunestyret vedtar budsjettet.\n2. Rådhuset skal ha grønne tak.",
}


@pytest.fixture
def decide(place, people):
    """Record a resolution about a proposal: ``decide(frozen, "returned", case_number="9/26")``."""
    from kortreist_web.decisions.actions.record import record

    def run(frozen, outcome="adopted", **values):
        return record(
            people.approver,
            place,
            frozen=frozen,
            outcome=outcome,
            **{"decided_on": timezone.localdate(), **RESOLUTION, **values},
        )

    return run


@pytest.fixture
def adopted(proposal, decide):
    """The proposal, adopted: the frozen version in force."""
    return decide(proposal).frozen
