"""The account within a boundary a council uses: computed when asked for, and never kept.

What is kept, pinned and has addresses is the whole account; a narrower one is made of the same
edition, and its figures have no addresses of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.text import capfirst

from kortreist.accounts import Naming
from kortreist_web.accounts.data_directories import engine_data_dir
from kortreist_web.accounts.models import AccountResult
from kortreist_web.core.texts import language
from kortreist_web.tenants.models import Organisation

__all__ = ["OFFERED", "Narrowed", "boundary_label", "choices", "narrow_account"]

#: What account, comparison and map offer to leave out, by the name in its address.
OFFERED: dict[str, tuple[str, ...]] = {
    "kvote": ("ets",),
    "transport": ("shipping", "aviation"),
    "alt": ("ets", "shipping", "aviation"),
}


def choices(asked: str) -> list[tuple[str, str, bool]]:
    """Return key, name in the reader's language, and whether it is the one asked for."""
    names = Naming(language())
    return [(key, capfirst(names.without(w)), key == asked) for key, w in OFFERED.items()]


def boundary_label(without: Collection[str], code: str = "") -> str:
    """Return the boundary inside the border with what is left out of it, in words."""
    names = Naming(code or language())
    label = names.boundary("territorial")
    return f"{label}, {names.without(without)}" if without else label


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the account page needs of a result."""

    content: dict[str, Any]
    content_hash: str


def narrow_account(organisation: Organisation, result: AccountResult, asked: str) -> Narrowed:
    """Return the account of a result without what is asked for; the same edition.

    Parameters
    ----------
    asked : str
        A key of :data:`OFFERED`.

    Raises
    ------
    InputError
        Nothing is left.
    """
    content = _content(
        engine_data_dir(organisation),
        organisation.figures_code,
        result.content["pins"]["vintage"],
        result.content["year"],
        OFFERED[asked],
    )
    kept = {k: result.content[k] for k in ("place", "pins", "population")}
    return Narrowed({**content, **kept}, result.content_hash)


@lru_cache(maxsize=32)
def _content(
    data_dir: Path, code: str, vintage: str, year: int, without: tuple[str, ...]
) -> dict[str, Any]:
    from kortreist import accounts, places
    from kortreist.accounts.as_json import account_dict
    from kortreist_web.accounts.totals import summed

    # The folder's name is made of what is in it: a new edition makes a new one.
    account = accounts.build(
        places.find(code), year=year, as_of=vintage, data_dir=data_dir, without=without
    )
    content = account_dict(account, language="nb")
    content["web"] = summed(account, data_dir)
    content["missing"] = dict(account.missing)  # keys: the page is read in three languages
    return content
