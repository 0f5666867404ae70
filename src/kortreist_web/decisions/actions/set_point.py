"""Add a point to a resolution, or say who follows it up."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.core.policy import policy_of
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import asks, follow
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
    why: str = "",
    version: int | None = None,
) -> ResolutionPoint:
    """Add the point of a number, or change it; what it asks for becomes a task.

    What the council has asked somebody to do is not undone by an editor: a point that asks for
    something gets other words, or another kind, by an approver who says why. Its task is kept.

    Parameters
    ----------
    owner, due
        Whom the task waits for, and its last day. How it stands is said on the task.
    changed_by, lapsed_by : Resolution, optional
        The later resolution after which it is to be done otherwise, or not at all.
    why : str
        Why the administration's words or the kind of a point that asks for something are
        changed, or why a later resolution did not end it after all.
    version : int, optional
        The point's version when the person opened it.

    Raises
    ------
    RefusedError
        It is due before it was decided, or is ended by a resolution that is not later or was
        not adopted; what it asks for is changed without a reason, or by one who may not.
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
        if later is not None and later.outcome != Resolution.Outcome.ADOPTED:
            raise RefusedError("decisions.refused.later_not_adopted", case=later.case_number)
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    point = resolution.points.filter(number=number).first() or ResolutionPoint(
        organisation=organisation, resolution=resolution, number=number
    )
    if version is not None and point.pk:
        point.version = version
    said, asked = text.strip(), ResolutionPoint.Kind(kind)
    if point.pk and asks(point):
        if said != point.text or asked != point.kind:
            if not policy_of(ResolutionPoint).may(who, "reword", organisation):
                raise RefusedError("decisions.refused.approver_rewords")
            _require(why)
        ended = {"changed_by": changed_by, "lapsed_by": lapsed_by}
        if any(getattr(point, name) not in (None, later) for name, later in ended.items()):
            _require(why)
    point.text, point.kind = said, asked
    point.changed_by, point.lapsed_by = changed_by, lapsed_by
    point.save()
    follow(point, owner=owner, due=due, why=why.strip())
    return point


def _require(why: str) -> None:
    if not in_words(why):
        raise RefusedError("decisions.refused.point_why", about="why")
