"""Say of a line of the economic plan that it binds, or why it does not."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.bindings.actions.enter import new_binding
from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.economic import EconomicLine, proposal_of
from kortreist_web.bindings.models import Binding, SortedLine
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["answer_line"]


@action("change", SortedLine)
def answer_line(
    who: Actor,
    organisation: Organisation,
    *,
    line: EconomicLine,
    binds: bool,
    reason: str = "",
    binding: Binding | None = None,
) -> SortedLine:
    """Keep the answer; a line that binds becomes a planned binding with what it says.

    Parameters
    ----------
    binding : Binding, optional
        What is entered already, that the line is of: it gets the line and nothing else.

    Raises
    ------
    RefusedError
        A no without a reason; the line is a binding's already; or one of that name is entered,
        and nobody has said whether it is the same.
    """
    reason = reason.strip()[:300]
    if not binds and not reason:
        raise RefusedError("bindings.refused.no_reason")
    today = timezone.localdate()
    proposal = proposal_of(line, today)
    row = SortedLine.objects.filter(organisation=organisation, line_hash=line.hash).first()
    if row is not None and row.binding is not None:
        raise RefusedError("bindings.refused.line_taken", name=row.binding.name)
    row = row or SortedLine(organisation=organisation, line=line.key, line_hash=line.hash)
    row.proposed, row.answered_on = proposal.proposed, today
    row.answer = SortedLine.Answer.BINDS if binds else SortedLine.Answer.DOES_NOT
    row.reason = reason
    if binds and binding is not None:
        binding.lines = [*binding.lines, line.key]
        binding.save()
        row.binding = binding
    elif binds:
        _require_new(organisation, line.text)
        paid = sorted(int(y) for y, nok in line.amounts.items() if nok)
        values: dict[str, Any] = {
            "name": line.text,
            "kind": proposal.kind,
            "signed_by": paid[0] if paid else None,
            "lines": [line.key],
        }
        if line.capital:
            values["capital"] = float(max(line.total, 0))
        elif paid:
            values["running"] = float(line.amounts[str(paid[0])])
        made = new_binding(organisation, values)
        made.save()
        keep_deadlines(made)
        row.binding = made
    row.save()
    return row


def _require_new(organisation: Organisation, name: str) -> None:
    """Refuse to enter what is entered: its line is linked to it."""
    rows = Binding.objects.filter(organisation=organisation, withdrawn_on=None)
    same = next((b for b in rows if b.name.casefold() == name.strip().casefold()), None)
    if same is not None:
        raise RefusedError("bindings.refused.entered_already", name=same.name)
