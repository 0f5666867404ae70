"""What came of a resolution as blocks of its case paper: the vote, and each point's task."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import override

from kortreist.documents.format.blocks import (
    Block,
    Inlines,
    Label,
    Missing,
    Row,
    Table,
)
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.models import Resolution, Vote
from kortreist_web.decisions.points import FollowedPoint, asks, follow_up
from kortreist_web.decisions.voting import tally

__all__ = ["follow_up_blocks"]


def follow_up_blocks(write: Words, resolution: Resolution) -> tuple[Block, ...]:
    """Return how it was voted, and what the points ask for, of whom, and how they stand."""
    votes = resolution.votes.select_related("point", "body", "resolution")
    said = tuple(_vote(write, vote) for vote in votes.prefetch_related("disqualified__member"))
    rows = resolution.points.select_related("changed_by", "lapsed_by", "resolution")
    with override(write.language):  # roles are called by their names in the document's language
        followed = follow_up(rows, timezone.localdate())
        points = [one for one in followed if asks(one.point) or one.task is not None]
        table = (_table(write, points),) if points else ()
    return (*((write.bullets(said),) if said else ()), *table)


def _vote(write: Words, vote: Vote) -> Inlines:
    """Return a vote: about what, the numbers, whether the body could decide, who was out."""
    counted = tally(vote)
    about = (
        write.tell("decisions.document.vote_point", number=Label(str(vote.point.number)))
        if vote.point
        else write.tell("decisions.document.vote_whole")
    )
    numbers = {
        "votes_for": Label(str(vote.votes_for)),
        "votes_against": Label(str(vote.votes_against)),
    }
    quorum: Inlines = write.tell("decisions.votes.quorum_unknown")
    names = ("cast", "members", "needed", "least")
    values = {k: Label(str(getattr(counted, k))) for k in names}
    if counted.has_quorum is not None:
        key = "yes" if counted.has_quorum else "no"
        quorum = write.tell(f"decisions.document.quorum_{key}", **values)
    elif counted.least:
        quorum = write.tell("decisions.votes.quorum_few", **values)
    casting = (
        (" ", *write.tell(f"decisions.votes.chair_{vote.casting_vote}"))
        if vote.casting_vote
        else ()
    )
    out: Inlines = ()
    for one in vote.disqualified.all():
        name = write.name(f"{one.member.name} ({one.ground})")
        out += (" ", *write.tell("decisions.document.disqualified", name=name))
    numbers_text = write.tell("decisions.votes.for_against", **numbers)
    if vote.deputies_met is not None:
        met = {"members": counted.members_met, "n": vote.deputies_met}
        labels = {k: Label(str(v)) for k, v in met.items()}
        numbers_text += (" ", *write.tell("decisions.votes.met_numbers", **labels))
    return (*about, ": ", *numbers_text, *casting, " ", *quorum, *out)


def _table(write: Words, points: list[FollowedPoint]) -> Table:
    return write.table(
        "points",
        write.tell("decisions.points.caption"),
        [
            write.text_column(write.tell("decisions.points.point"), 2.4),
            write.text_column(write.tell("decisions.point_form.owner"), 1.1),
            write.text_column(write.tell("decisions.point_form.due"), 0.9),
            write.text_column(write.tell("decisions.points.state"), 1.4),
        ],
        [_row(write, one) for one in points],
    )


def _row(write: Words, one: FollowedPoint) -> Row:
    not_set = write.word("decisions.document.not_set")
    task = one.task
    number = Label(f"{one.point.number}. ")
    owner: Inlines = (write.name(one.owner_name),) if one.owner_name else (Missing(not_set),)
    due: Inlines = (Missing(not_set),)
    if task is not None and task.due is not None:
        due = (write.date(task.due.isoformat()),)
    shown: Inlines = ()
    if task is not None and task.done_on is not None:
        shown = (write.date(task.done_on.isoformat()), ": ", write.name(task.evidence))
    ended_by = one.point.changed_by or one.point.lapsed_by
    if ended_by is not None:
        shown = (write.name(f"{ended_by.case_number}: {ended_by.title}"),)
    elif one.state == "altered" and task is not None and task.reason:
        shown = (write.name(task.reason),)
    state = write.tell(f"decisions.point_state.{one.state}")
    said: Inlines = (number, write.name(one.point.text))
    if not one.verbatim:
        said += (" (", *write.tell("decisions.points.own_words"), ")")
    if one.resolved:
        resolved = write.name(one.resolved)
        said += (" ", *write.tell("decisions.points.resolved", text=resolved))
    return write.row(said, owner, due, write.cell(state, shown))
