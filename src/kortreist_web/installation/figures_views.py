"""Pages on which a workbook for everybody is sent in, looked at, taken in or taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kortreist.connectors import BUNDLED
from kortreist.errors import InputError
from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.core.form_pages import act
from kortreist_web.core.forms import Form
from kortreist_web.core.page import operator_page
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.core.uploads import bare_name
from kortreist_web.installation.actions.send_in_figures import (
    fetch_figures,
    read_figures_again,
    send_in_figures,
)
from kortreist_web.installation.actions.take_in_figures import (
    drop_figures,
    go_on_with_pages,
    take_in_figures,
)
from kortreist_web.installation.actions.withdraw_edition import withdraw_edition
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.place_pages import lacking_pages, places_held_by
from kortreist_web.jobs.models import Job

__all__ = ["FiguresForm", "decide", "fetch", "figures", "file", "standing", "withdraw"]


class FiguresForm(Form):
    """The file."""

    texts = "installation.figures"
    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}))


@operator_page
def figures(request: SignedInRequest) -> HttpResponse:
    """List what was sent in for everybody, the editions there are, and take a new file."""
    form = FiguresForm()
    if request.method == "POST":
        form = FiguresForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                made = send_in_figures(request.user, filename=sent.name, content=sent.read())
            except InputError as error:
                form.add_error("file", error.message(language()))
            else:
                _say_if_here(request, made, bare_name(sent.name))
                return redirect("installation:file", pk=made.pk)
    shared = Vintage.objects.filter(organisation=None).defer("rows_file", "description")
    values = {
        "form": form,
        "files": OfficialFile.objects.select_related("job", "vintage")
        .defer("content", "preview", "vintage__rows_file", "vintage__description")
        .annotate(refused_said=F("preview__refused__said")),
        "newest": _newest_date(),
        "editions": shared.annotate(computed=Count("accounts")).order_by("-date", "-id"),
        "bundled": BUNDLED,
        "address": settings.INVENTORY_URL,
    }
    status = 422 if form.errors else 200
    return render(request, "installation/figures.html", values, status=status)


@operator_page
@require_POST
def fetch(request: SignedInRequest) -> HttpResponse:
    """Have the workbook fetched from the settings' address."""
    return redirect("installation:file", pk=fetch_figures(request.user).pk)


def _say_if_here(request: HttpRequest, file: OfficialFile, name: str) -> None:
    """Say that the same content was here under another name, whose date still holds."""
    if file.filename != name:
        messages.warning(request, text("installation.figures.same", name=name, kept=file.filename))


def _newest_date() -> dt.date | None:
    """Return the date of the newest of everybody's editions."""
    shared = Vintage.objects.filter(organisation=None, withdrawn_at=None)
    return shared.order_by("-date").values_list("date", flat=True).first()


def _standing(file: OfficialFile) -> dict[str, Any]:
    """Return how far the pages of a file's edition are."""
    if file.shown_state != OfficialFile.State.TAKEN_IN:
        return {}
    waiting = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING)
    going = Job.objects.filter(waiting, kind="installation.make_pages", params__file=file.pk)
    computed = AccountResult.objects.filter(vintage=file.vintage, organisation=None)
    return {
        "going": going.exists(),
        "lacking": len(lacking_pages(file)),
        "done": computed.values("place").distinct().count(),
        "all": len(file.preview.get("places", ())),
        "holds": len(places_held_by(file)),
        "newest": _newest_date(),
    }


def _file(pk: int) -> OfficialFile:
    rows = OfficialFile.objects.select_related("job", "vintage")
    return get_object_or_404(
        rows.defer("content", "vintage__rows_file", "vintage__description"), pk=pk
    )


@operator_page
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was found in a file, and how far its pages are."""
    one = _file(pk)
    values = {"file": one, "p": one.preview, "job": one.job, "standing": _standing(one)}
    return render(request, "installation/file.html", values)


@operator_page
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is; the whole page anew when the state is another or nothing goes on."""
    one = _file(pk)
    standing = _standing(one)
    values = {"file": one, "job": one.job, "standing": standing}
    response = render(request, "installation/standing.html", values)
    moved = request.GET.get("state") != one.shown_state
    if moved or ((one.job is None or one.job.ended) and not standing.get("going")):
        response.headers["HX-Refresh"] = "true"
    return response


@operator_page
@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the file in, have it read again, go on with its pages, or drop it."""
    one = _file(pk)
    here = redirect("installation:file", pk=pk)
    what = request.POST.get("what", "")
    if what == "drop":
        return act(
            request,
            lambda: drop_figures(request.user, one),
            to=redirect("installation:figures"),
            message=text("accounts.upload.dropped"),
            otherwise=here,
        )
    if what == "again":
        read_figures_again(request.user, one)
        return here
    if what == "go_on":
        go_on_with_pages(request.user, one)
        return here
    if what == "accept":
        looked_at = "looked_at" in request.POST
        return act(
            request, lambda: take_in_figures(request.user, one, looked_at=looked_at), to=here
        )
    # What holds for the whole country is done by its own word, never by a misspelt one.
    raise RefusedError("installation.refused.unknown_decision", what=what[:40])


@operator_page
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an edition back, with a reason."""
    rows = Vintage.objects.filter(organisation=None).defer("rows_file", "description")
    vintage = get_object_or_404(rows, pk=pk)
    why = str(request.POST.get("why", ""))
    return act(
        request,
        lambda: withdraw_edition(request.user, vintage, why=why),
        to=redirect("installation:figures"),
        message=text("installation.figures.withdrawn_now"),
    )
