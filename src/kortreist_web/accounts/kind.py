"""The climate account as what is made public: found, called, described as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from kortreist_web.accounts.figures import account_figure
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.accounts.queries import accounts_with, gwp_by_vintage
from kortreist_web.core.datasets import Dataset, Item
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import Kind, Publishing

__all__ = ["ACCOUNTS", "accounts_of"]

_FORMS = ("csv", "json", "xlsx")


def accounts_of(organisation: Organisation) -> QuerySet[AccountResult]:
    """Return an organisation's accounts, the newest edition first; content is read later."""
    rows = accounts_with(organisation).select_related("vintage")
    return rows.defer("content", "vintage__rows_file", "vintage__description")


def _rows(organisations: Sequence[Organisation]) -> Iterable[tuple[int, AccountResult]]:
    by_place = {o.code: o.pk for o in organisations}
    rows = (
        AccountResult.objects.filter(place__in=by_place, vintage__withdrawn_at=None)
        .filter(Q(organisation=None) | Q(organisation__in=[o.pk for o in organisations]))
        .select_related("vintage")
        .defer("content", "vintage__rows_file", "vintage__description")
        .order_by("-vintage__date", "-id")
    )
    for row in rows:
        if row.organisation_id in (None, by_place[row.place]):
            yield by_place[row.place], row


def _title(row: AccountResult, language: str | None) -> str:
    t, vintage = web(language), row.vintage
    return t(
        "publishing.title.account",
        year=max(vintage.years or [vintage.date.year]),
        date=t.date(vintage.date.isoformat()),
    )


def _page(row: AccountResult, code: str) -> str:
    return reverse("accounts:public", kwargs={"code": code})


def _find(organisation: Organisation, prefix: str) -> AccountResult | None:
    rows = accounts_of(organisation).filter(content_hash__startswith=prefix.lower())
    return rows.order_by("id").first()


def _find_shown(organisation: Organisation, keys: Mapping[str, Any]) -> AccountResult | None:
    return accounts_of(organisation).first()


def _addresses(name: str, code: str, forms: Sequence[str] = _FORMS) -> dict[str, str]:
    return {form: reverse(f"data:{name}", kwargs={"code": code, "form": form}) for form in forms}


def _shared_vintages(organisations: Sequence[Organisation]) -> dict[str, Vintage]:
    """Return place → the newest edition everybody has of it."""
    places = [o.figures_code for o in organisations]
    vintage_ids = dict(
        InventoryFigure.objects.filter(
            place__in=places, vintage__organisation=None, vintage__withdrawn_at=None
        )
        .order_by("vintage__date", "vintage_id")
        .values_list("place", "vintage_id")
        .distinct()
    )
    vintages = Vintage.objects.defer("rows_file", "description").in_bulk(set(vintage_ids.values()))
    return {place: vintages[key] for place, key in vintage_ids.items()}


def _datasets(held: Sequence[tuple[Organisation, Sequence[AccountResult]]]) -> list[list[Dataset]]:
    lacking = [organisation for organisation, rows in held if not rows]
    shared = _shared_vintages(lacking) if lacking else {}
    used = {rows[0].vintage_id for _, rows in held if rows} | {v.pk for v in shared.values()}
    gwp = gwp_by_vintage(used)
    out: list[list[Dataset]] = []
    for organisation, rows in held:
        newest, code = (rows[0] if rows else None), organisation.code
        vintage = newest.vintage if newest else shared.get(organisation.figures_code)
        made: list[Dataset] = []
        if newest is not None:
            made.append(_account(newest, code, gwp[newest.vintage_id]))
        if vintage is not None:
            made.append(
                Dataset(
                    "history",
                    "NLOD_2_0",
                    vintage.date,
                    (
                        Item(
                            _addresses("history", code), content_hash=vintage.engine_id, named=False
                        ),
                    ),
                    years=vintage.years,
                    frequency="ANNUAL",
                    themes=("ENVI",),
                    official=True,
                    borrowed_too=False,
                    gwp=gwp[vintage.pk],
                )
            )
        out.append(made)
    return out


def _account(row: AccountResult, code: str, gwp: str) -> Dataset:
    """Return the newest account: figures made from works shared on the same terms."""
    gpc = Item(
        {"xlsx": reverse("data:gpc", kwargs={"code": code, "form": "xlsx"})},
        part="gpc",
        named=False,
        layout="GPC, CDP-ICLEI",
        listed=False,
    )
    whole = Item(
        _addresses("account", code),
        title=lambda language: _title(row, language),
        content_hash=row.content_hash,
        named=False,
    )
    return Dataset(
        "account",
        "CC_BYSA_4_0",
        row.computed_at,
        (whole, gpc),
        years=[max(row.vintage.years or [row.vintage.date.year])],
        frequency="ANNUAL",
        themes=("ENVI",),
        official=True,
        source="history",
        gwp=gwp,
    )


ACCOUNTS = Kind(
    name="account",
    place=10,
    page=_page,
    file_name="klimaregnskap",
    publishing=Publishing(
        rows=_rows,
        title=_title,
        by_itself=lambda row: row.organisation_id is None,
        datasets=_datasets,
        find=_find,
        describe=account_figure,
        of_inventory=True,
        pages={"accounts:public": _find_shown},
    ),
)
