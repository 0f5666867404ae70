"""*Dette binder oss* as a kind of version: how it is found, called and made public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kortreist_web.bindings.data_table import page_table
from kortreist_web.bindings.openness import PAGE
from kortreist_web.core.datasets import TableFile
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Kind, Publishing
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import finder, one_dataset, rows_of_kind
from kortreist_web.versions.queries import subject_of, versions_of

__all__ = ["PAGES"]


def _keys(version: Version) -> dict[str, int]:
    return {"year": version.year, "number": version.number}


def _page(version: Version, code: str) -> str:
    return reverse("bindings:public_one", kwargs={"code": code, **_keys(version)})


def _at(organisation: Organisation, year: int, number: int) -> Version | None:
    return versions_of(organisation, PAGE, subject_of(year)).filter(number=number).first()


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> Version | None:
    rows = versions_of(organisation, PAGE, subject_of(keys["year"]))
    return rows.filter(number=keys["number"]).defer("content").first()


def _title(version: Version, language: str | None) -> str:
    return web(language)("bindings.page.version", **_keys(version))


def _table(version: Version) -> TableFile:
    content = version.content
    return TableFile(
        "bindings.page.title",
        lambda language: page_table(content, language),
        pins=content.get("pins"),
        interval=True,
    )


PAGES: Kind[Version] = Kind(
    name=PAGE,
    place=40,
    page=_page,
    file_name="dette-binder-oss",
    keys=_keys,
    at=_at,
    publishing=Publishing(
        rows=rows_of_kind(PAGE),
        title=_title,
        by_itself=lambda version: False,
        datasets=one_dataset(
            PAGE,
            _title,
            _keys,
            ("csv", "json", "xlsx"),
            frequency="ANNUAL",
            texts="bindings.dataset",
            heading="bindings.page.title",
        ),
        find=finder(PAGE),
        pages={"bindings:public_one": _find_shown},
        table=_table,
        heading="bindings.page.title",
    ),
)
