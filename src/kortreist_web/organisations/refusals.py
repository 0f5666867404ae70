"""What an action refuses, said in the reader's language."""

from __future__ import annotations

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.ground.texts import web

__all__ = ["RefusedError"]


class RefusedError(KortreistError):
    """Something that cannot be done as asked: a whole text key of the web, and its values.

    A view that lets it through answers with a page that says why.
    """

    def message(self, language: str = "en") -> str:
        """Return what was wrong and the mend."""
        code = language if language in LANGUAGES else "en"
        return web(code)(self.key, **self.values)
