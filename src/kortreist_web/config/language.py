"""Which language a request is in, also one that Django itself has no texts in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from kortreist.i18n import LANGUAGES
from kortreist_web.core.own_words import use_words_of

__all__ = ["LanguageMiddleware"]


class LanguageMiddleware(LocaleMiddleware):
    """As Django's, but the languages are those our texts are in.

    Django knows a language by its own texts: one without, such as Northern Sami, would never be
    found. What Django says itself (of a field that is empty) is then in the original language.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Take the language of the address, the cookie or the browser, in that order."""
        use_words_of(None)  # until the organisation of this request is found
        code = _chosen(request)
        if not code:
            super().process_request(request)
            return
        translation.activate(code)
        request.LANGUAGE_CODE = code


def _chosen(request: HttpRequest) -> str:
    """Return a language of ours; empty where Django finds a relative of one ("no", "en-gb")."""
    of_path = request.path_info.split("/", 2)[1:2]
    if of_path and of_path[0] in LANGUAGES:
        return of_path[0]
    of_cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if of_cookie in LANGUAGES:
        return of_cookie
    preferred = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    first = preferred[0][0] if preferred else ""
    return first if first in LANGUAGES else ""
