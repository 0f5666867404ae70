"""Propose a binding to the council: what is entered and judged is frozen."""

from __future__ import annotations

from kortreist_web.bindings.cases import CASE, case_content, subject
from kortreist_web.bindings.entered import judged_rows
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.motions import MOTIONS
from kortreist_web.bindings.standing import standing
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze

__all__ = ["propose_binding"]


@action("propose", Binding)
def propose_binding(
    who: Actor, organisation: Organisation, binding: Binding, *, motion: str, why: str = ""
) -> Version:
    """Freeze a binding as the proposal a case paper is about.

    Parameters
    ----------
    motion : str
        The one that is recommended, of :data:`~kortreist_web.bindings.motions.MOTIONS`.

    Raises
    ------
    RefusedError
        It is withdrawn or decided already, or there is no such motion; or what was judged of
        it is of another plan or of other bindings than there are now.
    """
    if motion not in MOTIONS:
        raise RefusedError("bindings.refused.motion")
    if binding.withdrawn_on is not None:
        raise RefusedError("bindings.refused.withdrawn", name=binding.name)
    if binding.committed:
        raise RefusedError("bindings.refused.decided", name=binding.name)
    if standing(organisation, judged_rows(organisation)).old_verdict(binding.key):
        raise RefusedError("bindings.refused.stale_case", name=binding.name)
    content = case_content(binding, motion)
    if motion not in content["motions"]["offered"]:
        raise RefusedError("bindings.refused.motion_not_offered", name=binding.name)
    return freeze(organisation, CASE, subject(binding), Version.State.PROPOSED, content)
