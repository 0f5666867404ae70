"""Who is acting, and why: nothing is written without it.

A row of a municipality is saved only inside :func:`acting`, which every action opens; the
change log takes the name, the verb and the reason from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

__all__ = ["Actor", "NobodyActsError", "acting", "actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does what now, and why.

    Parameters
    ----------
    user : Person or None
        None: the program itself (a background job, a command); ``name`` says which.
    verb : str
        ``"budgets.adopt"``.
    why : str
        The reason the person gave.
    name : str
        Shown where there is no user; beside one, the key a program of hers used.
    """

    user: Any
    verb: str
    why: str = ""
    name: str = ""


class NobodyActsError(RuntimeError):
    """A row was about to be written outside an action: a fault in the program."""


_now: ContextVar[Actor | None] = ContextVar("actor", default=None)


def actor() -> Actor:
    """Return who acts now.

    Raises
    ------
    NobodyActsError
    """
    found = _now.get()
    if found is None:
        raise NobodyActsError("rows are written by actions only")
    return found


@contextmanager
def acting(user: Any, verb: str, why: str = "", name: str = "") -> Iterator[Actor]:
    """Act as somebody for a while; what is written names the innermost actor."""
    found = Actor(user, verb, why, name)
    token = _now.set(found)
    try:
        yield found
    finally:
        _now.reset(token)
