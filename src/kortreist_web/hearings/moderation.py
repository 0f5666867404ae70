"""What has been done by moderators with a hearing's submissions, and which appeals wait."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from kortreist_web.core.policy import CASE_OFFICERS, MODERATORS
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.participation.models import ModerationAct
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["acts_on", "acts_upon", "sees_originals", "with_numbers"]


def acts_on(organisation: Organisation, keys: Collection[int]) -> QuerySet[ModerationAct]:
    """Return the acts on some submissions, oldest first, with their appeals at hand."""
    rows = ModerationAct.objects.filter(
        organisation=organisation, subject_kind=SUBMISSION, subject__in=keys
    )
    return rows.select_related("appeal", "moderator", "process")


def acts_upon(hearing: Hearing) -> list[ModerationAct]:
    """Return the acts on a hearing's submissions, newest first."""
    keys = Submission.objects.filter(hearing=hearing).values("pk")
    return list(
        ModerationAct.objects.filter(
            organisation_id=hearing.organisation_id, subject_kind=SUBMISSION, subject__in=keys
        )
        .select_related("appeal", "moderator", "process")
        .order_by("-id")
    )


def with_numbers(acts: Collection[ModerationAct]) -> list[tuple[ModerationAct, int]]:
    """Return acts with the number of the submission each is upon."""
    keys = {act.subject for act in acts}
    numbers = dict(Submission.objects.filter(pk__in=keys).values_list("pk", "number"))
    return [(act, numbers.get(act.subject, 0)) for act in acts]


def sees_originals(who: User, organisation: Organisation) -> bool:
    """Tell whether somebody sees what others may not: who answers, moderates or audits.

    Other members read the public copy of what is redacted or hidden, as everybody does.
    """
    return bool(who.roles_in(organisation) & (CASE_OFFICERS | MODERATORS | {"auditor"}))
