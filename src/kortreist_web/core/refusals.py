"""What an action refuses because of how things stand, said in the reader's language."""

from __future__ import annotations

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.core.texts import language, web

__all__ = ["RefusedError"]


class RefusedError(KortreistError):
    """Something that cannot be done as asked; nothing was written.

    Its key is a whole text key of the web: what stands in the way, and the mend. A view
    that lets it through answers with a page that says so.

    Parameters
    ----------
    key : str
    about : str, optional
        The field it is about, by its name in actions: a form says it there.
    **values
        What the text is filled in with.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.about = str(values.pop("about", ""))
        super().__init__(key, **values)

    def message(self, language: str = "en") -> str:
        """Return what was wrong and the mend; a value in three languages is said in one."""
        code = language if language in LANGUAGES else "en"
        return web(code)(self.key, **self.written(code))

    def __str__(self) -> str:
        return self.message(language())
