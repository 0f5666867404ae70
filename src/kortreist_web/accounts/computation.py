"""Compute an organisation's account with the engine, once for each set of pins, and keep it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from kortreist_web.accounts.data_directories import engine_data_dir, vintages_of
from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.tenants.models import Organisation

__all__ = ["compute_account", "keep_account", "make_account", "pins_of"]


def make_account(
    organisation: Organisation, data_dir: Path | None = None
) -> tuple[str, dict[str, Any]]:
    """Return the id of the edition used, and the account's content; nothing is stored.

    Parameters
    ----------
    organisation : Organisation
    data_dir : Path, optional
        The engine's folder; the organisation's own by default.

    Raises
    ------
    FiguresMissingError
        No edition holds the place.
    """
    from kortreist import accounts, places
    from kortreist.accounts.as_json import account_dict
    from kortreist_web.accounts.totals import summed

    place = places.find(organisation.figures_code)
    data_dir = data_dir or engine_data_dir(organisation)
    account = accounts.build(place, data_dir=data_dir)
    shown = replace(account.place, number=organisation.code, name=organisation.name)
    content = account_dict(replace(account, place=shown), language="nb")
    content["web"] = summed(account, data_dir)
    if organisation.code != organisation.figures_code:
        content["place"]["figures_from"] = {"number": place.number, "name": place.name}
    content["pins"] = {
        "engine_version": engine_version(),
        "facts_version": facts_version(),
        "vintage": account.vintage_id,
    }
    return account.vintage_id, canonical(content)


def compute_account(organisation: Organisation) -> AccountResult:
    """Return the organisation's account of its newest edition, computed unless it is kept.

    Raises
    ------
    FiguresMissingError
        No edition holds the place.
    """
    vintage_id, content = make_account(organisation)
    vintage = vintages_of(organisation).filter(engine_id=vintage_id).defer("rows_file").last()
    if vintage is None:
        from kortreist_web.accounts.bundled import ensure_bundled

        vintage = ensure_bundled()
    return keep_account(organisation, vintage, content)


def pins_of(code: str, vintage: Vintage) -> dict[str, Any]:
    """Return what an account is one of its kind by, computed with this program."""
    return {
        "place": code,
        "vintage": vintage,
        "engine_version": engine_version(),
        "facts_version": facts_version(),
    }


def keep_account(
    organisation: Organisation, vintage: Vintage, content: dict[str, Any]
) -> AccountResult:
    """Store an account, or return the one there is with the same pins."""
    pins = pins_of(organisation.code, vintage)
    own = organisation if vintage.organisation_id else None
    try:
        with transaction.atomic():
            if organisation.code != organisation.figures_code:
                # One of the code that borrowed another place's figures is none of this one's.
                others = AccountResult.objects.filter(**pins).exclude(
                    content__place__figures_from__number=organisation.figures_code
                )
                others.exclude(content__place__figures_from__isnull=True).delete()
            result, _ = AccountResult.objects.get_or_create(
                **pins,
                defaults={
                    "organisation": own,
                    "content": content,
                    "content_hash": content_hash(content),
                },
            )
    except IntegrityError:  # another process was a moment before
        result = AccountResult.objects.get(**pins)
    return result
