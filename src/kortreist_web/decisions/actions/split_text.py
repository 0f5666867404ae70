"""Make points of a resolution's own numbered text."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import follow, kind_said, split
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["split_text"]

#: Outcome → the kind of all points; of an adopted one, each point says what it asks for.
_OF_ALL = {
    Resolution.Outcome.REJECTED: ResolutionPoint.Kind.REJECT,
    Resolution.Outcome.RETURNED: ResolutionPoint.Kind.REFER,
}


@action("change", ResolutionPoint)
def split_text(
    who: Actor, organisation: Organisation, *, resolution: Resolution
) -> list[ResolutionPoint]:
    """Add a point for each numbered line of the text; asked for twice, it is done once.

    Raises
    ------
    RefusedError
        The text has no numbered lines.
    """
    Resolution.objects.select_for_update().get(pk=resolution.pk, organisation=organisation)
    there = list(resolution.points.all())
    if there:
        return there
    numbered = split(resolution.text)
    if not numbered:
        raise RefusedError("decisions.refused.no_numbers")
    of_all = _OF_ALL.get(Resolution.Outcome(resolution.outcome))
    points = [
        ResolutionPoint(
            organisation=organisation,
            resolution=resolution,
            number=number,
            text=text,
            kind=of_all or kind_said(text),
        )
        for number, text in numbered
    ]
    for point in points:
        point.save()
        follow(point)
    return points
