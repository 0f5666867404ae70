"""From one council to the next: how each adopted commitment comes over, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortreist.clocks import handover as clock
from kortreist_web.platforms.frozen import PLATFORM
from kortreist_web.platforms.models import Commitment, HandoverAnswer, Platform
from kortreist_web.versions.queries import current

__all__ = ["HandedOver", "comes_over_as", "handed_over", "term_ends"]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A commitment at the handover.

    Parameters
    ----------
    commitment : Commitment
    state : {"stands", "expires", "take_a_stand"}
    answer : HandoverAnswer or None
        What the new council resolved.
    """

    commitment: Commitment
    state: str
    answer: HandoverAnswer | None

    @property
    def waits(self) -> bool:
        """Whether the new council has still to take a stand."""
        return self.state == "take_a_stand" and self.answer is None


def term_ends(
    platform: Platform, election: date | None = None, meeting: date | None = None
) -> date:
    """Return the day the new council takes over: its first meeting, else the last day for it.

    Raises
    ------
    InputError
        The day entered cannot be that of the election, or of the meeting.
    """
    dates = clock(platform.last_year, election, meeting)
    last = dates.date_of("constitution_by").day
    assert last is not None
    return meeting or last


def comes_over_as(commitment: Commitment, ends: date) -> str:
    """Return how a commitment comes over to a council that takes over on a day.

    What holds until it is changed stands, and so does what holds until a later day. What is done,
    or held until a day that has passed by then, expires. Of the rest the new council takes a
    stand: nothing lapses because nobody said anything.
    """
    if commitment.done_on is not None and commitment.done_on <= ends:
        return "expires"
    if commitment.expires == Commitment.Expires.NEVER:
        return "stands"
    if commitment.expires == Commitment.Expires.DATE and commitment.expires_on is not None:
        return "expires" if commitment.expires_on <= ends else "stands"
    return "take_a_stand"


def handed_over(platform: Platform) -> list[HandedOver]:
    """Return the commitments of the adopted version with how each comes over, in its order."""
    version = current(platform.organisation, PLATFORM, platform.subject)
    if version is None:
        return []
    kept = getattr(platform, "handover", None)
    ends = term_ends(
        platform, kept.election_on if kept else None, kept.meeting_on if kept else None
    )
    answers = {}
    if kept is not None:
        rows = HandoverAnswer.objects.filter(handover=kept).select_related("resolution")
        answers = {row.commitment_id: row for row in rows}
    keys = [row["id"] for row in version.content["commitments"]]
    found = Commitment.objects.select_related("unit").in_bulk(keys)
    return [
        HandedOver(found[key], comes_over_as(found[key], ends), answers.get(key))
        for key in keys
        if key in found
    ]
