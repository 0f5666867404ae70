"""The versions of a budget: which is in force, which may be read by whom, the next number."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from kortreist_web.budgets.models import Budget, FrozenBudget

__all__ = [
    "ADOPTED", "PROPOSED", "content_of", "current", "freeze", "is_public", "latest_proposal",
    "public_versions", "resolution_of", "versions",
]  # fmt: skip

PROPOSED, ADOPTED = "proposed", "adopted"


def versions(organisation: Any, year: int | None = None) -> QuerySet[FrozenBudget]:
    """Return all frozen versions, newest first."""
    rows = FrozenBudget.objects.filter(organisation=organisation)
    return rows if year is None else rows.filter(year=year)


def public_versions(organisation: Any) -> QuerySet[FrozenBudget]:
    """Return the versions anyone may read: adopted, or proposed and decided upon."""
    return (
        versions(organisation)
        .filter(Q(kind=ADOPTED) | Q(resolutions__isnull=False))
        .select_related("budget")
        .distinct()
    )


def is_public(frozen: FrozenBudget) -> bool:
    """Tell whether anyone may read a version: a proposal only once it is decided upon."""
    if frozen.kind == ADOPTED or frozen.resolutions.exists():
        return True
    return adopted_of(frozen) is not None


def current(organisation: Any, year: int | None = None) -> FrozenBudget | None:
    """Return the newest adopted version: of a year, or of the newest year that has one."""
    return versions(organisation, year).filter(kind=ADOPTED).first()


def latest_proposal(budget: Budget) -> FrozenBudget | None:
    """Return the budget's newest proposed version."""
    return FrozenBudget.objects.filter(budget=budget, kind=PROPOSED).order_by("-number").first()


def adopted_of(frozen: FrozenBudget) -> FrozenBudget | None:
    """Return the version in which a proposal was adopted, if it was."""
    if frozen.kind == ADOPTED:
        return frozen
    found = FrozenBudget.objects.filter(budget=frozen.budget_id, kind=ADOPTED).first()
    if found and found.content.get("proposal", {}).get("number") == frozen.number:
        return found
    return None


def resolution_of(frozen: FrozenBudget) -> Any:
    """Return the newest resolution about a version or, for a proposal, its adoption."""
    target = adopted_of(frozen) or frozen
    return target.resolutions.order_by("-decided_on", "-id").first()


def content_of(frozen: FrozenBudget) -> dict[str, Any]:
    """Return the content that two versions are compared by: without who decided it."""
    return {k: v for k, v in frozen.content.items() if k not in ("resolution", "proposal")}


def freeze(organisation: Any, budget: Budget, kind: str, content: dict[str, Any]) -> FrozenBudget:
    """Freeze content as the year's next version; in the caller's transaction.

    The organisation's row is locked while the number is found, so that two who freeze at the
    same time get two numbers.
    """
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    last = versions(organisation, budget.year).aggregate(n=Max("number"))["n"] or 0
    frozen = FrozenBudget(
        organisation=organisation,
        budget=budget,
        number=last + 1,
        year=budget.year,
        previous=current(organisation, budget.year),
        kind=kind,
        content=content,
    )
    frozen.save()
    return frozen
