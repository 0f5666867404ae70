"""Signing in as one of the invented people, where the site is for trying out.

Three locks: the installation says that it is a demonstration (never by itself where real
hosts are named), the organisation is invented, and so is the person. One who is real, or has
a role in a real municipality, cannot be signed in as. Whoever runs the site opens pages about
real places: she can be tried only where no real hosts are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.people.models import Membership, User

__all__ = ["Choice", "choices", "somebody"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One invented person, a role of hers, and the code of her municipality."""

    user: User
    role: str
    code: str

    @property
    def part(self) -> str:
        """Return her part of the year, as the front page calls it."""
        return "finance" if self.user.email.startswith("okonomisjef@") else self.role


def choices(role: str = "", code: str = "") -> list[Choice]:
    """Return the invented people; none on an installation that is not for trying out."""
    if not settings.DEMONSTRATION:
        return []
    today = timezone.localdate()
    rows = (
        Membership.objects.filter(
            user__invented=True,
            user__is_active=True,
            organisation__invented=True,
            valid_from__lte=today,
        )
        .filter(lasts_on(today))
        .exclude(user__memberships__organisation__invented=False)
        .select_related("user", "organisation")
        .order_by("organisation__code", "id")
    )
    if role:
        rows = rows.filter(role=role)
    if code:
        rows = rows.filter(organisation__code=code)
    return [Choice(r.user, r.role, r.organisation.code) for r in rows]


def _operators() -> list[Choice]:
    """Return the invented person who runs the site; on one's own machine only."""
    if not settings.DEMONSTRATION_OPERATOR:
        return []
    users = User.objects.filter(invented=True, is_active=True, is_operator=True)
    return [Choice(u, "operator", "") for u in users.exclude(memberships__isnull=False)]


def somebody(role: str, code: str = "", person: str = "") -> Choice | None:
    """Return an invented person with a role, ``operator`` being whoever runs the site.

    ``person`` picks one of several: her key, or the part of her address before the @.
    """
    candidates = _operators() if role == "operator" else choices(role, code)
    if person:
        candidates = [
            c for c in candidates if person in (str(c.user.pk), c.user.email.partition("@")[0])
        ]
    return candidates[0] if candidates else None
