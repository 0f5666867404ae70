"""Draw an arrow of the trace, and take one back."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.participation.models import TraceLink
from kortreist_web.participation.trace import ends_of, links_from
from kortreist_web.participation.trace_kinds import trace_kinds
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["draw_link", "take_back_link"]


@action("change", TraceLink)
def draw_link(
    who: User,
    organisation: Organisation,
    *,
    kind: str,
    start: tuple[str, int],
    end: tuple[str, int],
    part: str = "",
    reason: str = "",
) -> TraceLink:
    """Draw an arrow from one end to another; the same arrow a second time is the first.

    Raises
    ------
    RefusedError
        An unknown kind, or an end that is not there in this organisation.
    """
    if kind not in TraceLink.Kind.values or kind == TraceLink.Kind.WITHDRAWS:
        raise RefusedError("participation.refused.link_kind", about="kind")
    known = trace_kinds()
    if start == end or start[0] not in known or end[0] not in known:
        raise RefusedError("participation.refused.link_end", about="end")
    if len(ends_of(organisation, [start, end], member=True)) != 2:
        raise RefusedError("participation.refused.link_end", about="end")
    for link in links_from(organisation, [start]):
        if (link.kind, link.to_kind, link.to_id, link.part) == (kind, *end, part):
            return link
    link = TraceLink(
        organisation=organisation,
        kind=kind,
        from_kind=start[0],
        from_id=start[1],
        to_kind=end[0],
        to_id=end[1],
        part=part,
        reason=reason.strip(),
    )
    link.save()
    return link


@action("change", TraceLink)
def take_back_link(
    who: User, organisation: Organisation, link: TraceLink, *, why: str = ""
) -> TraceLink:
    """Take back an arrow that was wrong; it stays readable, with the reason.

    Raises
    ------
    RefusedError
        No reason is given.
    """
    if not why.strip():
        raise RefusedError("participation.refused.why", about="why")
    row = TraceLink(
        organisation=organisation,
        kind=TraceLink.Kind.WITHDRAWS,
        from_kind=link.from_kind,
        from_id=link.from_id,
        to_kind="trace_link",
        to_id=link.pk,
        reason=why.strip(),
    )
    row.save()
    return row
