"""Pages: every address says who may open it, and nothing opens that does not say.

::

    @public_page
    def goals(request, organisation): ...

    @page("change", Budget)
    def edit(request, organisation, year): ...

A page that more may look at than write says what writing needs; without it nothing is written::

    @page("view", Body, post="change")
    def bodies(request, organisation): ...

A page that is open to all says which parameters of the query it reads::

    @public_page(reads=("from", "to"))
    def changes(request, organisation): ...

One that shows nothing but official figures says so (``official=True``): it is all there is of a
municipality whose pages whoever runs the site has opened (``official_only``).

A page is never given another parameter: so it cannot read one that it does not declare, and the
page cache (``config/page_cache.py``) answers every other query with the same page.

The address holds the organisation's ``code``. A page that needs a role sends those who are
not signed in to sign in, and answers 404 to members of other organisations: what they may
not see does not exist for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from kortreist_web.core.actors import Organisation, is_person, organisation_with
from kortreist_web.core.hooks import Hook
from kortreist_web.core.own_words import use_words_of
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import TenantRequest

__all__ = [
    "Access",
    "View",
    "anyone",
    "operator_page",
    "page",
    "public_page",
    "query_of_page",
    "signed_in",
    "unopened",
]

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a page.

    ``kind``: ``anyone``, ``published`` (anyone, once the organisation has published; members
    before that), ``signed_in``, ``operator`` (whoever runs the installation), or ``role`` with
    ``permission`` and ``model``. ``post``: the
    permission that what is sent in needs, where it is another; empty: the same.
    ``reads``: the parameters of the query that decide what is shown; None: not declared, so
    the page is given the query as it came and is not kept in the page cache. ``official``:
    whether it shows official figures alone.
    """

    kind: str
    permission: str = ""
    model: Any = None
    post: str = ""
    reads: frozenset[str] | None = None
    official: bool = False


def query_of_page(request: HttpRequest, reads: frozenset[str]) -> QueryDict:
    """Return the part of a query that a page reads: its parameters in order, each once."""
    query = QueryDict(mutable=True)
    for name in sorted(reads.intersection(request.GET)):
        query[name] = request.GET.get(name, "")
    return query


def _narrow(request: HttpRequest, reads: frozenset[str]) -> None:
    """Leave a request with the parameters that the page reads, also in its links to itself."""
    if request.META.get("QUERY_STRING"):
        request.META["QUERY_STRING"] = query_of_page(request, reads).urlencode()
        request.__dict__.pop("GET", None)  # read anew from what is left


def _mark(view: View, access: Access) -> View:
    vars(view).update(access=access)
    return view


#: ``(request, code) → page or None``: what is told of a real municipality without open pages.
unopened: Hook[Callable[[HttpRequest, str], HttpResponse | None]] = Hook(
    "what is known of municipalities without pages"
)


def _set_organisation(request: HttpRequest, organisation: Organisation) -> Organisation:
    cast("TenantRequest", request).organisation = organisation
    use_words_of(organisation)
    return organisation


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return _set_organisation(request, organisation_with()(code))


def _is_readable(request: HttpRequest, organisation: Organisation, official: bool) -> bool:
    """Tell whether a reader may open a public page of an organisation."""
    if organisation.published and (official or not organisation.official_only):
        return True
    return bool(request.user.is_authenticated and request.user.roles_in(organisation))


@overload
def anyone(view: View) -> View: ...
@overload
def anyone(*, reads: Iterable[str]) -> Callable[[View], View]: ...
def anyone(
    view: View | None = None, *, reads: Iterable[str] | None = None
) -> View | Callable[[View], View]:
    """Open to all, without an organisation; with ``reads`` its pages may be kept."""
    if view is not None:
        return _mark(view, Access("anyone"))
    names = frozenset(reads or ())

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            _narrow(request, names)
            return view(request, *args, **values)

        return _mark(run, Access("anyone", reads=names))

    return decorate


def signed_in(view: View) -> View:
    """Open to those who are signed in, about themselves."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **values)

    return _mark(run, Access("signed_in"))


def operator_page(view: View) -> View:
    """Open to whoever runs the installation, about the installation itself."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not is_person(request.user):
            return redirect_to_login(request.get_full_path())
        if not request.user.is_operator:
            raise PermissionDenied("operator")
        response = view(request, *args, **values)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return _mark(run, Access("operator"))


@overload
def public_page(view: View) -> View: ...
@overload
def public_page(
    *, reads: Iterable[str] = (), official: bool = False, first: bool = False
) -> Callable[[View], View]: ...
def public_page(
    view: View | None = None,
    *,
    reads: Iterable[str] = (),
    official: bool = False,
    first: bool = False,
) -> View | Callable[[View], View]:
    """Open to all once the organisation's site is published; before that to its members.

    Parameters
    ----------
    reads : iterable of str
        The parameters of the query that decide what is shown.
    official : bool
        Whether it shows official figures alone: open also where whoever runs the site opened
        the pages, and the municipality has not.
    first : bool
        Whether it is a municipality's first page: for one that has none, its address tells
        what is known of the place, and how to begin (:data:`unopened`).
    """
    names = frozenset(reads)

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, code: str, *args: Any, **values: Any) -> HttpResponse:
            try:
                organisation = organisation_with()(code)
                if not _is_readable(request, organisation, official):
                    raise Http404(code)
            except Http404:
                instead = unopened()(request, code) if first else None
                if instead is None:
                    raise
                return instead
            _set_organisation(request, organisation)
            _narrow(request, names)
            return view(request, organisation, *args, **values)

        return _mark(run, Access("published", reads=names, official=official))

    return decorate if view is None else decorate(view)


def page(permission: str, model: Any, *, post: str = "") -> Callable[[View], View]:
    """Open to those whose role in the organisation has ``permission`` for ``model``.

    Parameters
    ----------
    permission : str
    model : type
    post : str
        The permission that what is sent in needs, before anything of it is read. A page that
        is only looked at takes nothing in, unless it says which.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, code: str, *args: Any, **values: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            organisation = _organisation(request, code)
            if not request.user.roles_in(organisation):
                raise Http404(code)
            sent = request.method == "POST"
            wanted = post if sent and post else permission
            if not policy_of(model).may(request.user, wanted, organisation):
                raise PermissionDenied(wanted)
            if sent and permission == "view" and not post:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            response = view(request, organisation, *args, **values)
            # A shared computer's back button must not show a draft after signing out.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return _mark(run, Access("role", permission, model, post))

    return decorate
