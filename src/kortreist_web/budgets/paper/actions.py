"""The budget's other parts in documents, and what was looked at and is not proposed now."""

from __future__ import annotations

from typing import Any

from kortreist.documents.format.blocks import Block, Inlines
from kortreist.i18n import name_in
from kortreist_web.budgets.identified import why_not
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.words import DASH, BudgetWords
from kortreist_web.budgets.presenters import Line, PartShown

__all__ = ["actions", "not_proposed"]


def actions(write: BudgetWords, parts: Parts) -> tuple[Block, ...]:
    """Return a heading, what is said and a table for each part whose tonnes are not computed."""
    out: list[Block] = []
    for part in parts.shown.actions:
        out.append(write.heading(write.tell(f"budgets.part.{part.part}")))
        out.append(write.paragraph(tuple(i for said in _said(write, part) for i in said)))
        if part.lines:
            out.append(_table(write, parts, part))
    if out:
        out.insert(0, write.note(write.tell("budgets.part.lead")))
    return tuple(out)


def _said(write: BudgetWords, part: PartShown) -> list[Inlines]:
    said = part.said
    out = [write.tell(f"budgets.part.what_{part.part}")]
    if part.part != "adaptation":
        out += [(" ",), write.tell("budgets.part.not_yet")]
    if said.get("goal"):
        goal, source = write.name(said["goal"]), write.name(said["goal_source"])
        out += [(" ",), write.tell("budgets.part.goal", goal=goal, source=source)]
    else:
        out += [(" ",), write.tell("budgets.part.no_goal")]
    if said.get("indicator"):
        indicator = write.name(said["indicator"])
        out += [(" ",), write.tell("budgets.part.followed", indicator=indicator)]
    if said.get("rhythm"):
        rhythm = write.tell(f"budgets.part.rhythm_{said['rhythm']}")
        out += [(" ",), write.tell("budgets.part.reported", rhythm=rhythm)]
    return out


def _table(write: BudgetWords, parts: Parts, part: PartShown) -> Block:
    w = write

    def row(line: Line) -> Any:
        data = line.data
        who = ", ".join(x for x in (data["unit"], data["responsible"]) if x)
        since = w.text("measures.from_year", year=w.year(data["start_year"]))
        followed = "; ".join(i["name"] for i in data["indicators"]) or data.get("indicator") or ""
        due = data.get("due_on")
        return w.row(
            w.cell(parts.named(data["name"], data["measure"]), since),
            (w.name(who),) if who else w.tell("decisions.document.undecided"),
            (w.date(due),) if due else (DASH,),
            (w.name(followed),) if followed else (DASH,),
            parts.cost(line),
        )

    return w.table(
        f"part-{part.part}",
        w.tell("budgets.part.caption", part=w.tell(f"budgets.part.{part.part}")),
        [
            w.text_column("measures.measure", 2.2),
            w.text_column(w.tell("decisions.document.responsible"), 1.4),
            w.text_column(w.tell("budgets.part.due"), 1.0),
            w.text_column(w.tell("budgets.part.indicator"), 1.4),
            w.column(w.tell("decisions.document.municipality"), 1.1),
        ],
        [row(line) for line in part.lines],
    )


def not_proposed(write: BudgetWords, parts: Parts) -> tuple[Block, ...]:
    """Return the table of what was looked at, by why it is not proposed now."""
    rows = parts.content.get("identified") or []
    if not rows:
        return ()
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        name = name_in(row["name"], write.language) or row["measure"]
        by_reason.setdefault(why_not(row), []).append(name)
    return (
        write.table(
            "identified",
            write.tell("budgets.identified.caption"),
            [
                write.text_column(write.tell("budgets.identified.why"), 1.2),
                write.text_column("measures.measure", 2.0),
            ],
            [
                write.row(write.name(why), write.name("; ".join(names)))
                for why, names in sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
            ],
        ),
    )
