"""A plan's rows as the page shows them: what each may be, and how far one has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.action_plans.costs import said_costs
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.texts import language, text, web
from kortreist_web.measures.catalogue import choice_key, choices_of, engine_id, measures_of
from kortreist_web.tenants.models import Organisation

__all__ = ["BARS", "counted", "measure_names", "shown_rows", "wish_value"]

#: Confidences from which all may be confirmed at once, the strictest last.
BARS = (0.75, 0.9, 1.0)
_OUT = "out:"
_MEASURE = "m:"


def wish_value(row: ActionRow) -> str:
    """Return what is decided of a row as the form says it."""
    if row.decision == ActionRow.Decision.MATCHED:
        return _MEASURE + row.measure
    if row.decision == ActionRow.Decision.LEFT_OUT:
        return _OUT + row.reason
    return "" if row.decision == ActionRow.Decision.OPEN else str(row.decision)


def measure_names(organisation: Organisation) -> dict[str, str]:
    """Return name → measure as the database names it, in the reader's language, by name."""
    code = language()
    pairs = [(name_in(m.name, code), choice_key(m)) for m in measures_of(organisation)[0]]
    return dict(sorted(pairs, key=lambda pair: pair[0].casefold()))


def counted(plan: ActionPlan, rows: list[ActionRow]) -> dict[str, Any]:
    """Return the account of all rows of the table: none is lost."""
    empty: dict[str, Any] = {"filled": 0, "left_out": []}
    table: dict[str, Any] = plan.tables[plan.table] if plan.table is not None else empty
    by = Counter(r.decision for r in rows)
    return {
        "filled": table["filled"],
        "not_actions": len(table["left_out"]),
        "left_out_rows": table["left_out"],
        **{name: by.get(name, 0) for name in ActionRow.Decision.values},
        "altered": sum(r.change == ActionRow.Change.ALTERED for r in rows),
        "new": sum(r.change == ActionRow.Change.NEW for r in rows),
    }


def shown_rows(plan: ActionPlan, rows: list[ActionRow]) -> list[dict[str, Any]]:
    """Return rows with the choices of each, named in the reader's language."""
    code = language()
    measures, _ = measures_of(plan.organisation)
    names = {choice_key(m): name_in(m.name, code) for m in measures}
    choices = choices_of(plan.organisation)
    return [
        {
            "row": r,
            "value": wish_value(r),
            "measure": names.get(r.measure, r.measure),
            "options": _options(r, names),
            "best": _best(r, names),
            "excluded": _is_excluded(r, choices),
            "costs": said_costs(r),
        }
        for r in rows
    ]


def _best(row: ActionRow, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the first candidate with how it was found, and how sure it is in words."""
    if not row.candidates:
        return None
    first = row.candidates[0]
    return {
        **first,
        "name": names.get(first["measure"], first["measure"]),
        "sure": web().percent(first["confidence"]),
        "how": text(f"action_plans.method.{first['method']}", because=first["because"]),
        "is_sure": first["confidence"] >= BARS[0],
    }


def _options(row: ActionRow, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the candidates still known here, best first."""
    found = [
        (
            _MEASURE + c["measure"],
            f"{names[c['measure']]} ({web().percent(c['confidence'])})",
        )
        for c in row.candidates
        if c["measure"] in names
    ]
    chosen = _MEASURE + row.measure
    if row.decision == ActionRow.Decision.MATCHED and chosen not in dict(found):
        found.insert(0, (chosen, names.get(row.measure, row.measure)))
    return found


def _is_excluded(row: ActionRow, choices: Mapping[str, Any]) -> bool:
    """Tell whether the measure it is, or is most likely to be, is left out here."""
    measure = row.measure or (row.candidates[0]["measure"] if row.candidates else "")
    choice = choices.get(engine_id(measure))
    return choice is not None and choice.state == "excluded"
