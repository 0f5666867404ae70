"""Who is acting, and why: nothing is written without it.

A row of a municipality is saved only inside :func:`acting`, which every action opens; the
change log takes the name, the verb and the reason from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kortreist_web.core.actors import Actor, Person
from kortreist_web.core.participation import Participant, is_participant

__all__ = ["ActorContext", "NobodyActsError", "acting", "actor"]


@dataclass(frozen=True, slots=True)
class ActorContext:
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
    participant : Participant or None
        Who acts, where it is a participant of a process and not a user.
    """

    user: Person | None
    verb: str
    why: str = ""
    name: str = ""
    participant: Participant | None = None


class NobodyActsError(RuntimeError):
    """A row was about to be written outside an action: a fault in the program."""


_now: ContextVar[ActorContext | None] = ContextVar("actor", default=None)


def actor() -> ActorContext:
    """Return who acts now.

    Raises
    ------
    NobodyActsError
    """
    current = _now.get()
    if current is None:
        raise NobodyActsError("rows are written by actions only")
    return current


@contextmanager
def acting(user: Actor | None, verb: str, why: str = "", name: str = "") -> Iterator[ActorContext]:
    """Act as a user, a participant or the program (None) for a while.

    What is written names the innermost actor.
    """
    if is_participant(user):
        # Words of theirs are kept where they can be erased, never in the log.
        new_actor = ActorContext(None, verb, "", name, participant=user)
    else:
        new_actor = ActorContext(user, verb, why, name)
    token = _now.set(new_actor)
    try:
        yield new_actor
    finally:
        _now.reset(token)
