"""The address of a figure: what it is, and where it comes from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kortreist_web.core.figure import Figure
from kortreist_web.core.page import public_page
from kortreist_web.core.pointers import MISSING, join, parts, resolve
from kortreist_web.core.provenance_tree import chain
from kortreist_web.core.texts import text, web
from kortreist_web.publishing.descriptions import describe, inside, title_of
from kortreist_web.publishing.labels import edition_text, snapshot_page, snapshot_title
from kortreist_web.publishing.published import is_member
from kortreist_web.publishing.snapshots import Snapshot, find
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import publishing_of

__all__ = ["figure", "opened"]


def opened(request: HttpRequest, organisation: Organisation, kind: str, prefix: str) -> Snapshot:
    """Return a snapshot the person may read, or one that was withdrawn.

    Raises
    ------
    Http404
        There is none, or it is not public and the person is not a member.
    """
    snapshot = find(organisation, kind, prefix)
    if snapshot is None:
        raise Http404(prefix)
    hidden = not snapshot.state.open and snapshot.state.name != "withdrawn"
    if hidden and not is_member(request.user, organisation):
        raise Http404(prefix)
    return snapshot


def _pins(snapshot: Snapshot) -> list[tuple[str, Any]]:
    """Return the pins in words; one we have no words for is shown as it is called."""
    out = []
    for key, value in snapshot.pins.items():
        if isinstance(value, dict | list) or value in ("", None):
            continue
        name = f"publishing.pin.{key}"
        shown = web().date(str(value)) if key in ("today", "created") else value
        out.append((text(name) if web().has(name) else key, shown))
    return out


def _of_inventory(snapshot: Snapshot, figure: Figure | None) -> bool:
    """Tell whether a figure rests on the inventory: measures, money and what units say do not."""
    return figure is None or publishing_of(snapshot.kind).of_inventory or bool(figure.boundary)


@public_page(official=True)
def figure(
    request: HttpRequest, organisation: Organisation, kind: str, prefix: str, pointer: str
) -> HttpResponse:
    """Show one figure of a snapshot and the whole chain behind it."""
    snapshot = opened(request, organisation, kind, prefix)
    keys = parts(pointer)
    values: dict[str, Any] = {
        "snapshot": snapshot,
        "title": snapshot_title(snapshot),
        "page_url": snapshot_page(snapshot),
        "withdrawn": snapshot.state.publication if snapshot.state.name == "withdrawn" else None,
    }
    if values["withdrawn"] and not is_member(request.user, organisation):
        return render(request, "publishing/withdrawn.html", values, status=410)
    content = snapshot.content
    figure = describe(kind, content, keys)
    parts_of = [] if figure else inside(kind, content, keys)
    if figure is None and not parts_of:
        if resolve(content, keys) is MISSING:
            raise Http404(pointer)
        return render(request, "publishing/no_figure.html", {**values, "pointer": join(*keys)})
    roots = figure.origins if figure else [o for _, _, f in parts_of for o in f.origins]
    made_of = [
        (name, inner, describe(kind, content, parts(inner)))
        for name, inner in (figure.made_of if figure else ())
    ]
    links = chain(content.get("provenance") or (), roots, snapshot.pins)
    address = {"code": organisation.code, "kind": kind, "prefix": snapshot.hash12}
    values |= {
        "figure": figure,
        "made_of": made_of,
        "called": figure.label if figure else title_of(content, keys),
        "parts": parts_of,
        "chain": links,
        "pointer": join(*keys),
        "edition": edition_text(snapshot) if _of_inventory(snapshot, figure) else "",
        "pins": _pins(snapshot),
        "address": settings.ORIGIN + request.path,
        "json_url": reverse("data:figure", kwargs={**address, "pointer": join(*keys)}),
        "whole_url": reverse("data:snapshot", kwargs=address),
    }
    response = render(request, "publishing/figure.html", values)
    if not snapshot.state.open:
        response.headers["Cache-Control"] = "private, no-store"
    return response
