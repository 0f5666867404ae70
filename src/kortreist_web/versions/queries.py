"""Versions found: by subject and number, by hash, in force; and the next one frozen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet

from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = [
    "SHORTEST_HASH",
    "adopted_from",
    "current",
    "current_key",
    "find",
    "freeze",
    "latest_proposal",
    "retracted",
    "subject_of",
    "versions_of",
]

#: How much of a hash stands in addresses, and must be given to find by it.
SHORTEST_HASH = 12
_HOLDS = (Version.State.ADOPTED, Version.State.COMPLETED, Version.State.WITHDRAWN)


def subject_of(year: int, part: int = 0) -> str:
    """Return the subject of what comes every year, or in every part of it.

    Examples
    --------
    >>> subject_of(2027), subject_of(2027, 2)
    ('2027', '2027-02')
    """
    return f"{year}-{part:02}" if part else f"{year}"


def versions_of(organisation: Organisation, kind: str, subject: str = "") -> QuerySet[Version]:
    """Return all versions of a kind, or of one subject, newest first."""
    rows = Version.objects.filter(organisation=organisation, kind=kind)
    return rows.filter(subject=subject) if subject else rows


def current(
    organisation: Organisation, kind: str, subject: str = "", *, without: Collection[int] = ()
) -> Version | None:
    """Return what holds: the newest version adopted or completed, and not withdrawn since.

    A version that says which it withdraws (``withdraws``, its number) leaves those before it.

    Parameters
    ----------
    subject : str
        Empty: of the newest subject that has one.
    without : collection of int
        Keys of versions that are passed over.
    """
    key = current_key(organisation, kind, subject, without=without)
    return None if key is None else Version.objects.get(pk=key)


def current_key(
    organisation: Organisation, kind: str, subject: str = "", *, without: Collection[int] = ()
) -> int | None:
    """Return the key of what holds, as :func:`current` has it, without reading its content."""
    rows = versions_of(organisation, kind, subject).filter(state__in=_HOLDS)
    found = list(rows.values_list("state", "pk", "subject", "number"))
    whole: set[int] = set()
    named: set[tuple[str, int | None]] = set()
    # Most kinds have no withdrawal, and then no content has to be read.
    if any(state == Version.State.WITHDRAWN for state, *_ in found):
        for version in rows.filter(state=Version.State.WITHDRAWN):
            if "withdraws" in version.content:
                named.add((version.subject, version.content["withdraws"]))
            else:
                whole.add(version.pk)
    gone: set[str] = set()
    for state, pk, about, number in found:
        if pk in whole:
            gone.add(about)
        elif state == Version.State.WITHDRAWN or about in gone:
            continue
        elif pk not in without and (about, number) not in named:
            return pk
    return None


def retracted(organisation: Organisation, kind: str) -> set[int]:
    """Return the keys of versions that a later one says it withdraws: adopted by mistake."""
    rows = versions_of(organisation, kind).filter(state=Version.State.WITHDRAWN)
    named = {(v.subject, v.content.get("withdraws")) for v in rows}
    if not named:
        return set()
    numbers = versions_of(organisation, kind).values_list("pk", "subject", "number")
    return {pk for pk, subject, number in numbers if (subject, number) in named}


def find(organisation: Organisation, kind: str, prefix: str) -> Version | None:
    """Return the version whose hash begins so, or None; the oldest where two are the same."""
    if len(prefix) < SHORTEST_HASH:
        return None
    rows = versions_of(organisation, kind).filter(content_hash__startswith=prefix.lower())
    return rows.order_by("id").first()


def latest_proposal(kind: str, draft: int) -> Version | None:
    """Return the newest version a draft was proposed as."""
    rows = Version.objects.filter(kind=kind, draft=draft, state=Version.State.PROPOSED)
    return rows.order_by("-number").first()


def adopted_from(proposal: Version) -> Version | None:
    """Return the version in which a proposal was adopted, if it was."""
    if proposal.state == Version.State.ADOPTED:
        return proposal
    # Of the same subject too: a kind need not have drafts, and then all its versions have none.
    rows = versions_of(proposal.organisation, proposal.kind, proposal.subject)
    adopted = rows.filter(draft=proposal.draft, state=Version.State.ADOPTED)
    number = proposal.number
    return next((v for v in adopted if v.content.get("proposal", {}).get("number") == number), None)


def freeze(
    organisation: Organisation,
    kind: str,
    subject: str,
    state: str,
    content: dict[str, Any],
    *,
    draft: int | None = None,
) -> Version:
    """Freeze content as the subject's next version; in the caller's transaction.

    The organisation's row is locked while the number is found, so that two who freeze at the
    same time get two numbers.
    """
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    last = versions_of(organisation, kind, subject).aggregate(n=Max("number"))["n"] or 0
    version = Version(
        organisation=organisation,
        kind=kind,
        subject=subject,
        number=last + 1,
        state=state,
        previous=current(organisation, kind, subject),
        draft=draft,
        content=content,
    )
    version.save()
    return version
