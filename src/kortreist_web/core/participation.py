"""The second kind of actor: a participant of one process, who is no user and has no name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from typing_extensions import TypeIs

__all__ = ["CHANNELS", "KINDS", "Participant", "is_participant"]

#: How somebody takes part: signed in by an identity provider, with a code, openly, on paper.
CHANNELS: tuple[str, ...] = ("verified", "code", "open", "paper")
#: In what quality; organisations and units are not counted as residents.
KINDS: tuple[str, ...] = ("resident", "organisation", "unit", "elected_representative")


class Participant(Protocol):
    """What policies and the log ask of a participant."""

    pk: Any
    organisation_id: int
    process_kind: str
    process: int
    kind: str
    channel: str
    is_participant: bool


def is_participant(who: object) -> TypeIs[Participant]:
    """Tell whether somebody who acts is a participant and not a user."""
    return getattr(who, "is_participant", False) is True
