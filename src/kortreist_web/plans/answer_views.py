"""Answering a question on a plan's page, taking an answer back, and computing anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import act
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.plans.actions.answer_figure import answer_figure, take_back
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.judged_questions import AnswerForm, open_question
from kortreist_web.plans.models import LocalAnswer, Plan
from kortreist_web.plans.variants import variant_name
from kortreist_web.tenants.models import Organisation

__all__ = ["answer", "recompute"]


def _ready(organisation: Organisation, pk: int) -> Plan:
    plan = get_object_or_404(Plan, pk=pk, organisation=organisation)
    if plan.state != Plan.State.READY:
        raise Http404(str(pk))
    return plan


def _back(request: HttpRequest, organisation: Organisation, plan: Plan) -> HttpResponse:
    """Return to where the question was asked: the plan's page, or a budget made of it."""
    url = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        url = reverse("plans:show", kwargs={"code": organisation.code, "pk": plan.pk})
    return redirect(f"{url}#asked_part")


@page("change", Plan)
@require_POST
def answer(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Keep an answer to one of the plan's questions, or take it back."""
    plan = _ready(organisation, pk)
    if "take_back" in request.POST:
        rows = LocalAnswer.objects.filter(organisation=organisation)
        row = rows.filter(figure=request.POST["take_back"]).first()
        if row is None:
            raise Http404(request.POST["take_back"])
        take_back(request.user, organisation, row)
        messages.success(request, text("plans.answers.taken_back"))
        return _back(request, organisation, plan)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return _back(request, organisation, plan)
    asked = open_question(plan, form.cleaned_data["figure"])
    if asked is None:
        raise Http404(form.cleaned_data["figure"])
    units = {f"unit_{code}": name for code, name in asked["units"].items()}
    return act(
        request,
        lambda: answer_figure(
            request.user,
            organisation,
            figure=asked["id"],
            value=form.cleaned_data["value"],
            unit=asked["answer"],
            source=form.cleaned_data["source"],
            question={**asked["questions"], **units},
        ),
        to=_back(request, organisation, plan),
        message=text("plans.answers.kept"),
    )


@page("change", Plan)
@require_POST
def recompute(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Ask the plan's question again, with the answers as they are now."""
    plan = _ready(organisation, pk)
    question = {k: v for k, v in plan.question.items() if k != "answers"}
    made = ask(
        request.user,
        organisation,
        name=variant_name(plan),
        question=question,
        parent=plan,
    )
    return redirect("plans:show", code=organisation.code, pk=made.pk)
