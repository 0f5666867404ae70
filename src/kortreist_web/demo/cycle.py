"""Eksempeldal's invented year: a plan, an adopted budget, measures under way, a report.

Everything goes through the same actions as when people do it. The emissions, effects and
costs are computed from real figures; who decided what is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from kortreist_web.accounts.data_directories import engine_data_dir
from kortreist_web.core.actor_context import acting
from kortreist_web.decisions.models import Resolution
from kortreist_web.demo.adopted_plan import add_adopted_plan
from kortreist_web.demo.bindings import add_bindings
from kortreist_web.demo.budget import CASE, YEAR, adopt_budget, unit_of
from kortreist_web.demo.clock import at_day
from kortreist_web.demo.council import add_council, add_tasks
from kortreist_web.demo.goals import add_goals
from kortreist_web.demo.platform import add_platform
from kortreist_web.demo.signposts import add_signposts
from kortreist_web.demo.spending import add_spending
from kortreist_web.measures.alone import compute_alone
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.tasks.year import settle_step
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_cycle", "has_cycle"]

People = dict[str, User]
Units = dict[str, Unit]
#: The plan is made in the autumn before the budget's year.
MADE_ON = dt.date(2025, 11, 3)
#: Periods are reported on when they are over.
REPORTED_ON = (dt.date(2026, 5, 19), dt.date(2026, 9, 15))
#: The kind that is published last.
LAST_PUBLISHED = "bindings"
SPENT_ON, COMPLETED_ON = dt.date(2026, 9, 17), dt.date(2026, 9, 24)


def has_cycle(organisation: Organisation) -> bool:
    """Tell whether the invented year is there."""
    from kortreist_web.publishing.models import Publication

    return Publication.objects.filter(organisation=organisation, kind=LAST_PUBLISHED).exists()


def add_cycle(
    organisation: Organisation, people: People, units: Units, say: Callable[[str], None]
) -> None:
    """Add the invented year, going on from where an earlier attempt stopped."""
    adviser, approver = people["klimaradgiver"], people["kommunedirektor"]
    with at_day(MADE_ON):
        add_goals(organisation, adviser)
        plan = _plan(organisation, adviser)
        say("cycle")
        choices = _choices(organisation, adviser, plan, units)
        # Before the budget: what is adopted says what each measure is followed up with.
        indicators = _indicators(organisation, adviser, choices)
        add_adopted_plan(organisation, adviser)
    adopt_budget(organisation, people, units, plan, _COUNTED)
    decided = Resolution.objects.get(organisation=organisation, case_number=CASE)
    add_council(organisation, people, units, decided)
    _report_periods(organisation, people, choices, indicators)
    with at_day(SPENT_ON):
        add_spending(organisation, people["okonomisjef"], choices)
    _report(organisation, adviser, approver)
    add_platform(organisation, people, units)
    say("bindings")
    add_bindings(organisation, people)
    add_signposts(organisation, people, units, timezone.localdate())
    compute_alone(organisation).save()
    settle_step(organisation, "account", timezone.localdate())
    _calendar(organisation, adviser)
    add_tasks(organisation, people, timezone.localdate())
    # What tells that all is there comes last.
    _publish_all(organisation, approver)


def _plan(organisation: Organisation, who: User) -> Plan:
    from kortreist_web.plans.computation import answer, finish
    from kortreist_web.plans.questions import pins_for, question_for

    name = f"Plan {YEAR}–{YEAR + 3}"
    # A start that was stopped halfway left a plan that is not computed: it is gone on with.
    begun = Plan.objects.filter(organisation=organisation, name=name).order_by("pk").first()
    if begun is not None and begun.state == Plan.State.READY:
        return begun
    engine_data_dir(organisation)
    with acting(who, "demo.plan", "eksempel"):
        asked = {
            "money_nok": 6_000_000.0,
            "staff_fte": 2.0,
            # Decided before the plan: what the units report on is in every plan.
            "fixed": dict.fromkeys(_COUNTED, YEAR),
        }
        question = question_for(organisation, asked)
        pins = pins_for(organisation, futures=1000, extras=True)
        pins["today"] = MADE_ON.isoformat()
        plan = begun or Plan(organisation=organisation, name=name, question=question, pins=pins)
        if begun is None:
            plan.save()
        outcome = answer(plan)
        with transaction.atomic():
            finish(plan, outcome)
    plan.refresh_from_db()
    if plan.state != Plan.State.READY:
        raise RuntimeError(f"the demonstration's plan was refused: {plan.refused}")
    return plan


def _choices(
    organisation: Organisation, who: User, plan: Plan, units: Units
) -> dict[str, MeasureChoice]:
    """Choose what starts in the plan's first year, which is under way, and what is right soon."""
    from kortreist_web.measures.actions.choose import choose

    by_measure = {c.measure: c for c in MeasureChoice.objects.filter(organisation=organisation)}
    content = plan.content or {}
    for m in content["measures"]:
        begun = m["start_year"] <= YEAR
        if m["id"] in by_measure or not (begun or m.get("group") in ("start_now", "anchor_first")):
            continue
        by_measure[m["id"]] = choose(
            who,
            organisation,
            measure=m["id"],
            state="under_way" if begun else "chosen",
            start_year=m["start_year"],
            unit=units[unit_of(m["id"])],
            why="eksempel",
        )
    return by_measure


def _indicators(
    organisation: Organisation, who: User, choices: dict[str, MeasureChoice]
) -> dict[str, Any]:
    """Define what is counted for some of the measures, with targets for the plan's years."""
    from kortreist_web.indicators.actions.define import define
    from kortreist_web.indicators.models import Indicator

    by_measure = {
        i.choice.measure: i
        for i in Indicator.objects.filter(organisation=organisation).select_related("choice")
        if i.choice
    }
    for measure, (name, unit, direction, start, targets) in _COUNTED.items():
        choice = choices.get(measure)
        if choice is None or measure in by_measure:
            continue
        by_measure[measure] = define(
            who,
            organisation,
            name=name,
            unit_of_measure=unit,
            direction=direction,
            choice=choice,
            unit=choice.unit,
            start_year=YEAR - 1,
            start_value=start,
            targets={str(YEAR + i): v for i, v in enumerate(targets)},
            source="Kommunens egen telling (oppdiktet)",
        )
    return by_measure


#: Measure → (what is counted, in what, more is better, last year's value, targets).
_COUNTED: dict[str, tuple[str, str, int, float, tuple[float, ...]]] = {
    "municipal_fleet_electric": (
        "Andel av kommunens biler som er elektriske",
        "prosent",
        1,
        38.0,
        (55, 70, 85, 100),
    ),
    "delivery_logistics": (
        "Varebil- og lastebilturer til sentrum per uke",
        "turer",
        -1,
        410.0,
        (390, 360, 330, 300),
    ),
    "eco_driving": (
        "Ansatte som har gått kurs i miljøkjøring",
        "personer",
        1,
        0.0,
        (60, 120, 160, 180),
    ),
    "precise_fertilising": (
        "Gårdsbruk med oppdatert gjødslingsplan",
        "gårdsbruk",
        1,
        22.0,
        (30, 40, 48, 55),
    ),
    "car_sharing": ("Delebiler tilgjengelig for innbyggerne", "biler", 1, 2.0, (4, 6, 8, 10)),
}
#: Measure → what was reported in each of the first two periods: status, hindrance, value.
_SAID: dict[str, tuple[tuple[str, str, float | None], ...]] = {
    "municipal_fleet_electric": (
        ("on_track", "", 41.0),
        ("delayed", "Leverandøren leverer tre måneder senere enn avtalt.", 44.0),
    ),
    "delivery_logistics": (("on_track", "", 402.0), ("on_track", "", 388.0)),
    "eco_driving": (
        ("not_started", "Kursholderen var opptatt til høsten.", None),
        ("on_track", "", 34.0),
    ),
    "precise_fertilising": (("on_track", "", 25.0), ("on_track", "", 29.0)),
    "car_sharing": (("on_track", "", 3.0), ("done", "", 4.0)),
}


def _report_periods(
    organisation: Organisation,
    people: People,
    choices: dict[str, MeasureChoice],
    indicators: dict[str, Any],
) -> None:
    """Report two periods, as units would."""
    from kortreist_web.reports.actions.report import Seen, report

    # The adviser reports for the units that have nobody with the role here.
    who = people["klimaradgiver"]
    for period, day in enumerate(REPORTED_ON, start=1):
        for measure, periods in _SAID.items():
            choice = choices.get(measure)
            if choice is None:
                continue
            status, hindrance, value = periods[period - 1]
            seen = []
            if measure in indicators:
                missing = "" if value is not None else "Ikke begynt"
                seen = [Seen(indicators[measure], value, missing)]
            with at_day(day):
                report(
                    who,
                    organisation,
                    choice,
                    year=YEAR,
                    period=period,
                    status=status,
                    hindrance=hindrance,
                    observations=seen,
                )


def _report(organisation: Organisation, adviser: User, approver: User) -> None:
    """Complete the second period's report, and leave the third open."""
    from kortreist_web.reports.actions.complete import complete
    from kortreist_web.reports.actions.explain import explain
    from kortreist_web.reports.actions.open_report import open_report
    from kortreist_web.reports.models import InterimReport

    with at_day(COMPLETED_ON):
        report = open_report(adviser, organisation, year=YEAR, period=2)
        if report.state == InterimReport.State.LIVE:
            explain(
                adviser,
                organisation,
                report,
                measure="municipal_fleet_electric",
                text="Bilene kommer i desember. Effekten i år blir mindre, målet for 2027 står.",
            )
            report.refresh_from_db()
            _give_reasons(adviser, organisation, report)
            complete(approver, organisation, report)
        open_report(adviser, organisation, year=YEAR, period=3)


def _give_reasons(adviser: User, organisation: Organisation, report: Any) -> None:
    """Say why the rest is not reported: a report is not completed with holes nobody explains."""
    from kortreist_web.reports.actions.give_reasons import give_reasons
    from kortreist_web.reports.content import report_content
    from kortreist_web.reports.due import unanswered

    left = [row["measure"] for row in unanswered(report_content(report))]
    if left:
        give_reasons(
            adviser,
            organisation,
            report,
            measures=left,
            reason="Tiltaket ble vedtatt i desember, og enheten begynner etter sommeren.",
        )
        report.refresh_from_db()


def _calendar(organisation: Organisation, who: User) -> None:
    from kortreist_web.tasks.actions.make_calendar import make_calendar

    for year in (YEAR, YEAR + 1):
        make_calendar(who, organisation, year=year)


def _publish_all(organisation: Organisation, who: User) -> None:
    """Publish the account, the adopted budget and the completed report."""
    from kortreist_web.accounts.queries import latest_account
    from kortreist_web.bindings.openness import PAGE
    from kortreist_web.budgets.frozen import current
    from kortreist_web.publishing.actions.publish import publish
    from kortreist_web.publishing.models import Publication
    from kortreist_web.reports.frozen import completed
    from kortreist_web.versions.queries import versions_of

    rows: dict[str, Any] = {
        "account": latest_account(organisation),
        "budget": current(organisation),
        "report": completed(organisation).first(),
        "decision": Resolution.objects.filter(organisation=organisation, case_number=CASE).first(),
        LAST_PUBLISHED: versions_of(organisation, PAGE).first(),
    }
    for kind, row in rows.items():
        there = Publication.objects.filter(organisation=organisation, kind=kind).exists()
        if row is not None and not there:
            publish(who, organisation, kind=kind, row=row)
