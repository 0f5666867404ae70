"""How the signs stand that a plan asks about: watched in a domain to the right, which tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation

__all__ = ["Watched", "watched_signs"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A sign that is watched: how it stands, in words with a mark, what was last seen, its page."""

    icon: str
    tone: str
    word: str
    last: str
    url: str
    settled: bool


#: organisation → signs, by what is watched (kind, key) and by measure ("measure", key).
watched_signs: Hook[Callable[[Organisation], Mapping[tuple[str, str], Watched]]] = Hook(
    "how signs stand"
)
