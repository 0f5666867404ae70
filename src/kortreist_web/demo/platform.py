"""Eksempeldal's invented strategic platform: written, suggested upon, and adopted in October 2026.

Nothing of it is any real municipality's.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from kortreist_web.demo.clock import at_day
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.indicators.models import Indicator
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.platforms.models import Platform
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["PLATFORM_ADOPTED_ON", "PLATFORM_WRITTEN_ON", "add_platform"]

PLATFORM_WRITTEN_ON, PLATFORM_ADOPTED_ON = dt.date(2026, 10, 1), dt.date(2026, 10, 22)
CASE = "26/0341"
#: Kind, heading and text in bokmål, the same in nynorsk.
_SECTIONS = (
    (
        "why",
        "Hvorfor vi har en plattform",
        "Bygda blir eldre, veiene lengre og pengene færre. Det vi bygger i dag, binder dem som "
        "kommer etter oss.\n\nIngen løser det alene. Kommunen, gårdene, lagene og bedriftene må "
        "gjøre hver sin del, og vite hva de andre gjør.",
        "Kvifor vi har ei plattform",
        "Bygda blir eldre, vegane lengre og pengane færre. Det vi byggjer i dag, bind dei som "
        "kjem etter oss.\n\nIngen løyser det åleine. Kommunen, gardane, laga og bedriftene må "
        "gjere kvar sin del, og vite kva dei andre gjer.",
    ),
    (
        "ambition",
        "Et liv der det meste er i nærheten",
        "I Eksempeldal skal barn kunne gå til skolen, gamle bo hjemme og mat dyrkes der den "
        "spises. Utslippene går ned fordi hverdagen blir enklere.",
        "Eit liv der det meste er i nærleiken",
        "I Eksempeldal skal barn kunne gå til skulen, gamle bu heime og mat dyrkast der han blir "
        "eten. Utsleppa går ned fordi kvardagen blir enklare.",
    ),
    (
        "principle",
        "Slik velger vi",
        "Når to gode ting står mot hverandre, sier vi det høyt og begrunner valget.",
        "Slik vel vi",
        "Når to gode ting står mot kvarandre, seier vi det høgt og grunngjev valet.",
    ),
    (
        "guidance_community",
        "For lokalsamfunnet",
        "Handel, skole og møteplasser skal ligge der folk allerede bor.",
        "For lokalsamfunnet",
        "Handel, skule og møteplassar skal liggje der folk alt bur.",
    ),
    (
        "guidance_organisation",
        "For kommunen selv",
        "Vi kjøper lite nytt, deler det vi har, og sier fra i tide når noe ikke går.",
        "For kommunen sjølv",
        "Vi kjøper lite nytt, deler det vi har, og seier frå i tide når noko ikkje går.",
    ),
    (
        "priority",
        "Det vi gjør først",
        "Kommunens egne biler, varene til sentrum og jorda på gårdene.",
        "Det vi gjer først",
        "Dei eigne bilane til kommunen, varene til sentrum og jorda på gardane.",
    ),
    (
        "follow_up",
        "Slik følger vi opp",
        "Kommunedirektøren melder hvert år, sammen med årsmeldingen, hva som er gjort, hva som "
        "ikke er det, og hvorfor.",
        "Slik følgjer vi opp",
        "Kommunedirektøren melder kvart år, saman med årsmeldinga, kva som er gjort, kva som "
        "ikkje er det, og kvifor.",
    ),
)
#: Section, kind, bokmål, nynorsk, unit, due, how long, measures it is tied to.
_COMMITMENTS: tuple[dict[str, Any], ...] = (
    {
        "in": "ambition",
        "kind": "goal",
        "nb": "Klimamålene kommunestyret har vedtatt, står fast",
        "nn": "Klimamåla kommunestyret har vedteke, står fast",
        "unit": "Plan og næring",
        "expires": "never",
        "goals": True,
    },
    {
        "in": "principle",
        "kind": "principle",
        "nb": "Matjord bygges ikke ned når det finnes et annet sted",
        "nn": "Matjord blir ikkje bygd ned når det finst ein annan stad",
        "unit": "Plan og næring",
        "expires": "never",
    },
    {
        "in": "principle",
        "kind": "principle",
        "nb": "De som berøres, blir spurt før det er bestemt",
        "nn": "Dei det gjeld, blir spurde før det er avgjort",
        "unit": "Oppvekst",
        "expires": "never",
    },
    {
        "in": "guidance_community",
        "kind": "guidance",
        "nb": "Varer til sentrum samles i færre turer",
        "nn": "Varer til sentrum blir samla i færre turar",
        "unit": "Plan og næring",
        "measures": ("delivery_logistics",),
    },
    {
        "in": "guidance_organisation",
        "kind": "guidance",
        "nb": "Gjenbruk vurderes før innkjøp",
        "nn": "Gjenbruk blir vurdert før innkjøp",
        "unit": "Økonomi og innkjøp",
    },
    {
        "in": "priority",
        "kind": "goal",
        "nb": "Innbyggerne kan dele på bilene de trenger sjelden",
        "nn": "Innbyggjarane kan dele på bilane dei treng sjeldan",
        "unit": "Plan og næring",
        "due": dt.date(2029, 12, 31),
        "expires": "never",
        "measures": ("car_sharing",),
        "indicator": ("car_sharing", "at_least", 10.0),
    },
    {
        "in": "priority",
        "kind": "promise",
        "nb": "Alle kommunens biler er elektriske",
        "nn": "Alle bilane til kommunen er elektriske",
        "unit": "Teknisk drift",
        "due": dt.date(2029, 12, 31),
        "measures": ("municipal_fleet_electric", "eco_driving"),
    },
    {
        "in": "priority",
        "kind": "promise",
        "nb": "Hver gård får tilbud om gjødslingsplan",
        "nn": "Kvar gard får tilbod om gjødslingsplan",
        "unit": "Plan og næring",
        "due": dt.date(2027, 6, 30),
        "measures": ("precise_fertilising",),
    },
    {
        "in": "follow_up",
        "kind": "promise",
        "nb": "Et innbyggerpanel vurderer plattformen midt i perioden",
        "nn": "Eit innbyggjarpanel vurderer plattforma midt i perioden",
        "unit": "Plan og næring",
        "due": dt.date(2026, 11, 15),
        "measures": ("residents_assembly",),
    },
)


def add_platform(
    organisation: Organisation, people: dict[str, User], units: dict[str, Unit]
) -> None:
    """Write it, take in a councillor's suggestion, propose and adopt it, once; all or nothing."""
    if Platform.objects.filter(organisation=organisation).exists():
        return
    with transaction.atomic():
        with at_day(PLATFORM_WRITTEN_ON):
            version = _write(organisation, people, units)
        with at_day(PLATFORM_ADOPTED_ON):
            from kortreist_web.decisions.actions.record import record

            record(
                people["kommunedirektor"],
                organisation,
                frozen=version,
                body="Kommunestyret",
                decided_on=PLATFORM_ADOPTED_ON,
                case_number=CASE,
                archive_reference="2026/1702-11",
                title="Strategisk plattform 2023–2027",
                text="1. Strategisk plattform 2023–2027 vedtas.\n"
                "2. Kommunedirektøren legger fram hvordan forpliktelsene følges opp, hvert år.",
                outcome="adopted",
            )


def _write(organisation: Organisation, people: dict[str, User], units: dict[str, Unit]) -> Any:
    from kortreist_web.platforms.actions.commit import commit, link_commitment
    from kortreist_web.platforms.actions.propose import propose_platform
    from kortreist_web.platforms.actions.suggest import accept_suggestion, suggest
    from kortreist_web.platforms.actions.write_platform import make_platform, write_section

    who = people["klimaradgiver"]
    title = "Nær nok: strategisk plattform for Eksempeldal"
    platform = make_platform(who, organisation, title=title, first_year=2023, last_year=2027)
    sections = {}
    for kind, heading_nb, text_nb, heading_nn, text_nn in _SECTIONS:
        sections[kind] = write_section(
            who,
            organisation,
            platform=platform,
            kind=kind,
            heading_nb=heading_nb,
            heading_nn=heading_nn,
            text_nb=text_nb,
            text_nn=text_nn,
        )
    choices = {c.measure: c for c in MeasureChoice.objects.filter(organisation=organisation)}
    indicators = Indicator.objects.filter(organisation=organisation, choice__isnull=False)
    counted = {i.choice.measure: i for i in indicators.select_related("choice") if i.choice}
    for one in _COMMITMENTS:
        measured: dict[str, Any] = {}
        measure, bound, value = one.get("indicator", ("", "", None))
        if measure in counted:
            measured = {"indicator": counted[measure], "bound": bound, "value": value}
        row = commit(
            who,
            organisation,
            section=sections[one["in"]],
            kind=one["kind"],
            text_nb=one["nb"],
            text_nn=one["nn"],
            unit=units[one["unit"]],
            due=one.get("due"),
            expires=one.get("expires", "end_of_term"),
            **measured,
        )
        tied = [("measure", choices[m].pk) for m in one.get("measures", ()) if m in choices]
        if one.get("goals"):
            goals = AdoptedGoal.objects.filter(organisation=organisation, ended_on=None)
            tied += [("goal", goal.pk) for goal in goals.exclude(boundary="consumption")]
        for kind, target in tied:
            link_commitment(who, organisation, commitment=row, kind=kind, target=target)
    made = suggest(
        people["folkevalgt"],
        organisation,
        section=sections["ambition"],
        old="gamle bo hjemme og mat dyrkes der den spises",
        new="gamle bo hjemme så lenge de vil, og mat dyrkes der den spises",
        reason="Å bo hjemme er et valg, ikke en plikt.",
    )
    accept_suggestion(who, organisation, made)
    return propose_platform(
        who, organisation, platform, summary="Kommunens første strategiske plattform."
    )
