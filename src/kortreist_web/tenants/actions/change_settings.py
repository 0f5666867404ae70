"""Change an organisation's settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator, URLValidator

from kortreist_web.core.action import action
from kortreist_web.core.actor_context import actor
from kortreist_web.core.actors import Actor
from kortreist_web.core.history import announce
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.unit_words import UNIT_WORDS
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import PERIODS

__all__ = ["change_settings", "keep"]


def keep(organisation: Organisation, values: dict[str, Any]) -> Organisation:
    """Save values of an organisation and write what changed to the change log."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = {k: v for k, v in values.items() if getattr(row, k) != v}
    before = {k: getattr(row, k) for k in changed}
    for name, value in values.items():
        setattr(row, name, value)
        setattr(organisation, name, value)
    if changed:
        row.save(update_fields=list(changed))
        announce(actor(), row, "change", before, changed)
    return organisation


_CHECKS: dict[str, Callable[[str], None]] = {
    "contact_email": EmailValidator(),
    "contact_page": URLValidator(schemes=["https", "http"]),
}
_LONGEST = MaxLengthValidator(200)


def _checked(field: str, value: str) -> str:
    """Return where to write as it is kept, checked; empty is nowhere."""
    value = value.strip()
    try:
        if value:
            _LONGEST(value)
            if field in _CHECKS:
                _CHECKS[field](value)
    except ValidationError as error:
        raise RefusedError(f"tenants.refused.{field}", value=value) from error
    return value


@action("change", Organisation)
def change_settings(
    who: Actor,
    organisation: Organisation,
    *,
    name: str,
    language: str,
    interim_reports: int,
    unit_word: str = UNIT_WORDS[0],
    contact_email: str | None = None,
    contact_page: str | None = None,
    contact_address: str | None = None,
) -> Organisation:
    """Change the name, the language form, the number of reports, the word for units, the contact.

    Parameters
    ----------
    contact_email, contact_page, contact_address : str, optional
        Where anyone may write about the climate work; empty: nowhere, None: as it was.

    Raises
    ------
    RefusedError
        A number of reports that does not divide the year into whole months, a word for units
        that the texts do not have, or a contact that is no address of mail or of a page.
    """
    if interim_reports not in PERIODS:
        raise RefusedError("tenants.refused.periods", number=interim_reports)
    if unit_word not in UNIT_WORDS:
        raise RefusedError("tenants.refused.unit_word", word=unit_word)
    values = {
        "name": name,
        "language": language,
        "interim_reports": interim_reports,
        "unit_word": unit_word,
    }
    contact = {
        "contact_email": contact_email,
        "contact_page": contact_page,
        "contact_address": contact_address,
    }
    values |= {key: _checked(key, one) for key, one in contact.items() if one is not None}
    return keep(organisation, values)
