"""Decide about a measure: consider, choose, leave out, say that it is under way or done."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from kortreist_web.core.action import action
from kortreist_web.core.texts import Text
from kortreist_web.measures.catalogue import OWN, find_measure
from kortreist_web.measures.models import START_YEARS, MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["choose", "decide"]

_FIELDS = frozenset({"start_year", "unit", "responsible", "note"})
_BEGUN = (MeasureChoice.State.UNDER_WAY, MeasureChoice.State.DONE)


@action("change", MeasureChoice)
def choose(
    who: Actor,
    organisation: Organisation,
    /,
    *,
    measure: str,
    state: str,
    version: int | None = None,
    why: str = "",
    **values: Any,
) -> MeasureChoice:
    """Make or change what is decided about a measure.

    Parameters
    ----------
    who, organisation
    measure : str
        Id in the library, or ``own.<id>`` of a measure of the organisation's own.
    state : str
        One of ``MeasureChoice.State``.
    version : int, optional
        Version of the row that was shown; another one now is a conflict.
    **values
        ``start_year``, ``unit``, ``responsible``, ``note``: those not given stay as they are.

    Raises
    ------
    ValidationError
        No such measure or state, a start year out of reach, a measure that has begun without
        a start year, or a person who is not of the organisation.
    ConflictError
    """
    return decide(organisation, measure, state, version, **values)


def decide(
    organisation: Organisation,
    measure: str,
    state: str,
    version: int | None = None,
    **values: Any,
) -> MeasureChoice:
    """Make or change a choice inside an action; see :func:`choose`."""
    unknown = values.keys() - _FIELDS
    if unknown:
        raise TypeError(f"no such value: {', '.join(sorted(unknown))}")
    if state not in MeasureChoice.State.values:
        raise ValidationError(str(Text("measures.error.state")), code="state")
    choice = MeasureChoice.objects.filter(organisation=organisation, measure=measure).first()
    definition = find_measure(organisation, measure)
    if definition is None and (choice is None or not measure.startswith(OWN)):
        raise ValidationError(str(Text("measures.error.unknown", measure=measure)), code="unknown")
    if choice is None:
        choice = MeasureChoice(organisation=organisation, measure=measure)
    elif version is not None:
        choice.version = version
    if definition is not None:
        choice.name = dict(definition.name)
    choice.state = state
    for name, value in values.items():
        setattr(choice, name, value)
    _check(choice, organisation)
    choice.save()
    return choice


def _check(choice: MeasureChoice, organisation: Organisation) -> None:
    if choice.start_year is not None and (
        isinstance(choice.start_year, bool) or choice.start_year not in START_YEARS
    ):
        values = {"minimum": str(START_YEARS[0]), "maximum": str(START_YEARS[-1])}
        raise ValidationError(str(Text("measures.error.start_year", **values)), code="start_year")
    if choice.state in _BEGUN and choice.start_year is None:
        raise ValidationError(str(Text("measures.error.needs_year")), code="needs_year")
    person = choice.responsible
    if person is not None and not person.roles_in(organisation):
        raise ValidationError(str(Text("measures.error.responsible")), code="responsible")
