"""What snapshots are called and where their pages are, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kortreist_web.core.texts import text, web
from kortreist_web.publishing.snapshots import Snapshot

__all__ = ["edition_text", "page_of", "row_title", "snapshot_page", "snapshot_title"]


def row_title(kind: str, row: Any, language: str | None = None) -> str:
    """Return the title of an account, budget, report or decision."""
    t = web(language)
    if kind == "account":
        vintage = row.vintage
        return t(
            "publishing.title.account",
            year=max(vintage.years or [vintage.date.year]),
            date=t.date(vintage.date.isoformat()),
        )
    if kind == "budget":
        return t(f"publishing.title.{row.state}", year=row.year, number=row.number)
    if kind == "report":
        return t("publishing.title.report", year=row.year, period=row.part)
    return str(row.title)


def snapshot_title(snapshot: Snapshot) -> str:
    """Return the title of a snapshot."""
    return row_title(snapshot.kind, snapshot.row)


def page_of(kind: str, row: Any, code: str) -> str:
    """Return the page on which a thing is read."""
    if kind == "account":
        return reverse("accounts:public", kwargs={"code": code})
    if kind == "budget":
        values = {"code": code, "year": row.year, "number": row.number}
        return reverse("budgets:version", kwargs=values)
    if kind == "report":
        values = {"code": code, "year": row.year, "period": row.part}
        return reverse("reports:public_one", kwargs=values)
    return reverse("decisions:resolution", kwargs={"code": code, "pk": row.pk})


def snapshot_page(snapshot: Snapshot) -> str:
    """Return the page a snapshot is read on."""
    return page_of(snapshot.kind, snapshot.row, snapshot.organisation.code)


def edition_text(snapshot: Snapshot) -> str:
    """Return which edition of the official inventory a snapshot is made from."""
    content = snapshot.content
    named = content.get("vintage") or (content.get("pins") or {}).get("vintage") or ""
    if not isinstance(named, Mapping):
        return _edition_by_id(snapshot.organisation, str(named))
    return text("publishing.edition", origin=named["origin"], date=web().date(named["date"]))


def _edition_by_id(organisation: Any, id: str) -> str:
    from kortreist_web.accounts.homes import vintages_of

    rows = vintages_of(organisation).filter(engine_id=id).values_list("origin", "date")
    found = rows.first()
    if found is None:
        return id
    return text("publishing.edition", origin=found[0], date=web().date(found[1].isoformat()))
