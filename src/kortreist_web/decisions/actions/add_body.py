"""Add a body that decides or advises."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Body

__all__ = ["add_body"]


@action("change", Body)
def add_body(who: Any, organisation: Any, *, name: str, kind: str) -> Body:
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
