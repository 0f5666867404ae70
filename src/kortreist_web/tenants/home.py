"""The parts of the work's first page: other rooms add their own.

::

    @home_part
    def mine(request, organisation) -> Part | None: ...

A part is asked for when the page is shown and may answer that it has nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from kortreist_web.tenants.models import Organisation

__all__ = ["PARTS", "Part", "home_part", "parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page.

    Parameters
    ----------
    template : str
    values : dict
        What the template shows, as ``part``.
    settled : tuple of str
        Steps of the year in which the person has done her own part: not next for her.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    settled: tuple[str, ...] = ()


Maker = Callable[[HttpRequest, Organisation], Part | None]
#: In the order the rooms are read: left to right.
PARTS: list[Maker] = []


def home_part(maker: Maker) -> Maker:
    """Add a part to the page."""
    if maker not in PARTS:
        PARTS.append(maker)
    return maker


def parts(request: HttpRequest, organisation: Organisation) -> list[Part]:
    """Return what the rooms have for the person."""
    return [part for maker in PARTS if (part := maker(request, organisation)) is not None]
