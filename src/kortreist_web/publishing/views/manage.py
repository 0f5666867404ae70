"""What is public and what is not: publish it, or withdraw it with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.models import ConflictError
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.publishing.actions.publish import publish as publish_it
from kortreist_web.publishing.actions.withdraw import withdraw as withdraw_it
from kortreist_web.publishing.forms import WithdrawForm
from kortreist_web.publishing.labels import page_of, row_title
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import newest_publications, public_kinds, state_of
from kortreist_web.publishing.things import may_be_public, rows_of, thing
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import publishing_of

__all__ = ["manage", "publish", "withdraw"]


@page("view", Publication)
def manage(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List accounts, budgets, reports and decisions, and whether each is public."""
    groups = []
    for kind in public_kinds():
        publications = newest_publications(organisation, kind)
        items = []
        for row in rows_of(organisation, kind):
            state = state_of(organisation, kind, row, publications)
            items.append(
                {
                    "pk": row.pk,
                    "title": row_title(kind, row),
                    "hash": getattr(row, "content_hash", ""),
                    "url": page_of(kind, row, organisation.code),
                    "state": state,
                    "can_publish": not state.open and may_be_public(kind, row),
                }
            )
        heading = publishing_of(kind).heading or f"publishing.kinds.{kind}"
        groups.append((kind, heading, items))
    may = policy_of(Publication).may(request.user, "publish", organisation)
    values = {
        "groups": groups,
        "may": may,
        "may_open": policy_of(Organisation).may(request.user, "change", organisation),
        "nothing": not any(items for *_, items in groups),
    }
    return render(request, "publishing/manage.html", values)


@page("publish", Publication)
def publish(
    request: SignedInRequest, organisation: Organisation, kind: str, pk: int
) -> HttpResponse:
    """Publish one thing."""
    row = thing(organisation, kind, pk)
    if request.method == "POST":
        publish_it(request.user, organisation, kind=kind, row=row)
        messages.success(request, text("publishing.manage.published", title=row_title(kind, row)))
    return redirect("publishing:manage", code=organisation.code)


@page("publish", Publication)
def withdraw(
    request: SignedInRequest, organisation: Organisation, kind: str, pk: int
) -> HttpResponse:
    """Ask why, and withdraw one thing."""
    row = thing(organisation, kind, pk)
    state = state_of(organisation, kind, row)
    if not state.open:
        messages.info(request, text("publishing.refused.not_public"))
        return redirect("publishing:manage", code=organisation.code)
    form = WithdrawForm(
        request.POST or None,
        request=request,
        draft=f"publishing.withdraw.{kind}.{pk}",
        version=state.publication.version if state.publication else 0,
    )
    title = row_title(kind, row)

    def write(data: dict[str, Any]) -> object:
        seen, reason = form.cleaned_data["version"], data["reason"]
        if state.publication is not None and seen not in (None, state.publication.version):
            raise ConflictError(state.publication)
        return withdraw_it(
            request.user, organisation, kind=kind, row=row, reason=reason, why=reason
        )

    return form_page(
        request,
        "publishing/withdraw.html",
        form,
        write,
        to=redirect("publishing:manage", code=organisation.code),
        message=text("publishing.manage.withdrawn", title=title),
        kind=kind,
        title=title,
        pk=pk,
    )
