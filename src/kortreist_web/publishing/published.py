"""What is public of a municipality, and what has been withdrawn.

What a council has adopted, what a report was completed with, and what is computed from the
official figures alone is public by itself once the municipality's site is open. An account
made with the municipality's own file is public when it is published. Anything can be
withdrawn: its address stays and gives the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kortreist_web.accounts.kind import ACCOUNTS, accounts_of
from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.budgets.frozen import ADOPTED, open_current
from kortreist_web.budgets.kind import BUDGETS
from kortreist_web.core.actors import Visitor, is_person
from kortreist_web.decisions.kind import DECISIONS
from kortreist_web.publishing.models import Publication
from kortreist_web.reports.kind import REPORTS
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kinds, publishing_of

__all__ = [
    "State",
    "is_member",
    "is_self_made",
    "newest_publications",
    "open_rows",
    "public_account",
    "public_budget",
    "public_budgets",
    "public_decisions",
    "public_kinds",
    "public_reports",
    "public_vintage",
    "self_made_among",
    "state_of",
    "withdrawals",
]


def public_kinds() -> tuple[str, ...]:
    """Return the kinds that can be public, in the order they are shown."""
    return tuple(kind.name for kind in kinds() if kind.publishing)


@dataclass(frozen=True, slots=True)
class State:
    """Whether one thing is public.

    ``name``: ``public`` (by itself), ``published`` (somebody said so), ``withdrawn``, or
    ``hidden``.
    """

    name: str
    publication: Publication | None = None

    @property
    def open(self) -> bool:
        """Tell whether anyone may read it."""
        return self.name in ("public", "published")


def newest_publications(organisation: Organisation, kind: str) -> dict[int, Publication]:
    """Return row → its newest publication of a kind."""
    rows = Publication.objects.filter(organisation=organisation, kind=kind)
    return {p.source_row: p for p in rows.defer("content").order_by("id")}


def withdrawals(organisation: Organisation, kind: str) -> dict[int, Publication]:
    """Return row → its withdrawal, for what is withdrawn now."""
    newest = newest_publications(organisation, kind)
    return {row: p for row, p in newest.items() if p.withdrawn_at is not None}


def state_of(
    organisation: Organisation,
    kind: str,
    row: Any,
    publications: dict[int, Publication] | None = None,
) -> State:
    """Return whether something of an organisation is public.

    Parameters
    ----------
    organisation : Organisation
    kind : str
        One of :func:`public_kinds`.
    row : Model
    publications : dict, optional
        :func:`newest_publications`, where many are asked for.
    """
    if publications is None:
        publication = (
            Publication.objects.filter(organisation=organisation, kind=kind, source_row=row.pk)
            .defer("content")
            .first()
        )
    else:
        publication = publications.get(row.pk)
    if publication is not None:
        return State("withdrawn" if publication.withdrawn_at else "published", publication)
    if organisation.official_only and kind != ACCOUNTS.name:
        return State("hidden")  # the municipality has not opened its pages
    return State("public" if publishing_of(kind).by_itself(row) else "hidden")


def is_member(user: Visitor | None, organisation: Organisation) -> bool:
    """Tell whether a person has any role in the organisation."""
    return is_person(user) and bool(user.roles_in(organisation))


def self_made_among(organisations: Iterable[Organisation]) -> set[int]:
    """Return the keys of those that made their pages themselves; one question for all.

    An invented one is as good as self-made. A real one has people here, and its pages were not
    opened by whoever runs the site.
    """
    from kortreist_web.people.models import Membership

    ours = [o for o in organisations if o.invented or not o.official_only]
    real = [o.pk for o in ours if not o.invented]
    made = {o.pk for o in ours if o.invented}
    if real:
        rows = Membership.objects.filter(organisation__in=real).order_by()
        made.update(rows.values_list("organisation", flat=True).distinct())
    return made


def is_self_made(organisation: Organisation) -> bool:
    """Tell whether the municipality itself made its pages, or is invented."""
    return bool(self_made_among([organisation]))


def open_rows(organisation: Organisation, kind: str) -> list[Any]:
    """Return what anyone may read of a kind, newest first; content is read later."""
    publications = newest_publications(organisation, kind)
    rows = publishing_of(kind).rows([organisation])
    return [row for _, row in rows if state_of(organisation, kind, row, publications).open]


def public_account(organisation: Organisation) -> AccountResult | None:
    """Return the newest account anyone may read."""
    publications = newest_publications(organisation, ACCOUNTS.name)
    for row in accounts_of(organisation):
        if state_of(organisation, ACCOUNTS.name, row, publications).open:
            return row
    return None


def public_vintage(
    organisation: Organisation, account: AccountResult | None = None
) -> Vintage | None:
    """Return the edition whose history anyone may read: the public account's, or everybody's."""
    from kortreist_web.accounts.queries import vintages_with

    account = account or public_account(organisation)
    if account is not None:
        return account.vintage
    return next((v for v in vintages_with(organisation) if v.organisation_id is None), None)


def public_budgets(organisation: Organisation, *, adopted: bool = True) -> list[Any]:
    """Return the frozen budgets anyone may read, newest first; content is read later."""
    rows = open_rows(organisation, BUDGETS.name)
    return [r for r in rows if r.state == ADOPTED] if adopted else rows


def public_budget(organisation: Organisation) -> Any:
    """Return the budget in force, if anyone may read it."""
    budget = open_current(organisation)
    if budget is None or not state_of(organisation, BUDGETS.name, budget).open:
        return None
    return budget


def public_reports(organisation: Organisation) -> list[Any]:
    """Return the completed interim reports anyone may read, newest first."""
    return open_rows(organisation, REPORTS.name)


def public_decisions(organisation: Organisation) -> list[Any]:
    """Return the resolutions anyone may read, newest first."""
    return open_rows(organisation, DECISIONS.name)
