"""What publishing refuses, said in the reader's language."""

from __future__ import annotations

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.ground.texts import web

__all__ = ["RefusedError"]


class RefusedError(KortreistError):
    """Something that cannot be done as asked: a whole text key of the web, and its values."""

    def message(self, language: str = "en") -> str:
        """Return what was wrong and the mend."""
        return web(language if language in LANGUAGES else "en")(self.key, **self.values)
