"""The platform as everybody reads it: what holds, its versions, and what differs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist.i18n import name_in
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import language
from kortreist_web.platforms.frozen import (
    PLATFORM,
    is_public,
    open_current,
    public_versions,
    sections_by_key,
)
from kortreist_web.platforms.models import Platform
from kortreist_web.platforms.sections import compare
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import subject_of, versions_of

__all__ = ["public", "version"]


@public_page(reads=())
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the platform the council has adopted."""
    held = open_current(organisation)
    if held is None:
        others = list(public_versions(organisation).defer("content"))
        for one in others:
            one.organisation = organisation
        return render(request, "platforms/public.html", {"shown": None, "others": others})
    return render(request, "platforms/public.html", shown_version(organisation, held, one=False))


@public_page(reads=())
def version(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Show one version; a proposal only to members, until it is laid out or decided upon."""
    rows = versions_of(organisation, PLATFORM, subject_of(year))
    row = rows.select_related("previous").filter(number=number).first()
    if row is None:
        raise Http404("version")
    row.organisation = organisation
    member = policy_of(Platform).may(request.user, "view", organisation)
    if not (member or is_public(row)):
        raise Http404("version")
    return render(request, "platforms/public.html", shown_version(organisation, row, one=True))


def shown_version(organisation: Organisation, row: Version, one: bool) -> dict[str, Any]:
    """Return what a page shows of a version.

    Parameters
    ----------
    one : bool
        Whether the version itself was asked for, not what holds.
    """
    code, content = language(), row.content
    promised = sections_by_key(content)
    row.organisation = organisation
    before = row.previous
    numbers = versions_of(organisation, PLATFORM, row.subject)
    if before is None and one:  # the proposal before it: what came of the hearing
        before = numbers.filter(number__lt=row.number).first()
    newest = open_current(organisation)
    others = list(public_versions(organisation).defer("content"))
    for other in others:
        other.organisation = organisation
    return {
        "shown": row,
        "holds": newest is not None and newest.pk == row.pk,
        "term": f"{content['term']['first']}–{content['term']['last']}",
        "sections": [
            {
                "key": s["id"],
                "kind": s["kind"],
                "heading": name_in(s["heading"], code),
                "text": name_in(s["text"], code),
                "commitments": [
                    {
                        **c,
                        "said": name_in(c["text"], code),
                        "tied": [
                            {"kind": k["kind"], "name": name_in(k["name"], code)}
                            for k in c["links"]
                        ],
                    }
                    for c in promised.get(s["id"], ())
                ],
            }
            for s in content["sections"]
        ],
        "before": before,
        "changes": compare(before, row, code) if before is not None else [],
        "history": content["history"],
        "headings": {s["id"]: name_in(s["heading"], code) for s in content["sections"]},
        "others": [o for o in others if o.pk != row.pk],
    }
