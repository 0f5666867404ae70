"""Whom a task waits for: a person, a role or a unit; everybody where none is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.policy import ROLES
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import text
from kortreist_web.people.models import Membership, User
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["NOBODY", "Owner", "OwnerField", "members_on", "owner_named"]


@dataclass(frozen=True, slots=True)
class Owner:
    """One of a person, a role and a unit; none of them: it waits for everybody."""

    person: User | None = None
    role: str = ""
    unit: Unit | None = None

    @classmethod
    def of(cls, task: Task) -> Owner:
        """Return whom a task waits for."""
        return cls(task.person, task.role, task.unit)

    @property
    def key(self) -> str:
        """Return how it is written in forms and in the API: ``unit:3``; empty for nobody."""
        if self.person is not None:
            return f"person:{self.person.pk}"
        if self.role:
            return f"role:{self.role}"
        return f"unit:{self.unit.pk}" if self.unit is not None else ""

    def name(self) -> str:
        """Return what it is called at work."""
        if self.person is not None:
            return str(self.person)
        if self.role:
            return text(f"tenants.role.{self.role}")
        return self.unit.name if self.unit is not None else ""

    def public_name(self, organisation: Organisation) -> str:
        """Return what it is called where anyone may read it: no names of people.

        A role is called by the title of the one who has it there, not by what it may do here.
        """
        if self.person is not None:
            return text("tasks.owner.employee")
        return text(f"tenants.role_title.{self.role}") if self.role else self.name()

    def give(self, task: Task) -> None:
        """Let a task wait for it."""
        task.person, task.role, task.unit = self.person, self.role, self.unit


NOBODY = Owner()


def _person(person: User) -> Owner:
    return Owner(person=person)


def _role(role: str) -> Owner:
    return Owner(role=role)


def members_on(organisation: Organisation, day: date) -> QuerySet[User]:
    """Return the people who have a role in an organisation on a day, by name."""
    rows = Membership.objects.filter(lasts_on(day), organisation=organisation, valid_from__lte=day)
    rows = rows.filter(awaited=False)  # her name is not told before she has come
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("name")


def owner_named(organisation: Organisation, key: str, day: date) -> Owner:
    """Return the owner a key names, among those there are on a day.

    Raises
    ------
    RefusedError
        There is none: the person has no role here, or the unit does not exist then.
    """
    kind, _, value = key.partition(":")
    owner: Owner | None = None
    if not key:
        owner = NOBODY
    elif kind == "role" and value in ROLES:
        owner = Owner(role=value)
    elif value.isascii() and value.isdecimal() and len(value) < 19:
        if kind == "person":
            person = members_on(organisation, day).filter(pk=int(value)).first()
            owner = Owner(person=person) if person is not None else None
        elif kind == "unit":
            unit = Unit.on(organisation, day).filter(pk=int(value)).first()
            owner = Owner(unit=unit) if unit is not None else None
    if owner is None:
        raise RefusedError("tasks.refused.owner", owner=key)
    return owner


class OwnerField(forms.ChoiceField):
    """A choice among units, roles and people, in groups; its value is an :class:`Owner`."""

    organisation: Organisation
    day: date

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[], required=False, **options)

    def choose_from(
        self,
        organisation: Organisation,
        day: date,
        now: Iterable[Owner] = (),
        can: Callable[[Owner], bool] = lambda _: True,
    ) -> None:
        """Offer those there are on a day who can, and the present one though it is gone."""
        self.organisation, self.day, self._now = organisation, day, {o.key: o for o in now if o.key}
        units = [Owner(unit=u) for u in Unit.on(organisation, day).order_by("name")]
        people = [o for o in map(_person, members_on(organisation, day)) if can(o)]
        roles = [o for o in map(_role, ROLES) if can(o)]
        there = {o.key for o in (*units, *people, *roles)}
        gone = [o for o in self._now.values() if o.key not in there]
        groups = (("unit", units), ("role", roles), ("person", people), ("gone", gone))
        self.choices = [
            ("", text("tasks.owner.nobody")),
            *(
                (text(f"tasks.owner.{name}"), [(o.key, o.name()) for o in members])
                for name, members in groups
                if members
            ),
        ]

    def clean(self, value: Any) -> Owner:
        """Return the owner chosen."""
        key = super().clean(value)
        if key in self._now:
            return self._now[key]
        try:
            return owner_named(self.organisation, key, self.day)
        except RefusedError as refused:
            raise ValidationError(str(refused)) from refused
