"""What each municipality has on the site: told on the map.

Publishing is a domain to the right of this one: it hands in what it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kortreist_web.core.hooks import Hook

__all__ = ["STATES", "states_of_places"]

#: From most to least: a climate budget that is adopted and open; pages of its own; official
#: figures alone; nothing.
STATES: tuple[str, ...] = ("budget", "own", "official", "none")
#: ``() → number → state`` of the real municipalities with open pages; the rest have nothing.
states_of_places: Hook[Callable[[], Mapping[str, str]]] = Hook("what each municipality has")
