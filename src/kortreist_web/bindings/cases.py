"""A binding as the council's case: frozen when it is proposed, and what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.motions import above_limit, motions_of
from kortreist_web.bindings.page_content import page_content
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import current, retracted, subject_of, versions_of

__all__ = [
    "CASE",
    "SCHEMA",
    "binding_of",
    "case_content",
    "cases_of",
    "in_force",
    "proposed_now",
    "require_takeable_back",
    "require_waiting",
    "subject",
    "waiting",
]

SCHEMA = "kortreist/binding-case/1"
#: The kind of version a proposed binding is.
CASE = "binding"


def subject(binding: Binding) -> str:
    """Return the subject of a binding's versions: the year it was entered, and its key."""
    return subject_of(binding.created_at.year, binding.pk)


def cases_of(binding: Binding) -> list[Version]:
    """Return the versions of a binding, newest first."""
    return list(versions_of(binding.organisation, CASE, subject(binding)))


def binding_of(version: Version) -> Binding:
    """Return the binding a version is of.

    Its subject says which: it is no draft that is adopted once, and what was adopted by mistake
    and taken back may be adopted another day.
    """
    return Binding.objects.select_related("organisation", "unit").get(
        pk=version.part, organisation=version.organisation
    )


def in_force(binding: Binding) -> Version | None:
    """Return the version the council has adopted, if it holds."""
    return current(binding.organisation, CASE, subject(binding))


def proposed_now(binding: Binding) -> Version | None:
    """Return the proposal of a binding that the council has before it."""
    newest = versions_of(binding.organisation, CASE, subject(binding)).first()
    if newest is None or newest.state != Version.State.PROPOSED or newest.resolutions.exists():
        return None
    return newest


def waiting(organisation: Organisation) -> list[Version]:
    """Return the proposals that wait for the council: the newest of each binding."""
    newest: dict[str, Version] = {}
    for version in versions_of(organisation, CASE):
        newest.setdefault(version.subject, version)
    rows = [v for v in newest.values() if v.state == Version.State.PROPOSED]
    return [v for v in rows if not v.resolutions.exists()]


def require_takeable_back(binding: Binding, why: str) -> None:
    """Refuse that what is decided is not any more, without a reason or against a resolution.

    Whoever decided must take it back, in the open: a field of a form does not.
    """
    if in_force(binding) is not None:
        raise RefusedError("bindings.refused.resolved", about="status", name=binding.name)
    if not why.strip():
        raise RefusedError("bindings.refused.undecided_why", about="why", name=binding.name)


def require_waiting(version: Version) -> None:
    """Refuse what was proposed anew or decided before; the resolution being recorded is there."""
    rows = versions_of(version.organisation, CASE, version.subject)
    newest = rows.filter(state=Version.State.PROPOSED).first()
    decided = current(version.organisation, CASE, version.subject) is not None
    gone = version.pk in retracted(version.organisation, CASE)
    if newest != version or decided or gone or version.resolutions.count() > 1:
        raise RefusedError("decisions.refused.not_proposed")


def case_content(binding: Binding, motion: str, today: date | None = None) -> dict[str, Any]:
    """Return what is frozen of a binding that is proposed.

    Parameters
    ----------
    binding : Binding
    motion : str
        The one the chief executive recommends.
    today : datetime.date, optional
    """
    day = today or timezone.localdate()
    page = page_content(binding.organisation, day)
    row = next(r for r in page["bindings"] if r["key"] == binding.key)
    kept = ("organisation", "year", "day", "plan", "judged_on", "horizon", "pins", "provenance")
    return {
        "schema": SCHEMA,
        "title": binding.name,
        **{name: page[name] for name in kept},
        "binding": row,
        "motion": motion,
        "motions": motions_of(row, day).as_data(),
        "above_limit": above_limit(row, day),
    }
