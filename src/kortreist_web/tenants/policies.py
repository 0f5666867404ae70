"""Who may see and change the organisation and its units."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.tenants.models import Organisation, SlideTemplate, Unit, WordTemplate

__all__ = ["OrganisationPolicy", "SlideTemplatePolicy", "UnitPolicy", "WordTemplatePolicy"]

_ADMINISTRATORS = frozenset({"administrator"})


class OrganisationPolicy(Policy):
    """Members see it; administrators change its settings, export and erase it."""

    model = Organisation
    roles = {
        "view": READERS,
        "change": _ADMINISTRATORS,
        "export": frozenset({"administrator", "auditor"}),
        "erase": _ADMINISTRATORS,
    }


class UnitPolicy(Policy):
    """Members see units; editors and administrators change them."""

    model = Unit
    roles = {"view": READERS, "change": EDITORS | _ADMINISTRATORS}


class WordTemplatePolicy(Policy):
    """Administrators choose the Word template; members may see which there are."""

    model = WordTemplate
    roles = {"view": READERS, "change": _ADMINISTRATORS}


class SlideTemplatePolicy(Policy):
    """Administrators choose the PowerPoint template; members may see which there are."""

    model = SlideTemplate
    roles = {"view": READERS, "change": _ADMINISTRATORS}
