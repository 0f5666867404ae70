"""Let a resolution take effect on a binding: adopted, sent back, or said no to."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.bindings.cases import CASE, binding_of, require_waiting
from kortreist_web.bindings.deadlines import drop_deadlines, keep_deadlines
from kortreist_web.bindings.entered import entered_in
from kortreist_web.bindings.models import Binding
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import current, freeze, versions_of

__all__ = ["adopt_binding", "reconsider_binding", "send_back_binding"]


@action("adopt", Binding)
def adopt_binding(
    who: Actor, organisation: Organisation, *, version: Version, resolution: dict[str, Any]
) -> Version:
    """Freeze a proposal as adopted; from now on it is in every plan.

    A way out that it was recommended with is its condition: it becomes an exit when the
    contract has it.

    Raises
    ------
    RefusedError
        The proposal does not wait.
    """
    require_waiting(version)
    binding = binding_of(version)
    content = version.content
    more = {"resolution": resolution, "proposal": {"number": version.number}}
    adopted = freeze(
        organisation,
        CASE,
        version.subject,
        Version.State.ADOPTED,
        {**content, **more},
    )
    # What the council had before it is what holds, whatever has been written since.
    for name, value in entered_in(content["binding"]).items():
        setattr(binding, name, value)
    binding.status, binding.altered = Binding.Status.ADOPTED, {}
    if content["motion"] == "adopt_break":
        motions = content["motions"]
        binding.condition = {"year": motions["break_year"], "nok": motions["break_nok"]}
    binding.save()
    keep_deadlines(binding)
    return adopted


@action("adopt", Binding)
def send_back_binding(
    who: Actor, organisation: Organisation, *, version: Version, rejected: bool
) -> Binding:
    """Leave it as planned, to be worked on; or take it out where the council said no.

    Raises
    ------
    RefusedError
        The proposal does not wait.
    """
    require_waiting(version)
    binding = binding_of(version)
    if rejected:
        resolution = version.resolutions.order_by("-id").first()
        said = f"{resolution.case_number}: {resolution.title}" if resolution else version.subject
        binding.withdrawn_on, binding.withdrawn_why = timezone.localdate(), said[:300]
        binding.save()
        drop_deadlines(binding)
    return binding


@action("adopt", Binding)
def reconsider_binding(who: Actor, organisation: Organisation, *, version: Version) -> Version:
    """Return the proposal, which the council has before it again: it was recorded wrongly.

    What was adopted is not undone: a version says that it is withdrawn, and the binding is
    planned again. One that was said no to by mistake is taken up again.

    Parameters
    ----------
    version : Version
        What the resolution was about: the version that was adopted, or else the proposal.

    Raises
    ------
    RefusedError
        A contract is signed since, or a newer proposal rests on what was decided.
    """
    binding = binding_of(version)
    rows = versions_of(organisation, CASE, version.subject)
    newest = rows.filter(state=Version.State.PROPOSED).first()
    proposal = version
    if version.state == Version.State.ADOPTED:
        proposal = rows.get(number=version.content["proposal"]["number"])
        if binding.status in (Binding.Status.CONTRACTED, Binding.Status.RUNNING):
            raise RefusedError("bindings.refused.signed_since", name=binding.name)
        if newest != proposal or current(organisation, CASE, version.subject) != version:
            raise RefusedError("bindings.refused.newer_case", name=binding.name)
        content = {**version.content, "withdraws": version.number}
        freeze(organisation, CASE, version.subject, Version.State.WITHDRAWN, content)
        binding.status, binding.condition = Binding.Status.PLANNED, {}
    elif newest != version or binding.committed:
        raise RefusedError("bindings.refused.newer_case", name=binding.name)
    elif _was_rejected(version):
        binding.withdrawn_on, binding.withdrawn_why = None, ""
    binding.save()
    keep_deadlines(binding)
    return proposal


def _was_rejected(proposal: Version) -> bool:
    """Tell whether the resolution that is being corrected said no, as it was recorded."""
    resolution = proposal.resolutions.order_by("-id").first()
    return resolution is not None and resolution.outcome == resolution.Outcome.REJECTED
