"""Take a proposal back before the council has decided, so that it can be corrected."""

from __future__ import annotations

from kortreist_web.bindings.cases import CASE, proposed_now, subject
from kortreist_web.bindings.models import Binding
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze

__all__ = ["take_back"]


@action("propose", Binding)
def take_back(who: Actor, organisation: Organisation, binding: Binding, *, why: str) -> Version:
    """Take the proposal of a binding away from the council; it stays, with the reason.

    Raises
    ------
    RefusedError
        Without a reason, or the council has no proposal of it before it.
    """
    if not why.strip():
        raise RefusedError("bindings.refused.no_reason")
    proposal = proposed_now(binding)
    if proposal is None:
        raise RefusedError("bindings.refused.not_proposed", name=binding.name)
    content = {**proposal.content, "withdraws": proposal.number, "why": why.strip()[:300]}
    return freeze(organisation, CASE, subject(binding), Version.State.WITHDRAWN, content)
