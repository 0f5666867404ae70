"""A binding as a kind of version: how the council decides about it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist.bindings import verdict_key
from kortreist_web.bindings.actions.decide import (
    adopt_binding,
    reconsider_binding,
    send_back_binding,
)
from kortreist_web.bindings.case_paper import paper_parts, suggest
from kortreist_web.bindings.cases import CASE, waiting
from kortreist_web.bindings.motions import motion_text
from kortreist_web.bindings.resolved import listed_at
from kortreist_web.core.domain import Part
from kortreist_web.core.texts import engine, language, text
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Adoption, Kind
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import adopted_from

__all__ = ["CASES", "is_public"]


def is_public(version: Version) -> bool:
    """Tell whether anyone may read it: a proposal only once it is decided upon."""
    if version.state == Version.State.ADOPTED or version.resolutions.exists():
        return True
    return adopted_from(version) is not None


def _keys(version: Version) -> dict[str, int]:
    return {"binding": version.part, "number": version.number}


def _page(version: Version, code: str) -> str:
    keys = {"code": code, "pk": version.part, "number": version.number}
    return reverse("bindings:case", kwargs=keys)


def _adopt(
    who: Actor, organisation: Organisation, version: Version, resolution: dict[str, Any]
) -> Version:
    return adopt_binding(who, organisation, version=version, resolution=resolution)


def _send_back(who: Actor, organisation: Organisation, version: Version, rejected: bool) -> object:
    return send_back_binding(who, organisation, version=version, rejected=rejected)


def _reconsider(who: Actor, organisation: Organisation, version: Version) -> Version:
    return reconsider_binding(who, organisation, version=version)


def _facts(version: Version) -> list[tuple[str, str]]:
    content = version.content
    judged = content["binding"]["judged"]
    key = verdict_key(judged["verdict"], judged["reason"]) if judged else ""
    verdict = engine()(f"bindings.verdict.{key}") if judged else ""
    said = motion_text(content["motion"], content["motions"], content["title"], language())
    return [
        (text("bindings.show.judgement"), verdict or text("bindings.not_judged")),
        (text("bindings.case.recommended"), said),
    ]


CASES: Kind[Version] = Kind(
    name=CASE,
    place=25,
    page=_page,
    is_public=is_public,
    file_name="binding",
    keys=_keys,
    adoption=Adoption(
        waiting=waiting,
        adopt=_adopt,
        send_back=_send_back,
        reconsider=_reconsider,
        suggest=suggest,
        paper=paper_parts,
        facts=_facts,
        came_of_it=lambda resolution, member: Part(
            "bindings/came_of_it.html", listed_at(resolution)
        ),
        texts="bindings.decided",
        event="binding.adopted",
    ),
)
