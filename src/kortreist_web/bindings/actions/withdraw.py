"""Withdraw a binding: it stays, with the reason and what it would have emitted."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.bindings.cases import proposed_now
from kortreist_web.bindings.deadlines import drop_deadlines
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.rewriting import require_may_undo
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["withdraw"]


@action("manage", Binding)
def withdraw(
    who: Actor,
    organisation: Organisation,
    binding: Binding,
    *,
    why: str,
    version: int | None = None,
) -> Binding:
    """Take a binding out of what is planned; it is never claimed as a cut in the account.

    Raises
    ------
    RefusedError
        Without a reason; or the council has it before it; or it is decided, and whoever asks is
        no approver.
    ConflictError
    """
    if not why.strip():
        raise RefusedError("bindings.refused.no_reason")
    if proposed_now(binding) is not None:
        raise RefusedError("bindings.refused.proposed", name=binding.name)
    if binding.committed:
        require_may_undo(who, binding, why)
    if binding.withdrawn_on is None:
        binding.withdrawn_on, binding.withdrawn_why = timezone.localdate(), why.strip()[:300]
        binding.save_as_read(version)
        drop_deadlines(binding)
    return binding
