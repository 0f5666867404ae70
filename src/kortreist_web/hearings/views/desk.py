"""The officer's desk: what came in, split in points, answered from one list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import act, form_page, say
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest, keys_in
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.answer_points import answer_points, join_points, part_point
from kortreist_web.hearings.actions.answer_whole import answer_submissions
from kortreist_web.hearings.actions.moderate import moderate
from kortreist_web.hearings.actions.split import (
    assign_points,
    change_point,
    remove_point,
    split_as_suggested,
    split_point,
)
from kortreist_web.hearings.desk import (
    counts,
    found_points,
    found_submissions,
    like_points,
    split_in,
)
from kortreist_web.hearings.desk_forms import (
    AnswerForm,
    AssignForm,
    InboxForm,
    PointForm,
    PointsForm,
)
from kortreist_web.hearings.models import Hearing, Submission, SubmissionPoint
from kortreist_web.hearings.moderate_forms import BulkForm
from kortreist_web.hearings.moderation import sees_originals
from kortreist_web.hearings.points import answers_to_submissions, points_of, shown_points
from kortreist_web.hearings.queries import names_in, sections_of, title_of
from kortreist_web.hearings.queries import shown as shown_to_all
from kortreist_web.hearings.suggest import alike, suggested_points
from kortreist_web.participation.allowances import allowed_to
from kortreist_web.participation.models import ModerationAct
from kortreist_web.tenants.models import Organisation

__all__ = ["desk", "inbox", "point", "split"]

_A_PAGE = 50


def _hearing(organisation: Organisation, pk: int) -> Hearing:
    rows = Hearing.objects.select_related("process", "heard", "organisation")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def _may(request: SignedInRequest, organisation: Organisation, hearing: Hearing, act: str) -> bool:
    may = policy_of(SubmissionPoint).may(request.user, "change", organisation)
    return may and act in allowed_to(request.user, hearing.process)


def _sees(request: SignedInRequest, organisation: Organisation) -> bool:
    return sees_originals(request.user, organisation)


def _asked(form: Form) -> dict[str, Any]:
    if not form.is_bound or not form.is_valid():
        return {}
    return {k: v for k, v in form.cleaned_data.items() if k != "version" and v not in (None, "")}


def _query(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("side", None)
    return query.urlencode()


def _ticked(request: SignedInRequest, hearing: Hearing) -> list[SubmissionPoint]:
    keys = keys_in(request.POST.getlist("points"))
    rows = SubmissionPoint.objects.filter(submission__hearing=hearing, pk__in=keys[:200])
    return list(rows.select_related("submission__hearing__process", "unit"))


@page("view", SubmissionPoint, post="change")
def desk(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """List the points of a hearing; those that are ticked are answered, joined or handed on."""
    hearing = _hearing(organisation, pk)
    form = AnswerForm(None, hearing=hearing)
    assign = AssignForm(None, hearing=hearing)
    if request.method == "POST":
        points = _ticked(request, hearing)
        here = redirect(request.get_full_path())
        match request.POST.get("do"):
            case "join":
                return act(
                    request,
                    lambda: join_points(request.user, organisation, hearing=hearing, points=points),
                    to=here,
                    message=text("hearings.points.joined"),
                )
            case "assign":
                assign = AssignForm(request.POST, hearing=hearing)
                if assign.is_valid():
                    unit = assign.cleaned_data["assigned"]
                    return act(
                        request,
                        lambda: assign_points(request.user, organisation, points=points, unit=unit),
                        to=here,
                        message=text("core.saved"),
                    )
            case _:
                form = AnswerForm(request.POST, hearing=hearing)
                if form.is_valid():
                    try:
                        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
                        made = answer_points(
                            request.user, organisation, hearing=hearing, points=points, **data
                        )
                    except RefusedError as refused:
                        say(form, refused)
                    else:
                        messages.success(request, text("hearings.points.saved", n=len(made)))
                        return here
    filtered = PointsForm(request.GET or None, hearing=hearing)
    rows = found_points(hearing, _asked(filtered), originals=_sees(request, organisation))
    shown = Paginator(rows, _A_PAGE).get_page(request.GET.get("side"))
    names = names_in(hearing, language())
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "filter": filtered,
        "asked": bool(_asked(filtered)),
        "page": shown,
        "rows": shown_points(
            organisation,
            hearing.process,
            list(shown.object_list),
            names,
            member=_sees(request, organisation),
        ),
        "ticked": set(request.POST.getlist("points")),
        "counts": counts(hearing),
        "form": form,
        "assign": assign,
        "query": _query(request),
        "may_answer": _may(request, organisation, hearing, "answer"),
        "may_join": _may(request, organisation, hearing, "join"),
    }
    status = 422 if form.is_bound or assign.is_bound else 200
    return render(request, "hearings/desk.html", values, status=status)


@page("view", SubmissionPoint, post="change_any")
def inbox(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """List what came in; those that are ticked are split as it is suggested."""
    hearing = _hearing(organisation, pk)
    sees = _sees(request, organisation)
    may_moderate = policy_of(ModerationAct).may(request.user, "change", organisation)
    bulk = BulkForm()
    if request.method == "POST" and request.POST.get("do") == "moderate":
        bulk = BulkForm(request.POST)
        if bulk.is_valid():
            keys = keys_in(request.POST.getlist("numbers"))
            chosen = Submission.objects.filter(hearing=hearing, number__in=keys[:_A_PAGE])
            data = {k: v for k, v in bulk.cleaned_data.items() if k != "version"}
            try:
                made = moderate(
                    request.user,
                    organisation,
                    hearing=hearing,
                    submissions=list(chosen.select_related("handling")),
                    **data,
                )
            except RefusedError as refused:
                say(bulk, refused)
            else:
                messages.success(request, text("hearings.moderate.done", n=len(made)))
                return redirect(request.get_full_path())
    elif request.method == "POST":
        if not _may(request, organisation, hearing, "split"):
            raise PermissionDenied("split")
        keys = keys_in(request.POST.getlist("numbers"))
        ticked = Submission.objects.filter(hearing=hearing, number__in=keys[:_A_PAGE])

        def write() -> int:
            made = 0
            for row in ticked.select_related("hearing__process", "hearing__heard"):
                made += len(split_as_suggested(request.user, organisation, submission=row))
            return made

        return act(
            request,
            write,
            to=lambda _: redirect(request.get_full_path()),
            otherwise=redirect(request.get_full_path()),
            message=lambda n: text("hearings.inbox.split", n=n),
        )
    filtered = InboxForm(request.GET or None)
    rows = found_submissions(hearing, _asked(filtered), originals=sees)
    shown = Paginator(rows, _A_PAGE).get_page(request.GET.get("side"))
    here = list(shown.object_list)
    last, split_of = hearing.last_day, split_in(here)
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "filter": filtered,
        "asked": bool(_asked(filtered)),
        "page": shown,
        "rows": [
            (row, row.received_on > last, split_of.get(row.pk, 0), *_read(row, sees))
            for row in here
        ],
        "may_moderate": may_moderate,
        "bulk": bulk,
        "ticked": set(request.POST.getlist("numbers")),
        "counts": counts(hearing),
        "query": _query(request),
        "may_split": _may(request, organisation, hearing, "split"),
        "may_enter": _may(request, organisation, hearing, "enter"),
    }
    status = 422 if bulk.is_bound else 200
    return render(request, "hearings/inbox.html", values, status=status)


def _read(row: Submission, sees: bool) -> tuple[str, str]:
    """Return the text and the sender of a submission as a member reads them."""
    if sees:
        return row.content["text"], row.content["sender"]
    public = shown_to_all(row, {}, text("hearings.name_withheld"))
    return public.text, public.sender


def _submission(organisation: Organisation, pk: int, number: int) -> Submission:
    rows = Submission.objects.filter(organisation=organisation, hearing=pk).select_related(
        "handling", "hearing__process", "hearing__heard", "hearing__organisation"
    )
    return get_object_or_404(rows, number=number)


@page("view", SubmissionPoint, post="change")
def split(
    request: SignedInRequest, organisation: Organisation, pk: int, number: int
) -> HttpResponse:
    """Show one submission and its points; split it, by hand or as it is suggested."""
    submission = _submission(organisation, pk, number)
    hearing = submission.hearing
    here = redirect("hearings:split", code=organisation.code, pk=pk, number=number)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "suggested":
        return act(
            request,
            lambda: split_as_suggested(request.user, organisation, submission=submission),
            to=here,
        )
    if do in ("remove", "part"):
        rows = submission.points.select_related("submission__hearing__process")
        one = get_object_or_404(rows, number=_whole(request.POST.get("point")))
        does = remove_point if do == "remove" else part_point
        return act(request, lambda: does(request.user, organisation, one), to=here)
    whole = AnswerForm(request.POST if do == "whole" else None, hearing=hearing)
    if do == "whole" and whole.is_valid():
        values = {k: v for k, v in whole.cleaned_data.items() if k != "version"}
        try:
            answer_submissions(
                request.user, organisation, hearing=hearing, submissions=[submission], **values
            )
        except RefusedError as refused:
            say(whole, refused)
        else:
            messages.success(request, text("hearings.points.saved", n=1))
            return here
    adds = request.POST if do not in ("", "whole") else None
    form = PointForm(adds, hearing=hearing, request=request)
    points = points_of(submission)
    for one in points:
        one.submission = submission
    content = submission.content
    names = names_in(hearing, language())
    sees = _sees(request, organisation)
    public = shown_to_all(submission, names, text("hearings.name_withheld"))
    suggested = suggested_points(content["text"], sections_of(hearing.heard), content["sections"])
    return form_page(
        request,
        "hearings/split.html",
        form,
        lambda data: split_point(request.user, organisation, submission=submission, **data),
        to=here,
        hearing=hearing,
        submission=submission,
        points=shown_points(organisation, hearing.process, points, names, member=sees),
        text=content["text"] if sees else public.text,
        sender=content["sender"] if sees else public.sender,
        whole=whole,
        whole_answer=answers_to_submissions(organisation, [submission.pk]).get(submission.pk),
        may_answer=_may(request, organisation, hearing, "answer"),
        originals=submission.files.defer("data") if sees else (),
        may_moderate=policy_of(ModerationAct).may(request.user, "change", organisation),
        suggested=[(s.quote, names.get(s.section, "")) for s in suggested]
        if sees and not points
        else [],
        named=[names.get(key, key) for key in content["sections"]],
        late=submission.is_late,
        may_split=_may(request, organisation, hearing, "split"),
    )


def _whole(text_: str | None) -> int:
    return next(iter(keys_in([text_ or ""])), 0)


@page("change", SubmissionPoint)
def point(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change a point that is not answered, and see those that say much the same."""
    rows = SubmissionPoint.objects.select_related(
        "submission__hearing__process",
        "submission__hearing__heard",
        "submission__hearing__organisation",
    )
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    submission, hearing = row.submission, row.submission.hearing
    initial = {
        "quote": row.quote,
        "summary": row.summary,
        "section": row.section,
        "unit": row.unit_id,
    }
    data = request.POST if request.method == "POST" else None
    form = PointForm(data, hearing=hearing, request=request, version=row.version, initial=initial)

    def write(data: dict[str, Any]) -> SubmissionPoint:
        version = form.cleaned_data["version"]
        return change_point(request.user, organisation, row, **data, version=version)

    others = list(like_points(row, hearing).values_list("pk", "quote")[:2000])
    keys = alike(row.quote, others)
    near = {one.pk: one for one in found_points(hearing, {}).filter(pk__in=keys)}
    return form_page(
        request,
        "hearings/point.html",
        form,
        write,
        to=redirect(
            "hearings:split", code=organisation.code, pk=hearing.pk, number=submission.number
        ),
        hearing=hearing,
        submission=submission,
        point=row,
        near=[near[key] for key in keys if key in near],
        may_join=_may(request, organisation, hearing, "join"),
    )
