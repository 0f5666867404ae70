"""Operations of the API on hearings: what came in and what is answered, and answering."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from kortreist_web.core.api import CHANGING, READING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.answer_whole import answer_submissions
from kortreist_web.hearings.actions.split import split_point
from kortreist_web.hearings.actions.submit import Contact, Words, enter
from kortreist_web.hearings.models import Hearing, Submission, SubmissionPoint
from kortreist_web.hearings.points import Answered, are_shown, shown_points
from kortreist_web.hearings.queries import names_in, open_hearings, public_submissions, shown
from kortreist_web.tenants.membership import member_of, published_or_member
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["router"]

router = Router()
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)
_A_PAGE = 100


class PointAnswerOut(Schema):
    """The answer that stands to a point."""

    outcome: str
    reason: str
    unit: str
    answered_on: date
    again_on: date | None


class SubmissionPointOut(Schema):
    """A point of a submission; one without an answer says when it is due."""

    id: int
    number: int
    words: str
    section: str = Field(description="Key of the section of what was heard; empty: the whole")
    answer: PointAnswerOut | None
    due: date | None
    changed: list[str] = Field(description="Sections whose text the answer changed")


class SubmissionOut(Schema):
    """A submission as everybody may read it: never how its sender is reached."""

    number: int
    sender: str
    sender_kind: str
    received_on: date
    late: bool
    withdrawn: bool
    state: Literal["shown", "redacted", "hidden", "refused"] = Field(
        description="Of a hidden or refused one only that it came is shown"
    )
    rule: str = Field(description="Key of the rule of moderation; empty: shown as it was sent")
    text: str
    sections: list[str]
    public_hash: str = Field(
        description="SHA-256 of ``text`` in UTF-8; empty where nothing is shown. That of the "
        "original is not given: what is redacted could be guessed by it"
    )
    points: list[SubmissionPointOut] = Field(description="Empty until the hearing has closed")


class SubmissionsOut(Schema):
    """One page of submissions."""

    count: int
    items: list[SubmissionOut]


class SubmissionPointIn(Body):
    """A point of a submission: its sender's own words."""

    quote: str = Field(..., max_length=20_000)
    summary: str = Field("", max_length=2000)
    section: str = Field("", max_length=120)
    unit: Whole | None = Field(None, ge=1, le=2_000_000_000, description="Id of a unit")


class SubmissionIn(Body):
    """A submission that came by e-mail, on paper, from the case system or at a meeting."""

    sender: str = Field(..., max_length=160)
    sender_kind: Literal["person", "organisation", "business", "public_body", "council", "unit"]
    text: str = Field(..., max_length=200_000)
    sections: list[str] = Field(default_factory=list, max_length=200)
    language: str = Field("nb", max_length=8)
    received_on: date
    received_by: Literal["email", "paper", "case_system", "meeting"]
    archive_reference: str = Field("", max_length=80, description="Taken in once")
    email: str = Field("", max_length=254, description="Kept apart, never shown, erasable")
    phone: str = Field("", max_length=40)


class EnteredOut(Schema):
    """A submission that has been entered."""

    number: int
    content_hash: str


class _AnswerIn(Body):
    """What is answered."""

    outcome: Literal[
        "accepted",
        "accepted_in_part",
        "already_done",
        "considered_later",
        "not_accepted",
        "outside_the_matter",
    ]
    reason: str = Field(..., max_length=20_000)
    unit: Whole | None = Field(None, ge=1, le=2_000_000_000, description="Id of a unit")
    again_on: date | None = None


_ListedKey = Annotated[Whole, Field(ge=1, le=2_000_000_000)]


class PointAnswerIn(_AnswerIn):
    """An answer to one or several points of a hearing; what had one keeps it as an earlier."""

    points: list[_ListedKey] = Field(..., min_length=1, max_length=200)


class WholeAnswerIn(_AnswerIn):
    """An answer to one or several submissions that are not split, by their numbers."""

    submissions: list[_ListedKey] = Field(..., min_length=1, max_length=200)


def _point(one: Answered) -> dict[str, Any]:
    answer = one.answer
    made = None
    if answer is not None:
        made = {
            "outcome": answer.outcome,
            "reason": answer.reason,
            "unit": answer.unit.name if answer.unit else "",
            "answered_on": answer.answered_on,
            "again_on": answer.again_on,
        }
    return {
        "id": one.point.pk,
        "number": one.point.number,
        "words": one.words,
        "section": one.point.section,
        "answer": made,
        "due": one.due,
        "changed": list(one.changed),
    }


@router.get(
    "/organisations/{code}/hearings/{hearing}/submissions",
    response={200: SubmissionsOut, **READING},
)
def list_submissions(
    request: HttpRequest,
    code: str = _CODE,
    hearing: int = _ID,
    first: int = Query(0, ge=0, le=1_000_000, description="How many are passed over"),
) -> Any:
    """List what came in, 100 at a time; points and answers once the hearing has closed."""
    organisation, _ = published_or_member(request, code)
    row = open_hearings(organisation).filter(pk=hearing).first()
    if row is None:
        raise Http404("hearing")
    rows = public_submissions(row)
    page = list(rows[first : first + _A_PAGE])
    points: dict[int, list[dict[str, Any]]] = {}
    if are_shown(row):
        own = SubmissionPoint.objects.filter(submission__in=[s.pk for s in page]).select_related(
            "submission__handling", "unit"
        )
        names = names_in(row, language())
        for one in shown_points(organisation, row.process, list(own), names, member=False):
            points.setdefault(one.point.submission_id, []).append(_point(one))
    withheld = text("hearings.name_withheld")
    last = row.last_day
    items = []
    for submission in page:
        public = shown(submission, {}, withheld)
        items.append(
            {
                "number": submission.number,
                "sender": public.sender,
                "sender_kind": submission.content["sender_kind"],
                "received_on": submission.received_on,
                "late": submission.received_on > last,
                "withdrawn": public.withdrawn,
                "state": public.state,
                "rule": public.rule,
                "text": public.text,
                "sections": [] if public.stub else submission.content["sections"],
                "public_hash": sha256(public.text.encode()).hexdigest() if public.text else "",
                "points": [] if public.stub else points.get(submission.pk, []),
            }
        )
    return {"count": rows.count(), "items": items}


def _unit(organisation: Organisation, key: int | None) -> Unit | None:
    if key is None:
        return None
    unit = Unit.objects.filter(pk=key, organisation=organisation).first()
    if unit is None:
        raise Http404("unit")
    return unit


def _hearing(organisation: Organisation, pk: int) -> Hearing:
    rows = Hearing.objects.filter(organisation=organisation, pk=pk)
    hearing = rows.select_related("process", "heard", "proposed", "organisation").first()
    if hearing is None:
        raise Http404("hearing")
    return hearing


def _out(hearing: Hearing, points: list[SubmissionPoint]) -> list[dict[str, Any]]:
    names = names_in(hearing, language())
    rows = shown_points(hearing.organisation, hearing.process, points, names, member=True)
    return [_point(one) for one in rows]


@router.post(
    "/organisations/{code}/hearings/{hearing}/submissions/{number}/points",
    response={200: SubmissionPointOut, **CHANGING},
    auth=Key(),
)
def split_submission(
    request: SignedInRequest,
    body: SubmissionPointIn,
    code: str = _CODE,
    hearing: int = _ID,
    number: int = _ID,
) -> Any:
    """Take a point out of a submission (key with ``write``)."""
    organisation = member_of(request, code, "change", SubmissionPoint)
    row = _hearing(organisation, hearing)
    submission = Submission.objects.filter(hearing=row, number=number).first()
    if submission is None:
        raise Http404("submission")
    submission.hearing = row
    point = split_point(
        request.user,
        organisation,
        submission=submission,
        quote=body.quote,
        summary=body.summary,
        section=body.section,
        unit=_unit(organisation, body.unit),
    )
    return _out(row, [point])[0]


@router.post(
    "/organisations/{code}/hearings/{hearing}/submissions",
    response={200: EnteredOut, **CHANGING},
    auth=Key(),
)
def enter_submission(
    request: SignedInRequest, body: SubmissionIn, code: str = _CODE, hearing: int = _ID
) -> Any:
    """Enter what came another way than on the web (key with ``write``), once."""
    organisation = member_of(request, code, "change", Submission)
    row = _hearing(organisation, hearing)
    made = enter(
        request.user,
        organisation,
        hearing=row,
        words=Words(body.sender, body.sender_kind, body.text, body.sections, body.language),
        received_on=body.received_on,
        received_by=body.received_by,
        contact=Contact(body.email, body.phone),
        archive_reference=body.archive_reference,
    )
    return {"number": made.number, "content_hash": made.content_hash}


@router.post(
    "/organisations/{code}/hearings/{hearing}/answers/whole",
    response={200: list[int], **CHANGING},
    auth=Key(),
)
def answer_whole_submissions(
    request: SignedInRequest, body: WholeAnswerIn, code: str = _CODE, hearing: int = _ID
) -> Any:
    """Answer submissions that are not split (key with ``write``); returns their numbers."""
    organisation = member_of(request, code, "change", SubmissionPoint)
    row = _hearing(organisation, hearing)
    numbers = list(dict.fromkeys(body.submissions))
    found = list(Submission.objects.filter(hearing=row, number__in=numbers))
    if len(found) != len(numbers):
        raise Http404("submission")
    answer_submissions(
        request.user,
        organisation,
        hearing=row,
        submissions=found,
        outcome=body.outcome,
        reason=body.reason,
        unit=_unit(organisation, body.unit),
        again_on=body.again_on,
    )
    return [one.number for one in found]


@router.post(
    "/organisations/{code}/hearings/{hearing}/answers",
    response={200: list[SubmissionPointOut], **CHANGING},
    auth=Key(),
)
def answer_submission_points(
    request: SignedInRequest, body: PointAnswerIn, code: str = _CODE, hearing: int = _ID
) -> Any:
    """Answer points (key with ``write``); those joined to them get the same answer."""
    organisation = member_of(request, code, "change", SubmissionPoint)
    row = _hearing(organisation, hearing)
    keys = list(dict.fromkeys(body.points))
    points = list(
        SubmissionPoint.objects.filter(submission__hearing=row, pk__in=keys).select_related(
            "submission__hearing__process", "submission__handling", "unit"
        )
    )
    if len(points) != len(keys):
        raise Http404("point")
    answer_points(
        request.user,
        organisation,
        hearing=row,
        points=points,
        outcome=body.outcome,
        reason=body.reason,
        unit=_unit(organisation, body.unit),
        again_on=body.again_on,
    )
    return _out(row, points)
