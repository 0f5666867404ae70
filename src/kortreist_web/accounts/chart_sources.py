"""Whose figures a chart shows, said where the chart is without its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.accounts.queries import accounts_with
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["chart_source", "inventory_source"]


def inventory_source(edition: Any) -> str:
    """Return who published the emissions, and which edition they are of.

    Parameters
    ----------
    edition : mapping
        ``origin`` and ``date`` (a day, or its ISO text) as frozen contents hold them; what
        holds no such thing is said to be unknown.
    """
    if not isinstance(edition, Mapping) or not edition.get("origin"):
        return text("accounts.chart_source.unknown")
    t = web()
    date = t.date(str(edition["date"]))
    return t("accounts.chart_source.inventory", origin=edition["origin"], date=date)


def chart_source(organisation: Organisation, *parts: str) -> str:
    """Return a chart's sources in sentences, and that an invented municipality is one.

    Parameters
    ----------
    parts : str
        What is said of its figures, a sentence each.
    """
    said = list(parts)
    if organisation.invented:
        lender = _lender(organisation)
        said.append(text("accounts.chart_source.invented", name=organisation.name, place=lender))
    return " ".join(said)


def _lender(organisation: Organisation) -> str:
    """Return the name of the place whose figures are borrowed; its number where none is known."""
    names = accounts_with(organisation).values_list("content__place__figures_from__name", flat=True)
    return str(names.first() or organisation.figures_code)
