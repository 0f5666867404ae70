"""A figure and where it comes from as JSON."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist_web.core.figure import SHARES, Figure
from kortreist_web.core.pointers import join, parts
from kortreist_web.core.provenance_tree import Link, chain
from kortreist_web.publishing.descriptions import describe
from kortreist_web.publishing.labels import snapshot_title
from kortreist_web.publishing.snapshots import Snapshot

__all__ = ["figure_json"]

_SAID = (
    "id",
    "kind",
    "title",
    "source",
    "url",
    "licence",
    "valid_from",
    "valid_to",
    "checked_on",
    "mark",
    "rule",
)


def _link(link: Link) -> dict[str, Any]:
    out: dict[str, Any] = {k: getattr(link, k) for k in _SAID if getattr(link, k)}
    if link.again:
        # Written out where the id was first met.
        return {"id": link.id, "again": True}
    if link.inputs:
        out["inputs"] = [_link(i) for i in link.inputs]
    return out


def _interval(found: Figure) -> dict[str, Any] | None:
    """Return the interval; its certainty is null where the ends are estimates, not a share."""
    if found.low is None:
        return None
    share = None if found.certainty is None else found.certainty / 100
    return {"low": found.low, "high": found.high, "certainty": share}


def figure_json(snapshot: Snapshot, pointer: str, origin: str) -> dict[str, Any] | None:
    """Return a figure's address, value and chain; None where the pointer leads to none."""
    keys, content = parts(pointer), snapshot.content
    figure = describe(snapshot.kind, content, keys)
    if figure is None:
        return None
    code = snapshot.organisation.code
    address = {"code": code, "kind": snapshot.kind, "prefix": snapshot.hash12}
    out: dict[str, Any] = {
        "label": figure.label,
        "value": figure.value,
        "unit": "share" if figure.unit in SHARES else figure.unit_text,
        "boundary": figure.boundary or None,
        "interval": _interval(figure),
        "missing": figure.missing or None,
        "how": figure.how or None,
        "made_of": [
            {
                "label": label,
                "value": part.value if part else None,
                "unit": ("share" if part.unit in SHARES else part.unit_text) if part else None,
                "address": origin + reverse("data:figure", kwargs={**address, "pointer": inner}),
            }
            for label, inner in figure.made_of
            for part in (describe(snapshot.kind, content, parts(inner)),)
        ],
        "organisation": {
            "code": code,
            "name": snapshot.organisation.name,
            "invented": snapshot.organisation.invented,
        },
        "snapshot": {
            "kind": snapshot.kind,
            "title": snapshot_title(snapshot),
            "content_hash": snapshot.content_hash,
            "address": origin + reverse("data:snapshot", kwargs=address),
            "pointer": "/" + join(*keys),
        },
        "pins": snapshot.pins,
        "origins": [
            _link(i) for i in chain(content.get("provenance") or (), figure.origins, snapshot.pins)
        ],
    }
    return out
