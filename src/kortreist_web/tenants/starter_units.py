"""The units most municipalities have, to begin with: ticked, renamed, or left out."""

from __future__ import annotations

from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = ["MAXIMUM", "starter_units"]

_OF_A_MUNICIPALITY = (
    "education",
    "health",
    "technical",
    "property",
    "planning",
    "culture",
    "finance",
    "staff",
)
_OF_A_COUNTY = ("schools", "transport", "dental", "property", "planning", "culture", "finance")
#: Units that can be set up at once: those that are offered and some lines of one's own.
MAXIMUM = 12


def starter_units(organisation: Organisation) -> list[str]:
    """Return the names that are offered, in the organisation's language."""
    words = web(organisation.language)
    county = organisation.kind == Organisation.Kind.COUNTY_AUTHORITY
    keys = _OF_A_COUNTY if county else _OF_A_MUNICIPALITY
    return [words(f"tenants.starter.{key}") for key in keys]
