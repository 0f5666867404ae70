"""Resolutions as what is made public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from kortreist_web.core.content import content_hash
from kortreist_web.core.datasets import Dataset, Item
from kortreist_web.decisions.data import decision_content
from kortreist_web.decisions.models import Resolution
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Kind, Publishing

__all__ = ["DECISIONS"]

_FORMS = ("csv", "json", "xlsx")


def _rows(organisations: Sequence[Organisation]) -> Iterable[tuple[int, Resolution]]:
    rows = Resolution.objects.filter(organisation__in=organisations)
    for row in rows.select_related("frozen").defer("frozen__content"):
        yield row.organisation_id, row


def _page(row: Resolution, code: str) -> str:
    return reverse("decisions:resolution", kwargs={"code": code, "pk": row.pk})


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> Resolution | None:
    return Resolution.objects.filter(organisation=organisation, pk=keys["pk"]).first()


def _datasets(held: Sequence[tuple[Organisation, Sequence[Resolution]]]) -> list[list[Dataset]]:
    return [[_dataset(organisation.code, rows)] if rows else [] for organisation, rows in held]


def _dataset(code: str, rows: Sequence[Resolution]) -> Dataset:
    addresses = {
        form: reverse("data:decisions", kwargs={"code": code, "form": form}) for form in _FORMS
    }
    newest = max(row.updated_at for row in rows)
    return Dataset("decision", "CC_BY_4_0", newest, (Item(addresses, named=False),))


DECISIONS = Kind(
    name="decision",
    place=90,
    page=_page,
    publishing=Publishing(
        rows=_rows,
        title=lambda row, language: row.title,
        by_itself=lambda row: True,
        datasets=_datasets,
        content=decision_content,
        content_hash=lambda row: content_hash(decision_content(row)),
        pages={"decisions:resolution": _find_shown, "decisions:paper_public": _find_shown},
    ),
)
