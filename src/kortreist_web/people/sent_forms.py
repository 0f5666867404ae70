"""A form that is sent in twice, by a double click or a browser that tries again, counts once.

Every page that is drawn has a form secret of its own (Django masks it anew each time), so the
secret, the address and what was sent in say together which form it is: the same page sent
again with other content is another form. The first thing an action writes takes the form in
the same transaction (:mod:`kortreist_web.core.once`): of two that come at once, the second
waits, and goes where the first went.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from kortreist_web.core.once import receiving
from kortreist_web.core.texts import text
from kortreist_web.people.models import SentForm
from kortreist_web.tenants.models import Organisation

__all__ = ["SentOnceMiddleware", "delete_old_forms", "forms_of"]

#: Longer than a page can be sent in: a session lasts eight hours.
_KEPT_FOR = timedelta(days=1)
#: How long the second waits for where the first goes; what is written is written by then.
_WAITS, _LOOKS_EACH = 3.0, 0.05
#: Of a secret that a page has for itself; a program that uses the cookie's own sends 32.
_MASKED = 64
_SECRET = "csrfmiddlewaretoken"  # noqa: S105 - the field's name


class AlreadySentError(Exception):
    """Another copy of the form has been written; nothing was written of this one."""


class _Form:
    """A form as it was sent in (:class:`kortreist_web.core.once.ReceivedForm`)."""

    def __init__(self) -> None:
        self.key, self.taken = "", False

    def take(self) -> None:
        """Take it, or find that another copy has; what is no page's form is never the same."""
        if not self.key:
            return
        try:
            with transaction.atomic():
                SentForm.objects.create(key=self.key)
        except IntegrityError:
            raise AlreadySentError(self.key) from None


def _key(request: HttpRequest) -> str:
    """Return what a form that was sent in is known by; empty: it is no page's form."""
    secret = request.POST.get(_SECRET, "")
    # What is drawn again in part sends the secret of the whole page, as often as it likes.
    if len(secret) != _MASKED or "HX-Request" in request.headers:
        return ""
    digest = hashlib.sha256()
    for part in (secret, str(request.user.pk), request.get_full_path()):
        digest.update(f"{len(part)}:{part}".encode())
    digest.update(repr(sorted(request.POST.lists())).encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode("utf-8", "surrogatepass"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


class SentOnceMiddleware:
    """Let each form be written once; lead the second copy where the first went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and remember where whoever sent a form went on to."""
        if request.method != "POST":
            return self.get_response(request)
        form = vars(request)["_sent_form"] = _Form()
        with receiving(form):
            response = self.get_response(request)
        if form.key and form.taken:
            mine = SentForm.objects.filter(key=form.key)
            if response.status_code >= 400:  # not all of it could be written: it may come again
                mine.delete()
            else:
                mine.update(went_to=response.headers.get("Location", "")[:500])
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, values: Any
    ) -> HttpResponse | None:
        """Answer a copy that comes after the first, whose fields may no longer be valid.

        Here, not before: only what came with the form's secret, and not too often, is looked at.
        """
        form = vars(request).get("_sent_form")
        if form is not None:
            form.key = _key(request)
        if form is None or not form.key or not SentForm.objects.filter(key=form.key).exists():
            return None
        return _already(request, form.key)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a copy that came together with the first."""
        return _already(request, str(error)) if isinstance(error, AlreadySentError) else None


def _already(request: HttpRequest, key: str) -> HttpResponse:
    until = time.monotonic() + _WAITS
    while True:
        went_to = SentForm.objects.filter(key=key).values_list("went_to", flat=True).first()
        if went_to is not None or time.monotonic() > until:
            break
        time.sleep(_LOOKS_EACH)
    if went_to:
        messages.info(request, text("core.sent_before"))
        return HttpResponseRedirect(went_to)
    return render(request, "core/status.html", {"status": "sent_before"}, status=409)


def delete_old_forms() -> None:
    """Remove what is too old to come again."""
    SentForm.objects.filter(sent_at__lt=timezone.now() - _KEPT_FOR).delete()


def forms_of(organisation: Organisation) -> Any:
    """Return the forms that led to an organisation's pages."""
    return SentForm.objects.filter(went_to__contains=f"/{organisation.code}/")
