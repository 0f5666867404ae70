"""The versions of a platform: what is frozen, which holds, who may read which, how it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from kortreist_web.core.refusals import RefusedError
from kortreist_web.platforms.link_ends import ends_of
from kortreist_web.platforms.models import Commitment, CommitmentLink, Platform, Suggestion
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions import queries
from kortreist_web.versions.laid_open import laid_open
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import adopted_from, retracted, versions_of
from kortreist_web.versions.withdrawn import withdrawals

__all__ = [
    "PLATFORM",
    "SCHEMA",
    "content_of",
    "in_force",
    "is_public",
    "kept_in",
    "open_current",
    "platform_of",
    "public_versions",
    "require_waiting",
    "sections_by_key",
    "standing_commitments",
    "state_of",
    "waiting",
]

SCHEMA = "kortreist/platform/1"
#: The kind of version a frozen platform is; its subject is the first year of its term.
PLATFORM = "platform"


def content_of(platform: Platform, summary: str = "") -> dict[str, Any]:
    """Return what is frozen of a platform as it stands.

    Parameters
    ----------
    platform : Platform
    summary : str
        What has changed since the version before, in words.
    """
    organisation = platform.organisation
    sections = [s for s in platform.sections.all() if not s.removed]
    there = [c for c in standing_commitments(platform) if not c.section.removed]
    links = CommitmentLink.objects.filter(commitment__in=there)
    tied = ends_of(organisation, links)
    return {
        "schema": SCHEMA,
        "title": platform.title,
        "organisation": {"code": organisation.code, "name": organisation.name},
        "term": {"first": platform.first_year, "last": platform.last_year},
        "summary": summary,
        "sections": [
            {
                "id": s.key,
                "kind": s.kind,
                "heading": {"nb": s.heading("nb"), "nn": s.heading("nn")},
                "text": {"nb": s.text("nb"), "nn": s.text("nn")},
            }
            for s in sections
        ],
        "commitments": [
            {
                "id": c.pk,
                "section": c.section.key,
                "kind": c.kind,
                "text": {"nb": c.text("nb"), "nn": c.text("nn")},
                "unit": c.unit.name if c.unit else "",
                "due": c.due.isoformat() if c.due else None,
                "expires": c.expires,
                "expires_on": c.expires_on.isoformat() if c.expires_on else None,
                **_measured(c),
                "links": [
                    {"id": f"{end.kind}/{end.target}", "kind": end.kind, "name": dict(end.names)}
                    for _, end in tied.get(c.pk, ())
                    if end.names
                ],
            }
            for c in there
        ],
        "history": _history(platform),
        "pins": {},
        "provenance": [],
    }


def _measured(row: Commitment) -> dict[str, Any]:
    """Return what a goal is measured by; nothing of what is not measured."""
    if row.indicator is None:
        return {}
    unit = row.indicator.unit_of_measure
    indicator = {"id": row.indicator_id, "name": row.indicator.name, "unit": unit}
    return {"indicator": indicator, "bound": row.bound, "value": row.value}


def standing_commitments(platform: Platform) -> list[Commitment]:
    """Return the commitments of the draft, in order."""
    rows = platform.commitments.filter(dropped_on=None).select_related(
        "section", "unit", "indicator"
    )
    return list(rows)


def _history(platform: Platform) -> list[dict[str, Any]]:
    """Return the suggestions that were accepted since the newest version, each with its author."""
    rows = Suggestion.objects.filter(
        section__platform=platform, state=Suggestion.State.ACCEPTED
    ).select_related("section")
    rows = rows.exclude(pk__in={h["id"] for h in _all_history(platform)})
    return [
        {
            "id": row.pk,
            "section": row.section.key,
            "author": row.author,
            "language": row.language,
            "old": row.old,
            "new": row.new,
            "reason": row.reason,
            "accepted_on": row.answered_on.isoformat() if row.answered_on else "",
        }
        for row in rows.order_by("answered_on", "id")
    ]


def _all_history(platform: Platform) -> list[Mapping[str, Any]]:
    rows = versions_of(platform.organisation, PLATFORM, platform.subject)
    return [h for version in rows for h in version.content.get("history", ())]


def platform_of(version: Version) -> Platform:
    """Return the platform a version was frozen from."""
    return Platform.objects.get(organisation=version.organisation, first_year=version.year)


def in_force(organisation: Organisation) -> Version | None:
    """Return the platform the council has adopted, of the newest term that has one."""
    return queries.current(organisation, PLATFORM)


def open_current(organisation: Organisation) -> Version | None:
    """Return the newest adopted version that anyone may read."""
    return queries.current(
        organisation, PLATFORM, without=withdrawals(organisation, PLATFORM)
    ) or in_force(organisation)


def public_versions(organisation: Organisation) -> QuerySet[Version]:
    """Return the versions anyone may read: adopted, decided upon, or laid out in a hearing."""
    decided = Q(state=Version.State.ADOPTED) | Q(resolutions__isnull=False)
    decided |= Q(pk__in=laid_open()(organisation).values("pk"))
    gone = retracted(organisation, PLATFORM)
    return versions_of(organisation, PLATFORM).filter(decided).exclude(pk__in=gone).distinct()


def is_public(version: Version) -> bool:
    """Tell whether anyone may read a version: a proposal once decided upon, or laid out."""
    if version.state == Version.State.ADOPTED:
        if version.known_retracted is None:
            version.known_retracted = version.pk in retracted(version.organisation, PLATFORM)
        return not version.known_retracted
    open_now = Q(resolutions__isnull=False)
    open_now |= Q(pk__in=laid_open()(version.organisation).values("pk"))
    if Version.objects.filter(open_now, pk=version.pk).exists():
        return True
    return adopted_from(version) is not None


def waiting(organisation: Organisation) -> list[Version]:
    """Return the proposals the council has before it: the newest of each term."""
    newest: dict[str, Version] = {}
    gone = retracted(organisation, PLATFORM)
    for version in versions_of(organisation, PLATFORM).exclude(state=Version.State.WITHDRAWN):
        if version.pk not in gone:
            newest.setdefault(version.subject, version)
    rows = [v for v in newest.values() if v.state == Version.State.PROPOSED]
    return [v for v in rows if not v.resolutions.exists()]


def require_waiting(version: Version) -> None:
    """Refuse what was proposed anew or decided before; the resolution being recorded is there."""
    rows = versions_of(version.organisation, PLATFORM, version.subject)
    gone = retracted(version.organisation, PLATFORM)
    rows = rows.exclude(state=Version.State.WITHDRAWN).exclude(pk__in=gone)
    if rows.first() != version or version.resolutions.count() > 1:
        raise RefusedError("decisions.refused.not_proposed")


def state_of(platform: Platform) -> str:
    """Return how a platform stands: ``draft, in_process, adopted, replaced``.

    Adopted stays so while a change of it is worked on or waits. Replaced: the council has
    adopted the platform of a later term.
    """
    organisation = platform.organisation
    if queries.current_key(organisation, PLATFORM, platform.subject) is not None:
        later = Platform.objects.filter(
            organisation=organisation, first_year__gt=platform.first_year
        )
        keys = (queries.current_key(organisation, PLATFORM, one.subject) for one in later)
        return "replaced" if any(key is not None for key in keys) else "adopted"
    newest = versions_of(organisation, PLATFORM, platform.subject).first()
    proposed = newest is not None and newest.state == Version.State.PROPOSED
    return "in_process" if proposed else "draft"


def kept_in(commitment: Commitment) -> bool:
    """Tell whether a commitment stands in a version the council has adopted."""
    platform = commitment.platform
    rows = versions_of(platform.organisation, PLATFORM, platform.subject)
    for version in rows.filter(state=Version.State.ADOPTED):
        if any(row["id"] == commitment.pk for row in version.content["commitments"]):
            return True
    return False


def sections_by_key(content: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Return section key → its commitments, of what was frozen."""
    out: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in content["commitments"]:
        out[row["section"]].append(row)
    return out
