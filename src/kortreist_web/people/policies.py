"""Who may see and change who has which role, and tokens."""

from __future__ import annotations

from kortreist_web.core.participation import KINDS
from kortreist_web.core.policy import PROCESS_LEADS, ParticipantPolicy, Policy
from kortreist_web.people.models import ApiToken, Membership, Participant, ProcessSecret

__all__ = ["ApiTokenPolicy", "MembershipPolicy", "ParticipantsPolicy", "ProcessSecretPolicy"]

_ADMINISTRATORS = frozenset({"administrator"})


class MembershipPolicy(Policy):
    """Administrators give and end roles; auditors see them."""

    model = Membership
    roles = {"view": _ADMINISTRATORS | {"auditor"}, "change": _ADMINISTRATORS}


class ApiTokenPolicy(Policy):
    """Administrators make and revoke tokens; auditors see that they exist."""

    model = ApiToken
    roles = {"view": _ADMINISTRATORS | {"auditor"}, "change": _ADMINISTRATORS}


class ProcessSecretPolicy(Policy):
    """Those who run a process open and close it; the secret itself is shown to nobody."""

    model = ProcessSecret
    roles = {"view": _ADMINISTRATORS | {"auditor"}, "change": PROCESS_LEADS}


class ParticipantsPolicy(ParticipantPolicy):
    """A participant sees herself and erases her words; administrators erase on request."""

    model = Participant
    roles = {"view": _ADMINISTRATORS, "erase": _ADMINISTRATORS}
    kinds = {"view": frozenset(KINDS), "erase": frozenset(KINDS)}
    own = frozenset({"view", "erase"})
