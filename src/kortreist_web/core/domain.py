"""A domain says once what it adds to the site; everything central reads it here.

Each domain has a ``domain.py`` with one ``DOMAIN = Domain(...)``. Menus, the year's steps,
addresses, the API, background jobs, the export and erasure of an organisation, the names in
the change log and webhooks are made of these: a domain is one folder and one name in
``settings.LOCAL_APPS``. ``docs/how-to/develop/add-a-domain.md`` goes through it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from typing_extensions import TypeVar

from kortreist_web.core.actors import Organisation
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.searching import Findable
from kortreist_web.core.year_steps import YearLook, YearStep

if TYPE_CHECKING:
    from ninja import Router

__all__ = [
    "OWN",
    "Api",
    "Card",
    "CardRow",
    "Domain",
    "Evidence",
    "Pages",
    "Part",
    "PublicChart",
    "PublicLink",
    "Todo",
    "WorkLink",
    "domains",
    "from_all",
]

#: An organisation as the domain that declares it knows it.
Tenant = TypeVar("Tenant", bound=Organisation, default=Organisation)
T = TypeVar("T")

#: The way from a row to its organisation that most rows have; see :attr:`Domain.tenant_data`.
OWN: tuple[str, ...] = ("organisation_id",)


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A link of the published site: name of the address, text key, its room and place there.

    ``room`` is one of :data:`kortreist_web.core.rooms.PUBLIC_ROOMS`.
    """

    address: str
    text: str
    room: str
    place: int
    #: Whether only the page itself, and not those below it, is "here".
    first: bool = False


@dataclass(frozen=True, slots=True)
class WorkLink:
    """A link of the work, shown to those whose role has ``permission`` for ``model``.

    ``room`` is one of :data:`kortreist_web.core.rooms.WORK_ROOMS`. ``reporters``: also to one
    who only reports for a unit.
    """

    address: str
    text: str
    model: type[Model]
    permission: str
    room: str
    place: int
    reporters: bool = False
    first: bool = False
    #: Returns the text key where the organisation decides it.
    name: Callable[[Any], str] | None = None


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
    router: Router


@dataclass(frozen=True, slots=True)
class Part:
    """A part another domain's page shows: a template, and what it shows as ``part``.

    ``settled``: keys of steps in which the person has done her own part: not next for her.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicChart(Generic[Tenant]):
    """A chart anyone may take with them, or show on a page of their own.

    Parameters
    ----------
    name : str
        In its address.
    make : callable
        ``(organisation, subject) → chart or None``: only of what anyone may read, with its
        figures as data and whose they are.
    page : callable
        ``(organisation, subject) → address`` of the page it stands on.
    official : bool
        Whether it shows official figures alone.
    """

    name: str
    make: Callable[[Tenant, str], Any]
    page: Callable[[Tenant, str], str]
    official: bool = False


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of a card: what, where it is read, and what is said beside it."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do on a first page of the work: what, where, and by when."""

    text: str
    url: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What a domain shows on the first page of the work of somebody with a job.

    Parameters
    ----------
    title : str
    rows : tuple of CardRow
    empty : str
        What is said where there are no rows.
    more : tuple of CardRow
        Ways on, below the rows.
    todos : tuple of Todo
        What it lets wait for her; the page shows the three nearest of all cards'.
    """

    title: str
    rows: tuple[CardRow, ...] = ()
    empty: str = ""
    more: tuple[CardRow, ...] = ()
    todos: tuple[Todo, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows that a process goes on: which of them, what, where, and when."""

    process: str
    text: str
    url: str
    day: dt.date


#: ``(organisation, unit keys, day) → (text key, address, names)``.
UnitRemains = Callable[[Tenant, list[int], dt.date], tuple[str, str, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(Generic[Tenant]):
    """What a domain adds.

    Parameters
    ----------
    public_links, work_links : tuple
        Its links in the rooms of the published site and of the work.
    steps : tuple of YearStep
    task_kinds : tuple of kortreist_web.tasks.kinds.TaskKind
        Kinds of what it lets wait for somebody.
    pages : tuple of Pages
    apis : tuple of Api
    trace_kinds : tuple of kortreist_web.participation.trace_kinds.TraceKind
        What of its own can stand at an end of the trace from what was said to what came of it.
    kinds : tuple of kortreist_web.versions.kinds.Kind
        Kinds of what is adopted by resolution and published.
    jobs : mapping
        Kind of background job → ``(job, progress) → write``; see :mod:`kortreist_web.jobs`.
    warm_up : callable, optional
        What a worker does first, so that the first one who waits waits less.
    daily : callable, optional
        ``(day)``: what is asked for once a day. Each worker asks: it must be the same asked twice.
    events : tuple of str
        What it says has happened (:func:`kortreist_web.core.events.emit`).
    notes : tuple of callable
        ``(request) → Part or None``: what stands on top of every page while it holds.
    home_parts : tuple of callable
        ``(request, look) → Part or None`` of the work's first page.
    job_cards : mapping
        Job → ``(request, organisation) → Card or None`` of its first page of the work.
    evidence : callable, optional
        ``(organisation, day) → Evidence`` of the processes of the transition.
    measure_parts : tuple of callable
        ``(request, organisation, measure id) → Part or None`` of a measure's page.
    process_parts : tuple of callable
        ``(request, organisation, process, member) → Part or None`` of the page of a process:
        only what anyone may read where she is no member.
    public_charts : tuple of PublicChart
        Charts with an address of their own: picture, data, and a page to show elsewhere.
    public_measure_parts : tuple of callable
        ``(request, organisation, measure id) → Part or None`` of a measure's page for all: only
        what anyone may read.
    finds : tuple of callable
        ``(request, organisation, at work) → things`` that this reader can find by searching: on
        the published site only what anyone may read, whoever asks; at work what the roles open.
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
        for a while: neither exported nor erased with an organisation.
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
    steps: tuple[YearStep[Tenant], ...] = ()
    task_kinds: tuple[object, ...] = ()
    pages: tuple[Pages, ...] = ()
    apis: tuple[Api, ...] = ()
    trace_kinds: tuple[object, ...] = ()
    kinds: tuple[object, ...] = ()
    jobs: Mapping[str, Callable[..., Callable[[], dict[str, Any]]]] = field(default_factory=dict)
    warm_up: Callable[[], None] | None = None
    daily: Callable[[dt.date], None] | None = None
    events: tuple[str, ...] = ()
    notes: tuple[Callable[[HttpRequest], Part | None], ...] = ()
    home_parts: tuple[Callable[[SignedInRequest, YearLook[Tenant]], Part | None], ...] = ()
    job_cards: Mapping[str, Callable[[SignedInRequest, Tenant], Card | None]] = field(
        default_factory=dict
    )
    evidence: Callable[[Tenant, dt.date], Iterable[Evidence]] | None = None
    measure_parts: tuple[Callable[[SignedInRequest, Tenant, str], Part | None], ...] = ()
    public_measure_parts: tuple[Callable[[HttpRequest, Tenant, str], Part | None], ...] = ()
    process_parts: tuple[Callable[[HttpRequest, Tenant, Any, bool], Part | None], ...] = ()
    public_charts: tuple[PublicChart[Tenant], ...] = ()
    unit_remains: tuple[UnitRemains[Tenant], ...] = ()
    finds: tuple[Callable[[HttpRequest, Tenant, bool], Iterable[Findable]], ...] = ()
    tenant_data: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal_data: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()
    erased_with: tuple[Callable[[Tenant], QuerySet], ...] = ()
    secrets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    named_models: tuple[str, ...] = ()
    part_names: Callable[[set[str], set[int]], dict[str, str]] | None = None


@lru_cache(maxsize=1)
def domains() -> dict[str, Domain[Organisation]]:
    """Return every domain's declaration by its label, left to right; once Django is ready."""
    return {
        label: import_module(f"kortreist_web.{label}.domain").DOMAIN
        for label in settings.LOCAL_APPS
        if label != "core"
    }


def from_all(part: Callable[[Domain[Organisation]], Iterable[T]]) -> list[T]:
    """Return what all domains say of one part, left to right: ``lambda domain: domain.apis``.

    Links and steps come in the order of their places.
    """
    items = [one for domain in domains().values() for one in part(domain)]
    return sorted(items, key=lambda one: getattr(one, "place", 0))
