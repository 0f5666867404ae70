"""Why here: one page about the municipality, every figure a fact, for everybody to take along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kortreist.documents.format.blocks import Document
from kortreist_web.tenants.models import Organisation

__all__ = ["brief_of"]


def brief_of(organisation: Organisation, language: str, today: date) -> Document:
    """Return the brief of a municipality as it is on a day.

    Its own adopted goals are those registered here; a figure that is missing takes its sentences
    with it.

    Raises
    ------
    FiguresMissingError
        No edition of the inventory holds the place.
    """
    from kortreist import accounts, places
    from kortreist.documents import brief_document
    from kortreist_web.accounts.data_directories import engine_data_dir
    from kortreist_web.goals.stated import as_registered, goal_rows

    place = places.find(organisation.figures_code)
    account = accounts.build(place, data_dir=engine_data_dir(organisation))
    rows = [r for r in goal_rows(organisation, day=today) if r["base_year"] is not None]
    registered = as_registered(rows, organisation.figures_code, organisation)
    shown = replace(account.place, number=organisation.code, name=organisation.name)
    return brief_document(replace(account, place=shown), language, today, registered)
