"""The first look: Notodden's real figures, and the invented year of Eksempeldal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kortreist_web.tenants.models import Organisation

__all__ = ["INVENTED", "build_demonstration"]

#: The invented municipality, and the place whose figures it borrows.
INVENTED, FIGURES = "X001", "4005"
#: The day its people were given access, before the year they work through begins.
ARRIVED_ON = dt.date(2025, 10, 20)


def build_demonstration(say: Callable[[str], None] = lambda part: None) -> bool:
    """Make what a first look shows, unless it is there; returns whether anything was made.

    Each part is whole or not there: a start that is stopped halfway goes on the next time.

    Parameters
    ----------
    say : callable
        Told what is being made: ``account``, ``plan``, ``cycle``.
    """
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.computation import compute_account
    from kortreist_web.demo.clock import at_day
    from kortreist_web.demo.cycle import add_cycle, has_cycle
    from kortreist_web.demo.people import add_operator, add_people, add_units
    from kortreist_web.people.taking_into_use import add_organisation

    invented = Organisation.objects.filter(code=INVENTED).first()
    if invented is not None and has_cycle(invented):
        return False
    say("account")
    ensure_bundled()
    real = add_organisation(FIGURES)
    invented, _ = Organisation.objects.get_or_create(
        code=INVENTED,
        defaults={
            "figures_code": FIGURES,
            "name": "Eksempeldal",
            "contact_email": "klima@eksempeldal.example",
            "invented": True,
            "valid_from": dt.date(2020, 1, 1),
        },
    )
    for organisation in (real, invented):
        compute_account(organisation)
        Organisation.objects.filter(pk=organisation.pk).update(
            published=True, official_only=not organisation.invented
        )
    with at_day(ARRIVED_ON):
        units = add_units(invented)
        people = add_people(invented, units)
    add_operator()
    say("plan")
    add_cycle(invented, people, units, say)
    return True
