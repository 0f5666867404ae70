"""Let a resolution take effect on a binding: adopted, sent back, or said no to."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.bindings.cases import CASE, binding_of, require_waiting
from kortreist_web.bindings.deadlines import drop_deadlines, keep_deadlines
from kortreist_web.bindings.models import Binding
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze

__all__ = ["adopt_binding", "send_back_binding"]


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
        draft=binding.pk,
    )
    binding.status = Binding.Status.ADOPTED
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
