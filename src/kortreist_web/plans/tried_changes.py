"""What somebody has changed from a plan in a try, as sentences."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.texts import text, web
from kortreist_web.plans.presenters import Reading

__all__ = ["tried_changes"]

_LIMITS = ("money_nok", "staff_fte", "dearest")


def tried_changes(
    before: dict[str, Any], after: dict[str, Any], reading: Reading
) -> tuple[str, ...]:
    """Return each change from one question to another: limits, measures, what binds.

    Parameters
    ----------
    before, after : dict
        Questions of a plan and of a try of it.
    reading : Reading
        Gives the names.
    """
    out = [
        text(
            "plans.try.changed",
            what=text(f"plans.try.{name}"),
            before=_limit(before.get(name)),
            after=_limit(after.get(name)),
        )
        for name in _LIMITS
        if before.get(name) != after.get(name)
    ]
    ids = {*before["fixed"], *before["excluded"], *after["fixed"], *after["excluded"]}
    out += [
        text("plans.try.changed", what=reading.named(id).name, before=was, after=now)
        for id in sorted(ids, key=lambda i: reading.named(i).name)
        for was, now in [(_wish(before, id), _wish(after, id))]
        if was != now
    ]
    there = {row["key"] for row in before.get("bindings", ())}
    then = {row["key"] for row in after.get("bindings", ())}
    out += [
        text("plans.try.bound", names=row["name"])
        for row in after.get("bindings", ())
        if row["key"] not in there
    ]
    out += [
        text("plans.try.unbound", names=row["name"])
        for row in before.get("bindings", ())
        if row["key"] not in then
    ]
    return tuple(out)


def _limit(value: float | None) -> str:
    if value is None:
        return text("plans.try.assumed")
    return web().number(value, 0 if value == round(value) else 1)


def _wish(question: dict[str, Any], id: str) -> str:
    if id in question["excluded"]:
        return text("plans.try.out")
    year = question["fixed"].get(id)
    return text("plans.try.start", year=year) if year else text("plans.try.free")
