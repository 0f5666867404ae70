"""Where the figures an interim report makes itself come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.i18n import LANGUAGES
from kortreist_web.core.texts import engine, web
from kortreist_web.tenants.models import Organisation

__all__ = ["CHANCE", "FORECAST", "FUTURES", "MONEY", "RESTATED", "STATUS", "origins_of"]

FORECAST, CHANCE, STATUS = "report/forecast", "report/chance", "report/status"
MONEY, RESTATED, FUTURES = "report/money", "report/restated", "report/futures"
_INPUTS = {
    FORECAST: ("formula/pathway", "formula/effect", STATUS),
    CHANCE: (FORECAST, "formula/probability", "formula/frame"),
    MONEY: ("formula/cost",),
    RESTATED: ("formula/frame",),
}
#: The budget's rule of its futures names numbers that only the budget pins.
_DRAWN = "formula/futures"


def origins_of(adopted: Mapping[str, Any], organisation: Organisation) -> list[dict[str, Any]]:
    """Return the origins of a report: the budget's, and its own.

    Parameters
    ----------
    adopted : mapping
        The frozen budget's content.
    organisation : Organisation
        Whose units report.

    Returns
    -------
    list of dict
        The titles and rules of the report's own are in every language: what is frozen is
        read in all of them.
    """
    taken = [dict(o) for o in adopted.get("provenance", [])]
    drawn = _futures(adopted.get("pins") or {}) if any(o["id"] == _DRAWN for o in taken) else None
    if drawn:
        taken = [_with_futures(o) for o in taken if o["id"] != _DRAWN]
    return [*taken, *([drawn] if drawn else []), *_own(organisation)]


def _with_futures(origin: dict[str, Any]) -> dict[str, Any]:
    if _DRAWN not in origin.get("inputs", ()):
        return origin
    return {**origin, "inputs": [FUTURES if i == _DRAWN else i for i in origin["inputs"]]}


def _futures(pins: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the rule of the budget's futures with its numbers, where they are known."""
    if "futures" not in pins or "seed" not in pins:
        return None
    values = {k: pins[k] for k in ("futures", "seed")}
    return {
        "id": FUTURES,
        "kind": "formula",
        "title": {c: web(c)("reports.origin.futures.title") for c in LANGUAGES},
        "expression": {c: engine(c)("budgets.rule.futures", **values) for c in LANGUAGES},
        "mark": "computed",
    }


def _own(organisation: Organisation) -> list[dict[str, Any]]:
    made = []
    for id in (FORECAST, CHANCE, STATUS, MONEY, RESTATED):
        stem = f"reports.origin.{id.partition('/')[2]}"
        reported = id == STATUS
        origin: dict[str, Any] = {
            "id": id,
            "kind": "fact" if reported else "formula",
            "title": {c: web(c)(f"{stem}.title") for c in LANGUAGES},
            "expression": {c: web(c)(f"{stem}.rule") for c in LANGUAGES},
            # None of the marks is right for what units have said: nobody has checked it in a
            # source, and it is not our judgement.
            "mark": "" if reported else "computed",
        }
        if reported:
            origin["source"] = organisation.name
        if id in _INPUTS:
            origin["inputs"] = list(_INPUTS[id])
        made.append(origin)
    return made
