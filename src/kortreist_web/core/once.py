"""What is sent in twice is written once.

A form that comes twice (a double click, a browser that sends again) writes once, whatever
action it leads to: every action claims the form that is answered (:func:`claimed`) in its own
transaction, and the second finds it taken. Whoever receives forms hands one in for the time of
a request (:func:`receiving`); commands, jobs and the API have none.

What two people, or two pages, register of the same things is another matter, and is refused by
what it says::

    goal = checked(AdoptedGoal(organisation=organisation, **values))
    refuse_second(goal, "kind", "tonnes", "target_year", where=Q(ended_on=None))
    goal.save()
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection
from django.db.models import CharField, Q

from kortreist_web.core.models import TenantModel
from kortreist_web.core.refusals import RefusedError

__all__ = ["ReceivedForm", "claimed", "receiving", "refuse_second"]


class ReceivedForm(Protocol):
    """A form as it was sent in, of which another copy may be under way."""

    #: Whether something has been written of it.
    taken: bool

    def take(self) -> None:
        """Take it, in the transaction that goes on now; raises where another has."""


_received: ContextVar[ReceivedForm | None] = ContextVar("received form", default=None)


@contextmanager
def receiving(form: ReceivedForm) -> Iterator[None]:
    """Let what is written meanwhile be written of this form."""
    token = _received.set(form)
    try:
        yield
    finally:
        _received.reset(token)


@contextmanager
def claimed() -> Iterator[None]:
    """Take the form that is answered, if any, with the first thing that is written of it.

    Inside the transaction of an action: what is rolled back leaves the form free.
    """
    form = _received.get()
    if form is None or form.taken:
        yield
        return
    form.take()
    form.taken = True
    try:
        yield
    except BaseException:
        form.taken = False
        raise


def _alone(*same: Any) -> None:
    """Let one at a time go on from here with the same values, until the transaction's end.

    On SQLite one writes at a time already.
    """
    if connection.vendor != "postgresql":
        return
    digest = hashlib.sha256(repr(same).encode()).digest()
    with connection.cursor() as cursor:
        key = int.from_bytes(digest[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def refuse_second(row: TenantModel, *fields: str, where: Q | None = None) -> None:
    """Refuse a row that would say what another of its organisation says; inside an action.

    Of two with the same words that come at once, the second waits, and is then told; others
    do not wait. Words are the same whatever their letters are (large, small) and without the
    space around them.

    Parameters
    ----------
    row : TenantModel
        About to be saved.
    *fields : str
        What is the same when they are the same.
    where : Q, optional
        Which others count; by default all.

    Raises
    ------
    RefusedError
        ``core.refused.already``.
    """
    model = type(row)
    organisation = row.organisation
    same, values = Q(organisation=organisation), []
    for name in fields:
        value = getattr(row, name)
        if value is None:
            same &= Q(**{f"{name}__isnull": True})
        elif isinstance(model._meta.get_field(name), CharField):
            value = value.strip()
            same &= Q(**{f"{name}__iexact": value})
            value = value.casefold()
        else:
            same &= Q(**{name: value})
        values.append(value)
    _alone(model._meta.label, organisation.pk, values)
    others = model._default_manager.filter(same, where or Q()).exclude(pk=row.pk)
    if others.exists():
        raise RefusedError("core.refused.already", what=str(row)[:120])
