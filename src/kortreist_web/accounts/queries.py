"""What other domains ask about accounts: the newest one, and history."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from django.db.models import Q, QuerySet, Sum

from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.connectors import edition_gwp
from kortreist_web.accounts.data_directories import vintages_of
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "accounts_with",
    "edition_label",
    "gwp_by_vintage",
    "gwp_of",
    "history",
    "latest_account",
    "newest_vintage",
    "vintages_with",
]


def accounts_with(organisation: Organisation) -> QuerySet[AccountResult]:
    """Return the organisation's accounts, of the newest edition first."""
    mine = Q(organisation=None) | Q(organisation=organisation)
    if organisation.code != organisation.figures_code:  # it borrows: of that place's figures only
        mine &= Q(content__place__figures_from__number=organisation.figures_code) | Q(
            content__place__figures_from__isnull=True
        )
    rows = AccountResult.objects.filter(mine, place=organisation.code, vintage__withdrawn_at=None)
    return rows.order_by("-vintage__date", "-id")


def latest_account(organisation: Organisation) -> AccountResult | None:
    """Return the organisation's account of the newest edition, or None: nothing is computed."""
    rows = accounts_with(organisation).select_related("vintage")
    return rows.defer("vintage__rows_file", "vintage__description").first()


def vintages_with(organisation: Organisation) -> list[Vintage]:
    """Return the editions that hold the organisation's place, newest first."""
    places = InventoryFigure.objects.filter(place=organisation.figures_code)
    return list(
        vintages_of(organisation)
        .filter(pk__in=places.values("vintage"))
        .defer("rows_file", "description")
        .order_by("-date", "-id")
    )


def newest_vintage(organisation: Organisation) -> Vintage | None:
    """Return the newest edition that holds the organisation's place."""
    vintages = vintages_with(organisation)
    return vintages[0] if vintages else None


def gwp_of(vintage: Vintage) -> str:
    """Return the GWP-100 set of an edition's tonnes; ``unknown`` where nobody has told us."""
    return _gwp(vintage.pk, f"{vintage.engine_id} {vintage.added_at.isoformat()}")


@lru_cache(maxsize=64)
def _gwp(pk: int, stamp: str) -> str:
    return gwp_by_vintage([pk])[pk]


def gwp_by_vintage(keys: Collection[int]) -> dict[int, str]:
    """Return each edition's set of :func:`gwp_of`, with one question for all."""
    out = {}
    rows = Vintage.objects.filter(pk__in=keys).order_by()
    for pk, day, years, described in rows.values_list("pk", "date", "years", "description"):
        known = described.get("date_from", "given") in ("given", "name")
        stated = described.get("gwp_stated", "")
        told, _ = edition_gwp(day.isoformat(), years, day_known=known, stated=stated)
        out[pk] = told or UNKNOWN_GWP
    return out


def edition_label(engine_id: str, code: str | None = None) -> str:
    """Return which edition the engine's id of it means; the id where it is not here."""
    day = Vintage.objects.filter(engine_id=engine_id).values_list("date", flat=True).first()
    t = web(code)
    return t("core.edition", date=t.date(day.isoformat())) if day else engine_id or "–"


def history(
    organisation: Organisation, vintage: Vintage | None = None
) -> dict[int, dict[str, float]]:
    """Return year → sector → t CO2e of an edition, the newest by default."""
    vintage = vintage or newest_vintage(organisation)
    out: dict[int, dict[str, float]] = {}
    if vintage is None:
        return out
    rows = (
        InventoryFigure.objects.filter(vintage=vintage, place=organisation.figures_code)
        .values_list("year", "sector")
        .annotate(tonnes=Sum("tonnes"))
        .order_by("year", "sector")
    )
    for year, sector, tonnes in rows:
        out.setdefault(year, {})[sector] = tonnes
    return out
