"""Write down what is known of a plant, or change it."""

from __future__ import annotations

from typing import Any

from kortreist_web.accounts.known_changes import FIELDS, checked
from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["change_known", "tell_change"]


@action("change", KnownChange)
def tell_change(
    who: Actor, organisation: Organisation, /, *, why: str = "", **values: Any
) -> KnownChange:
    """Add a known change; the next plan counts it where it is certain.

    Raises
    ------
    RefusedError
        It does not hold together: names what is wrong and the mend.
    """
    change = KnownChange(organisation=organisation, **_only(values))
    checked(change).save()
    return change


@action("change", KnownChange)
def change_known(
    who: Actor,
    organisation: Organisation,
    /,
    change: KnownChange,
    *,
    version: int | None = None,
    **values: Any,
) -> KnownChange:
    """Change what is given; the rest stays.

    Raises
    ------
    RefusedError
    ConflictError
    """
    if version is not None:
        change.version = version
    for name, value in _only(values).items():
        setattr(change, name, value)
    checked(change).save()
    return change


def _only(values: dict[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"no such value: {', '.join(sorted(unknown))}")
    return values
