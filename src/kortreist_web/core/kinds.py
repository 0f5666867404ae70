"""Kinds of version: each domain says of its own what others need, so that nobody asks its name.

A kind says what its versions are called and where they are read, how a council's decision
about one takes effect, and how they are made public. Domains declare theirs (``Domain.kinds``);
deciding and publishing work through what is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.domain import Part, from_all

__all__ = ["Adoption", "Kind", "adoption_of", "kind_of", "kinds"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a council's decision about a version of a kind takes effect.

    Parameters
    ----------
    waiting : callable
        ``(organisation)`` → the versions that wait for the council, newest first.
    adopt : callable
        ``(who, organisation, version, resolution)`` → the version as it was adopted;
        ``resolution`` is its id, body, date, case number, archive reference and title.
        Refuses what does not wait.
    send_back : callable
        ``(who, organisation, version, rejected)``: not adopted; to be worked on, or closed.
        Refuses what does not wait.
    suggest : callable
        ``(version, language)`` → title, summary, assessment and recommendation of a case paper.
    paper : callable
        ``(version, language)`` → :class:`kortreist_web.decisions.paper_parts.PaperParts`.
    facts : callable
        ``(version)`` → term and value of what one who records a resolution should see.
    came_of_it : callable
        ``(resolution, member)`` → what the page of a resolution shows of what it decided.
    texts : str
        Stem of the sentences that name the kind: ``<texts>.recorded.adopted`` …
    event : str
        What has happened when a version is adopted; empty: nobody is told.
    bare : bool
        Whether its cases stand at addresses without the name of the kind; one kind's do.
    """

    waiting: Callable[[Any], Sequence[Any]]
    adopt: Callable[[Any, Any, Any, dict[str, Any]], Any]
    send_back: Callable[[Any, Any, Any, bool], Any]
    suggest: Callable[[Any, str], dict[str, str]]
    paper: Callable[[Any, str], Any]
    facts: Callable[[Any], Sequence[tuple[str, str]]]
    came_of_it: Callable[[Any, bool], Part]
    texts: str
    event: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What others need to know of the versions of one kind.

    Parameters
    ----------
    name : str
        Kept with each version, and in addresses: ``"budget"``.
    page : callable
        ``(version, code)`` → the address of the page where it is read.
    is_public : callable
        ``(version)`` → whether it may be public: decided upon, or completed.
    file_name : str
        What its files are called: ``"klimabudsjett"``.
    adoption : Adoption, optional
        None: no council decides about it.
    """

    name: str
    page: Callable[[Any, str], str]
    is_public: Callable[[Any], bool]
    file_name: str = ""
    adoption: Adoption | None = None


def kinds() -> tuple[Kind, ...]:
    """Return the kinds that the domains declare."""
    return tuple(from_all("kinds"))


def kind_of(name: str) -> Kind:
    """Return a kind by its name.

    Raises
    ------
    LookupError
    """
    found = next((kind for kind in kinds() if kind.name == name), None)
    if found is None:
        raise LookupError(f"no kind is called {name}")
    return found


def adoption_of(name: str) -> Adoption:
    """Return how a kind is adopted.

    Raises
    ------
    LookupError
        There is no such kind, or no council decides about it.
    """
    found = kind_of(name).adoption
    if found is None:
        raise LookupError(f"no council decides about {name}")
    return found
