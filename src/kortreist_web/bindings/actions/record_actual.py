"""Record what came of a binding: its real emission of a year, as an observation."""

from __future__ import annotations

import math
from typing import Any

from kortreist_web.bindings.models import Binding
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.indicators.actions.define import define
from kortreist_web.indicators.actions.observe import observe
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["record_actual"]


@action("manage", Binding)
def record_actual(
    who: Actor,
    organisation: Organisation,
    binding: Binding,
    *,
    year: int,
    tonnes: float,
    nok: float | None = None,
    note: str = "",
    version: int | None = None,
) -> Binding:
    """Keep the real account of a year of what is built or signed; it is observed as well.

    What was expected is the indicator's target, so that the two stand beside each other.

    Parameters
    ----------
    tonnes : float
        t CO2e in the year.
    nok : float, optional
        What it cost.

    Raises
    ------
    RefusedError
        It is not in use in the year, or the tonnes are no number.
    ConflictError
    """
    if not binding.committed or binding.start is None or year < binding.start:
        raise RefusedError("bindings.refused.not_in_use", name=binding.name, year=year)
    if not math.isfinite(tonnes) or tonnes < 0:
        raise RefusedError("bindings.refused.actual_tonnes")
    if binding.indicator is None:
        say = web(organisation.language)
        expected = binding.tonnes if not binding.once else None
        last = binding.last or year
        years = range(binding.start, min(last, binding.start + 9) + 1)
        binding.indicator = define(
            who,
            organisation,
            name=say("bindings.actual.indicator", name=binding.name)[:200],
            unit_of_measure=say("bindings.actual.unit"),
            unit=binding.unit,
            direction=-1,
            targets={} if expected is None else dict.fromkeys(years, expected),
            source=say("bindings.actual.source"),
        )
    observe(who, organisation, binding.indicator, year=year, value=tonnes, note=note)
    kept: dict[str, Any] = {"tonnes": tonnes, "nok": nok, "note": note}
    binding.actual = {**binding.actual, str(year): kept}
    binding.save_as_read(version)
    return binding
