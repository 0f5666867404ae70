"""The completed interim report as a kind of version: how it is found, called and made public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kortreist_web.core.texts import web
from kortreist_web.reports.figures import report_figure
from kortreist_web.reports.frozen import PERIODS_THEN, REPORT, completed, period_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Kind, Publishing
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import finder, one_dataset, rows_of_kind
from kortreist_web.versions.queries import subject_of

__all__ = ["REPORTS"]


def _keys(version: Version) -> dict[str, int]:
    return {"year": version.year, "period": version.part}


def _page(version: Version, code: str) -> str:
    return reverse("reports:public_one", kwargs={"code": code, **_keys(version)})


def _at(organisation: Organisation, year: int, period: int) -> Version | None:
    return completed(organisation).filter(subject=subject_of(year, period)).first()


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> Version | None:
    rows = completed(organisation).filter(subject=subject_of(keys["year"], keys["period"]))
    return rows.defer("content").first()


def _title(version: Version, language: str | None) -> str:
    return web(language)("publishing.title.report", when=period_of(version, language or ""))


def _pins(content: Mapping[str, Any]) -> dict[str, Any]:
    budget = content.get("budget") or {}
    return {"vintage": content.get("vintage", ""), "budget": budget.get("content_hash", "")}


REPORTS = Kind(
    name=REPORT,
    place=30,
    page=_page,
    file_name="rapport",
    keys=_keys,
    at=_at,
    publishing=Publishing(
        rows=rows_of_kind(REPORT, periods=PERIODS_THEN),
        title=_title,
        by_itself=lambda version: True,
        datasets=one_dataset(REPORT, _title, _keys, ("json",), frequency="ANNUAL_3"),
        find=finder(REPORT),
        describe=report_figure,
        pins=_pins,
        pages={"reports:public_one": _find_shown, "reports:public_file": _find_shown},
    ),
)
