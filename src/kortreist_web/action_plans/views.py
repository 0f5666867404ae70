"""Pages on which an adopted plan is read in, row by row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from kortreist_web.action_plans.actions.decide import Wish, confirm_sure, decide_rows
from kortreist_web.action_plans.actions.read_file import choose_table, read_file
from kortreist_web.action_plans.actions.remove import remove_plan
from kortreist_web.action_plans.actions.take_in import take_in
from kortreist_web.action_plans.forms import ReadForm
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.action_plans.presenters import BARS, counted, measure_names, shown_rows
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["choose", "confirm", "decide", "file_", "list_", "new", "remove", "show", "take"]


def _may(request: HttpRequest, organisation: Organisation) -> bool:
    return policy_of(ActionPlan).may(request.user, "change", organisation)


def _plan(organisation: Organisation, pk: int, *, content: bool = False) -> ActionPlan:
    rows = ActionPlan.objects.select_related("replaces")
    rows = rows if content else rows.defer("content", "replaces__content")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


@page("view", ActionPlan)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the plans that are read in, or are being."""
    plans = ActionPlan.objects.filter(organisation=organisation).defer("content")
    values = {
        "plans": plans.annotate(count=Count("rows")),
        "may_change": _may(request, organisation),
    }
    return render(request, "action_plans/list.html", values)


@page("change", ActionPlan)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Read a file."""
    posted = request.method == "POST"
    form = ReadForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        organisation=organisation,
    )

    def write(data: dict[str, Any]) -> ActionPlan:
        file = data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            raise RefusedError("action_plans.refused.heavy", about="file", limit=limit)
        return read_file(
            request.user,
            organisation,
            content=file.read(),
            filename=file.name[:200],
            title=data["title"],
            case_number=data["case_number"],
            decided_on=data["decided_on"],
            replaces=form.replaced(),
        )

    return form_page(
        request,
        "action_plans/new.html",
        form,
        write,
        to=lambda plan: redirect("action_plans:show", code=organisation.code, pk=plan.pk),
        message="",
        about=lambda refused: getattr(refused, "about", "") or "file",
    )


@page("view", ActionPlan)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show the tables to choose among, or the rows of the one that is read."""
    plan = _plan(organisation, pk)
    values: dict[str, Any] = {"plan": plan, "may_change": _may(request, organisation)}
    if plan.state == ActionPlan.State.CHOOSING:
        return render(request, "action_plans/tables.html", values)
    rows = list(plan.rows.select_related("unit"))
    count = counted(plan, rows)
    only = request.GET.get("vis", "")
    if only == "open":
        rows = [r for r in rows if r.decision == ActionRow.Decision.OPEN]
    sure = dict.fromkeys(BARS, 0)
    for row in rows:
        if row.decision == ActionRow.Decision.OPEN and row.candidates:
            for bar in BARS:
                sure[bar] += row.candidates[0]["confidence"] >= bar
    values |= {
        "rows": shown_rows(plan, rows),
        "count": count,
        "only": only,
        "names": list(measure_names(organisation)),
        "bars": [
            (str(b), text("action_plans.bar", sure=web().percent(b), n=n)) for b, n in sure.items()
        ],
        "any_sure": sure[BARS[0]],
        "table": plan.tables[plan.table or 0],
        "reasons": [
            (f"out:{r}", text(f"action_plans.reason.{r}")) for r in ActionRow.Reason.values
        ],
        "is_open": plan.state == ActionPlan.State.OPEN,
    }
    return render(request, "action_plans/show.html", values)


@page("change", ActionPlan)
@require_POST
def choose(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Read the table that was chosen."""
    plan, sent = _plan(organisation, pk), request.POST.get("table", "")
    table = int(sent) if sent.isdecimal() and len(sent) < 4 else -1
    back = redirect("action_plans:show", code=organisation.code, pk=pk)
    return act(
        request, lambda: choose_table(request.user, organisation, plan, table=table), to=back
    )


def _wishes(organisation: Organisation, sent: QueryDict) -> dict[int, Wish]:
    """Return what is said of each row of the form; another measure by its name comes first.

    Raises
    ------
    RefusedError
        No measure has the name.
    """
    out, names = {}, measure_names(organisation)
    for name, value in sent.items():
        key = name.removeprefix("d_")
        version = sent.get(f"v_{key}", "")
        if not name.startswith("d_") or not key.isdecimal() or not version.isdecimal():
            continue
        if other := sent.get(f"o_{key}", "").strip():
            if other not in names:
                raise RefusedError("action_plans.refused.name", name=other[:80])
            value = f"m:{names[other]}"
        kind, _, rest = str(value).partition(":")
        decision = {
            "": ActionRow.Decision.OPEN,
            "m": ActionRow.Decision.MATCHED,
            "out": ActionRow.Decision.LEFT_OUT,
        }.get(kind, kind)
        out[int(key[:12])] = Wish(
            decision,
            int(version[:12]),
            measure=rest if kind == "m" else "",
            reason=rest if kind == "out" else "",
        )
    return out


@page("change", ActionPlan)
@require_POST
def decide(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Save what is said of the rows; those another has decided meanwhile are named."""
    plan, back = _plan(organisation, pk), _back(request, organisation, pk)

    def write() -> Any:
        decided = decide_rows(
            request.user, organisation, plan, wishes=_wishes(organisation, request.POST)
        )
        if decided.others:
            names = "; ".join(str(r)[:60] for r in decided.others[:5])
            n = len(decided.others)
            messages.warning(request, text("action_plans.others", n=n, names=names))
        return decided

    return act(request, write, to=back, message=lambda d: text("action_plans.saved", n=d.written))


@page("change", ActionPlan)
@require_POST
def confirm(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Confirm what is sure enough."""
    plan, back = _plan(organisation, pk), _back(request, organisation, pk)
    least = next((b for b in BARS if str(b) == request.POST.get("least")), BARS[0])
    return act(
        request,
        lambda: confirm_sure(request.user, organisation, plan, least=least),
        to=back,
        message=lambda d: text("action_plans.confirmed", n=d.written),
    )


def _back(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    response = redirect("action_plans:show", code=organisation.code, pk=pk)
    if request.POST.get("vis") == "open":
        response["Location"] += "?vis=open"
    return response


@page("change", ActionPlan)
@require_POST
def take(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take the plan in."""
    plan, back = (
        _plan(organisation, pk),
        redirect("action_plans:show", code=organisation.code, pk=pk),
    )
    return act(
        request,
        lambda: take_in(request.user, organisation, plan),
        to=back,
        message=lambda count: text("action_plans.taken", **count),
    )


@page("change", ActionPlan)
@require_POST
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Throw away a plan that is not taken in."""
    plan = _plan(organisation, pk)
    return act(
        request,
        lambda: remove_plan(request.user, organisation, plan),
        to=redirect("action_plans:list", code=organisation.code),
        message=text("action_plans.removed"),
    )


@page("view", ActionPlan)
def file_(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give the file as it came."""
    plan = _plan(organisation, pk, content=True)
    response = HttpResponse(bytes(plan.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, plan.filename) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
