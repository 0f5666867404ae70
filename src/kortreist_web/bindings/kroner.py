"""Kroner as they are read: small amounts in kroner, large ones in millions."""

from __future__ import annotations

from kortreist_web.core.texts import web

__all__ = ["kroner"]

#: From here on one decimal of a million says enough.
_MILLIONS = 1e6


def kroner(nok: float, language: str | None = None) -> str:
    """Return NOK with their unit, in the reader's language or the one given."""
    t = web(language)
    if abs(nok) < _MILLIONS:
        return t("bindings.unit.kroner", nok=t.number(nok))
    return t("bindings.unit.millions", nok=t.number(nok / 1e6, 1))
