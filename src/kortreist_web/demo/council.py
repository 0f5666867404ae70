"""Eksempeldal's council: its bodies and members, how it voted, and what came of each point.

None of the people and lists exists.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from kortreist_web.decisions.actions.add_body import add_body
from kortreist_web.decisions.actions.add_member import add_member
from kortreist_web.decisions.models import Body, BodyMember, Resolution, Vote
from kortreist_web.demo.clock import at_day
from kortreist_web.people.models import User
from kortreist_web.tasks.actions.begin import begin
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.subjects import tasks_about
from kortreist_web.tenants.models import Organisation, Unit

__all__ = [
    "COMMITTEE",
    "COUNCIL",
    "DISABILITY",
    "ELDERLY",
    "YOUTH",
    "add_bodies",
    "add_council",
    "add_tasks",
    "with_own_points",
]

#: The body that decides, as its resolutions name it.
COUNCIL = "Kommunestyret"
#: The minutes are entered some days after the meeting; what came of them in the year after.
_MINUTES_ON, _BEGUN_ON = dt.date(2025, 12, 16), dt.date(2026, 2, 9)
_CHARGING_ON, _CHARGING_DUE = dt.date(2026, 5, 28), dt.date(2026, 6, 30)
_BYGD, _DAL, _SAMAN = "Bygdelista", "Dalalista", "Samlingslista"
#: The council by list: as many as the law asks of a municipality of 10,001 to 50,000 residents.
_MEMBERS: dict[str, str] = {
    _BYGD: "Astrid Eksempelrud, Birger Eksempelmo, Cecilie Eksempelhaug, Dagfinn Eksempellien, "
    "Oddveig Eksempelbråten, Petter Eksempelvoll, Ragna Eksempelsæter, Sigurd Eksempelflaten, "
    "Torunn Eksempelbø, Ulrik Eksempelrønning, Vilde Eksempelhovde",
    _DAL: "Eldbjørg Eksempelstad, Fredrik Eksempelsveen, Gunhild Eksempelbakken, "
    "Håvard Eksempelås, Wenche Eksempelmoen, Yngve Eksempelteig, Øyvind Eksempeldokken, "
    "Åse Eksempelhagen, Arnt Eksempelkleiva",
    _SAMAN: "Inga Eksempelvik, Jostein Eksempelnes, Kjersti Eksempelgard, Bodil Eksempelsund, "
    "Christer Eksempelødegård, Ellen Eksempelstrand, Frode Eksempelhelle",
}
_DEPUTIES = {
    _BYGD: "Leif Eksempelhagen",
    _DAL: "Marit Eksempeltun",
    _SAMAN: "Grete Eksempellund",
}
#: Every fourth of the council by list: seven, of all three.
_COMMITTEE = slice(None, None, 4)
#: The three councils the act asks for: name, kind, members.
YOUTH, ELDERLY = "Ungdomsrådet", "Eldrerådet"
DISABILITY = "Rådet for personer med funksjonsnedsettelse"
COMMITTEE = "Formannskapet"
_ADVISE: tuple[tuple[str, Body.Kind, str], ...] = (
    (
        YOUTH,
        Body.Kind.YOUTH_COUNCIL,
        "Amalie Eksempelhei, Benjamin Eksempelskar, Dina Eksempeltveit, Even Eksempelholt, "
        "Hedda Eksempelmark",
    ),
    (
        ELDERLY,
        Body.Kind.ELDERLY_COUNCIL,
        "Anders Eksempelhus, Borghild Eksempelberg, Eivind Eksempelfoss, Gudrun Eksempelnæs, "
        "Halvor Eksempeldal",
    ),
    (
        DISABILITY,
        Body.Kind.DISABILITY_COUNCIL,
        "Berit Eksempelåsen, Dag Eksempelrud, Eli Eksempelhaugen, Geir Eksempelvold, "
        "Hilde Eksempelsletta",
    ),
)
#: What the council added to what was recommended.
_OWN_POINTS = (
    "Det legges fram en plan for lading ved kommunens bygg.",
    "Klimakrav tas inn i alle nye innkjøp av kjøretøy og anleggsmaskiner.",
    "Kommunedirektøren legger fram en sak om sambruk av skolebyggene.",
    "Gårdsbruk som vil ha det, får hjelp til en oppdatert gjødslingsplan.",
)


def with_own_points(recommendation: str) -> str:
    """Return what the council decided: what was recommended, and points of its own after it."""
    from kortreist_web.decisions.points import split

    first = len(split(recommendation)) + 1
    own = [f"{n}. {text}" for n, text in enumerate(_OWN_POINTS, start=first)]
    return "\n".join((recommendation, *own))


def add_council(
    organisation: Organisation, people: dict[str, User], units: dict[str, Unit], decided: Resolution
) -> None:
    """Add the vote over a resolution, and what its points led to; all or nothing."""
    if Vote.objects.filter(organisation=organisation).exists():
        return
    council = Body.objects.get(organisation=organisation, kind=Body.Kind.COUNCIL)
    adviser, today = people["klimaradgiver"], timezone.localdate()
    with transaction.atomic():
        with at_day(_MINUTES_ON):
            _vote(organisation, people["kommunedirektor"], decided, council)
            charging, purchases = _points(organisation, adviser, units, decided, today)
        with at_day(_BEGUN_ON):
            begin(adviser, organisation, purchases)
        with at_day(_CHARGING_ON):
            evidence = "Sak 26/0187: ladeplanen"
            finish(adviser, organisation, charging, on=_CHARGING_ON, evidence=evidence)


def _term(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the council term a day is in: four years from the October after an election."""
    first = day.year - (day.year - 2023) % 4
    begins = dt.date(first, 10, 15)
    if day < begins:
        begins = dt.date(first - 4, 10, 15)
    return begins, begins.replace(year=begins.year + 4)


def add_bodies(organisation: Organisation, who: User, day: dt.date) -> None:
    """Add the bodies of the term a day is in, with their members; all or nothing."""
    if Body.objects.filter(organisation=organisation).exists():
        return
    begins, ends = _term(day)
    with transaction.atomic():
        council = add_body(who, organisation, name=COUNCIL, kind=Body.Kind.COUNCIL)
        seats = [(name, party) for party, names in _MEMBERS.items() for name in names.split(", ")]
        kind = Body.Kind.EXECUTIVE_COMMITTEE
        committee = add_body(who, organisation, name=COMMITTEE, kind=kind)
        elected = [(council, seats), (committee, seats[_COMMITTEE])]
        for name, kind, members in _ADVISE:
            body = add_body(who, organisation, name=name, kind=kind)
            elected.append((body, [(member, "") for member in members.split(", ")]))
        term: dict[str, Any] = {"valid_from": begins, "valid_to": ends}
        for body, rows in elected:
            for name, party in rows:
                add_member(who, organisation, body, name=name, party=party, **term)
        for party, name in _DEPUTIES.items():
            add_member(who, organisation, council, name=name, party=party, deputy=True, **term)
        before: dict[str, Any] = {
            "valid_from": begins.replace(year=begins.year - 4),
            "valid_to": begins,
        }
        add_member(who, organisation, council, name="Nora Eksempelmyr", party=_DAL, **before)


def _vote(organisation: Organisation, who: User, decided: Resolution, council: Body) -> None:
    """Record 27 votes of 27: one had a ground to stand back, and the list's deputy met for her."""
    from kortreist_web.decisions.actions.record_vote import record_vote

    out: BodyMember = council.members.get(name="Jostein Eksempelnes")
    record_vote(
        who,
        organisation,
        resolution=decided,
        body=council,
        votes_for=23,
        votes_against=4,
        by_party={_BYGD: (11, 0), _DAL: (5, 4), _SAMAN: (7, 0)},
        deputies_met=1,
        disqualified={out: "leder styret i det oppdiktede Eksempeldal Bildeling"},
    )


def _points(
    organisation: Organisation,
    who: User,
    units: dict[str, Unit],
    decided: Resolution,
    today: dt.date,
) -> tuple[Task, Task]:
    """Make the points, and say who follows up what; returns the tasks of the first two."""
    from kortreist_web.decisions.actions.set_point import set_point
    from kortreist_web.decisions.actions.split_text import split_text
    from kortreist_web.decisions.points import POINT

    points = {p.text: p for p in split_text(who, organisation, resolution=decided)}
    charging, purchases, schools, farms = (points[text] for text in _OWN_POINTS)
    for point, owner, due in (
        (charging, Owner(unit=units["Teknisk drift"]), _CHARGING_DUE),
        # These end after today whatever day it is, so that some of it is always still to do.
        (purchases, Owner(unit=units["Økonomi og innkjøp"]), _month_end(today, 3)),
        (schools, Owner(role="approver"), _month_end(today, 5)),
        (farms, Owner(unit=units["Plan og næring"]), _month_end(today, 1)),
    ):
        set_point(
            who,
            organisation,
            resolution=decided,
            number=point.number,
            text=point.text,
            kind=point.kind,
            owner=owner,
            due=due,
        )
    tasks = tasks_about(POINT, points.values())
    return tasks[charging.pk], tasks[purchases.pk]


def _month_end(day: dt.date, months: int) -> dt.date:
    """Return the last day of the month so many months after a day's."""
    after = day.year * 12 + day.month + months
    return dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def add_tasks(organisation: Organisation, people: dict[str, User], today: dt.date) -> None:
    """Add what people have set themselves: one overdue, one of a person's, one that lapsed."""
    from kortreist_web.tasks.actions.add_deadline import add_deadline
    from kortreist_web.tasks.actions.assign import assign
    from kortreist_web.tasks.actions.lapse import lapse

    who = people["klimaradgiver"]
    title = "Be enhetene om tall til 3. tertial"
    if Task.objects.filter(organisation=organisation, title=title).exists():
        return
    with transaction.atomic():
        due = today - dt.timedelta(days=2)
        late = add_deadline(who, organisation, title=title, due=due, kind="report")
        assign(who, organisation, late, owner=Owner(person=who), due=due)
        due = today + dt.timedelta(days=9)
        title = "Gå gjennom økonomiplanens linjer mot klimabudsjettet"
        money = add_deadline(who, organisation, title=title, due=due, kind="budget")
        assign(who, organisation, money, owner=Owner(person=people["okonomisjef"]), due=due)
        title = "Folkemøte om ny bussrute"
        meeting = add_deadline(who, organisation, title=title, due=due, kind="hearing")
        lapse(who, organisation, meeting, reason="Ruten er utsatt til neste år (oppdiktet).")
