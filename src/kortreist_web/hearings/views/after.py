"""After the hearing: what differs from what was heard, and what each change is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import act, say
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.judge_change import judge_section, propose_after
from kortreist_web.hearings.judge_forms import JudgeForm, ProposedForm
from kortreist_web.hearings.models import Hearing, SectionChange
from kortreist_web.hearings.points import are_shown
from kortreist_web.hearings.queries import title_of
from kortreist_web.hearings.section_changes import (
    asked_of_new_area,
    changed_in,
    points_that_may_have_changed,
)
from kortreist_web.tenants.models import Organisation

__all__ = ["after"]


@page("view", SectionChange, post="change")
def after(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show what has changed since the hearing, by section; say what each change is."""
    rows = Hearing.objects.select_related("process", "heard", "proposed", "organisation")
    hearing = get_object_or_404(rows, pk=pk, organisation=organisation)
    here = redirect("hearings:after", code=organisation.code, pk=pk)
    choose = ProposedForm(None, hearing=hearing, initial={"proposed": hearing.proposed_id})
    if request.POST.get("do") == "proposed":
        choose = ProposedForm(request.POST, hearing=hearing)
        if choose.is_valid():
            version = choose.versions[choose.cleaned_data["proposed"]]
            return act(
                request,
                lambda: propose_after(request.user, organisation, hearing, proposed=version),
                to=here,
                message=text("core.saved"),
            )
    changed = changed_in(hearing, language())
    answered = points_that_may_have_changed(hearing, [one.key for one in changed])
    law = asked_of_new_area(hearing)
    forms = []
    bound = choose.is_bound
    for number, one in enumerate(changed, start=1):
        mine = request.method == "POST" and request.POST.get("section") == one.key
        initial = {}
        if one.judged is not None:
            initial = {"judgement": one.judged.judgement, "reason": one.judged.reason}
        form = JudgeForm(
            request.POST if mine else None,
            areas=law is not None,
            answered=answered.get(one.key, []),
            prefix=f"s{number}",
            initial=initial,
        )
        if mine and form.is_valid():
            chosen = [form.known[key] for key in form.cleaned_data.get("answers", ())]
            try:
                judge_section(
                    request.user,
                    organisation,
                    hearing=hearing,
                    section=one.key,
                    judgement=form.cleaned_data["judgement"],
                    reason=form.cleaned_data["reason"],
                    answers=chosen,
                )
            except RefusedError as refused:
                say(form, refused)
            else:
                return here
        bound = bound or mine
        forms.append((one, form))
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "choose": choose,
        "changed": forms,
        "law": law,
        "law_text": law.text(language()) if law else "",
        "law_cited": law.cited(language()) if law else "",
        "closed": are_shown(hearing),
        "may_change": policy_of(SectionChange).may(request.user, "change", organisation),
    }
    return render(request, "hearings/after.html", values, status=422 if bound else 200)
