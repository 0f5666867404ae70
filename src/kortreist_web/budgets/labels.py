"""Names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from kortreist.i18n import name_in
from kortreist_web.core.texts import language

__all__ = ["named"]


def named(name: Mapping[str, str], otherwise: str = "") -> str:
    """Return a name given in three languages in the reader's."""
    return name_in(name, language()) or next(iter(name.values()), otherwise)
