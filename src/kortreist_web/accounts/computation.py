"""Compute an organisation's account with the engine, once for each set of pins, and keep it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from kortreist_web.accounts.data_directories import engine_data_dir, vintages_of
from kortreist_web.accounts.models import AccountResult
from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.tenants.models import Organisation

__all__ = ["compute_account", "make_account"]


def make_account(organisation: Organisation) -> tuple[str, dict[str, Any]]:
    """Return the id of the edition used, and the account's content; nothing is stored.

    Raises
    ------
    FiguresMissingError
        No edition holds the place.
    """
    from kortreist import accounts, places
    from kortreist.accounts.as_json import account_dict
    from kortreist_web.accounts.totals import summed

    place = places.find(organisation.figures_code)
    account = accounts.build(place, data_dir=engine_data_dir(organisation))
    shown = replace(account.place, number=organisation.code, name=organisation.name)
    content = account_dict(replace(account, place=shown), language="nb")
    content["web"] = summed(account, engine_data_dir(organisation))
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
    pins = {
        "place": organisation.code,
        "vintage": vintage,
        "engine_version": engine_version(),
        "facts_version": facts_version(),
    }
    own = organisation if vintage.organisation_id else None
    try:
        with transaction.atomic():
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
