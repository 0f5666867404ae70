"""Add a point to a resolution, or say who follows it up."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import follow
from kortreist_web.people.models import Actor
from kortreist_web.tasks.owners import NOBODY, Owner
from kortreist_web.tenants.models import Organisation

__all__ = ["set_point"]


@action("change", ResolutionPoint)
def set_point(
    who: Actor,
    organisation: Organisation,
    *,
    resolution: Resolution,
    number: int,
    text: str,
    kind: str,
    owner: Owner = NOBODY,
    due: date | None = None,
    changed_by: Resolution | None = None,
    lapsed_by: Resolution | None = None,
    version: int | None = None,
) -> ResolutionPoint:
    """Add the point of a number, or change it; what it asks for becomes a task.

    Parameters
    ----------
    owner, due
        Whom the task waits for, and its last day. How it stands is said on the task.
    changed_by, lapsed_by : Resolution, optional
        The later resolution after which it is to be done otherwise, or not at all.
    version : int, optional
        The point's version when the person opened it.

    Raises
    ------
    RefusedError
        It is due before it was decided, or is ended by a resolution that is not later.
    ConflictError
        Somebody else has changed it since.
    """
    if due is not None and due < resolution.decided_on:
        raise RefusedError("decisions.refused.before", about="due")
    for later in (changed_by, lapsed_by):
        if later is not None and not (
            later.pk != resolution.pk and later.decided_on >= resolution.decided_on
        ):
            raise RefusedError("decisions.refused.not_later")
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    point = resolution.points.filter(number=number).first() or ResolutionPoint(
        organisation=organisation, resolution=resolution, number=number
    )
    if version is not None and point.pk:
        point.version = version
    point.text, point.kind = text.strip(), ResolutionPoint.Kind(kind)
    point.changed_by, point.lapsed_by = changed_by, lapsed_by
    point.save()
    follow(point, owner=owner, due=due)
    return point
