"""The tile map of municipalities, and the table with the same figures."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kortreist_web.accounts.boundaries import OFFERED, boundary_label, choices
from kortreist_web.accounts.comparison import Compared, figures_of, widest_vintage
from kortreist_web.accounts.place_states import STATES, states_of_places
from kortreist_web.core.page import anyone
from kortreist_web.core.texts import language

__all__ = ["country_map"]

#: Upper limits of the classes, t CO2e per inhabitant.
CLASSES = (2.0, 4.0, 7.0, 12.0)
#: Side of a tile with the gap after it, in the drawing's units.
_TILE = 20
#: What stands in a tile beside its colour.
_MARKS = {"budget": "●", "own": "○", "official": "", "none": ""}
#: As many places with something to show as have room for their names on the map.
_NAMED = 25
_SORTS = ("name", "number", "value", "tonnes", "people")


@lru_cache(maxsize=1)
def _grid() -> dict[str, dict[str, int]]:
    file = resources.files("kortreist_web.accounts") / "county_grid.toml"
    return tomllib.loads(file.read_text("utf-8"))


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of municipalities and of counties today."""
    from kortreist import facts

    store = facts.load()
    municipalities = {
        r["code"]: r["name"] for r in store.table("municipalities") if not r["valid_to"]
    }
    counties = {r["code"]: r["name"] for r in store.table("counties") if not r["valid_to"]}
    return municipalities, counties


def _step(value: float | None) -> str:
    return "none" if value is None else str(sum(value >= top for top in CLASSES))


def _tiles(
    names: dict[str, str],
    counties: dict[str, str],
    by_number: dict[str, Compared],
    states: Mapping[str, str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    tiles, labels = [], []
    for county, at in _grid().items():
        labels.append(
            {"x": _TILE * at["x"], "y": _TILE * at["y"] + 14, "name": counties.get(county, county)}
        )
        here = sorted(n for n in names if n[:2] == county)
        for i, number in enumerate(here):
            one = by_number.get(number)
            value = one.per("head") if one else None
            tiles.append(
                {
                    "x": _TILE * (at["x"] + i % at["wide"]),
                    "y": _TILE * (at["y"] + 1 + i // at["wide"]),
                    "step": _step(value),
                    "state": states.get(number, "none"),
                    "mark": _MARKS[states.get(number, "none")],
                    "name": names[number],
                    "filled": states.get(number, "none") != "none" or value is not None,
                    "mark_x": _TILE * (at["x"] + i % at["wide"]) + 9,
                    "mark_y": _TILE * (at["y"] + 1 + i // at["wide"]) + 13,
                    "url": _overview(number),
                    "value": value,
                }
            )
    return tiles, labels


def _overview(number: str) -> str:
    """Return the address of a municipality's first page; every real one has one."""
    return reverse("publishing:overview", kwargs={"code": number})


@anyone(reads=("sorter", "uten", "vis"))
def country_map(request: HttpRequest) -> HttpResponse:
    """Show what each municipality has, or its emissions per inhabitant: tiles and a table."""
    sort = request.GET.get("sorter", "name")
    sort = sort if sort in _SORTS else "name"
    left = request.GET.get("uten", "")
    without = OFFERED.get(left, ())
    vintage = widest_vintage()
    year, by_number = figures_of(vintage, without=without) if vintage else (0, {})
    names, counties = _places()
    states = states_of_places()()
    tiles, labels = _tiles(names, counties, by_number, states)
    rows = [
        {
            "number": number,
            "name": name,
            "county": counties.get(number[:2], ""),
            "value": by_number[number].per("head") if number in by_number else None,
            "tonnes": by_number[number].tonnes if number in by_number else None,
            "people": by_number[number].people if number in by_number else None,
            "estimated": number in by_number and by_number[number].estimated,
            "state": states.get(number, "none"),
            "url": _overview(number),
        }
        for number, name in names.items()
    ]
    if sort in ("name", "number"):
        rows.sort(key=lambda r: str(r[sort]))
    else:  # largest first; what is missing last
        rows.sort(key=lambda r: (r[sort] is None, -float(r[sort] or 0.0), r["name"]))
    filled = [t for t in tiles if t["filled"]]
    counts = Counter(states.get(number, "none") for number in names)
    values = {
        "emissions": request.GET.get("vis", "") == "utslipp" or bool(without),
        "states": [(s, _MARKS[s], counts[s]) for s in STATES],
        "narrower": choices(left),
        "left": left if without else "",
        "boundary": boundary_label(without),
        "language": language(),
        "tiles": tiles,
        "named": filled if len(filled) <= _NAMED else (),
        "labels": labels,
        "sort": sort,
        "sorts": _SORTS,
        "rows": [r for r in rows if r["value"] is not None],
        "without": [r for r in rows if r["value"] is None],
        "estimated": any(r["estimated"] for r in rows),
        "year": year,
        "vintage": vintage,
        "known": len(by_number),
        "all": len(names),
        "classes": list(zip((0.0, *CLASSES), (*CLASSES, None), strict=True)),
    }
    return render(request, "accounts/map.html", values)
