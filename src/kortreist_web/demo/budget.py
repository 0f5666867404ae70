"""Eksempeldal's adopted budget: drafted from the plan, made whole, proposed and decided upon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from kortreist.measures import library
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.offers import offers
from kortreist_web.budgets.owners import without_owner
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.demo.clock import at_day
from kortreist_web.demo.council import (
    COMMITTEE,
    COUNCIL,
    DISABILITY,
    ELDERLY,
    YOUTH,
    add_bodies,
    with_own_points,
)
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.versions.models import Version

__all__ = ["CASE", "YEAR", "adopt_budget", "unit_of"]

#: The budget's year.
YEAR = 2026
CASE = "25/0412"
#: The proposal is locked, recommended on and adopted before the budget's year, as practice is.
PROPOSED_ON, RECOMMENDED_ON = dt.date(2025, 11, 13), dt.date(2025, 11, 20)
ADOPTED_ON = dt.date(2025, 12, 11)
#: The recommendation is public, with what the councils said, two weeks before the council meets.
_HEARD_ON = dt.date(2025, 11, 24)
_HEARD = (
    Meeting(
        YOUTH,
        dt.date(2025, 11, 17),
        "14/25",
        "Ungdomsrådet støtter budsjettet. Rådet ber om at delebilene også blir til å bruke for "
        "dem som øvelseskjører, og at skoleveiene blir sett på når varebilturene blir færre.",
        (5, 0),
    ),
    Meeting(
        ELDERLY,
        dt.date(2025, 11, 18),
        "21/25",
        "Eldrerådet tar saken til etterretning. Rådet ber om at hjemmetjenesten har biler nok "
        "når de elektriske kommer, også på kalde dager.",
        (4, 1),
    ),
    Meeting(
        DISABILITY,
        dt.date(2025, 11, 18),
        "17/25",
        "Rådet ber om at nye ladeplasser og delebiler kan brukes av alle, og at minst én av "
        "delebilene har plass til rullestol.",
        (5, 0),
    ),
    Meeting(
        COMMITTEE,
        RECOMMENDED_ON,
        "88/25",
        "Formannskapet innstiller slik kommunedirektøren foreslår. Uttalelsene fra rådene følger "
        "saken.",
        (6, 1),
    ),
    Meeting(COUNCIL, ADOPTED_ON, CASE),
)
#: The same as it was sent out: nobody has said anything yet.
_SENT = tuple(replace(m, said="", votes=None) for m in _HEARD)
#: The engine's kind of unit → the invented unit that has it.
_UNITS = {
    "health_and_care": "Helse og omsorg",
    "education": "Oppvekst",
    "culture": "Oppvekst",
    "planning": "Plan og næring",
    "business_development": "Plan og næring",
    "agriculture_office": "Plan og næring",
    "procurement": "Økonomi og innkjøp",
    "finance": "Økonomi og innkjøp",
    "hr": "Økonomi og innkjøp",
    "chief_executive": "Plan og næring",
}
#: Measures without a quantified effect that this municipality took into its budget.
_TAKEN_IN = frozenset({"bog_restoration", "load_flexibility", "residents_assembly"})
#: Measure → function and account of KOSTRA. Vehicles stand where they are used: the invented
#: fleet drives to people at home, lorries and machines are the roads'. Shared cars and goods are
#: transport, farms' plans agriculture.
_CODES = {
    "municipal_fleet_electric": ("258", "210"),
    "eco_driving": ("332", "150"),
    "delivery_logistics": ("330", "370"),
    "car_sharing": ("330", "370"),
    "precise_fertilising": ("329", "470"),
}
_OTHERWISE = ("120", "195")
#: Running cars is another account than buying them.
_RUNNING = {"municipal_fleet_electric": "170"}
#: Whose kroner the invented economic plan is in: the climate plan's, so that they compare.
_PRICE_YEAR = 2025


@cache
def _kinds() -> dict[str, str]:
    return {m.id: m.unit for m in library()}


def unit_of(measure: str) -> str:
    """Return the invented unit that has a measure of the library."""
    return _UNITS.get(_kinds()[measure], "Teknisk drift")


def adopt_budget(
    organisation: Organisation,
    people: dict[str, User],
    units: dict[str, Unit],
    plan: Plan,
    counted: Collection[str],
) -> None:
    """Draft, propose and adopt the budget; invented council, date and case number."""
    from kortreist_web.decisions.actions.record import record

    if Resolution.objects.filter(organisation=organisation, case_number=CASE).exists():
        return
    with at_day(PROPOSED_ON):
        frozen = _propose(organisation, people, units, plan, counted)
        add_bodies(organisation, people["saksbehandler"], ADOPTED_ON)
        _paper(organisation, people["saksbehandler"], frozen, _SENT)
    with at_day(_HEARD_ON):  # what they said follows the case to the council
        paper = _paper(organisation, people["saksbehandler"], frozen, _HEARD)
    with at_day(ADOPTED_ON):
        record(
            people["kommunedirektor"],
            organisation,
            frozen=frozen,
            paper=paper,
            body=COUNCIL,
            decided_on=ADOPTED_ON,
            case_number=CASE,
            archive_reference="2025/1187-9",
            title=f"Klimabudsjett {YEAR}",
            text=with_own_points(paper.recommendation),
            outcome="adopted",
        )


def _propose(
    organisation: Organisation,
    people: dict[str, User],
    units: dict[str, Unit],
    plan: Plan,
    counted: Collection[str],
) -> Version:
    from kortreist_web.budgets.actions.assign_lines import assign_lines
    from kortreist_web.budgets.actions.describe import describe
    from kortreist_web.budgets.actions.draft import draft_from_plan
    from kortreist_web.budgets.actions.import_table import import_table
    from kortreist_web.budgets.actions.link_lines import link_lines
    from kortreist_web.budgets.actions.propose import propose
    from kortreist_web.budgets.actions.take_in import take_in
    from kortreist_web.budgets.models import EconomicPlanLine

    adviser, finance = people["klimaradgiver"], people["okonomisjef"]
    title = f"Klimabudsjett {YEAR}"
    budget = draft_from_plan(adviser, organisation, plan, year=YEAR, title=title)
    if budget.state == Budget.State.DRAFT:
        describe(
            adviser,
            organisation,
            budget,
            title=title,
            introduction="Eksempeldal vil kutte utslippene og ta vare på det bygda er god på. "
            "Vi begynner med det som er riktig uansett hva som skjer, og venter med det som "
            "binder oss. Eksempelet låner utslippstall fra en utgave som er nyere enn datoene "
            "det er oppdiktet med.",
        )
        offered = {o.measure for o in offers(budget)}
        take_in(adviser, organisation, budget, measures=offered & _TAKEN_IN)
        lacking = {line.measure: line for line in without_owner(budget.lines.all())}
        owners = {m: units[unit_of(m)] for m in lacking}
        assign_lines(adviser, organisation, budget, measures=lacking, units=owners)
        paid = BudgetLine.objects.filter(budget=budget, measure__in=counted)
        lines = sorted(paid.exclude(cost={}), key=lambda n: list(counted).index(n.measure))[:3]
        import_table(finance, organisation, year=YEAR, rows=_economic(lines), remove_absent=True)
        by_name = {line.name["nb"]: line for line in lines}
        economic = EconomicPlanLine.objects.filter(organisation=organisation, year=YEAR)
        link_lines(finance, organisation, links={e: by_name.get(e.text) for e in economic})
        budget.refresh_from_db()
        propose(adviser, organisation, budget)
    proposed: Version = budget.frozen.filter(state="proposed").latest("number")
    return proposed


def _paper(
    organisation: Organisation, officer: User, frozen: Version, meetings: Sequence[Meeting]
) -> CasePaper:
    from kortreist_web.budgets.paper.suggestions import suggest
    from kortreist_web.decisions.actions.write_paper import write_paper

    words: dict[str, Any] = suggest(frozen.content, "nb")
    return write_paper(
        officer,
        organisation,
        frozen,
        language="nb",
        case_number=CASE,
        case_officer=officer.name,
        dated_on=PROPOSED_ON,
        meetings=meetings,
        **words,
    )


def _economic(lines: list[BudgetLine]) -> list[Row]:
    """Return what the invented municipality's accounts have set aside: round figures.

    Investment stands in class 0 and running cost in class 1, on functions and accounts of
    KOSTRA that are valid in the year.
    """
    rows = []
    for line in lines:
        function, account = _CODES.get(line.measure, _OTHERWISE)
        for kind, digit in (("running", "1"), ("investment", "0")):
            by_year = line.kinds.get(kind, {})
            stands = _RUNNING.get(line.measure, account) if kind == "running" else account
            amounts = {y: int(round(band["central"], -4)) for y, band in by_year.items()}
            if any(amounts.values()):
                rows.append(
                    Row(
                        responsibility=line.unit.responsibility if line.unit else "400",
                        function=function,
                        account=f"{digit}{stands}0",
                        text=line.name["nb"],
                        amounts=amounts,
                        measure=line.measure,
                        kind=kind,
                        price_year=_PRICE_YEAR,
                    )
                )
    return rows
