"""The invented people and units of Eksempeldal. None of them exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kortreist_web.core.actor_context import acting
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_operator", "add_people", "add_units"]

#: (part before the @, name, role, job, unit): one for each part of the yearly cycle.
_PEOPLE = (
    ("klimaradgiver", "Kari Eksempel", "editor", "climate_adviser", ""),
    ("okonomisjef", "Ola Eksempel", "editor", "finance_director", ""),
    ("kommunedirektor", "Ingrid Eksempel", "approver", "chief_executive", ""),
    ("saksbehandler", "Berit Eksempel", "editor", "case_officer", ""),
    ("prosessleder", "Liv Eksempel", "process_lead", "case_officer", ""),
    ("horing", "Tor Eksempel", "case_officer", "case_officer", ""),
    ("moderator", "Aud Eksempel", "moderator", "case_officer", ""),
    ("teknisk", "Per Eksempel", "reporter", "unit_leader", "Teknisk drift"),
    ("folkevalgt", "Anne Eksempel", "reader", "elected_representative", ""),
    ("revisor", "Nils Eksempel", "auditor", "auditor", ""),
    ("administrator", "Sara Eksempel", "administrator", "administrator", ""),
)
#: (name, code in the accounts)
_UNITS = (
    ("Teknisk drift", "400"),
    ("Plan og næring", "410"),
    ("Oppvekst", "200"),
    ("Helse og omsorg", "300"),
    ("Økonomi og innkjøp", "110"),
)


def add_units(organisation: Organisation) -> dict[str, Unit]:
    """Return the units by name, made if they are not there."""
    units = {u.name: u for u in Unit.objects.filter(organisation=organisation)}
    with acting(None, "demo.units", name="demonstration"):
        for name, code in _UNITS:
            if name not in units:
                units[name] = Unit.objects.create(
                    organisation=organisation,
                    name=name,
                    responsibility=code,
                    valid_from=dt.date(2020, 1, 1),
                )
    return units


def add_people(organisation: Organisation, units: dict[str, Unit]) -> dict[str, User]:
    """Return the invented people by the part before the @, made if they are not there."""
    people: dict[str, User] = {}
    values: dict[str, Any]
    with acting(None, "demo.people", name="demonstration"):
        for local, name, role, job, unit in _PEOPLE:
            email = f"{local}@eksempeldal.example"
            user = User.objects.filter(email=email).first()
            if user is None:
                user = User.objects.create_user(email, name=name, invented=True)
            values = {"organisation": organisation, "user": user, "role": role}
            if not Membership.objects.filter(**values).exists():
                Membership.objects.create(
                    **values, job=job, unit=units.get(unit), valid_from=dt.date(2024, 1, 1)
                )
            people[local] = user
    return people


def add_operator() -> User:
    """Return the invented person who runs the site, made if she is not there."""
    email = "drift@kortreist.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, name="Dina Eksempel", invented=True, is_operator=True
        )
    return user
