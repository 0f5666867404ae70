"""Writes a version's figures into documents: every number with where it comes from."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Inline, Inlines
from kortreist.documents.format.writer import Writer
from kortreist.i18n import name_in
from kortreist.provenance import Origin
from kortreist_web.core.texts import engine, web

__all__ = ["Words"]


def _origin_of(data: Mapping[str, Any], language: str) -> Origin:
    """Return an origin kept in a version's content; a text kept in every language is read."""

    def read(value: Any) -> Any:
        if isinstance(value, Mapping):
            return name_in(value, language)
        return tuple(value) if isinstance(value, list) else value

    return Origin(**{key: read(value) for key, value in data.items()})


class Words(Writer):
    """The engine's writer of figures, with the site's own texts beside the engine's.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    content : mapping
        A version's content; its ``provenance`` is what figures may refer to.
    """

    def __init__(self, language: str, content: Mapping[str, Any]) -> None:
        origins = {o["id"]: _origin_of(o, language) for o in content["provenance"]}
        super().__init__(language, origins)
        self.t = engine(language)
        self._site = web(language)

    def tell(self, key: str, /, **values: Inline | Inlines) -> Inlines:
        """Return one of the site's texts with inlines filled in."""
        site = copy.copy(self)  # shares what is remembered as used
        site.t = self._site
        return site.said(key, **values)

    def word(self, key: str, **values: object) -> str:
        """Return one of the site's texts as a plain string."""
        return self._site(key, **values)
