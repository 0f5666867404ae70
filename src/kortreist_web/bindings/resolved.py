"""What has been resolved of what binds: from the list to the resolution, and back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist_web.bindings.cases import CASE
from kortreist_web.bindings.openness import PAGE, open_versions
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.queries import withdrawn_resolutions
from kortreist_web.tenants.models import Organisation

__all__ = ["listed_at", "resolved"]


def resolved(organisation: Organisation) -> dict[int, list[Resolution]]:
    """Return binding → the resolutions about it that anyone may read, newest first."""
    gone = withdrawn_resolutions(organisation)
    rows = Resolution.objects.filter(organisation=organisation, frozen__kind=CASE)
    out: dict[int, list[Resolution]] = {}
    for row in rows.exclude(pk__in=gone).select_related("frozen").defer("frozen__content"):
        assert row.frozen is not None
        out.setdefault(row.frozen.part, []).append(row)
    return out


def listed_at(resolution: Resolution) -> dict[str, Any]:
    """Return the binding a resolution is about, as it was judged then, and where it is listed."""
    version = resolution.frozen
    assert version is not None
    organisation = resolution.organisation
    opened = open_versions()(organisation, PAGE)
    listed = {row["pk"] for row in opened[0].content["bindings"]} if opened else set()
    pk = version.part
    page = reverse("bindings:public", kwargs={"code": organisation.code})
    return {
        "version": version,
        "outcome": resolution.outcome,
        "binding": version.content["binding"],
        "listed": f"{page}#binding-{pk}" if pk in listed else "",
    }
