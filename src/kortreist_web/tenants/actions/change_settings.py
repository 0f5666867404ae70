"""Change an organisation's settings."""

from __future__ import annotations

from typing import Any

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


@action("change", Organisation)
def change_settings(
    who: Actor,
    organisation: Organisation,
    *,
    name: str,
    language: str,
    interim_reports: int,
    unit_word: str = UNIT_WORDS[0],
) -> Organisation:
    """Change the name as written, the language form, the number of reports, the word for units.

    Raises
    ------
    RefusedError
        A number of reports that does not divide the year into whole months, or a word for
        units that the texts do not have.
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
    return keep(organisation, values)
