"""Pages of plans: the list, a new one, one with its answer, and its documents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from kortreist.documents.format.digits import rounded_price
from kortreist.i18n import LANGUAGES, name_in
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text, web
from kortreist_web.goals.stated import standing
from kortreist_web.jobs.estimate import usual_said
from kortreist_web.jobs.models import Job
from kortreist_web.measures.catalogue import chosen_without_year, names_of
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.actions.make_again import make_again
from kortreist_web.plans.actions.remove import remove as remove_action
from kortreist_web.plans.actions.retry import retry as retry_action
from kortreist_web.plans.actions.write_document import write_document
from kortreist_web.plans.answered_plan import answered, kept_of
from kortreist_web.plans.county import county_page, is_county, is_sum
from kortreist_web.plans.documents import FORMATS, document
from kortreist_web.plans.forms import BY_LAW, NewForm
from kortreist_web.plans.models import Plan, PlanDocument
from kortreist_web.plans.questions import question_for
from kortreist_web.tenants.models import Organisation

__all__ = ["again", "document_", "list_", "new", "remove", "retry", "show", "write"]


#: The limits an address may fill in.
_LIMITS = ("money_nok", "staff_fte", "dearest")


def may_change(request: HttpRequest, organisation: Organisation) -> bool:
    """Tell whether the person may have plans computed."""
    return policy_of(Plan).may(request.user, "change", organisation)


def _plan(organisation: Organisation, pk: int) -> Plan:
    return get_object_or_404(
        Plan.objects.select_related("job", "parent"), pk=pk, organisation=organisation
    )


@page("view", Plan)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the plans, newest first; tries are not among them."""
    rows = Plan.objects.filter(organisation=organisation, passing=False)
    plans = list(rows.select_related("parent", "job").defer("content", "parent__content"))
    values = {"plans": plans, "may_change": may_change(request, organisation)}
    return render(request, "plans/list.html", values)


@page("change", Plan)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Ask for a plan."""
    data = request.POST if request.method == "POST" else None
    county = is_county(organisation)
    goals = standing(organisation)
    given, start_from = _given(request, organisation)
    # A form that is filled in from a plan is no draft of hers.
    draft = {} if given else {"request": request, "draft": "plans.new"}
    form = NewForm(data, county=county, goals=goals, assumed=_assumptions(), initial=given, **draft)
    question, names = question_for(organisation), names_of(organisation)
    return form_page(
        request,
        "plans/new.html",
        form,
        lambda data: ask(
            request.user,
            organisation,
            name=data["name"],
            question=form.question(),
            futures=data["futures"],
            parent=start_from,
        ),
        to=lambda plan: redirect("plans:show", code=organisation.code, pk=plan.pk),
        message="",
        county=county,
        goals=goals,
        fixed=[(names.get(k, k), year) for k, year in sorted(question["fixed"].items())],
        excluded=[names.get(k, k) for k in question["excluded"]],
        without_year=chosen_without_year(organisation),
        first_year=timezone.localdate().year + 1,
        known=[f"{k['plant']}: {k['what_nb']}" for k in question["known_changes"]],
        own_figures=bool(question["overrides"]),
        start_from=start_from,
    )


def _given(request: HttpRequest, organisation: Organisation) -> tuple[dict[str, Any], Plan | None]:
    """Return what the form is filled in with, and the plan it is from; a limit may be given.

    Nothing is a variant of a plan that was refused.
    """
    pk = request.GET.get("from", "")
    if not pk.isdecimal():
        return {}, None
    plan = _plan(organisation, int(pk))
    question, refused = plan.question, plan.state == Plan.State.REFUSED
    reduction = question.get("reduction")
    given = {
        # What was refused is asked again under its own name.
        "name": plan.name if refused else text("plans.try.name", name=plan.name)[:120],
        "money_nok": question.get("money_nok"),
        "staff_fte": question.get("staff_fte"),
        "dearest": question.get("dearest"),
        "reduction": None if reduction is None else round(100 * reduction, 1),
        "target_year": question.get("target_year"),
        "without": ",".join(question.get("without", ())),
        "frame_start": question.get("frame_start"),
        "futures": plan.pins.get("futures"),
    }
    if question.get("by_law"):
        given["aim"] = BY_LAW
    elif reduction is None and question.get("target_year") is None:
        # The one that was planned by stands first of those that have a path.
        aimed = (g["key"] for g in question.get("goals", ()) if not g["reason"])
        given["aim"] = next(aimed, None)
    for name in _LIMITS:
        if request.GET.get(name, "").isdecimal():
            given[name] = int(request.GET[name])
    return given, None if refused else plan


def _assumptions() -> dict[str, str]:
    """Return the planning assumptions used where a municipality gives no figures."""
    from kortreist.facts import load
    from kortreist.plans.pricing import carbon_price

    store = load()
    factor, first = store.figure("planning/dearest_factor").value, timezone.localdate().year + 1
    return {
        "nok": web().number(rounded_price(factor * float(carbon_price((first,))[0]))),
        "year": str(first),
        "factor": web().number(factor),
        "money": web().number(store.figure("planning/money_nok_per_inhabitant").value),
        "staff": web().number(store.figure("planning/staff_fte_per_10000").value),
    }


@page("view", Plan)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a plan: being computed, refused with the mend, or answered."""
    plan = _plan(organisation, pk)
    values: dict[str, Any] = {"plan": plan, "may_change": may_change(request, organisation)}
    if plan.state == Plan.State.REFUSED:
        values["said"] = name_in(plan.refused.get("said", {}), language())
        return render(request, "plans/refused.html", values)
    if plan.state != Plan.State.READY:
        kept = Plan.objects.filter(passing=False, job__isnull=False).values("job")
        values["usual"] = usual_said(Job.objects.filter(kind="plans.answer", pk__in=kept))
        return render(request, "plans/computing.html", values)
    if is_sum(plan.content):
        values |= {**county_page(plan.content), **kept_of(plan)}
        return render(request, "plans/county.html", values)
    values |= answered(organisation, plan)
    return render(request, "plans/show.html", values)


@page("view", Plan)
def document_(
    request: HttpRequest, organisation: Organisation, pk: int, lang: str, format: str
) -> HttpResponse:
    """Download a plan's document."""
    plan = _plan(organisation, pk)
    if format not in FORMATS:
        raise Http404(format)
    try:
        content = document(plan, lang, format)
    except PlanDocument.DoesNotExist:
        raise Http404(f"{lang}.{format}") from None
    response = HttpResponse(content, content_type=FORMATS[format])
    name = f"{slugify(organisation.name) or organisation.code}-plan-{plan.pk}-{lang}.{format}"
    # Never shown in the site's own pages: a document has its own style and script.
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@page("change", Plan)
@require_POST
def write(request: SignedInRequest, organisation: Organisation, pk: int, lang: str) -> HttpResponse:
    """Have the documents written in another language."""
    plan = _plan(organisation, pk)
    if lang not in LANGUAGES or plan.state != Plan.State.READY:
        raise Http404(lang)
    write_document(request.user, organisation, plan, language=lang)
    messages.success(request, text("plans.documents.queued"))
    return redirect("plans:show", code=organisation.code, pk=pk)


@page("change", Plan)
@require_POST
def again(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Make the plan again and see whether the answer is the same."""
    plan = _plan(organisation, pk)
    if plan.state != Plan.State.READY:
        raise Http404(str(pk))
    make_again(request.user, organisation, plan)
    return redirect("plans:show", code=organisation.code, pk=pk)


@page("change", Plan)
@require_POST
def retry(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Queue the question again after a failure."""
    retry_action(request.user, organisation, _plan(organisation, pk))
    return redirect("plans:show", code=organisation.code, pk=pk)


@page("change", Plan)
@require_POST
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove a plan nobody builds on."""
    plan = _plan(organisation, pk)
    return act(
        request,
        lambda: remove_action(request.user, organisation, plan),
        to=redirect("plans:list", code=organisation.code),
        message=text("plans.removed"),
        otherwise=redirect("plans:show", code=organisation.code, pk=pk),
    )
