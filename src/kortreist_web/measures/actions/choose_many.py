"""Decide about several measures at once: choose, consider, or leave out with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import Text
from kortreist_web.measures.actions.choose import decide
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["STATES", "Chosen", "choose_many"]

#: What may be decided about several at once.
STATES = (
    MeasureChoice.State.CHOSEN,
    MeasureChoice.State.CONSIDERED,
    MeasureChoice.State.EXCLUDED,
)
_BEGUN = (MeasureChoice.State.UNDER_WAY, MeasureChoice.State.DONE)
_MAX = 200
#: Characters of the reason, as in the field and the API.
_WHY = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was decided about, and what is under way or done already and was left as it is.

    ``kept_year`` are those of the changed that had another start year, and have it still.
    """

    changed: tuple[MeasureChoice, ...]
    begun: tuple[MeasureChoice, ...]
    kept_year: tuple[MeasureChoice, ...] = ()


@action("change", MeasureChoice)
def choose_many(
    who: Actor,
    organisation: Organisation,
    *,
    measures: Sequence[str],
    state: str,
    start_year: int | None = None,
    why: str = "",
) -> Chosen:
    """Decide the same about several measures: all or none; the log names each with the reason.

    Parameters
    ----------
    who, organisation
    measures : sequence of str
        As in :func:`~kortreist_web.measures.actions.choose.choose`.
    state : {"chosen", "considered", "excluded"}
    start_year : int, optional
        Of what is chosen and has none: only with a year does a choice bind the plan.
    why : str
        Must be said of what is left out; it is then the measure's note, until it is left out
        no more.

    Raises
    ------
    ValidationError
        No measure, an unknown one, another state, or no reason where it must be said.
    RefusedError
        The reason is too long.
    """
    if state not in STATES:
        raise ValidationError(str(Text("measures.error.state")), code="state")
    wanted = list(dict.fromkeys(measures))
    if not wanted or len(wanted) > _MAX:
        raise ValidationError(str(Text("measures.error.none_ticked")), code="none_ticked")
    why = why.strip()
    if state == MeasureChoice.State.EXCLUDED and not why:
        raise ValidationError(str(Text("measures.error.why_excluded")), code="why_excluded")
    if len(why) > _WHY:
        raise RefusedError("core.refused.long_why", about="why", count=len(why), maximum=_WHY)
    rows = MeasureChoice.objects.filter(organisation=organisation, measure__in=wanted)
    before = {c.measure: c for c in rows}
    changed, begun = [], []
    for measure in wanted:
        choice = before.get(measure)
        if choice is not None and choice.state in _BEGUN:
            begun.append(choice)
            continue
        values: dict[str, Any] = {}
        if state == MeasureChoice.State.EXCLUDED:
            values["note"] = why
        elif choice is not None and choice.state == MeasureChoice.State.EXCLUDED:
            values["note"] = ""  # why it was left out is no longer so; the log keeps it
        has_year = choice is not None and choice.start_year is not None
        if state == MeasureChoice.State.CHOSEN and not has_year:
            values["start_year"] = start_year
        changed.append(decide(organisation, measure, state, **values))
    chosen = state == MeasureChoice.State.CHOSEN and start_year is not None
    kept = [c for c in changed if chosen and c.start_year != start_year]
    return Chosen(tuple(changed), tuple(begun), tuple(kept))
