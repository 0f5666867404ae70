"""The platform as a kind of version: how it is adopted, heard, and made public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kortreist.i18n import name_in
from kortreist_web.core.datasets import Table, TableFile
from kortreist_web.core.domain import Part
from kortreist_web.core.texts import language, text, web
from kortreist_web.decisions.models import Resolution
from kortreist_web.people.models import Actor
from kortreist_web.platforms.actions.adopt import adopt_platform, reconsider_platform
from kortreist_web.platforms.frozen import (
    PLATFORM,
    is_public,
    open_current,
    platform_of,
    require_waiting,
    waiting,
)
from kortreist_web.platforms.models import Platform
from kortreist_web.platforms.paper import paper_parts, suggest
from kortreist_web.platforms.sections import compare, sections
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Adoption, Kind, Publishing
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import finder, one_dataset, rows_of_kind
from kortreist_web.versions.queries import subject_of, versions_of

__all__ = ["PLATFORMS"]


def _keys(version: Version) -> dict[str, int]:
    return {"year": version.year, "number": version.number}


def _page(version: Version, code: str) -> str:
    return reverse("platforms:version", kwargs={"code": code, **_keys(version)})


def _at(organisation: Organisation, year: int, number: int) -> Version | None:
    return versions_of(organisation, PLATFORM, subject_of(year)).filter(number=number).first()


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> Version | None:
    if "number" not in keys:
        return open_current(organisation)
    rows = versions_of(organisation, PLATFORM, subject_of(keys["year"]))
    return rows.filter(number=keys["number"]).defer("content").first()


def _adopt(
    who: Actor, organisation: Organisation, version: Version, resolution: dict[str, Any]
) -> Version:
    return adopt_platform(who, organisation, version=version, resolution=resolution)


def _send_back(
    who: Actor, organisation: Organisation, version: Version, rejected: bool
) -> Platform:
    require_waiting(version)  # the draft stays as it is, to be worked on
    return platform_of(version)


def _reconsider(who: Actor, organisation: Organisation, version: Version) -> Version:
    return reconsider_platform(who, organisation, version=version)


def _facts(version: Version) -> list[tuple[str, str]]:
    content = version.content
    return [
        (text("platforms.column.sections"), str(len(content["sections"]))),
        (text("platforms.column.commitments"), str(len(content["commitments"]))),
    ]


def _came_of_it(resolution: Resolution, member: bool) -> Part:
    version = resolution.frozen
    assert version is not None
    before = version.previous
    changes = compare(before, version, language()) if before else []
    return Part(
        "platforms/came_of_it.html", {"version": version, "before": before, "changes": changes}
    )


def _title(version: Version, code: str | None) -> str:
    return web(code)(f"platforms.title_of.{version.state}", **_keys(version))


def _table(version: Version) -> TableFile:
    content = version.content
    return TableFile("platforms.title", lambda code: platform_table(content, code))


def platform_table(content: Mapping[str, Any], code: str) -> Table:
    """Return the commitments of a frozen platform, a row each, with their section."""
    headings = {s["id"]: name_in(s["heading"], code) for s in content["sections"]}
    rows: Table = [
        ["place", "section", "heading", "id", "kind", "text", "unit", "due", "expires", "links"]
    ]
    for row in content["commitments"]:
        links = "; ".join(name_in(link["name"], code) for link in row["links"])
        rows.append(
            [
                content["organisation"]["code"],
                row["section"],
                headings[row["section"]],
                row["id"],
                row["kind"],
                name_in(row["text"], code),
                row["unit"],
                row["due"],
                row["expires_on"] or row["expires"],
                links,
            ]
        )
    return rows


PLATFORMS: Kind[Version] = Kind(
    name=PLATFORM,
    place=15,
    page=_page,
    is_public=is_public,
    file_name="plattform",
    keys=_keys,
    at=_at,
    sections=sections,
    adoption=Adoption(
        waiting=waiting,
        adopt=_adopt,
        send_back=_send_back,
        reconsider=_reconsider,
        suggest=suggest,
        paper=paper_parts,
        facts=_facts,
        came_of_it=_came_of_it,
        texts="platforms.decided",
        event="platform.adopted",
    ),
    publishing=Publishing(
        rows=rows_of_kind(PLATFORM),
        title=_title,
        by_itself=is_public,
        datasets=one_dataset(
            PLATFORM,
            _title,
            _keys,
            ("csv", "json", "xlsx"),
            texts="platforms.dataset",
            heading="platforms.title",
        ),
        in_catalogue=lambda version: version.state == Version.State.ADOPTED,
        find=finder(PLATFORM),
        pages={"platforms:public": _find_shown, "platforms:version": _find_shown},
        table=_table,
        heading="platforms.title",
    ),
)
