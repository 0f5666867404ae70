"""Answer what people have said: one answer to one or many, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.participation.models import Answer, AnsweredItem, Process, TraceLink
from kortreist_web.participation.trace import ends_of, links_from
from kortreist_web.participation.trace_kinds import ANSWER
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["answer", "newest_answers", "share_answer"]

#: Answers of these outcomes may have changed the text.
_MAY_HAVE_CHANGED = frozenset(
    {
        Answer.Outcome.ACCEPTED,
        Answer.Outcome.ACCEPTED_IN_PART,
        Answer.Outcome.ALREADY_DONE,
    }
)


@action("change", Answer)
def answer(
    who: User,
    organisation: Organisation,
    process: Process,
    *,
    items: Sequence[tuple[str, int]],
    outcome: str,
    reason: str,
    unit: Unit | None = None,
    again_on: date | None = None,
    revises: Answer | None = None,
) -> Answer:
    """Answer one or many things in a process; each sender sees it as hers.

    A new answer to what has one must say which it ``revises``; the old stays readable, and the
    text it changed is the new one's too, unless the new one follows nothing.

    Raises
    ------
    PermissionDenied
    RefusedError
        Nothing to answer, an unknown outcome, no reason, no day for what is considered later, the
        answer that is revised has been already, or something has an answer that is not revised.
    """
    require_allowed(who, process, "answer")
    if outcome not in Answer.Outcome.values:
        raise RefusedError("participation.refused.no_outcome", about="outcome")
    if not reason.strip():
        raise RefusedError("participation.refused.no_reason", about="reason")
    if (outcome == Answer.Outcome.CONSIDERED_LATER) != (again_on is not None):
        raise RefusedError("participation.refused.again_on", about="again_on")
    nodes = list(dict.fromkeys(items))
    if not nodes or len(ends_of(organisation, nodes, member=True)) != len(nodes):
        raise RefusedError("participation.refused.no_items", about="items")
    if revises is not None and Answer.objects.filter(revises=revises).exists():
        raise RefusedError("participation.refused.revised_already")
    kept = newest_answers(organisation, nodes)
    if any(row != revises for row in kept.values()):
        raise RefusedError("participation.refused.answered")
    made = Answer(
        organisation=organisation,
        process=process,
        outcome=outcome,
        reason=reason.strip(),
        unit=unit,
        answered_on=timezone.localdate(),
        again_on=again_on,
        revises=revises,
    )
    made.save()
    _tie(organisation, made, nodes)
    if revises is not None and outcome in _MAY_HAVE_CHANGED:
        _inherit(organisation, revises, made)
    emit("answer.given", made)
    return made


def _inherit(organisation: Organisation, old: Answer, made: Answer) -> None:
    """Let a new answer have changed the text that the old one did."""
    for link in links_from(organisation, [(ANSWER, old.pk)]):
        if link.kind == TraceLink.Kind.CHANGED_TEXT:
            TraceLink(
                organisation=organisation,
                kind=link.kind,
                from_kind=ANSWER,
                from_id=made.pk,
                to_kind=link.to_kind,
                to_id=link.to_id,
                part=link.part,
                reason=link.reason,
            ).save()


@action("change", Answer)
def share_answer(
    who: User, organisation: Organisation, made: Answer, *, items: Sequence[tuple[str, int]]
) -> Answer:
    """Let more things of the same content share an answer that stands.

    Raises
    ------
    RefusedError
        The answer has been revised, or something has an answer or is not there.
    """
    require_allowed(who, made.process, "answer")
    if Answer.objects.filter(revises=made).exists():
        raise RefusedError("participation.refused.revised_already")
    nodes = list(dict.fromkeys(items))
    if not nodes or len(ends_of(organisation, nodes, member=True)) != len(nodes):
        raise RefusedError("participation.refused.no_items", about="items")
    if newest_answers(organisation, nodes):
        raise RefusedError("participation.refused.answered")
    _tie(organisation, made, nodes)
    return made


def _tie(organisation: Organisation, made: Answer, nodes: Sequence[tuple[str, int]]) -> None:
    for kind, key in nodes:
        AnsweredItem(organisation=organisation, answer=made, subject_kind=kind, subject=key).save()
        TraceLink(
            organisation=organisation,
            kind=TraceLink.Kind.ANSWERED_BY,
            from_kind=kind,
            from_id=key,
            to_kind=ANSWER,
            to_id=made.pk,
        ).save()


def newest_answers(
    organisation: Organisation, nodes: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Answer]:
    """Return the answer that stands to each of some things; those without one are left out."""
    keys = {key for _, key in nodes}
    rows = AnsweredItem.objects.filter(
        organisation=organisation, subject_kind__in={k for k, _ in nodes}, subject__in=keys
    ).select_related("answer", "answer__unit")
    wanted = set(nodes)
    standing: dict[tuple[str, int], Answer] = {}
    for row in rows.order_by("answer_id"):
        if (node := (row.subject_kind, row.subject)) in wanted:
            standing[node] = row.answer
    return standing
