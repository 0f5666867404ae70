"""The page of a municipality that has no open pages here: what is known, and how to begin.

Made of the facts that ship for every municipality, so that no address of a real one ends in
nothing. A number that is no longer in use says what it became.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kortreist.places import Place
from kortreist_web.accounts.models import Vintage
from kortreist_web.decisions.say import rights
from kortreist_web.people.taking_into_use import has_begun, is_in_use
from kortreist_web.tenants.models import Organisation

__all__ = ["unopened_page"]

#: Where the agency's workbooks are.
_AGENCY = "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/"


def unopened_page(request: HttpRequest, code: str) -> HttpResponse | None:
    """Return the page of a real municipality without open pages; None: there is none of the code.

    Whoever asks sees the same, save for a link to her work for one who runs the site.
    """
    from kortreist.places import all_places, municipalities

    today = timezone.localdate()
    place = next((p for p in municipalities(today) if p.number == code), None)
    if place is not None:
        values = {**_values(place), "rights": rights(today)}
        response = render(request, "installation/place.html", values)
        if values["taken"] and not values["begun"]:
            # That she comes is no line of the change log: no copy is kept meanwhile.
            response.headers["Cache-Control"] = "no-cache"
        return response
    old = [p for p in all_places() if p.number == code and p.kind == "municipality" and p.valid_to]
    if not old:
        return None
    return _became(request, max(old, key=lambda p: p.valid_from))


def _became(request: HttpRequest, place: Place) -> HttpResponse:
    from kortreist.places import successors

    assert place.valid_to is not None
    values = {
        "place": place,
        "until": place.valid_to - timedelta(days=1),
        "now": successors(place.number, timezone.localdate()),
    }
    return render(request, "installation/place_old.html", values, status=410)


def _values(place: Place) -> dict[str, Any]:
    from kortreist import facts, places

    store = facts.load()
    year = places.population_year(place)
    county = next((c for c in places.counties() if c.number == place.county), None)
    used = ("municipalities", "population", "municipality_areas")
    here = Organisation.objects.filter(code=place.number).first()
    return {
        "place": place,
        "county": county,
        "year": year,
        "residents": places.population(place, year) if year else None,
        "area": places.area_km2(place),
        "form": places.language_form(place),
        "sources": [store.origin(name, {}, f"facts/{name}") for name in used],
        # That somebody asked for it says nothing of the municipality before she has come.
        "begun": here is not None and has_begun(here),
        "taken": here is not None and is_in_use(here),
        "withdrawn": _withdrawn(place.number),
        "agency": _AGENCY,
        "begin": f"{reverse('begin:start')}?kommune={place.number}",
        "workspace": f"{reverse('workspace:start')}?kommune={place.number}"
        if settings.WORKSPACES
        else "",
        "contact": settings.CONTACT,
        "responsible": settings.RESPONSIBLE,
    }


def _withdrawn(number: str) -> Vintage | None:
    """Return the newest edition with the municipality that was taken back."""
    rows = Vintage.objects.filter(organisation=None, withdrawn_at__isnull=False)
    held = rows.filter(figures__place=number).defer("rows_file", "description")
    return held.order_by("-withdrawn_at").distinct().first()
