"""Put the organisation's own figures in place of the library's, or take them away again."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.content import canonical
from kortreist_web.measures.catalogue import OWN, engine_id, overrides_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.measures.overrides import check
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["adapt", "with_adaptation"]


def with_adaptation(
    tables: dict[str, Any], measure: str, adaptation: dict[str, Any]
) -> dict[str, Any]:
    """Return the organisation's tables with one measure's figures changed."""
    out = {**tables, "own": dict(tables.get("own", {}))}
    place = out["own"] if measure.startswith(OWN) else out
    place.pop(engine_id(measure), None)
    if adaptation:
        place[engine_id(measure)] = adaptation
    return {k: v for k, v in out.items() if v}


@action("change", MeasureChoice)
def adapt(
    who: Actor,
    organisation: Organisation,
    choice: MeasureChoice,
    *,
    adaptation: dict[str, Any],
    version: int | None = None,
    why: str = "",
) -> MeasureChoice:
    """Keep the organisation's own figures for a measure.

    Parameters
    ----------
    adaptation : dict
        The engine's form for overrides, or a whole measure of the organisation's own; empty
        takes the library's figures back.

    Raises
    ------
    KortreistError
        The engine refuses the figures: names the field and the mend. Nothing is saved.
    ConflictError
    """
    adaptation = canonical(adaptation)
    if choice.measure.startswith(OWN) and not adaptation:
        raise ValueError("a measure of one's own has no library figures to go back to")
    tables = with_adaptation(overrides_of(organisation), choice.measure, adaptation)
    check(tables, organisation.code)
    choice.adaptation = adaptation
    if choice.measure.startswith(OWN):
        choice.name = adaptation["name"]
    choice.save_as_read(version)
    return choice
