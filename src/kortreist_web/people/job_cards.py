"""The administrator's first page: roles nobody has, invitations, keys, and what expires."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.clock import day_of, lasts_on
from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.people.models import ApiToken, Membership
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["administrator"]

#: What ends within this many days is told.
_NEAR = dt.timedelta(days=60)
#: An invitation nobody has answered for this many days is sent again.
_ANSWER = dt.timedelta(days=7)
#: Names that are shown of a kind; the page of access has all.
_MAX = 5
#: Roles without which the year stands still, in the order of its steps.
_NEEDED = ("editor", "approver", "reporter")


def administrator(request: SignedInRequest, organisation: Organisation) -> Card | None:
    """Return how access stands; only to one who gives it."""
    if "administrator" not in request.user.roles_in(organisation):
        return None
    today = timezone.localdate()
    here = {"code": organisation.code}
    page, give = reverse("people:list", kwargs=here), reverse("people:give", kwargs=here)
    keys = reverse("people:tokens", kwargs=here)
    now = list(
        Membership.objects.filter(
            lasts_on(today), organisation=organisation, user__is_active=True
        ).select_related("user")
    )
    rows: list[CardRow] = []
    todos: list[Todo] = []
    for role in (r for r in _NEEDED if r not in {m.role for m in now}):
        name, url = text(f"people.role_name.{role}"), f"{give}?role={role}"
        rows.append(CardRow(text("people.admin.nobody", role=name), url))
        todos.append(Todo(text("tasks.home.give_role", role=name), url))
    for member in (m for m in now if m.awaited):
        since = max(day_of(member.created_at), member.valid_from)
        said = text("people.admin.awaited", name=member.called)
        rows.append(CardRow(said, page, web().date(since.isoformat())))
        if today - since >= _ANSWER:
            todos.append(Todo(text("people.admin.send_again", name=member.called), page))
    for row in _without_report(organisation, now, today, give):
        rows.append(row)
        todos.append(Todo(row.text, row.url))
    if without_job := [m.called for m in now if not m.title]:
        names = ", ".join(without_job[:_MAX]) + (" …" if len(without_job) > _MAX else "")
        rows.append(CardRow(text("people.admin.no_job", n=len(without_job)), page, names))
    for member in (m for m in now if m.valid_to and m.valid_to <= today + _NEAR):
        role = text(f"people.role_name.{member.role}")
        said = text("people.admin.role_ends", name=member.called, role=role)
        rows.append(CardRow(said, page, web().date(str(member.valid_to))))
        todos.append(Todo(said, page, member.valid_to))
    rows += _keys(organisation, today, keys, todos)
    more = (
        CardRow(text("people.title"), page),
        CardRow(text("people.tokens.title"), keys),
    )
    return Card(
        text("people.admin.title"), tuple(rows), text("people.admin.fine"), more, tuple(todos)
    )


def _without_report(
    organisation: Organisation, now: list[Membership], today: dt.date, give: str
) -> list[CardRow]:
    """Return the units that nobody reports for; one whose role is in all reports for each."""
    reporting = [m.unit_id for m in now if m.role == "reporter"]
    if not reporting or None in reporting:
        return []
    rows = Unit.on(organisation, today).filter(~Q(pk__in=reporting), ~Q(parent__in=reporting))
    names = [u.name for u in rows.order_by("name")]
    if not names:
        return []
    shown = ", ".join(names[:_MAX]) + (" …" if len(names) > _MAX else "")
    url = f"{give}?role=reporter"
    return [CardRow(text("people.admin.no_reporter", n=len(names)), url, shown)]


def _keys(
    organisation: Organisation, today: dt.date, page: str, todos: list[Todo]
) -> list[CardRow]:
    """Return how many keys for programs there are, and those that end soon."""
    keys = list(
        ApiToken.objects.filter(
            organisation=organisation, revoked_on=None, expires_on__gt=today
        ).order_by("expires_on")
    )
    if not keys:
        return []
    rows = [CardRow(text("people.admin.keys", n=len(keys)), page)]
    for key in (k for k in keys if k.expires_on <= today + _NEAR):
        said = text("people.admin.key_ends", name=key.name)
        rows.append(CardRow(said, page, web().date(key.expires_on.isoformat())))
        todos.append(Todo(said, page, key.expires_on))
    return rows
