"""Where the figures an interim report makes itself come from."""

from __future__ import annotations

from typing import Any

from kortreist.provenance import Origin
from kortreist_web.ground.texts import web

__all__ = ["CHANCE", "FORECAST", "MONEY", "RESTATED", "STATUS", "own_origins"]

FORECAST, CHANCE, STATUS = "report/forecast", "report/chance", "report/status"
MONEY, RESTATED = "report/money", "report/restated"
_INPUTS = {
    FORECAST: ("formula/pathway", "formula/effect", STATUS),
    CHANCE: (FORECAST, "formula/probability", "formula/frame"),
    MONEY: ("formula/cost",),
    RESTATED: ("formula/frame",),
}


def own_origins(language: str) -> list[dict[str, Any]]:
    """Return the origins as a frozen content keeps them, in one language."""
    t = web(language)
    made = []
    for id in (FORECAST, CHANCE, STATUS, MONEY, RESTATED):
        name = id.partition("/")[2]
        origin = Origin(
            id=id,
            kind="fact" if id == STATUS else "formula",
            title=t(f"reports.origin.{name}.title"),
            source=t("reports.origin.status.source") if id == STATUS else "",
            mark="judgement" if id == STATUS else "computed",
            expression="" if id == STATUS else t(f"reports.origin.{name}.rule"),
            inputs=_INPUTS.get(id, ()),
        )
        made.append(
            {k: list(v) if isinstance(v, tuple) else v for k, v in origin.as_dict().items()}
        )
    return made
