"""The administrator's first page: whether residents may read the site."""

from __future__ import annotations

from django.urls import reverse

from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.publishing.published import public_account
from kortreist_web.tenants.models import Organisation

__all__ = ["administrator"]


def administrator(request: SignedInRequest, organisation: Organisation) -> Card | None:
    """Return whether the site is open, and what has to be there first; to one who opens it."""
    if "administrator" not in request.user.roles_in(organisation):
        return None
    here = {"code": organisation.code}
    settings = reverse("tenants:settings", kwargs=here)
    readable = public_account(organisation) is not None
    todos: tuple[Todo, ...] = ()
    if organisation.is_opened:
        row = CardRow(text("publishing.admin.open"), settings)
    elif readable:
        row = CardRow(text("publishing.admin.closed"), settings)
        todos = (Todo(text("tenants.step.site.title"), settings),)
    else:
        row = CardRow(text("publishing.admin.closed"), note=text("publishing.admin.nothing"))
    more = (
        CardRow(text("core.nav.publish"), reverse("publishing:manage", kwargs=here)),
        CardRow(text("core.nav.webhooks"), reverse("publishing:webhooks", kwargs=here)),
    )
    return Card(text("tasks.home.part.site"), (row,), "", more, todos)
