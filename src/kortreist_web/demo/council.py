"""Eksempeldal's council: its bodies and members, how it voted, and what came of each point.

None of the people and lists exists.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from kortreist_web.decisions.models import Body, BodyMember, Resolution, Vote
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["COUNCIL", "add_council", "add_tasks", "with_own_points"]

#: The body that decides, as its resolutions name it.
COUNCIL = "Kommunestyret"
#: Bodies: name, kind, members by list; the last of the council's are deputies.
_BYGD, _DAL, _SAMAN = "Bygdelista", "Dalalista", "Samlingslista"
_MEMBERS: tuple[tuple[str, str], ...] = (
    ("Astrid Eksempelrud", _BYGD),
    ("Birger Eksempelmo", _BYGD),
    ("Cecilie Eksempelhaug", _BYGD),
    ("Dagfinn Eksempellien", _BYGD),
    ("Eldbjørg Eksempelstad", _DAL),
    ("Fredrik Eksempelsveen", _DAL),
    ("Gunhild Eksempelbakken", _DAL),
    ("Håvard Eksempelås", _DAL),
    ("Inga Eksempelvik", _SAMAN),
    ("Jostein Eksempelnes", _SAMAN),
    ("Kjersti Eksempelgard", _SAMAN),
)
_DEPUTIES = (("Leif Eksempelhagen", _BYGD), ("Marit Eksempeltun", _DAL))
_COMMITTEE = 5
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
    """Add the bodies, the vote over a resolution, and what its points led to; all or nothing."""
    if Vote.objects.filter(organisation=organisation).exists():
        return
    with transaction.atomic():
        council = _bodies(organisation, people["klimaradgiver"], decided.decided_on)
        _vote(organisation, people["kommunedirektor"], decided, council)
        _points(organisation, people["klimaradgiver"], units, decided)


def _term(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the council term a day is in: four years from the October after an election."""
    first = day.year - (day.year - 2023) % 4
    begins = dt.date(first, 10, 15)
    if day < begins:
        begins = dt.date(first - 4, 10, 15)
    return begins, begins.replace(year=begins.year + 4)


def _bodies(organisation: Organisation, who: User, day: dt.date) -> Body:
    from kortreist_web.decisions.actions.add_body import add_body
    from kortreist_web.decisions.actions.add_member import add_member

    def add(
        body: Body, name: str, party: str, first: dt.date, after: dt.date, *, deputy: bool = False
    ) -> None:
        add_member(
            who,
            organisation,
            body,
            name=name,
            party=party,
            deputy=deputy,
            valid_from=first,
            valid_to=after,
        )

    begins, ends = _term(day)
    council = add_body(who, organisation, name=COUNCIL, kind=Body.Kind.COUNCIL)
    for name, party in _MEMBERS:
        add(council, name, party, begins, ends)
    for name, party in _DEPUTIES:
        add(council, name, party, begins, ends, deputy=True)
    add(council, "Nora Eksempelmyr", _DAL, begins.replace(year=begins.year - 4), begins)
    kind = Body.Kind.EXECUTIVE_COMMITTEE
    committee = add_body(who, organisation, name="Formannskapet", kind=kind)
    for name, party in _MEMBERS[::2][:_COMMITTEE]:
        add(committee, name, party, begins, ends)
    return council


def _vote(organisation: Organisation, who: User, decided: Resolution, council: Body) -> None:
    """Record ten votes of eleven members; one had a ground to stand back."""
    from kortreist_web.decisions.actions.record_vote import record_vote

    out: BodyMember = council.members.get(name="Jostein Eksempelnes")
    record_vote(
        who,
        organisation,
        resolution=decided,
        body=council,
        votes_for=8,
        votes_against=2,
        by_party={_BYGD: (4, 0), _DAL: (2, 2), _SAMAN: (2, 0)},
        disqualified={out: "leder styret i det oppdiktede Eksempeldal Bildeling"},
    )


def _points(
    organisation: Organisation, who: User, units: dict[str, Unit], decided: Resolution
) -> None:
    """Make the points, say who follows up what, and how some of it stands."""
    from kortreist_web.decisions.actions.set_point import set_point
    from kortreist_web.decisions.actions.split_text import split_text
    from kortreist_web.decisions.points import POINT
    from kortreist_web.tasks.actions.begin import begin
    from kortreist_web.tasks.actions.finish import finish
    from kortreist_web.tasks.owners import Owner
    from kortreist_web.tasks.subjects import tasks_about

    points = {p.text: p for p in split_text(who, organisation, resolution=decided)}
    charging, purchases, schools, farms = (points[text] for text in _OWN_POINTS)
    # They run from today, so that some of it is always still to do.
    day = timezone.localdate()
    for point, owner, days in (
        (charging, Owner(unit=units["Teknisk drift"]), 60),
        (purchases, Owner(unit=units["Økonomi og innkjøp"]), 120),
        (schools, Owner(role="approver"), 180),
        (farms, Owner(unit=units["Plan og næring"]), 10),
    ):
        set_point(
            who,
            organisation,
            resolution=decided,
            number=point.number,
            text=point.text,
            kind=point.kind,
            owner=owner,
            due=day + dt.timedelta(days=days),
        )
    tasks = tasks_about(POINT, points.values())
    begin(who, organisation, tasks[purchases.pk])
    finish(who, organisation, tasks[charging.pk], on=day, evidence="Sak 26/0498: ladeplanen")


def add_tasks(organisation: Organisation, people: dict[str, User], today: dt.date) -> None:
    """Add what people have set themselves: one overdue, one of a person's, one that lapsed."""
    from kortreist_web.tasks.actions.add_deadline import add_deadline
    from kortreist_web.tasks.actions.assign import assign
    from kortreist_web.tasks.actions.lapse import lapse
    from kortreist_web.tasks.models import Task
    from kortreist_web.tasks.owners import Owner

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
