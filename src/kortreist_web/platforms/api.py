"""Operations of the API on platforms: sections, what is promised, suggestions."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404
from ninja import Path, Router, Schema, Status
from pydantic import Field

from kortreist_web.core.api import CHANGING, Body, Key, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.platforms.actions.commit import commit, finish_commitment, link_commitment
from kortreist_web.platforms.actions.suggest import (
    accept_suggestion,
    decline_suggestion,
    suggest,
)
from kortreist_web.platforms.actions.write_platform import make_platform, write_section
from kortreist_web.platforms.frozen import standing_commitments, state_of
from kortreist_web.platforms.link_ends import ends_of
from kortreist_web.platforms.models import (
    Commitment,
    CommitmentLink,
    Platform,
    PlatformSection,
    Suggestion,
)
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)
_MAX_ID = 2_000_000_000
_KINDS = Literal[
    "why",
    "ambition",
    "principle",
    "guidance_community",
    "guidance_organisation",
    "priority",
    "follow_up",
]


class PlatformLinkOut(Schema):
    """What a commitment is tied to; an empty name: it is not there any more."""

    kind: str
    target: int
    name: str


class CommitmentOut(Schema):
    """A commitment of the draft."""

    id: int
    section: str
    kind: str
    text_nb: str
    text_nn: str
    unit: int | None
    due: date | None
    expires: str
    expires_on: date | None
    done_on: date | None
    evidence: str
    links: list[PlatformLinkOut]
    version: int


class PlatformSectionOut(Schema):
    """A section of the draft."""

    id: int
    key: str
    kind: str
    heading_nb: str
    heading_nn: str
    text_nb: str
    text_nn: str
    version: int


class PlatformOut(Schema):
    """A platform as it is worked on; what is frozen stands among the published data."""

    id: int
    title: str
    first_year: int
    last_year: int
    state: str = Field(description="draft, in_process, adopted or replaced")
    sections: list[PlatformSectionOut]
    commitments: list[CommitmentOut]


class PlatformIn(Body):
    """A platform of a council term."""

    title: str = Field(..., max_length=200)
    first_year: Whole = Field(..., ge=1990, le=2100)
    last_year: Whole = Field(..., ge=1990, le=2108)


class PlatformSectionIn(Body):
    """A section; ``id`` and ``version`` where one that is there is written anew."""

    id: Whole | None = Field(None, ge=1, le=_MAX_ID)
    version: Whole | None = Field(None, ge=0, le=_MAX_ID)
    kind: _KINDS | Literal[""] = ""
    heading_nb: str = Field("", max_length=200)
    heading_nn: str = Field("", max_length=200)
    text_nb: str = Field("", max_length=40_000)
    text_nn: str = Field("", max_length=40_000)


class CommitmentIn(Body):
    """A commitment, in a section by its id."""

    section: Whole = Field(..., ge=1, le=_MAX_ID)
    kind: Literal["goal", "principle", "promise", "guidance"]
    text_nb: str = Field("", max_length=4000)
    text_nn: str = Field("", max_length=4000)
    unit: Whole | None = Field(None, ge=1, le=_MAX_ID, description="Id of a unit")
    due: date | None = None
    expires: Literal["never", "end_of_term", "date"] = "end_of_term"
    expires_on: date | None = None


class CommitmentDoneIn(Body):
    """The day it was done, and what shows it."""

    on: date
    evidence: str = Field(..., max_length=2000)


class CommitmentLinkIn(Body):
    """What it is tied to: the id of a row of the kind."""

    kind: Literal["goal", "measure", "budget_line", "indicator", "resolution"]
    target: Whole = Field(..., ge=1, le=_MAX_ID)


class SuggestionIn(Body):
    """Words of a section as they stand, and what they should be."""

    section: Whole = Field(..., ge=1, le=_MAX_ID)
    language: Literal["nb", "nn"] = "nb"
    old: str = Field(..., max_length=20_000)
    new: str = Field("", max_length=20_000)
    reason: str = Field("", max_length=2000)


class SuggestionAnswerIn(Body):
    """Accepted, which writes the new words, or declined with a reason."""

    accept: bool
    answer: str = Field("", max_length=2000)


class SuggestionOut(Schema):
    """A suggestion and how it stands."""

    id: int
    section: str
    language: str
    old: str
    new: str
    reason: str
    author: str
    state: str
    answer: str
    stands: bool = Field(description="Whether the old words stand once in the text now")


def _commitments(organisation: Organisation, rows: list[Commitment]) -> list[dict[str, Any]]:
    tied = ends_of(organisation, CommitmentLink.objects.filter(commitment__in=rows))
    names = [n for n in CommitmentOut.model_fields if n not in ("section", "unit", "links")]
    return [
        {
            **{name: getattr(row, name) for name in names},
            "section": row.section.key,
            "unit": row.unit_id,
            "links": [
                {"kind": end.kind, "target": end.target, "name": end.name(organisation.language)}
                for _, end in tied.get(row.pk, ())
            ],
        }
        for row in rows
    ]


def _section(row: PlatformSection) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PlatformSectionOut.model_fields}


def _platform(organisation: Organisation, row: Platform) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "first_year": row.first_year,
        "last_year": row.last_year,
        "state": state_of(row),
        "sections": [_section(s) for s in row.sections.filter(removed=False)],
        "commitments": _commitments(organisation, standing_commitments(row)),
    }


def _suggestion(row: Suggestion) -> dict[str, Any]:
    names = [n for n in SuggestionOut.model_fields if n != "section"]
    return {**{name: getattr(row, name) for name in names}, "section": row.section.key}


def _find(model: Any, organisation: Organisation, id: int) -> Any:
    row = model.objects.filter(pk=id, organisation=organisation).first()
    if row is None:
        raise Http404(model.__name__)
    return row


@router.get("/organisations/{code}/platforms", response={200: list[PlatformOut], **CHANGING})
def list_platforms(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the platforms as they are worked on (key with ``read``)."""
    organisation = member_of(request, code, "view", Platform)
    rows = Platform.objects.filter(organisation=organisation).select_related("organisation")
    return [_platform(organisation, row) for row in rows]


@router.post("/organisations/{code}/platforms", response={201: PlatformOut, **CHANGING})
def post_platform(request: SignedInRequest, body: PlatformIn, code: str = _CODE) -> Any:
    """Begin the platform of a council term (key with ``write``)."""
    organisation = member_of(request, code, "change", Platform)
    return Status(
        201, _platform(organisation, make_platform(request.user, organisation, **body.dict()))
    )


@router.post(
    "/organisations/{code}/platforms/{platform}/sections",
    response={200: PlatformSectionOut, **CHANGING},
)
def write_platform_section(
    request: SignedInRequest, body: PlatformSectionIn, code: str = _CODE, platform: int = _ID
) -> Any:
    """Add a section, or write one anew (key with ``write``)."""
    organisation = member_of(request, code, "change", PlatformSection)
    values = body.dict()
    id = values.pop("id")
    row = None if id is None else _find(PlatformSection, organisation, id)
    return _section(
        write_section(
            request.user,
            organisation,
            platform=_find(Platform, organisation, platform),
            section=row,
            **values,
        )
    )


@router.post("/organisations/{code}/commitments", response={201: CommitmentOut, **CHANGING})
def post_commitment(request: SignedInRequest, body: CommitmentIn, code: str = _CODE) -> Any:
    """Add a commitment to a section (key with ``write``)."""
    organisation = member_of(request, code, "change", Commitment)
    values = body.dict()
    section = _find(PlatformSection, organisation, values.pop("section"))
    if values["unit"] is not None:
        values["unit"] = _find(Unit, organisation, values["unit"])
    row = commit(request.user, organisation, section=section, **values)
    return Status(201, _commitments(organisation, [row])[0])


@router.post(
    "/organisations/{code}/commitments/{id}/done", response={200: CommitmentOut, **CHANGING}
)
def post_commitment_done(
    request: SignedInRequest, body: CommitmentDoneIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Say that a commitment is done, and what shows it (key with ``write``)."""
    organisation = member_of(request, code, "change", Commitment)
    row = _find(Commitment, organisation, id)
    done = finish_commitment(request.user, organisation, row, **body.dict())
    return _commitments(organisation, [done])[0]


@router.post(
    "/organisations/{code}/commitments/{id}/links", response={200: CommitmentOut, **CHANGING}
)
def post_commitment_link(
    request: SignedInRequest, body: CommitmentLinkIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Tie a commitment to what is followed up or measured (key with ``write``)."""
    organisation = member_of(request, code, "change", CommitmentLink)
    row = _find(Commitment, organisation, id)
    link_commitment(request.user, organisation, commitment=row, **body.dict())
    return _commitments(organisation, [row])[0]


@router.get(
    "/organisations/{code}/platform-suggestions", response={200: list[SuggestionOut], **CHANGING}
)
def list_suggestions(request: SignedInRequest, code: str = _CODE) -> Any:
    """List what is suggested, newest first (key with ``read``)."""
    organisation = member_of(request, code, "view", Suggestion)
    rows = Suggestion.objects.filter(organisation=organisation).select_related("section")
    return [_suggestion(row) for row in rows[:500]]


@router.post(
    "/organisations/{code}/platform-suggestions", response={201: SuggestionOut, **CHANGING}
)
def post_suggestion(request: SignedInRequest, body: SuggestionIn, code: str = _CODE) -> Any:
    """Suggest other words for a section (key with ``write``)."""
    organisation = member_of(request, code, "change", Suggestion)
    values = body.dict()
    section = _find(PlatformSection, organisation, values.pop("section"))
    return Status(201, _suggestion(suggest(request.user, organisation, section=section, **values)))


@router.post(
    "/organisations/{code}/platform-suggestions/{id}/answer",
    response={200: SuggestionOut, **CHANGING},
)
def answer_suggestion(
    request: SignedInRequest, body: SuggestionAnswerIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Accept a suggestion, which writes it into the text, or decline it (key with ``write``)."""
    organisation = member_of(request, code, "change", Suggestion)
    row = _find(Suggestion, organisation, id)
    do = accept_suggestion if body.accept else decline_suggestion
    return _suggestion(do(request.user, organisation, row, answer=body.answer))
