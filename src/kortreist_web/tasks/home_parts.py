"""The parts of the work's first page that domains add (``Domain.home_parts``)."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.domain import Part, from_all
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.year_steps import YearLook

__all__ = ["parts"]


def parts(request: SignedInRequest, look: YearLook[Any]) -> list[Part]:
    """Return what the domains have for the person, left to right."""
    made = (make(request, look) for make in from_all(lambda domain: domain.home_parts))
    return [part for part in made if part is not None]
