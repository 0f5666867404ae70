"""Pages on which a municipality writes down what it knows of plants inside its border."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.accounts.actions.forget_change import forget_change
from kortreist_web.accounts.actions.tell_change import change_known, tell_change
from kortreist_web.accounts.known_changes import FIELDS, YEARS, source_choices
from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.fields import DayField, NumberField, YearField
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import Text, engine, language, text
from kortreist_web.tenants.models import Organisation

__all__ = ["KnownForm", "known", "known_change", "known_new", "known_remove"]


def _certainties() -> list[tuple[str, str]]:
    t = engine()
    return [(c, t(f"baseline.certainty.{c}")) for c in KnownChange.Certainty.values]


def _actors() -> list[tuple[str, str]]:
    t = engine()
    return [(a, t(f"accounts.actor.{a}")) for a in KnownChange.Actor.values]


def _sources() -> list[tuple[str, str]]:
    return [("", text("core.not_chosen")), *source_choices(language())]


class KnownForm(Form):
    """A known change: at what, which way, how much, how certain, and who says so."""

    texts = "accounts.known.form"

    plant = forms.CharField(max_length=200)
    what = forms.CharField(max_length=300)
    part = forms.ChoiceField(choices=_sources)
    actor = forms.ChoiceField(choices=_actors, initial="business")
    certainty = forms.ChoiceField(choices=_certainties)
    rises = forms.TypedChoiceField(
        coerce=lambda v: v == "up",
        widget=forms.RadioSelect,
        initial="down",
        choices=[("down", Text("accounts.known.falls")), ("up", Text("accounts.known.rises"))],
    )
    from_year = YearField(required=False, min_value=YEARS[0], max_value=YEARS[-1])
    full_year = YearField(required=False, min_value=YEARS[0], max_value=YEARS[-1])
    tonnes_low = NumberField(required=False, min_value=0)
    tonnes_central = NumberField(required=False, min_value=0)
    tonnes_high = NumberField(required=False, min_value=0)
    fossil_percent = NumberField(required=False, min_value=0, max_value=100, initial=100)
    source_title = forms.CharField(required=False, max_length=300)
    address = forms.URLField(required=False, max_length=300, assume_scheme="https")
    checked_on = DayField(initial=timezone.localdate)

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        f = self.cleaned_data
        sector, source = f["part"].split("/", 1)
        share = 100.0 if f["fossil_percent"] is None else f["fossil_percent"]
        values = {k: v for k, v in f.items() if k in FIELDS}
        return {**values, "sector": sector, "source": source, "fossil_percent": share}


#: What the action refuses → the field it is about; the rest is about several.
_ABOUT = {
    "known_above": "tonnes_high",
    "known_nothing_here": "part",
    "known_taken": "part",
    "known_source": "part",
    "known_actor": "actor",
    "known_certainty": "certainty",
    "known_address": "address",
    "known_full_year": "full_year",
    "known_size": "tonnes_high",
    "known_order": "tonnes_central",
    "known_fossil": "fossil_percent",
    "known_from_year": "from_year",
    "known_said_where": "source_title",
}


def _may(request: HttpRequest, organisation: Organisation) -> bool:
    return policy_of(KnownChange).may(request.user, "change", organisation)


@page("view", KnownChange)
def known(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List what the municipality has written down, and what the program knows."""
    from kortreist.baseline import known_changes

    names, t = dict(source_choices(language())), engine()

    def row(k: Any) -> dict[str, Any]:
        return {
            "part": names.get(f"{k.sector}/{k.source}", "–"),
            "certainty": t(f"baseline.certainty.{k.certainty}"),
        }

    mine = KnownChange.objects.filter(organisation=organisation)
    theirs = [k for k in known_changes() if k.municipality == organisation.figures_code]
    values = {
        "rows": [{"known": k, **row(k)} for k in mine],
        "facts": [
            {"known": k, "what": k.what[language()], "tonnes": k.tonnes, **row(k)} for k in theirs
        ],
        "may_change": _may(request, organisation),
    }
    return render(request, "accounts/known.html", values)


@page("change", KnownChange)
def known_new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Write down a known change."""
    data = request.POST if request.method == "POST" else None
    form = KnownForm(data, request=request, draft="accounts.known")
    return form_page(
        request,
        "accounts/known_form.html",
        form,
        lambda _: tell_change(request.user, organisation, **form.values()),
        to=redirect("accounts:known", code=organisation.code),
        about=_about,
        known=None,
    )


@page("change", KnownChange)
def known_change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change what was written down."""
    change = get_object_or_404(KnownChange, pk=pk, organisation=organisation)
    data = request.POST if request.method == "POST" else None
    initial = {name: getattr(change, name) for name in FIELDS}
    initial |= {
        "part": f"{change.sector}/{change.source}",
        "rises": "up" if change.rises else "down",
    }
    form = KnownForm(
        data, request=request, draft=f"accounts.known.{pk}", version=change.version, initial=initial
    )

    def write(_: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return change_known(request.user, organisation, change, version=version, **form.values())

    return form_page(
        request,
        "accounts/known_form.html",
        form,
        write,
        to=redirect("accounts:known", code=organisation.code),
        about=_about,
        known=change,
    )


def _about(refused: Exception) -> str | None:
    return _ABOUT.get(getattr(refused, "key", "").rpartition(".")[2])


@page("change", KnownChange)
@require_POST
def known_remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take it away."""
    change = get_object_or_404(KnownChange, pk=pk, organisation=organisation)
    forget_change(request.user, organisation, change)
    messages.success(request, text("accounts.known.removed"))
    return redirect("accounts:known", code=organisation.code)
