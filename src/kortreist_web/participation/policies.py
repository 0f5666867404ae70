"""Who may do what with processes, answers, the trace and moderation."""

from __future__ import annotations

from kortreist_web.core.participation import KINDS
from kortreist_web.core.policy import (
    ALL_ROLES,
    CASE_OFFICERS,
    MODERATORS,
    PROCESS_LEADS,
    READERS,
    ParticipantPolicy,
    Policy,
)
from kortreist_web.participation.models import (
    Answer,
    AnsweredItem,
    Appeal,
    Follower,
    ModerationAct,
    Notice,
    Phase,
    Process,
    Tightening,
    TraceLink,
)

__all__ = ["ProcessPolicy"]

#: Who may see the messages that are sent, and whom they went to.
_OFFICERS = CASE_OFFICERS | MODERATORS


class ProcessPolicy(Policy):
    """Members see processes; who leads them changes them. What is open is shown to everybody."""

    model = Process
    roles = {"view": READERS, "change": PROCESS_LEADS}


class PhasePolicy(Policy):
    """As the process."""

    model = Phase
    roles = {"view": READERS, "change": PROCESS_LEADS}


class TighteningPolicy(Policy):
    """As the process."""

    model = Tightening
    roles = {"view": READERS, "change": PROCESS_LEADS}


class AnswerPolicy(Policy):
    """Members see answers before they are public; case officers answer."""

    model = Answer
    roles = {"view": READERS, "change": CASE_OFFICERS}


class AnsweredItemPolicy(Policy):
    """As the answer."""

    model = AnsweredItem
    roles = {"view": READERS, "change": CASE_OFFICERS}


class TraceLinkPolicy(Policy):
    """Members see the trace; case officers draw it."""

    model = TraceLink
    roles = {"view": READERS, "change": CASE_OFFICERS}


class FollowerPolicy(ParticipantPolicy):
    """Officers see that somebody follows; participants their own."""

    model = Follower
    roles = {"view": _OFFICERS, "change": _OFFICERS, "erase": ALL_ROLES}
    kinds = {
        "view": frozenset(KINDS),
        "change": frozenset(KINDS),
        "erase": frozenset(KINDS),
    }
    own = frozenset({"view", "change", "erase"})


class NoticePolicy(Policy):
    """Officers see what was sent."""

    model = Notice
    roles = {"view": _OFFICERS, "change": _OFFICERS}


class ModerationActPolicy(Policy):
    """Members see what was done and why; moderators do it."""

    model = ModerationAct
    roles = {"view": READERS, "change": MODERATORS}


class AppealPolicy(ParticipantPolicy):
    """Senders appeal; moderators decide, and the action asks that it is another person."""

    model = Appeal
    roles = {"view": READERS, "change": MODERATORS, "appeal": MODERATORS}
    kinds = {"appeal": frozenset(KINDS)}
