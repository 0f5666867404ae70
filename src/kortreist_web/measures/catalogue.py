"""The measures an organisation chooses among: the library with its own figures, and its own.

A measure of its own is ``own.<id>`` in the database and ``<id>`` in the engine and in plans.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kortreist.errors import KortreistError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.measures.overrides import override_file
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = [
    "OWN",
    "choice_key",
    "choices_of",
    "chosen_without_year",
    "engine_id",
    "find_measure",
    "is_own",
    "lacks_year",
    "measures_of",
    "names_by_key",
    "names_of",
    "overrides_of",
    "own_descriptions",
]

OWN = "own."


def engine_id(measure: str) -> str:
    """Return the engine's id of a measure as the database names it.

    Examples
    --------
    >>> engine_id("own.shared_workshop"), engine_id("electric_vans")
    ('shared_workshop', 'electric_vans')
    """
    return measure.removeprefix(OWN)


def is_own(measure: Measure) -> bool:
    """Tell whether a measure is the organisation's own."""
    return measure.overridden == ("own",)


def choice_key(measure: Measure) -> str:
    """Return how the database names a measure of the engine's."""
    return OWN + measure.id if is_own(measure) else measure.id


def choices_of(organisation: Organisation) -> dict[str, MeasureChoice]:
    """Return the engine's id → what the organisation has decided."""
    rows = MeasureChoice.objects.filter(organisation=organisation)
    return {engine_id(c.measure): c for c in rows.select_related("unit", "responsible")}


def chosen_without_year(organisation: Organisation) -> list[MeasureChoice]:
    """Return what is chosen and has no start year, so that no plan is bound by it."""
    chosen = MeasureChoice.State.CHOSEN
    rows = MeasureChoice.objects.filter(organisation=organisation, state=chosen, start_year=None)
    return list(rows.order_by("measure"))


def lacks_year(choice: MeasureChoice) -> bool:
    """Tell whether a choice is of those :func:`chosen_without_year` returns."""
    return choice.state == MeasureChoice.State.CHOSEN and choice.start_year is None


def overrides_of(organisation: Organisation) -> dict[str, Any]:
    """Return the organisation's own figures and measures in the engine's form."""
    tables: dict[str, Any] = {}
    rows = MeasureChoice.objects.filter(organisation=organisation).exclude(adaptation={})
    for measure, adaptation in rows.order_by("measure").values_list("measure", "adaptation"):
        if measure.startswith(OWN):
            tables.setdefault("own", {})[engine_id(measure)] = adaptation
        else:
            tables[measure] = adaptation
    return tables


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> tuple[Measure, ...]:
    from kortreist.measures import library

    with override_file(json.loads(text), name) as path:
        return library(path)


def measures_of(organisation: Organisation) -> tuple[tuple[Measure, ...], KortreistError | None]:
    """Return the organisation's measures, and why its own figures cannot be used, if so.

    Own figures were checked when they were saved; a newer library may have dropped what they
    change. The library is then shown as it is, and the page says so.
    """
    tables = overrides_of(organisation)
    try:
        return _read(json.dumps(tables, sort_keys=True), organisation.code), None
    except KortreistError as error:
        return _read("{}", ""), error


def find_measure(organisation: Organisation, measure: str) -> Measure | None:
    """Return one measure by the name the database gives it."""
    measures, _ = measures_of(organisation)
    return next((m for m in measures if choice_key(m) == measure), None)


def names_of(organisation: Organisation) -> dict[str, dict[str, str]]:
    """Return the engine's id → name in three languages."""
    return {m.id: m.name for m in measures_of(organisation)[0]}


def names_by_key(organisation: Organisation) -> dict[str, dict[str, str]]:
    """Return what the database calls a measure → its name in three languages."""
    return {choice_key(m): m.name for m in measures_of(organisation)[0]}


def own_descriptions(
    organisation: Organisation, measures: Collection[str]
) -> dict[str, dict[str, str]]:
    """Return what the organisation says its own measures are, in three languages.

    Parameters
    ----------
    measures : collection of str
        As the database names them; those of the library are passed over.
    """
    rows = MeasureChoice.objects.filter(
        organisation=organisation, measure__in=[m for m in measures if m.startswith(OWN)]
    )
    return {
        measure: table["description"]
        for measure, table in rows.values_list("measure", "adaptation")
        if table.get("description")
    }
