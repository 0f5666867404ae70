"""Add a point to a resolution, or say how one is followed up."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation, Unit

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
    owner: Unit | None = None,
    due: date | None = None,
    begun_on: date | None = None,
    done_on: date | None = None,
    evidence: str = "",
    changed_by: Resolution | None = None,
    lapsed_by: Resolution | None = None,
    version: int | None = None,
) -> ResolutionPoint:
    """Add the point of a number, or change it.

    Parameters
    ----------
    changed_by, lapsed_by : Resolution, optional
        The later resolution after which it is to be done otherwise, or not at all.
    version : int, optional
        The point's version when the person opened it.

    Raises
    ------
    RefusedError
        It is done without anything that shows so, before it was decided, or is ended by a
        resolution that is not later.
    ConflictError
        Somebody else has changed it since.
    """
    for row in (resolution, owner, changed_by, lapsed_by):
        if row is not None and row.organisation_id != organisation.pk:
            raise RefusedError("decisions.refused.elsewhere")
    if done_on is not None and not evidence.strip():
        raise RefusedError("decisions.refused.no_evidence")
    if any(d is not None and d < resolution.decided_on for d in (due, begun_on, done_on)):
        raise RefusedError("decisions.refused.before")
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
    point.owner, point.due, point.begun_on, point.done_on = owner, due, begun_on, done_on
    point.evidence, point.changed_by, point.lapsed_by = evidence.strip(), changed_by, lapsed_by
    point.save()
    return point
