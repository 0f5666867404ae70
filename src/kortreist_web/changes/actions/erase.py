"""Erase an organisation and all it has."""

from __future__ import annotations

from kortreist_web.changes.erasure import erase_rows
from kortreist_web.changes.models import ErasureNote
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["erase"]


@action("erase", Organisation)
def erase(who: Actor, organisation: Organisation, *, typed_code: str) -> ErasureNote:
    """Erase, when the code was typed; all of it or nothing.

    Raises
    ------
    RefusedError
        Another code was typed.
    """
    if typed_code.strip().upper() != organisation.code:
        raise RefusedError("changes.erase.other_code", code=organisation.code)
    return erase_rows(organisation, "administrator")
