"""Nothing typed is lost when a session has ended, a page was too old, or something failed.

A form that keeps a draft says its name in a hidden field. When its answer meets a lost
session, what was typed waits in the anonymous session until the person has signed in, and
is then kept as her draft. When it cannot be saved for another reason (somebody else saved in
the meantime, the figures cannot be used, a fault of ours), it is kept at once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from kortreist_web.core.actors import is_person
from kortreist_web.people.drafts import delete_old_drafts, save_draft
from kortreist_web.people.models import User
from kortreist_web.people.sent_forms import delete_old_forms
from kortreist_web.tenants.models import Organisation

__all__ = ["FIELD", "KeepTypedMiddleware", "keep_from_old_page", "typed_fields", "will_be_kept"]

_log = logging.getLogger("kortreist.people")
#: Hidden field with the draft's name.
FIELD = "_draft"
_SESSION = "kortreist_typed"
_MAX_CHARACTERS = 200_000
_NOT_TYPED = (FIELD, "csrfmiddlewaretoken")


def typed_fields(posted: QueryDict) -> dict[str, Any]:
    """Return what was typed: one value as a text, several as a list."""
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in posted.lists()
        if name not in _NOT_TYPED and not name.startswith("password")
    }


def _code(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return ""
    return str(match.kwargs.get("code", ""))


def _typed_draft(request: HttpRequest) -> dict[str, Any] | None:
    """Return the draft in a posted form, if it has one of a reasonable size."""
    draft, code = request.POST.get(FIELD, "")[:120], _code(request)
    if not draft or not code:
        return None
    typed = {"code": code, "draft": draft, "fields": typed_fields(request.POST)}
    return typed if len(json.dumps(typed)) <= _MAX_CHARACTERS else None


def will_be_kept(request: HttpRequest) -> bool:
    """Tell whether what was typed is kept when a form is not saved: files never are."""
    if not is_person(request.user) or FIELD not in request.POST:
        return False
    typed = _typed_draft(request)
    organisation = typed and Organisation.objects.filter(code=typed["code"]).first()
    return bool(organisation and request.user.roles_in(organisation))


def _keep(user: User, typed: dict[str, Any]) -> None:
    organisation = Organisation.objects.filter(code=typed["code"]).first()
    if organisation is not None and user.roles_in(organisation):
        save_draft(user, organisation, typed["draft"], typed["fields"])


class KeepTypedMiddleware:
    """Hold on to what was typed when it was not saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep what was not saved."""
        response = self.get_response(request)
        # Only what came with the form's secret: another site must not write anybody's draft.
        if request.method == "POST" and getattr(request, "csrf_processing_done", False):
            try:
                self._look(request, response)
            except (DatabaseError, SuspiciousOperation):
                _log.exception("what was typed could not be kept")
        return response

    def _look(self, request: HttpRequest, response: HttpResponse) -> None:
        lost = response.status_code == 302 and "next=" in response.headers.get("Location", "")
        if FIELD not in request.POST or not (lost or response.status_code >= 400):
            return
        typed = _typed_draft(request)
        if typed is None:
            return
        if request.user.is_authenticated:
            if not lost:
                _keep(request.user, typed)
        elif lost:
            request.session[_SESSION] = typed


def keep_from_old_page(request: HttpRequest) -> None:
    """Keep what came from a page of ours whose secret was too old.

    Only where the browser says that the page was ours.
    """
    if not request.user.is_authenticated or FIELD not in request.POST:
        return
    own = {settings.ORIGIN, f"{request.scheme}://{request.get_host()}"}
    if request.headers.get("Origin", "") not in own:
        return
    typed = _typed_draft(request)
    if typed is not None:
        _keep(request.user, typed)


def _after_sign_in(sender: Any, request: Any, user: User, **_: Any) -> None:
    session = getattr(request, "session", None)
    typed = session.pop(_SESSION, None) if session is not None else None
    if typed:
        _keep(user, typed)
    if session is not None:
        # Signing in is rare enough to tidy up after everybody: what is too old is removed.
        delete_old_drafts()
        delete_old_forms()
        session.clear_expired()


user_logged_in.connect(_after_sign_in, dispatch_uid="kortreist.people.typed")
