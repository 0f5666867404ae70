"""Add a body that decides or advises."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Body
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["add_body"]


@action("change", Body)
def add_body(who: Actor, organisation: Organisation, *, name: str, kind: str) -> Body:
    """Add a body.

    Raises
    ------
    RefusedError
        There is one of that name.
    """
    name = " ".join(name.split())
    if Body.objects.filter(organisation=organisation, name__iexact=name).exists():
        raise RefusedError("decisions.refused.body_there", name=name)
    body = Body(organisation=organisation, name=name, kind=Body.Kind(kind))
    body.save()
    return body
