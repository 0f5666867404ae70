"""What waits for the council, and what it has decided about a version."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of, kind_of, kinds
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import adopted_from, versions_of
from kortreist_web.versions.withdrawn import withdrawals

__all__ = [
    "address",
    "is_waiting",
    "paper_about",
    "papers_of",
    "proposal_of",
    "resolution_of",
    "version_at",
    "waiting",
    "withdrawn_resolutions",
]


def waiting(organisation: Organisation) -> list[Version]:
    """Return the versions that wait for the council, kind by kind, newest first."""
    return [v for k in kinds() if k.adoption for v in k.adoption.waiting(organisation)]


def is_waiting(version: Version) -> bool:
    """Tell whether the council has a version before it now."""
    rows = adoption_of(version.kind).waiting(version.organisation)
    return any(row.pk == version.pk for row in rows)


def resolution_of(version: Version) -> Any:
    """Return the newest resolution about a version or, for a proposal, its adoption."""
    target = adopted_from(version) or version
    return target.resolutions.order_by("-decided_on", "-id").first()


def proposal_of(resolution: Resolution) -> Version | None:
    """Return the proposal a resolution decided upon; None: its version says of none."""
    about = resolution.frozen
    if about is None or about.state == Version.State.PROPOSED:
        return about
    number = about.content.get("proposal", {}).get("number")
    rows = versions_of(about.organisation, about.kind, about.subject)
    return rows.filter(number=number).first() if number is not None else None


def withdrawn_resolutions(organisation: Organisation) -> set[int]:
    """Return the keys of resolutions the public may not read, or whose version it may not."""
    keys = set(withdrawals(organisation, "decision"))
    for kind in kinds():
        if kind.adoption:
            gone = withdrawals(organisation, kind.name)
            rows = Resolution.objects.filter(organisation=organisation, frozen__in=gone)
            keys.update(rows.values_list("pk", flat=True))
    return keys


def paper_about(version: Version) -> CasePaper | None:
    """Return the paper about a version: of an adopted one, its proposal's."""
    number = version.content.get("proposal", {}).get("number", version.number)
    return papers_of(version).filter(frozen__number=number).first()


def papers_of(version: Version) -> QuerySet[CasePaper]:
    """Return the papers about proposals of the same draft, newest first."""
    return CasePaper.objects.filter(
        organisation=version.organisation_id,
        frozen__kind=version.kind,
        frozen__subject=version.subject,
        frozen__draft=version.draft,
    )


def version_at(
    organisation: Organisation,
    number: int,
    *,
    year: int | None = None,
    kind: str = "",
    subject: str = "",
) -> Version:
    """Return the version an address leads to, or 404.

    Parameters
    ----------
    year : int, optional
        Subject of the kind whose addresses have no name of a kind; else ``kind`` and
        ``subject`` are given.
    """
    if year is not None:
        kind = next((k.name for k in kinds() if k.adoption and k.adoption.bare), "")
        subject = str(year)
    if not any(k.name == kind and k.adoption for k in kinds()):
        raise Http404(kind)
    version: Version = get_object_or_404(versions_of(organisation, kind, subject), number=number)
    version.organisation = organisation
    return version


def address(name: str, version: Version, **more: str) -> str:
    """Return the address of one of the pages about a version's case."""
    keys: dict[str, Any] = {"code": version.organisation.code, "number": version.number}
    adoption = kind_of(version.kind).adoption
    if adoption and adoption.bare:
        keys["year"] = version.year
    else:
        keys |= {"kind": version.kind, "subject": version.subject}
    return reverse(f"decisions:{name}", kwargs=keys | more)
