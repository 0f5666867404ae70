"""Add what a platform promises, change it, say that it is done, take it out, and tie it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.platforms.frozen import kept_in
from kortreist_web.platforms.link_ends import KINDS, find_ends
from kortreist_web.platforms.models import Commitment, CommitmentLink, PlatformSection
from kortreist_web.tenants.models import Organisation

__all__ = [
    "COMMITMENT_FIELDS",
    "change_commitment",
    "commit",
    "drop_commitment",
    "finish_commitment",
    "link_commitment",
    "unlink_commitment",
]

#: What a commitment says of itself.
COMMITMENT_FIELDS = (
    "kind",
    "text_nb",
    "text_nn",
    "unit",
    "due",
    "expires",
    "expires_on",
    "order",
    "indicator",
    "bound",
    "value",
)


@action("change", Commitment)
def commit(
    who: Actor, organisation: Organisation, /, *, section: PlatformSection, **values: Any
) -> Commitment:
    """Add a commitment to a section.

    Parameters
    ----------
    **values
        Of :data:`COMMITMENT_FIELDS`.

    Raises
    ------
    RefusedError
        It does not hold together: says the field and the mend.
    """
    if section.removed:
        raise RefusedError("platforms.refused.other_platform")
    commitment = Commitment(organisation=organisation, platform=section.platform, section=section)
    if values.get("order") is None:
        values["order"] = 1 + section.commitments.count()
    _write(commitment, values)
    commitment.save()
    return commitment


@action("change", Commitment)
def change_commitment(
    who: Actor,
    organisation: Organisation,
    /,
    commitment: Commitment,
    *,
    version: int | None = None,
    **values: Any,
) -> Commitment:
    """Change a commitment of the draft; what the council has adopted stands as it was adopted.

    Raises
    ------
    RefusedError
    ConflictError
    """
    _require_there(commitment)
    _write(commitment, values)
    commitment.save_as_read(version)
    return commitment


def _write(commitment: Commitment, values: dict[str, Any]) -> None:
    unknown = values.keys() - set(COMMITMENT_FIELDS)
    if unknown:
        raise TypeError(f"a commitment has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        if name == "order" and value is None:
            continue
        setattr(commitment, name, value.strip() if isinstance(value, str) else value)
    if not (in_words(commitment.text_nb) or in_words(commitment.text_nn)):
        raise RefusedError("platforms.refused.commitment_text", about="text_nb")
    if commitment.kind not in Commitment.Kind.values:
        raise RefusedError("platforms.refused.commitment_kind", about="kind")
    if commitment.expires not in Commitment.Expires.values:
        raise RefusedError("platforms.refused.expires", about="expires")
    measured = (
        commitment.indicator is not None,
        bool(commitment.bound),
        commitment.value is not None,
    )
    if len(set(measured)) > 1 or (measured[0] and commitment.kind != Commitment.Kind.GOAL):
        raise RefusedError("platforms.refused.measured", about="indicator")
    if commitment.bound and commitment.bound not in Commitment.Bound.values:
        raise RefusedError("platforms.refused.measured", about="bound")
    dated = commitment.expires == Commitment.Expires.DATE
    if dated != (commitment.expires_on is not None):
        raise RefusedError("platforms.refused.expires_on", about="expires_on")
    due = commitment.due
    if due and commitment.expires_on and due > commitment.expires_on:
        raise RefusedError("platforms.refused.due_after", about="due")


def _require_there(commitment: Commitment) -> None:
    if commitment.dropped_on is not None:
        raise RefusedError("platforms.refused.dropped")


@action("change", Commitment)
def finish_commitment(
    who: Actor,
    organisation: Organisation,
    commitment: Commitment,
    *,
    on: date,
    evidence: str,
    why: str = "",
) -> Commitment:
    """Say that a commitment is done, and what shows it.

    Raises
    ------
    RefusedError
        Nothing shows it, or the day has not come.
    """
    _require_there(commitment)
    if not in_words(evidence):
        raise RefusedError("platforms.refused.evidence", about="evidence")
    if on > timezone.localdate():
        raise RefusedError("platforms.refused.not_come", about="on")
    commitment.done_on, commitment.evidence = on, evidence.strip()
    commitment.save()
    return commitment


@action("change", Commitment)
def drop_commitment(
    who: Actor, organisation: Organisation, commitment: Commitment, *, why: str
) -> Commitment:
    """Take a commitment out of the draft, with the reason; adopted versions keep it.

    Raises
    ------
    RefusedError
        It is out already, or the council has adopted it and no reason is given.
    """
    _require_there(commitment)
    if kept_in(commitment) and not in_words(why):
        raise RefusedError("platforms.refused.dropped_why", about="why")
    commitment.dropped_on, commitment.dropped_why = timezone.localdate(), why.strip()
    commitment.save()
    return commitment


@action("change", CommitmentLink)
def link_commitment(
    who: Actor, organisation: Organisation, *, commitment: Commitment, kind: str, target: int
) -> CommitmentLink:
    """Tie a commitment to a goal, measure, budget line, indicator or resolution.

    Raises
    ------
    RefusedError
        There is no such thing here, or it is tied to it already.
    """
    _require_there(commitment)
    if kind not in KINDS or not find_ends(organisation, kind, [target]):
        raise RefusedError("platforms.refused.no_target", about="target")
    values = {"commitment": commitment, "kind": kind, "target": target}
    if CommitmentLink.objects.filter(**values).exists():
        raise RefusedError("platforms.refused.linked", about="target")
    link = CommitmentLink(organisation=organisation, **values)
    link.save()
    return link


@action("change", CommitmentLink)
def unlink_commitment(who: Actor, organisation: Organisation, link: CommitmentLink) -> None:
    """Untie it; the log keeps that it was tied."""
    link.delete()
