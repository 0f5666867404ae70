"""Record what a council decided about a proposed budget."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from kortreist_web.budgets.actions.adopt import adopt
from kortreist_web.budgets.actions.send_back import send_back
from kortreist_web.budgets.frozen import PROPOSED, latest_proposal
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.errors import AlreadyRecordedError
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.versions.models import Version

__all__ = ["record"]


@action("record", Resolution)
def record(
    who: Any,
    organisation: Any,
    *,
    frozen: Version,
    body: str,
    decided_on: date,
    case_number: str,
    archive_reference: str,
    title: str,
    text: str,
    outcome: str,
    paper: CasePaper | None = None,
    why: str = "",
) -> Resolution:
    """Record a resolution; all that follows from it is in the same transaction.

    Adopted: the proposal is frozen once more as adopted, and the resolution is about that
    version. Returned: the budget is a draft again. Rejected: it is closed.

    Raises
    ------
    AlreadyRecordedError
        The same body has decided the same case that day.
    RefusedError
        The proposal is not one the council has before it now.
    """
    for row in (frozen, paper):
        if row is not None and row.organisation_id != organisation.pk:
            raise PermissionDenied("another organisation's row")
    if outcome not in Resolution.Outcome.values:
        raise ValueError(outcome)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    body, case_number = body.strip(), case_number.strip()
    there = Resolution.objects.filter(
        organisation=organisation, body=body, case_number=case_number, decided_on=decided_on
    ).first()
    if there is not None:
        raise AlreadyRecordedError(there)
    budget = Budget.objects.select_for_update().get(pk=frozen.draft)
    newest = latest_proposal(budget)
    if (
        frozen.state != PROPOSED
        or budget.state != Budget.State.PROPOSED
        or newest is None
        or newest.pk != frozen.pk
    ):
        raise RefusedError("budgets.refused.not_proposed")
    resolution = Resolution(
        organisation=organisation,
        body=body,
        decided_on=decided_on,
        case_number=case_number,
        archive_reference=archive_reference.strip(),
        title=title.strip(),
        text=text.strip(),
        outcome=outcome,
        paper=paper or CasePaper.objects.filter(frozen=frozen).first(),
        frozen=frozen,
    )
    resolution.save()
    if outcome == Resolution.Outcome.ADOPTED:
        resolution.frozen = adopt(
            who, organisation, budget, frozen=frozen, resolution=_reference(resolution)
        )
        resolution.save()
        emit("budget.adopted", resolution)
    else:
        rejected = outcome == Resolution.Outcome.REJECTED
        send_back(who, organisation, budget, rejected=rejected)
    return resolution


def _reference(resolution: Resolution) -> dict[str, Any]:
    return {
        "id": resolution.pk,
        "body": resolution.body,
        "decided_on": resolution.decided_on.isoformat(),
        "case_number": resolution.case_number,
        "archive_reference": resolution.archive_reference,
        "title": resolution.title,
    }
