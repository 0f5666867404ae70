"""Texts of the web in the reader's language, and a lazy form for Django's own fields.

They live in ``kortreist_web/locale/<domain>.toml`` in the same form as the engine's, so
that a missing translation is seen where it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from kortreist.i18n import LANGUAGES, Translator, name_in
from kortreist_web.core.body_words import county_is_meant, filled_bodies
from kortreist_web.core.unit_words import filled

# Django takes it where a text is meant, as it takes its own promises.
if TYPE_CHECKING:
    _Shown = str
else:
    _Shown = object

__all__ = ["Text", "engine", "language", "named", "text", "web"]


class _WebTexts(Translator):
    """The web's own texts, with the organisation's words for its units and its bodies."""

    def form(self, key: str, count: object = None) -> str:
        """Return the text of ``key`` as it stands, in the form for a number of things."""
        said = filled_bodies(super().form(key, count), super().form)
        return filled(said, super().form)


class _EngineTexts(Translator):
    """The engine's texts; of one that is another in a county authority, that one."""

    def form(self, key: str, count: object = None) -> str:
        """Return the text of ``key`` as it stands, in the form for a number of things."""
        if county_is_meant() and self.has(own := f"{key}_county"):
            key = own
        return super().form(key, count)


_WEB = {code: _WebTexts(code, "kortreist_web") for code in LANGUAGES}
_ENGINE = {code: _EngineTexts(code) for code in LANGUAGES}


def language() -> str:
    """Return the language of the request, one of :data:`~kortreist.i18n.LANGUAGES`."""
    code = (get_language() or LANGUAGES[0])[:2]
    return code if code in LANGUAGES else LANGUAGES[0]


def web(code: str | None = None) -> Translator:
    """Return the translator of the web's own texts."""
    return _WEB[code or language()]


def engine(code: str | None = None) -> Translator:
    """Return the translator of the engine's texts (sectors, sources, errors)."""
    return _ENGINE[code or language()]


def text(key: str, **values: object) -> str:
    """Return a text now, in the language of the request."""
    return web()(key, **values)


def named(value: object) -> str:
    """Return a name given in three languages in the reader's; a plain text as it is."""
    if isinstance(value, dict):
        return name_in(value, language()) or str(next(iter(value.values()), ""))
    return "" if value is None else str(value)


class Text(_Shown):
    """A text written when it is shown: for labels declared when a module is read.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     str(Text("core.save"))
    'Save'
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values

    def __str__(self) -> str:
        return text(self.key, **self.values)

    def __html__(self) -> str:
        from django.utils.html import escape

        return escape(str(self))
