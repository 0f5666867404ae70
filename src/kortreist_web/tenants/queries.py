"""Find organisations."""

from __future__ import annotations

from django.http import Http404

from kortreist_web.tenants.models import Organisation

__all__ = ["organisation_with"]


def organisation_with(code: str) -> Organisation:
    """Return the organisation with a code.

    Raises
    ------
    Http404
    """
    organisation: Organisation | None = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise Http404(code)
    return organisation
