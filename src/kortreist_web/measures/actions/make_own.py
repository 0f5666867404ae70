"""Add a measure of the organisation's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from kortreist.words import fold_words
from kortreist_web.core.action import action
from kortreist_web.core.content import canonical
from kortreist_web.measures.actions.adapt import with_adaptation
from kortreist_web.measures.catalogue import OWN, measures_of, overrides_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.measures.overrides import check
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["make_own", "make_own_all"]

_LONGEST = 50


def _free_id(organisation: Organisation, name: str, also: Collection[str] = ()) -> str:
    """Return an id made of the name that no measure has."""
    stem = "_".join(fold_words(name))[:_LONGEST].strip("_")
    if not stem or stem[0].isdigit():
        stem = f"measure_{stem}".strip("_")
    taken = {m.id for m in measures_of(organisation)[0]}
    taken.update(m.removeprefix(OWN) for m in _rows(organisation))
    taken.update(also)
    number, id = 1, stem
    while id in taken or id == "own":
        number += 1
        id = f"{stem}_{number}"
    return id


def _rows(organisation: Organisation) -> Any:
    rows = MeasureChoice.objects.filter(organisation=organisation, measure__startswith=OWN)
    return rows.values_list("measure", flat=True)


@action("change", MeasureChoice)
def make_own_all(
    who: Actor,
    organisation: Organisation,
    *,
    tables: Sequence[dict[str, Any]],
    state: str = "considered",
    why: str = "",
) -> list[MeasureChoice]:
    """Add several measures of the organisation's own, all or none; the engine reads them once.

    Parameters
    ----------
    tables : sequence of dict
        As for :func:`make_own`, each with a name of its own or numbered apart.
    state : str

    Raises
    ------
    KortreistError
    """
    everything, choices = overrides_of(organisation), []
    taken: set[str] = set()
    for table in map(canonical, tables):
        measure = OWN + _free_id(organisation, str(table.get("name", {}).get("nb", "")), taken)
        taken.add(measure.removeprefix(OWN))
        everything = with_adaptation(everything, measure, table)
        choices.append(
            MeasureChoice(
                organisation=organisation,
                measure=measure,
                name=table["name"],
                state=state,
                adaptation=table,
            )
        )
    if choices:
        check(everything, organisation.code)
    for choice in choices:
        choice.save()
    return choices


@action("change", MeasureChoice)
def make_own(
    who: Actor,
    organisation: Organisation,
    *,
    table: dict[str, Any],
    state: str = "considered",
    why: str = "",
) -> MeasureChoice:
    """Add a measure of the organisation's own.

    Parameters
    ----------
    table : dict
        The whole measure, as under ``[own.<id>]`` in the engine's file.
    state : str

    Raises
    ------
    KortreistError
        The engine refuses the measure: names the field and the mend. Nothing is saved.
    """
    table = canonical(table)
    measure = OWN + _free_id(organisation, str(table.get("name", {}).get("nb", "")))
    check(with_adaptation(overrides_of(organisation), measure, table), organisation.code)
    choice = MeasureChoice(
        organisation=organisation,
        measure=measure,
        name=table["name"],
        state=state,
        adaptation=table,
    )
    choice.save()
    return choice
