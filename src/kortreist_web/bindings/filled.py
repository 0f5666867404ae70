"""What is taken where nobody has said otherwise, marked as such."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.text import slugify

from kortreist.bindings.defaults import default_lifetime
from kortreist_web.bindings.entered import price_year_now
from kortreist_web.bindings.models import Binding
from kortreist_web.tenants.models import Organisation

__all__ = ["fill", "free_key"]


def fill(binding: Binding, untouched: Collection[str] = ()) -> None:
    """Fill in the defaults of a binding, and keep which they are.

    Parameters
    ----------
    untouched : collection of str
        Fields whose default was shown and not changed: they follow the kind anew.
    """
    said: list[str] = []

    def default(field: str, value: Any) -> None:
        if getattr(binding, field) in (None, "") or field in untouched:
            setattr(binding, field, value)
            if value not in (None, ""):
                said.append(field)

    default("lifetime", default_lifetime(binding.kind))
    default("price_year", price_year_now())
    land = binding.kind == Binding.Kind.LAND
    default("account", Binding.Account.LAND if land else Binding.Account.TERRITORIAL)
    # What runs already is in the account, and in every future that starts from it.
    default("in_baseline", 1.0 if binding.status == Binding.Status.RUNNING else 0.0)
    binding.defaults = said


def free_key(organisation: Organisation, name: str) -> str:
    """Return a short name of a new binding that no other of the organisation has."""
    stem = slugify(name)[:50] or "binding"
    taken = set(
        Binding.objects.filter(organisation=organisation, key__startswith=stem).values_list(
            "key", flat=True
        )
    )
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)
