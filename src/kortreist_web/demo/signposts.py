"""What Eksempeldal follows with: three signs, one of which is reached and waits for somebody.

The law, the offer and the threshold are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from kortreist_web.core.texts import web
from kortreist_web.indicators.models import Indicator
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.signposts.models import Signpost
from kortreist_web.tasks.owners import Owner
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_signposts"]


def add_signposts(
    organisation: Organisation, people: dict[str, User], units: dict[str, Unit], today: dt.date
) -> None:
    """Watch a law, a share and an offer; going on from where it stopped."""
    if Signpost.objects.filter(organisation=organisation).exists():
        return
    with transaction.atomic():
        who = people["klimaradgiver"]
        _law(organisation, who, today)
        _share(organisation, who, today)
        _offer(organisation, who, units, today)


def _row(organisation: Organisation, kind: str) -> tuple[Plan | None, dict[str, Any]]:
    """Return the first measure of the newest plan that has a sign of a kind."""
    from kortreist_web.plans.latest import newest_plan

    plan = newest_plan(organisation)
    content = (plan.content or {}) if plan is not None else {}
    rows = [r for n in ("measures", "not_chosen", "state_must") for r in content.get(n, ())]
    found = (r for r in rows if (r.get("signpost") or {}).get("kind") == kind)
    return plan, next(found, {})


def _law(organisation: Organisation, who: User, today: dt.date) -> None:
    """A law that has not come, as the plan says it."""
    from kortreist_web.signposts.actions.record_reading import record_reading
    from kortreist_web.signposts.actions.watch import watch
    from kortreist_web.signposts.prefill import of_plan

    plan, row = _row(organisation, "condition")
    values: dict[str, Any] = {"name": "Lov om nullutslippssone", "see_by": today.year + 2}
    kept: dict[str, Any] = {}
    first = of_plan(plan, row["id"]) if plan is not None and row else None
    if first is not None:
        names = ("name", "see_by", "what_then")
        values = {n: first.initial[n] for n in names}
        values["see_by"] = max(values["see_by"], today.year + 1)
        kept = first.kept
    law = watch(
        who,
        organisation,
        **{**kept, **values, "source": "condition", "owner": Owner(person=who)},
        why="eksempel",
    )
    record_reading(
        who,
        organisation,
        law,
        day=today - dt.timedelta(days=40),
        source="Regjeringens lovplan (oppdiktet)",
        word="not_come",
    )


def _share(organisation: Organisation, who: User, today: dt.date) -> None:
    """A share that is getting near its threshold, seen in the units' reports."""
    from kortreist_web.signposts.actions.watch import watch

    rows = Indicator.objects.filter(organisation=organisation)
    share = rows.filter(choice__measure="municipal_fleet_electric").first()
    if share is None:
        return
    watch(
        who,
        organisation,
        name="Nok elbiler til å samle ladingen",
        measure="municipal_fleet_electric",
        source="indicator",
        indicator=share,
        direction="up",
        threshold=45.0,
        see_by=today.year + 2,
        owner=Owner(unit=share.unit) if share.unit else Owner(role="editor"),
        what_then="Ta opp felles ladeplass ved rådhuset i stedet for lading ved hvert bygg.",
        why="eksempel",
    )


def _offer(organisation: Organisation, who: User, units: dict[str, Unit], today: dt.date) -> None:
    """An offer below the threshold: the task is set, and the case is ready."""
    from kortreist_web.signposts.actions.record_reading import record_reading
    from kortreist_web.signposts.actions.watch import watch

    plan, row = _row(organisation, "cost")
    name = row["name"][:1].lower() + row["name"][1:] if row else "ladeplass"
    say = web("nb")
    offer = watch(
        who,
        organisation,
        name=say("signposts.named.offer", name=name)[:200],
        measure=row.get("id", ""),
        plan=plan,
        told=row.get("signpost") or {},
        source="offer",
        direction="down",
        threshold=1_200_000.0,
        start_value=1_600_000.0,
        unit_of_measure="kr",
        see_by=max(row.get("decide_by") or today.year + 1, today.year),
        owner=Owner(unit=units["Teknisk drift"]),
        what_then="Ta det opp til avgjørelse i økonomiplanen.",
        why="eksempel",
    )
    for days, value, source in (
        (90, 1_450_000.0, "Tilbud fra Eksempelverket (oppdiktet)"),
        (12, 1_130_000.0, "Tilbud fra Prøveverkstedet (oppdiktet)"),
    ):
        record_reading(
            who,
            organisation,
            offer,
            day=today - dt.timedelta(days=days),
            value=value,
            source=source,
        )
