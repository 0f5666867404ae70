"""A domain says once what it adds to the site; everything central reads it here.

Each domain has a ``domain.py`` with one ``DOMAIN = Domain(...)``. Menus, the year's steps,
addresses, the API, background jobs, the export and erasure of an organisation, the names in
the change log and webhooks are made of these: a domain is one folder and one name in
``settings.LOCAL_APPS``. ``docs/how-to/develop/add-a-domain.md`` goes through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings

__all__ = [
    "OWN",
    "Api",
    "Domain",
    "Pages",
    "Part",
    "PublicLink",
    "TaskKind",
    "WorkLink",
    "YearStep",
    "domains",
    "from_all",
]

#: The way from a row to its organisation that most rows have; see :attr:`Domain.tenant_data`.
OWN: tuple[str, ...] = ("organisation_id",)


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A link of the published site: name of the address, text key, place in the row."""

    address: str
    text: str
    place: int
    #: Whether only the page itself, and not those below it, is "here".
    first: bool = False


@dataclass(frozen=True, slots=True)
class WorkLink:
    """A link of the work, shown to those whose role has ``permission`` for ``model``.

    ``reporters``: also to one who only reports for a unit.
    """

    address: str
    text: str
    model: Any
    permission: str
    place: int
    reporters: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class YearStep:
    """A step of the municipality's year.

    Parameters
    ----------
    text : str
        Stem of the texts ``<text>.title``, ``.help`` and ``.go``.
    part : {"budget", "follow"}
        Next year's budget, or following up this year's.
    address : str
        Where it is done.
    does, opens : tuple of model and permission
        Who does it, and who may open the page.
    done : callable
        ``(organisation, year, (year, period) that is reported) → bool``.
    place : int
        Its place among the steps of the part.
    """

    key: str
    text: str
    part: str
    address: str
    does: tuple[Any, str]
    opens: tuple[Any, str]
    done: Callable[[Any, int, tuple[int, int]], bool]
    place: int


@dataclass(frozen=True, slots=True)
class TaskKind:
    """A kind of task: its name, the key of its text, and what may be done with it.

    Parameters
    ----------
    by_hand : bool
        People write such tasks themselves, in the calendar.
    follows : bool
        Its state follows what its domain knows: nobody sets it by hand.
    public : bool
        Pages open to all and interim reports may show it, without the names of people.
    needs_evidence : bool
        It is done only with what shows so.
    lapses : str
        Text key of how it lapses, where nobody may let it lapse by hand; empty: anyone who
        follows it up may, with a reason.
    about : callable, optional
        ``(task) → (what it is about, address)``, or None where that is gone.
    since : callable, optional
        ``(task) → day``: it cannot have been done, or be due, before then.
    """

    key: str
    text: str
    by_hand: bool = False
    follows: bool = False
    public: bool = False
    needs_evidence: bool = False
    lapses: str = ""
    about: Callable[[Any], tuple[str, str] | None] | None = None
    since: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """A module with ``urlpatterns``, the prefix of its addresses, and whether they have a
    language."""

    module: str
    prefix: str = ""
    languages: bool = True


@dataclass(frozen=True, slots=True)
class Api:
    """A router of the API and the tag its operations are listed under."""

    tag: str
    router: Any


@dataclass(frozen=True, slots=True)
class Part:
    """A part another domain's page shows: a template, and what it shows as ``part``.

    ``settled``: keys of steps in which the person has done her own part: not next for her.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What a domain adds.

    Parameters
    ----------
    public_links, work_links : tuple
        Its links in the two rows.
    steps : tuple of YearStep
    task_kinds : tuple of TaskKind
        Kinds of what it lets wait for somebody.
    pages : tuple of Pages
    apis : tuple of Api
    kinds : tuple
        Kinds of what is adopted by resolution and published.
    jobs : mapping
        Kind of background job → ``(job, progress) → write``; see :mod:`kortreist_web.jobs`.
    warm_up : callable, optional
        What a worker does first, so that the first one who waits waits less.
    daily : callable, optional
        ``(day)``: what is asked for once a day. Each worker asks: it must be the same asked twice.
    events : tuple of str
        What it says has happened (:func:`kortreist_web.core.events.emit`).
    home_parts : tuple of callable
        ``(request, organisation) → Part or None`` of the work's first page.
    measure_parts : tuple of callable
        ``(request, organisation, measure id) → Part or None`` of a measure's page.
    unit_remains : tuple of callable
        ``(organisation, unit keys, day) → (text key, address, names)``: what must be moved
        when units end.
    tenant_data : mapping
        Model → ways to the key of its organisation: exported and erased with it. A row is its
        if one of the ways leads there; most models have :data:`OWN`.
    personal_data : mapping
        Model → way to the person's key: erased with one who has no role anywhere else.
    shared, system : frozenset of str
        Models whose rows are the same for all, and those the installation keeps for itself
        for a while and that name nobody: neither exported nor erased.
    erased_with : tuple of callable
        ``organisation → rows``, by key, that another program keeps of it: erased with it.
    secrets : mapping
        Model → fields that are never exported: they would open something where the file lands.
    named_models : tuple of str
        Models whose rows the change log calls by name, not by number.
    part_names : callable, optional
        ``(keys inside a field, keys of organisations) → {key: name}``, for the change log.
    """

    public_links: tuple[PublicLink, ...] = ()
    work_links: tuple[WorkLink, ...] = ()
    steps: tuple[YearStep, ...] = ()
    task_kinds: tuple[TaskKind, ...] = ()
    pages: tuple[Pages, ...] = ()
    apis: tuple[Api, ...] = ()
    kinds: tuple[Any, ...] = ()
    jobs: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    warm_up: Callable[[], None] | None = None
    daily: Callable[[Any], None] | None = None
    events: tuple[str, ...] = ()
    home_parts: tuple[Callable[[Any, Any], Part | None], ...] = ()
    measure_parts: tuple[Callable[[Any, Any, str], Part | None], ...] = ()
    unit_remains: tuple[Callable[[Any, list[int], Any], tuple[str, str, list[str]]], ...] = ()
    tenant_data: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal_data: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()
    erased_with: tuple[Callable[[Any], Any], ...] = ()
    secrets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    named_models: tuple[str, ...] = ()
    part_names: Callable[[set[str], set[int]], dict[str, str]] | None = None


@lru_cache(maxsize=1)
def domains() -> dict[str, Domain]:
    """Return every domain's declaration by its label, left to right; once Django is ready."""
    return {
        label: import_module(f"kortreist_web.{label}.domain").DOMAIN
        for label in settings.LOCAL_APPS
        if label != "core"
    }


def from_all(field: str) -> list[Any]:
    """Return what all domains say in a field that is a row of things, left to right.

    Links and steps come in the order of their places.
    """
    items = [one for domain in domains().values() for one in getattr(domain, field)]
    return sorted(items, key=lambda one: getattr(one, "place", 0))
