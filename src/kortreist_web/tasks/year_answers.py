"""What the steps of the year say of themselves, all of them asked with one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from kortreist_web.core.domain import from_all
from kortreist_web.core.year_steps import YearLook, YearStep
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import being_reported

__all__ = ["StepAnswer", "look_at", "step_answers"]


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A step that applies to an organisation: whether it is done, and whether it may be left
    out."""

    step: YearStep[Any]
    done: bool
    optional: bool


def look_at(organisation: Organisation, today: date) -> YearLook[Any]:
    """Return a look at an organisation's year; nothing is asked yet."""
    return YearLook(organisation, today, being_reported)


def step_answers(look: YearLook[Any]) -> dict[str, StepAnswer]:
    """Return the steps that apply by key, in their order, with how each answers."""
    declared = from_all(lambda domain: domain.steps)
    said: dict[tuple[str, str], Any] = {}
    for step in declared:
        said[step.key, "applies"] = True if step.applies is None else step.applies(look)
        said[step.key, "done"] = step.done(look)
        said[step.key, "optional"] = False if step.optional is None else step.optional(look)
    asked = {
        f"step_{key}_{what}": ExpressionWrapper(answer, output_field=BooleanField())
        for (key, what), answer in said.items()
        if not isinstance(answer, bool)
    }
    rows: Any = Organisation.objects.filter(pk=look.organisation.pk)
    found = rows.values(**asked).get() if asked else {}

    def is_so(step: YearStep[Any], what: str) -> bool:
        answer = said[step.key, what]
        return answer if isinstance(answer, bool) else bool(found[f"step_{step.key}_{what}"])

    return {
        step.key: StepAnswer(step, is_so(step, "done"), is_so(step, "optional"))
        for step in declared
        if is_so(step, "applies")
    }
