"""What does not hang together in a platform, how each is mended, and what is left for a while."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.form_pages import form_page, say
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.platforms.actions.hang_together import name_number, set_aside
from kortreist_web.platforms.forms import AsideForm, NumberForm
from kortreist_web.platforms.hanging_together import mend_url, row_url, sorted_findings
from kortreist_web.platforms.models import FindingSetAside, Platform, PlatformSection
from kortreist_web.tenants.models import Organisation

__all__ = ["findings", "number"]


@page("view", Platform, post="change")
def findings(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show the findings with their rows and what mends each; set one aside."""
    rows = Platform.objects.select_related("organisation")
    platform = get_object_or_404(rows, pk=pk, organisation=organisation)
    code, status = language(), 200
    wrong, key = None, request.POST.get("key", "")
    if request.method == "POST":
        wrong = AsideForm(request.POST, prefix="aside")
        if wrong.is_valid():
            data = {k: v for k, v in wrong.cleaned_data.items() if k != "version"}
            try:
                set_aside(request.user, organisation, platform=platform, key=key, **data)
            except RefusedError as refused:
                say(wrong, refused)
            else:
                return redirect("platforms:findings", code=organisation.code, pk=pk)
        status = 422
    found = sorted_findings(platform, timezone.localdate())
    again = {f.key: aside for f, aside in found.again}
    names = {s.key: s.heading(code) for s in platform.sections.all()}
    shown = [
        {
            "finding": f,
            "said": _said(f.said(code), names),
            "mend": f.mend_said(code),
            "url": mend_url(platform, f),
            "rows": [
                (r.name, row_url(platform, r))
                for r in f.rows
                if r.kind not in ("section", "review")
            ],
            "again": again.get(f.key),
            "form": wrong if wrong is not None and f.key == key else AsideForm(prefix="aside"),
        }
        for f in found.open
    ]
    values = {
        "platform": platform,
        "open": shown,
        "aside": [(_said(f.said(code), names), a) for f, a in found.aside],
        "mended": found.mended,
        "may_change": policy_of(FindingSetAside).may(request.user, "change", organisation),
    }
    return render(request, "platforms/findings.html", values, status=status)


def _said(said: str, names: dict[str, str]) -> str:
    """Return what was found, with a section called by its heading."""
    for key, heading in names.items():
        for code in ("nb", "nn"):
            said = said.replace(f"«{key}/{code}»", f"«{heading}»")
            said = said.replace(f"'{key}/{code}'", f"'{heading}'")
    return said


@page("change", PlatformSection)
def number(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say which fact a number is."""
    rows = PlatformSection.objects.select_related("platform", "platform__organisation")
    one = get_object_or_404(rows, pk=pk, organisation=organisation, removed=False)
    data = request.POST if request.method == "POST" else None
    form = NumberForm(
        data,
        organisation=organisation,
        request=request,
        draft=f"platforms.number.{pk}",
        initial={"written": request.GET.get("tall", "")},
    )
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: name_number(request.user, organisation, section=one, **values),
        to=redirect("platforms:findings", code=organisation.code, pk=one.platform_id),
        heading=text("platforms.name_number"),
        lead=one.heading(language()),
        platform=one.platform,
    )
