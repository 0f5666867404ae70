"""Who may see and change who has which role, and tokens."""

from __future__ import annotations

from kortreist_web.core.policy import Policy
from kortreist_web.people.models import ApiToken, Membership

__all__ = ["ApiTokenPolicy", "MembershipPolicy"]

_ADMINISTRATORS = frozenset({"administrator"})


class MembershipPolicy(Policy):
    """Administrators give and end roles; auditors see them."""

    model = Membership
    roles = {"view": _ADMINISTRATORS | {"auditor"}, "change": _ADMINISTRATORS}


class ApiTokenPolicy(Policy):
    """Administrators make and revoke tokens; auditors see that they exist."""

    model = ApiToken
    roles = {"view": _ADMINISTRATORS | {"auditor"}, "change": _ADMINISTRATORS}
