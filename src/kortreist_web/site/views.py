"""Pages without an organisation: the front page and what every site must say of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kortreist.places import municipalities
from kortreist_web.core.page import anyone
from kortreist_web.core.texts import language
from kortreist_web.installation.applications import KEPT_DAYS
from kortreist_web.publishing.published import self_made_among
from kortreist_web.site.story import TRIED
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.names import matching

__all__ = ["about", "accessibility", "front", "privacy"]

#: More published municipalities than this are a list by county, not cards.
MAX_CARDS = 24
#: As whom the invented municipality can be tried, in the year's order: the part of the text's
#: key, the role, and the part before the @ where several have the role.
_TRIED_AS = (
    ("editor", "editor", ""),
    ("finance", "editor", "okonomisjef"),
    *((role, role, "") for role in ("approver", "reporter", "reader", "auditor", "administrator")),
)
#: The published pages in the order of the year: name of the address, part of the text's key.
_YEAR = (
    ("accounts:public", "account"),
    ("publishing:goals", "goals"),
    ("budgets:public", "budget"),
    ("decisions:public", "decisions"),
    ("reports:public", "progress"),
)


def _address(name: str, **values: Any) -> str:
    """Return an address, or nothing where the site has no such page."""
    try:
        return reverse(name, kwargs=values or None)
    except NoReverseMatch:
        return ""


@anyone(reads=("q",))
def front(request: HttpRequest) -> HttpResponse:
    """Choose a municipality: by number or name, or among those whose figures are open."""
    query = request.GET.get("q", "").strip()[:100]
    everyone = list(Organisation.objects.all())
    member_of = _member_of(request)
    seen = [o for o in everyone if o.published or o.pk in member_of or not o.invented]
    matches = matching(query, seen) if query else []
    here = {o.code for o in everyone}
    others = [p for p in municipalities(timezone.localdate()) if p.number not in here]
    elsewhere = matching(query, [Organisation(code=p.number, name=p.name) for p in others])
    published = _without_copies([o for o in everyone if o.published])
    few = len(published) <= MAX_CARDS
    own = self_made_among(published)
    # Of many, those that made their pages themselves; all of them stand in the list.
    cards = published if few else [o for o in published if o.pk in own][:MAX_CARDS]
    values = {
        "query": query,
        "found": matches,
        "member_of": member_of,
        "without": elsewhere,
        "unknown": "" if matches or elsewhere or not query else _unknown(query),
        "mine": [o for o in everyone if o.pk in member_of],
        "cards": _own_first(_figures(cards), own),
        "counties": [] if few else _by_county(published),
        "map": _address("accounts:map"),
        "try": _try(everyone),
        "workspaces": settings.WORKSPACES,
        "runs": _address("installation:start") if getattr(request.user, "is_operator", 0) else "",
    }
    return render(request, "site/front.html", values)


def _without_copies(organisations: list[Organisation]) -> list[Organisation]:
    """Return them without the invented ones whose figures stand on another's card."""
    real = {o.code for o in organisations if not o.invented}
    return [o for o in organisations if not (o.invented and o.figures_code in real)]


def _member_of(request: HttpRequest) -> set[int]:
    from kortreist_web.core.policy import ALL_ROLES

    user = request.user
    return set(user.organisations_with(ALL_ROLES)) if user.is_authenticated else set()


def _unknown(query: str) -> str:
    """Return what is known of a place that is no municipality today."""
    from kortreist.errors import PlaceError
    from kortreist.places import find
    from kortreist_web.core.texts import text

    try:
        find(query)  # a county, or the country
    except PlaceError as error:
        if error.key != "place.unknown_no_idea":  # it speaks of counties and the country too
            return error.message(language())
    return text("site.front.nothing", query=query)


def _figures(organisations: list[Organisation]) -> list[tuple[Organisation, dict[str, Any] | None]]:
    """Return each with the newest total inside its border, in one question to the database."""
    from django.db.models.fields.json import KT

    from kortreist_web.accounts.models import AccountResult
    from kortreist_web.publishing.models import Publication

    if not organisations:
        return []
    # What an own file gave is the municipality's to publish; what it has withdrawn is gone.
    rows = (
        AccountResult.objects.filter(
            organisation=None,
            place__in=[o.code for o in organisations],
            vintage__withdrawn_at=None,
        )
        .order_by("vintage__date", "id")
        .values(
            "pk",
            "place",
            "vintage__date",
            year=KT("content__year"),
            **{k: KT(f"content__totals__territorial__{k}") for k in ("value", "low", "high")},
        )
    )
    publications = Publication.objects.filter(kind="account", organisation__in=organisations)
    last = dict(publications.order_by("id").values_list("source_row", "withdrawn_at"))
    newest: dict[str, dict[str, Any]] = {}
    for row in cast("Iterable[dict[str, Any]]", rows):
        if last.get(row["pk"]) is not None:
            continue
        try:
            figure: dict[str, Any] = {k: float(row[k]) for k in ("value", "low", "high")}
            figure["year"] = int(row["year"])
        except (TypeError, ValueError):
            continue
        newest[row["place"]] = {**figure, "edition": row["vintage__date"]}
    return [(o, newest.get(o.code)) for o in organisations]


def _own_first(
    cards: list[tuple[Organisation, Any]], own: set[int]
) -> list[tuple[Organisation, Any, bool]]:
    """Return them with whether the municipality made its page itself; those that did first."""
    told = [(o, figure, o.pk in own) for o, figure in cards]
    return sorted(told, key=lambda one: not one[2])


def _by_county(organisations: list[Organisation]) -> list[tuple[str, list[Organisation]]]:
    from kortreist.places import counties

    names = {c.number: c.name for c in counties()}
    by_county: dict[str, list[Organisation]] = {}
    for one in organisations:
        by_county.setdefault(names.get(one.county, ""), []).append(one)
    return sorted(by_county.items())


def _try(everyone: list[Organisation]) -> dict[str, Any] | None:
    """Return what it takes to try the site as an invented person, where that may be done."""
    place = next((o for o in everyone if o.code == TRIED), None)
    address = _address("people:demo_sign_in")
    if not settings.DEMONSTRATION or place is None or not address:
        return None
    year = [(_address(name, code=place.code), key) for name, key in _YEAR]
    runs = _address("installation:start") if settings.DEMONSTRATION_OPERATOR else ""
    return {"place": place, "address": address, "people": _TRIED_AS, "year": year, "runs": runs}


@anyone(reads=())
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, what is known not to be, and whom to tell."""
    return render(request, "site/accessibility.html")


@anyone(reads=())
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data is kept, why, and for how long."""
    applications = KEPT_DAYS if settings.SELF_SERVICE == "approve" else 0
    values = {"workspaces": settings.WORKSPACES, "applications": applications}
    return render(request, "site/privacy.html", values)


@anyone(reads=())
def about(request: HttpRequest) -> HttpResponse:
    """Say what the service is, its version and the facts it uses."""
    return render(request, "site/about.html")
