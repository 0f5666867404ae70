"""Operations of the API on signs: what is watched, reading one, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from kortreist_web.bindings.models import Binding
from kortreist_web.core.api import CHANGING, Body, Key, Number, Whole
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.indicators.models import Indicator
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle
from kortreist_web.signposts.actions.watch import watch
from kortreist_web.signposts.following import owner_of, watched
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.standing import Rules, newest, stand
from kortreist_web.tasks.owners import owner_named
from kortreist_web.tenants.membership import member_of
from kortreist_web.tenants.models import Organisation

__all__ = ["router"]

router = Router(auth=Key())
_CODE = Path(..., pattern=r"^(X[0-9A-Z]{3}|\d{4}|\d{2})$", description="4005, 40 or X001")
_ID = Path(..., ge=1, le=2_000_000_000)


class SignpostIn(Body):
    """A sign to watch; what the source does not need is left out."""

    name: str = Field(..., min_length=1, max_length=200)
    source: Literal["indicator", "account", "condition", "offer"]
    measure: str = Field("", max_length=80)
    binding: Whole | None = Field(None, ge=1, le=2_000_000_000)
    indicator: Whole | None = Field(None, ge=1, le=2_000_000_000)
    figure: str = Field("", max_length=60, description="Sector of the account; empty: all")
    unit_of_measure: str = Field("", max_length=60)
    direction: Literal["up", "down"] = "up"
    threshold: Number | None = Field(None, ge=-1e15, le=1e15, allow_inf_nan=False)
    see_by: Whole = Field(..., ge=1990, le=2100, description="Last year it can be decided in")
    owner: str = Field("", max_length=40, description="`unit:3`, `role:editor`, `person:7`")
    what_then: str = Field("", max_length=2000)
    why: str = Field("", max_length=300, description="Kept in the change log")


class ReadingIn(Body):
    """What was read of a condition (`word`) or an offer (`value`), and where."""

    day: dt.date
    source: str = Field(..., min_length=1, max_length=300)
    word: Literal["", "not_come", "announced", "come"] = ""
    value: Number | None = Field(None, ge=0, le=1e15, allow_inf_nan=False)
    note: str = Field("", max_length=2000)


class SettleIn(Body):
    """What was decided, or why it is not watched any more."""

    how: str = Field(..., min_length=1, max_length=300)
    version: Whole | None = Field(None, ge=0, le=2_000_000_000)


class SignpostOut(Schema):
    """A sign, and how it stands today; null: not seen, never zero."""

    id: int
    version: int
    name: str
    measure: str
    binding: int | None
    source: str
    indicator: int | None
    figure: str
    unit_of_measure: str
    direction: str
    threshold: float | None
    see_by: int
    owner: str
    what_then: str
    state: str
    state_since: dt.date | None
    value: float | None
    word: str
    seen_on: dt.date | None
    left: float | None
    settled_on: dt.date | None
    settled_how: str
    told: dict[str, Any]


def _out(s: Signpost) -> dict[str, Any]:
    today = timezone.localdate()
    rules = Rules.at(today)
    seen = newest(s, today, rules)
    now = stand(s, seen, today, rules)
    same = (
        "version",
        "name",
        "measure",
        "source",
        "figure",
        "unit_of_measure",
        "direction",
        "threshold",
        "see_by",
        "what_then",
        "state_since",
        "settled_on",
        "settled_how",
        "told",
    )
    return {
        **{n: getattr(s, n) for n in same},
        "id": s.pk,
        "binding": s.binding_id,
        "indicator": s.indicator_id,
        "owner": owner_of(s).key,
        "state": now.state,
        "value": None if seen is None else seen.value,
        "word": "" if seen is None else seen.word,
        "seen_on": None if seen is None else seen.on,
        "left": now.left if now.left is not None and now.left > 0.0 else None,
    }


def _found(organisation: Organisation, id: int) -> Signpost:
    found: Signpost | None = watched().filter(pk=id, organisation=organisation).first()
    if found is None:
        raise Http404("signpost")
    return found


@router.get("/organisations/{code}/signposts", response={200: list[SignpostOut], **CHANGING})
def list_signposts(request: SignedInRequest, code: str = _CODE) -> Any:
    """List the signs that are watched, with how they stand today (key with ``read``)."""
    organisation = member_of(request, code, "view", Signpost)
    return [_out(s) for s in watched().filter(organisation=organisation)]


@router.post("/organisations/{code}/signposts", response={200: SignpostOut, **CHANGING})
def watch_signpost(request: SignedInRequest, body: SignpostIn, code: str = _CODE) -> Any:
    """Begin to watch a sign (key with ``write``)."""
    organisation = member_of(request, code, "change", Signpost)
    values = body.model_dump(exclude={"why", "binding", "indicator", "owner"})
    for name, model in (("binding", Binding), ("indicator", Indicator)):
        key = getattr(body, name)
        if key is not None:
            values[name] = model.objects.filter(pk=key, organisation=organisation).first()
            if values[name] is None:
                raise Http404(name)
    values["owner"] = owner_named(organisation, body.owner, timezone.localdate())
    return _out(watch(request.user, organisation, why=body.why, **values))


@router.post(
    "/organisations/{code}/signposts/{id}/readings", response={200: SignpostOut, **CHANGING}
)
def read_signpost(
    request: SignedInRequest, body: ReadingIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Record what was read of a sign (key with ``report``)."""
    organisation = member_of(request, code, "read", Signpost)
    record_reading(request.user, organisation, _found(organisation, id), **body.model_dump())
    return _out(_found(organisation, id))


@router.post("/organisations/{code}/signposts/{id}/settle", response={200: SignpostOut, **CHANGING})
def settle_signpost(
    request: SignedInRequest, body: SettleIn, code: str = _CODE, id: int = _ID
) -> Any:
    """Say what came of a sign (key with ``write``)."""
    organisation = member_of(request, code, "change", Signpost)
    settled = settle(
        request.user, organisation, _found(organisation, id), how=body.how, version=body.version
    )
    return _out(settled)
