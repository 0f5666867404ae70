"""What happened to a line that was carried from last year's budget, in words."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.texts import text, web
from kortreist_web.tenants.periods import period_name

__all__ = ["happened"]


def _gone(row: Any) -> str:
    """Write which kroner of the municipality leave the budget with a measure that is done."""
    say, (first, last) = web().number, row["years"]
    values = {"first": first, "last": last, "nok": say(row["gone"])}
    kinds = {kind: say(nok or 0) for kind, nok in row["gone_kinds"].items()}
    if row["gone"] is None:
        return text(
            f"budgets.carried.gone_{'unknown' if row['gone_unknown'] else 'none'}", **values
        )
    said = text(f"budgets.carried.gone{'_kinds' if len(kinds) == 2 else ''}", **values, **kinds)
    return f"{said} {text('budgets.carried.gone_more')}" if row["gone_unknown"] else said


def _tonnes(told: Any) -> str:
    """Write what became of the cut of a measure that is done: still counted, or not and why."""
    say = web().number
    if told["counted"] is None:
        values = {"t": say(told["before"]), "year": told["year"]}
        return text("budgets.carried.tonnes_gone", **values)
    said = text("budgets.carried.tonnes_kept", t=say(told["counted"]), year=told["year"])
    return said if told["measured"] else f"{said} {text('budgets.carried.tonnes_unmeasured')}"


def happened(row: Any) -> str:
    """Write what happened to a line that was carried from last year's budget."""
    say, out = web().number, []
    if row.get("status"):
        period, year, *periods = row["period"]
        when = period_name(year, period, *periods or (3,))
        status = text(f"budgets.carried.status_{row['status']}")
        out.append(text("budgets.carried.said", status=status, when=when))
    if start := row.get("start"):
        out.append(text("budgets.carried.start", before=start[0], after=start[1]))
    if effect := row.get("effect"):
        values = {"before": say(effect[0]), "after": say(effect[1]), "year": row["year"]}
        out.append(text("budgets.carried.effect", **values))
    if cost := row.get("cost"):
        first, last = row["years"]
        values = {"before": say(cost[0]), "after": say(cost[1]), "first": first, "last": last}
        out.append(text("budgets.carried.cost", **values))
    if short := row.get("short"):
        seen = web().number(None) if short["seen"] is None else say(short["seen"])
        values = {**short, "seen": seen, "target": say(short["target"])}
        out.append(
            text(
                f"budgets.carried.short_{'ended' if row['what'] == 'done' else 'kept'}",
                **values,
                kept=web().percent(short["share"]),
            )
        )
    if tonnes := row.get("tonnes"):
        out.append(_tonnes(tonnes))
    if row["what"] == "done" and "gone" in row:
        out.append(_gone(row))
    if "unpaid" in row:
        values = {"nok": say(row["unpaid"]), "year": row["unpaid_year"]}
        out.append(text("budgets.carried.unpaid", **values))
    if row["what"] == "not_counted":
        out.append(text("budgets.carried.not_counted_note"))
    return " ".join(out) or web().number(None)
