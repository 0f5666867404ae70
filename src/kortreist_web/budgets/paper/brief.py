"""The first page of the case paper: what is decided, what it costs, how far it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Inlines, Row, Strong
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.reach import changes_written, low_chance_written
from kortreist_web.core.stair_chart import not_adopted

__all__ = ["brief", "cost_said"]


def brief(write: BudgetWords, parts: Parts) -> tuple[Block, ...]:
    """Return the questions a councillor has, each with its answer."""
    rows = [
        _row(write, "decide", _decide(write, parts)),
        _row(write, "cost", cost_said(write, parts)),
        _row(write, "target", _targets(write, parts.content)),
        _row(write, "left", _left(write, parts)),
    ]
    if not low_chance_written(write, parts.content):  # else that sentence says it, above
        rows.append(_row(write, "change", changes_written(write, parts.content)))
    return (
        write.table(
            "brief",
            write.tell("decisions.brief.caption"),
            [
                write.text_column(write.tell("decisions.brief.question"), 1.0),
                write.text_column(write.tell("decisions.brief.answer"), 3.4),
            ],
            rows,
        ),
    )


def _row(write: BudgetWords, key: str, said: Inlines) -> Row:
    return Row(Cell((Strong(write.tell(f"decisions.brief.{key}")),)), (Cell(said),))


def _decide(write: BudgetWords, parts: Parts) -> Inlines:
    last, shown = parts.shown.last_year, parts.shown
    count = write.first("formula/count", "formula/cost")
    values = {
        "place": write.name(parts.content["organisation"]["name"]),
        "period": parts.period,
        "n": write.number(len(shown.lines), count),
    }
    if last is None or last.frame is None:
        return write.tell("decisions.brief.decide_said", **values)
    return write.tell(
        "decisions.brief.decide_frame",
        year=write.year(last.year),
        frame=write.tonnes(last.frame, "formula/frame"),
        **values,
    )


def cost_said(write: BudgetWords, parts: Parts) -> Inlines:
    """Write what it costs the municipality: the sum with its range, divided where it is."""
    total = parts.shown.totals.by_bearer["municipality"]
    if total.known is None:
        return write.tell("decisions.brief.cost_unknown")
    money, cost = parts.shown.money, write.rounded(total)
    if money.running.total.known is None or money.investment.total.known is None:
        return write.tell(
            "decisions.brief.cost_undivided", cost=cost, period=parts.period, prices=write.prices()
        )
    return write.tell(
        "decisions.brief.cost_said",
        cost=cost,
        period=parts.period,
        prices=write.prices(),
        running=write.rounded(replace(money.running.total, missing=0)),
        investment=write.rounded(replace(money.investment.total, missing=0)),
    )


def _targets(write: BudgetWords, content: Mapping[str, Any]) -> Inlines:
    """Write each target the frame runs through: how much, of what, from when, and whose it is."""
    target = content["target"]
    goals = target.get("goals") or [
        {
            "year": target["target_year"],
            "reduction": target["reduction"],
            "reduction_high": target.get("reduction_high"),
            "origin": target["origin"],
        }
    ]
    out: list[Inlines] = []
    for goal in goals:
        origin = write.first(goal["origin"], target["origin"])
        frame = content["frame"].get(str(goal["year"]))
        values: dict[str, Any] = {
            "year": write.year(goal["year"]),
            "cut": write.goal(goal["reduction"], origin, goal.get("reduction_high")),
            "reference": write.year(target["reference_year"]),
            "boundary": write.text(f"boundary.{target['boundary']}"),
            "whose": _whose(write, content, goal),
        }
        if frame is None:
            out.append(write.tell("decisions.brief.target_said", **values))
        else:
            tonnes = write.tonnes(frame, "formula/frame")
            out.append(write.tell("decisions.brief.target_tonnes", tonnes=tonnes, **values))
    return write.join(out, " ")


def _whose(write: BudgetWords, content: Mapping[str, Any], goal: Mapping[str, Any]) -> Inlines:
    """Write who has set a target: the resolution, the law, or the source that says it."""
    target, place = content["target"], content["organisation"]["name"]
    if not_adopted(target, goal):
        return write.tell("decisions.brief.target_law")
    for row in target.get("registered", ()):
        adopted = row.get("adopted")
        if adopted and row["origin"] == goal["origin"]:
            return write.tell(
                "decisions.brief.target_adopted",
                body=write.name(adopted["body"]),
                case=write.name(adopted["case_number"]),
                title=write.name(adopted["title"]),
            )
    for row in target.get("registered", ()):
        if row["origin"] == goal["origin"] or row["target_year"] == goal["year"]:
            return write.tell("decisions.brief.target_own", place=write.name(row["name"]))
    kept = {o["id"]: o for o in content.get("provenance") or ()}
    title = (kept.get(goal["origin"]) or {}).get("title") or place
    return write.tell("decisions.brief.target_source", title=write.name(str(title)))


def _left(write: BudgetWords, parts: Parts) -> Inlines:
    last, left, target = parts.shown.last_year, parts.shown.last_left, parts.content["target"]
    if last is None or left is None:
        return write.tell("decisions.brief.left_unknown")
    gap = write.first("formula/gap", "formula/pathway")
    said = write.tell(
        f"decisions.brief.{'left_over' if left > 0 else 'left_within'}",
        year=write.year(last.year),
        left=write.tonnes(abs(left), gap),
        cut=write.goal(target["reduction"], target["origin"], target.get("reduction_high")),
        reference=write.year(target["reference_year"]),
        target=write.year(target["target_year"]),
    )
    low = low_chance_written(write, parts.content)
    if low:
        return (*said, " ", *low)
    chance = write.chance(last.probability, "formula/probability")
    year = write.year(last.year)
    return (*said, " ", *write.tell("decisions.brief.chance", chance=chance, year=year))
