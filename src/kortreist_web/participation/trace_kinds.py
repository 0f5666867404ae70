"""Kinds of ends of the trace: each domain says how its own are found, called and read.

A domain declares them in ``Domain.trace_kinds``. The trace itself is rows of
:class:`~kortreist_web.participation.models.TraceLink`, which name a kind and a key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kortreist_web.core.domain import from_all
from kortreist_web.tenants.models import Organisation

__all__ = [
    "ANSWER",
    "POINT",
    "SUBMISSION",
    "VERSION",
    "TraceEnd",
    "TraceKind",
    "trace_kind",
    "trace_kinds",
]

#: Names of kinds that several domains use: what was said, what is answered, the text.
SUBMISSION, POINT = "submission", "submission_point"
ANSWER, VERSION = "answer", "version"


@dataclass(frozen=True, slots=True)
class TraceEnd:
    """One end of an arrow as it is shown.

    Parameters
    ----------
    title : str
        What it is called, in the reader's language.
    url : str
        The page where it is read; empty where there is none for this reader.
    day : date or None
        When it came to be.
    state : str
        How it stands, in words: "ikke besvart, frist 12. mars".
    """

    title: str
    url: str = ""
    day: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class TraceKind:
    """How ends of a kind are found.

    Parameters
    ----------
    name : str
        Kept in the rows: ``"submission_point"``.
    find : callable
        ``(organisation, keys, member)`` → key → :class:`TraceEnd`, with few questions to the
        database whatever the number of keys; those this reader may not see are left out.
    texts : str
        Stem of its names: ``<texts>.one``, ``<texts>.several``.
    """

    name: str
    find: Callable[[Organisation, Collection[int], bool], Mapping[int, TraceEnd]]
    texts: str


def trace_kinds() -> dict[str, TraceKind]:
    """Return the kinds that the domains declare, by name."""
    declared = from_all(lambda domain: domain.trace_kinds)
    return {kind.name: kind for kind in declared if isinstance(kind, TraceKind)}


def trace_kind(name: str) -> TraceKind:
    """Return a kind by its name.

    Raises
    ------
    LookupError
    """
    kinds = trace_kinds()
    if name not in kinds:
        raise LookupError(f"no end of the trace is called {name}")
    return kinds[name]
