"""Kinds of version and of what is public: each domain says what others need to know of its own.

A kind says what its versions are called and where they are read, how a council's decision
about one takes effect, and how they are made public. Domains declare theirs (``Domain.kinds``);
deciding and publishing work through what is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kortreist_web.core.datasets import Dataset, TableFile
from kortreist_web.core.domain import Part, from_all
from kortreist_web.core.figure import Describe
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = [
    "Adoption",
    "FindShown",
    "Kind",
    "Publishing",
    "Section",
    "adoption_of",
    "declared",
    "kind_of",
    "kinds",
    "publishing_of",
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a version that can be pointed at.

    ``key`` is the same in every version of the subject; ``text`` is what is compared.
    """

    key: str
    heading: str
    text: str


#: A row of a kind.
Row = TypeVar("Row")
#: What the council's decision is recorded in, and what a case paper is made of.
Decision = TypeVar("Decision")
Paper = TypeVar("Paper")


@dataclass(frozen=True, slots=True)
class Adoption(Generic[Decision, Paper]):
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
    reconsider : callable, optional
        ``(who, organisation, version)`` → the proposal, which waits again: the decision was
        recorded wrongly. Refuses where something rests on it. None: the outcome stands.
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
    public_before : str
        Id of the rule of how long before the council's meeting the recommendation is public;
        empty: none is known of.
    bare : bool
        Whether its cases stand at addresses without the name of the kind; one kind's do.
    """

    waiting: Callable[[Organisation], Sequence[Version]]
    adopt: Callable[[Actor, Organisation, Version, dict[str, Any]], Version]
    send_back: Callable[[Actor, Organisation, Version, bool], object]
    suggest: Callable[[Version, str], dict[str, str]]
    paper: Callable[[Version, str], Paper]
    facts: Callable[[Version], Sequence[tuple[str, str]]]
    came_of_it: Callable[[Decision, bool], Part]
    texts: str
    event: str = ""
    bare: bool = False
    public_before: str = ""
    reconsider: Callable[[Actor, Organisation, Version], Version] | None = None


def _content(row: Any) -> dict[str, Any]:
    content: dict[str, Any] = row.content
    return content


def _hash(row: Any) -> str:
    return str(row.content_hash)


def _pins(content: Mapping[str, Any]) -> dict[str, Any]:
    return dict(content.get("pins") or {})


#: ``(organisation, keys of the address)`` → the row that a page shows.
FindShown = Callable[[Organisation, Mapping[str, Any]], Row | None]


@dataclass(frozen=True, slots=True)
class Publishing(Generic[Row]):
    """How rows of a kind are made public, described and found.

    Parameters
    ----------
    rows : callable
        ``(organisations)`` → key of the organisation and row, newest first in each; content
        is read later.
    title : callable
        ``(row, language)`` → what it is called; None: the reader's language.
    by_itself : callable
        ``(row)`` → whether anyone may read it though nobody has published it.
    datasets : callable
        ``([(organisation, rows), …])`` → the datasets the public rows of each make.
    in_catalogue : callable
        ``(row)`` → whether a public row stands in the catalogue.
    content, content_hash : callable
        ``(row)`` → what is published, and its hash.
    find : callable, optional
        ``(organisation, prefix)`` → the row whose hash begins so, or None.
    describe : callable, optional
        ``(content, keys)`` → the :class:`~kortreist_web.core.figure.Figure` a pointer leads to;
        None: the kind has no figures with addresses.
    pins : callable
        ``(content)`` → what decides the figures.
    of_inventory : bool
        Whether every figure rests on the official inventory.
    pages : mapping of str to callable
        Name of a page that shows one row → ``(organisation, keys of the address)`` → the row.
    table : callable, optional
        ``(row)`` → :class:`~kortreist_web.core.datasets.TableFile`; None: content alone.
    heading : str
        Text key of what a list of them is called; empty: ``publishing.kinds.<name>``.
    """

    rows: Callable[[Sequence[Organisation]], Iterable[tuple[int, Row]]]
    title: Callable[[Row, str | None], str]
    by_itself: Callable[[Row], bool]
    datasets: Callable[[Sequence[tuple[Organisation, Sequence[Row]]]], Sequence[Sequence[Dataset]]]
    in_catalogue: Callable[[Row], bool] = lambda row: True
    content: Callable[[Row], dict[str, Any]] = _content
    content_hash: Callable[[Row], str] = _hash
    find: Callable[[Organisation, str], Row | None] | None = None
    describe: Describe | None = None
    pins: Callable[[Mapping[str, Any]], dict[str, Any]] = _pins
    of_inventory: bool = False
    pages: Mapping[str, FindShown[Row]] = field(default_factory=dict)
    table: Callable[[Row], TableFile] | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """What others need to know of the rows of one kind.

    Parameters
    ----------
    name : str
        Kept with each version, and in addresses: ``"budget"``.
    page : callable
        ``(row, code)`` → the address of the page where it is read.
    is_public : callable
        ``(row)`` → whether it may be public at all: decided upon, or completed.
    file_name : str
        What its files are called: ``"klimabudsjett"``.
    keys : callable
        ``(row)`` → the numbers that name it in its addresses and in messages:
        ``{"year": 2027, "number": 2}``.
    at : callable, optional
        ``(organisation, first, second)`` → the version with these two numbers; None: its data
        have no addresses of their own.
    adoption : Adoption, optional
        None: no council decides about it.
    publishing : Publishing, optional
        None: it is not made public.
    sections : callable, optional
        ``(version, language)`` → its :class:`Section` in order: what one who comments on it,
        or compares two versions, can point at. None: it is not put to a hearing.
    place : int
        Its place where kinds are listed.
    """

    name: str
    page: Callable[[Row, str], str]
    is_public: Callable[[Row], bool] = lambda row: True
    file_name: str = ""
    keys: Callable[[Row], dict[str, int]] = lambda row: {}
    at: Callable[[Organisation, int, int], Row | None] | None = None
    adoption: Adoption[Any, Any] | None = None
    publishing: Publishing[Row] | None = None
    sections: Callable[[Row, str], Sequence[Section]] | None = None
    place: int = 50


def kinds() -> tuple[Kind[Any], ...]:
    """Return the kinds that the domains declare."""
    return tuple(k for k in from_all(lambda domain: domain.kinds) if isinstance(k, Kind))


def declared(name: str) -> Kind[Any] | None:
    """Return a kind; None: no domain declares it any more."""
    return next((kind for kind in kinds() if kind.name == name), None)


def kind_of(name: str) -> Kind[Any]:
    """Return a kind by its name.

    Raises
    ------
    LookupError
    """
    match = declared(name)
    if match is None:
        raise LookupError(f"no kind is called {name}")
    return match


def adoption_of(name: str) -> Adoption[Any, Any]:
    """Return how a kind is adopted.

    Raises
    ------
    LookupError
        There is no such kind, or no council decides about it.
    """
    adoption = kind_of(name).adoption
    if adoption is None:
        raise LookupError(f"no council decides about {name}")
    return adoption


def publishing_of(name: str) -> Publishing[Any]:
    """Return how a kind is made public.

    Raises
    ------
    LookupError
        There is no such kind, or it is not made public.
    """
    publishing = kind_of(name).publishing
    if publishing is None:
        raise LookupError(f"{name} is not made public")
    return publishing
