"""Elected representatives' first page: what the municipality is bound to, and about to bind."""

from __future__ import annotations

from django.urls import reverse

from kortreist_web.bindings.models import Binding
from kortreist_web.core.domain import Card, CardRow
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["what_binds"]

#: Rows on the first page; the page of bindings has all.
_MAX = 5


def what_binds(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return what binds already and what may still be decided, the first to be signed first."""
    standing = Binding.objects.filter(organisation=organisation, withdrawn_on=None)
    rows = list(standing.select_related("organisation"))
    free = [b for b in rows if not b.committed]
    bound = [b for b in rows if b.committed]
    shown = []
    for one in sorted(free, key=lambda b: (b.signed_by or 9999, b.name))[:_MAX]:
        year = one.signed_by
        note = text("bindings.job.signed", year=year) if year else text("bindings.job.not_signed")
        shown.append(_row(one, note))
    for one in bound[:_MAX]:
        until = one.start + one.lifetime if one.start and one.lifetime else None
        note = text("bindings.job.binds_until", year=until) if until else text("bindings.job.binds")
        shown.append(_row(one, note))
    page = reverse("bindings:list", kwargs={"code": organisation.code})
    more = (CardRow(text("bindings.job.all", n=len(rows)), page),)
    return Card(text("bindings.job.title"), tuple(shown), text("bindings.job.none"), more)


def _row(one: Binding, note: str) -> CardRow:
    code = one.organisation.code
    return CardRow(one.name, reverse("bindings:show", kwargs={"code": code, "pk": one.pk}), note)
