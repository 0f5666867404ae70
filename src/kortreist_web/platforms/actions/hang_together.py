"""Set a finding aside for a while, say which fact a number is, and judge against a principle."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.platforms.facts import facts_of
from kortreist_web.platforms.hanging_together import findings
from kortreist_web.platforms.models import (
    Commitment,
    FindingSetAside,
    NumberFact,
    Platform,
    PlatformSection,
    PrincipleReview,
)
from kortreist_web.tenants.models import Organisation

__all__ = ["name_number", "review_principle", "set_aside"]


@action("change", FindingSetAside)
def set_aside(
    who: User,
    organisation: Organisation,
    *,
    platform: Platform,
    key: str,
    reason: str,
    look_again: date,
) -> FindingSetAside:
    """Leave a finding as it is until a day, with the reason.

    Raises
    ------
    RefusedError
        It is not found now, no reason is given, or the day is not a later one.
    """
    today = timezone.localdate()
    if key not in {f.key for f in findings(platform, today)}:
        raise RefusedError("platforms.refused.not_found_now")
    if not in_words(reason):
        raise RefusedError("platforms.refused.aside_reason", about="reason")
    if look_again <= today:
        raise RefusedError("platforms.refused.look_again", about="look_again")
    row = FindingSetAside(
        organisation=organisation,
        platform=platform,
        key=key,
        reason=reason.strip(),
        set_on=today,
        look_again=look_again,
    )
    row.save()
    return row


@action("change", NumberFact)
def name_number(
    who: User,
    organisation: Organisation,
    *,
    section: PlatformSection,
    written: str,
    fact: str,
    times: float | None = None,
    rounded_to: float | None = None,
) -> NumberFact:
    """Say which fact a number in a section's text is; said again, the later counts.

    Raises
    ------
    RefusedError
        The number does not stand there, or there is no such fact.
    """
    written = written.strip()
    if not written or written not in f"{section.text_nb}\n{section.text_nn}":
        raise RefusedError("platforms.refused.no_number", about="written")
    if fact not in facts_of(organisation, timezone.localdate()):
        raise RefusedError("platforms.refused.no_fact", about="fact")
    row = NumberFact.objects.filter(section=section, written=written).first()
    row = row or NumberFact(organisation=organisation, section=section, written=written)
    row.fact, row.times, row.rounded_to = fact, 1.0 if times is None else times, rounded_to
    row.save()
    return row


@action("change", PrincipleReview)
def review_principle(
    who: User,
    organisation: Organisation,
    *,
    choice: MeasureChoice,
    principle: Commitment,
    rating: int,
    confidence: str,
    argument: str,
    role: str,
    evidence: str = "",
) -> PrincipleReview:
    """Judge a measure against a principle, with the argument. Ratings are never summed.

    Raises
    ------
    RefusedError
        It is not a principle that stands, the rating is not within −3 to 3, or there is no
        argument or role.
    """
    if principle.kind != Commitment.Kind.PRINCIPLE or principle.dropped_on is not None:
        raise RefusedError("platforms.refused.no_principle", about="principle")
    if not -3 <= rating <= 3:
        raise RefusedError("platforms.refused.rating", about="rating")
    if confidence not in PrincipleReview.Confidence.values:
        raise RefusedError("platforms.refused.confidence", about="confidence")
    if not in_words(argument):
        raise RefusedError("platforms.refused.argument", about="argument")
    if not in_words(role):
        raise RefusedError("platforms.refused.role", about="role")
    row = PrincipleReview(
        organisation=organisation,
        choice=choice,
        principle=principle,
        rating=rating,
        confidence=confidence,
        argument=argument.strip(),
        evidence=evidence.strip(),
        role=role.strip(),
        author=who,
        reviewed_on=timezone.localdate(),
    )
    row.save()
    return row
