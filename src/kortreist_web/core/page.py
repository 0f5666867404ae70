"""Pages: every address says who may open it, and nothing opens that does not say.

::

    @public_page
    def goals(request, organisation): ...

    @page("change", Budget)
    def edit(request, organisation, year): ...

The address holds the organisation's ``code``. A page that needs a role sends those who are
not signed in to sign in, and answers 404 to members of other organisations: what they may
not see does not exist for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from kortreist_web.core.policy import policy_of

__all__ = ["Access", "View", "anyone", "page", "public_page", "signed_in"]

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a page.

    ``kind``: ``anyone``, ``published`` (anyone, once the organisation has published; members
    before that), ``signed_in``, or ``role`` with ``permission`` and ``model``.
    """

    kind: str
    permission: str = ""
    model: Any = None


def _mark(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _organisation(request: HttpRequest, code: str) -> Any:
    from kortreist_web.tenants.models import Organisation

    try:
        organisation = Organisation.objects.get(code=code)
    except Organisation.DoesNotExist:
        raise Http404(code) from None
    request.organisation = organisation  # type: ignore[attr-defined]
    return organisation


def anyone(view: View) -> View:
    """Open to all, without an organisation."""
    return _mark(view, Access("anyone"))


def signed_in(view: View) -> View:
    """Open to those who are signed in, about themselves."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **values)

    return _mark(run, Access("signed_in"))


def public_page(view: View) -> View:
    """Open to all once the organisation's site is published; before that to its members."""

    @wraps(view)
    def run(request: HttpRequest, code: str, *args: Any, **values: Any) -> HttpResponse:
        organisation = _organisation(request, code)
        if not organisation.published and not (
            request.user.is_authenticated and request.user.roles_in(organisation)
        ):
            raise Http404(code)
        return view(request, organisation, *args, **values)

    return _mark(run, Access("published"))


def page(permission: str, model: Any) -> Callable[[View], View]:
    """Open to those whose role in the organisation has ``permission`` for ``model``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, code: str, *args: Any, **values: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            organisation = _organisation(request, code)
            if not request.user.roles_in(organisation):
                raise Http404(code)
            if not policy_of(model).may(request.user, permission, organisation):
                raise PermissionDenied(permission)
            response = view(request, organisation, *args, **values)
            # A shared computer's back button must not show a draft after signing out.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return _mark(run, Access("role", permission, model))

    return decorate
