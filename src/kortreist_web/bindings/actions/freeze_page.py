"""Freeze *Dette binder oss* for the council, so that it can be published."""

from __future__ import annotations

from kortreist_web.bindings.models import Judgement
from kortreist_web.bindings.openness import PAGE
from kortreist_web.bindings.page_content import page_content
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze, subject_of

__all__ = ["freeze_page"]


@action("change", Judgement)
def freeze_page(who: Actor, organisation: Organisation, *, why: str = "") -> Version:
    """Freeze the page as it is.

    Raises
    ------
    RefusedError
        Nothing is judged, or the plan or a binding has changed since.
    """
    content = page_content(organisation)
    if content["judged_on"] is None:
        raise RefusedError("bindings.refused.not_judged")
    stale = content["stale"]
    if stale["plan"] or stale["bindings"] or stale["program"]:
        raise RefusedError("bindings.refused.stale")
    return freeze(organisation, PAGE, subject_of(content["year"]), Version.State.COMPLETED, content)
