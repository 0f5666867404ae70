"""The versions of a budget: which is in force, which may be read by whom, the next number."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kortreist_web.budgets.models import Budget
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions import queries
from kortreist_web.versions.laid_open import laid_open
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import adopted_from, retracted
from kortreist_web.versions.withdrawn import withdrawals

__all__ = [
    "ADOPTED",
    "BUDGET",
    "PROPOSED",
    "WITHDRAWN",
    "budget_of",
    "content_of",
    "current",
    "freeze",
    "is_in_force",
    "is_public",
    "latest_proposal",
    "open_current",
    "public_versions",
    "versions",
]

PROPOSED, ADOPTED = str(Version.State.PROPOSED), str(Version.State.ADOPTED)
WITHDRAWN = str(Version.State.WITHDRAWN)
#: The kind of version a frozen budget is; its subject is the budget's year.
BUDGET = "budget"


def versions(organisation: Organisation, year: int | None = None) -> QuerySet[Version]:
    """Return all frozen versions, newest first."""
    return queries.versions_of(organisation, BUDGET, "" if year is None else str(year))


def public_versions(organisation: Organisation) -> QuerySet[Version]:
    """Return the versions anyone may read: adopted, decided upon, or laid out in a hearing."""
    decided = Q(state=ADOPTED) | Q(resolutions__isnull=False)
    decided |= Q(pk__in=laid_open()(organisation).values("pk"))
    gone = retracted(organisation, BUDGET)
    return versions(organisation).filter(decided).exclude(pk__in=gone).distinct()


def is_public(frozen: Version) -> bool:
    """Tell whether anyone may read a version.

    A proposal only once it is decided upon, or laid out in a hearing.
    """
    if frozen.state == ADOPTED:
        if frozen.known_retracted is None:
            frozen.known_retracted = frozen.pk in retracted(frozen.organisation, BUDGET)
        return not frozen.known_retracted
    open_now = Q(resolutions__isnull=False)
    open_now |= Q(pk__in=laid_open()(frozen.organisation).values("pk"))
    if Version.objects.filter(open_now, pk=frozen.pk).exists():
        return True
    return adopted_from(frozen) is not None


def current(organisation: Organisation, year: int | None = None) -> Version | None:
    """Return the newest adopted version: of a year, or of the newest year that has one."""
    return queries.current(organisation, BUDGET, "" if year is None else str(year))


def is_in_force(organisation: Organisation, year: int) -> bool:
    """Tell whether a budget of a year is adopted and holds; its content is not read."""
    return queries.current_key(organisation, BUDGET, str(year)) is not None


def open_current(organisation: Organisation) -> Version | None:
    """Return the newest adopted version that anyone may read.

    Where the newest is withdrawn from the public, the one before it holds; where all are, the
    newest, whose address says why.
    """
    gone = withdrawals(organisation, BUDGET)
    return queries.current(organisation, BUDGET, without=gone) or current(organisation)


def budget_of(frozen: Version) -> Budget:
    """Return the budget a version was frozen from."""
    assert frozen.draft is not None
    return Budget.objects.select_related("amends", "plan").get(pk=frozen.draft)


def latest_proposal(budget: Budget) -> Version | None:
    """Return the budget's newest proposed version."""
    return queries.latest_proposal(BUDGET, budget.pk)


def content_of(frozen: Version) -> dict[str, Any]:
    """Return the content that two versions are compared by: without who decided it, and when."""
    return {k: v for k, v in frozen.content.items() if k not in ("resolution", "proposal", "begun")}


def freeze(
    organisation: Organisation, budget: Budget, state: str, content: dict[str, Any]
) -> Version:
    """Freeze content as the year's next version; in the caller's transaction."""
    return queries.freeze(organisation, BUDGET, str(budget.year), state, content, draft=budget.pk)
