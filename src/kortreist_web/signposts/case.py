"""The case that is ready when a sign is reached: what is seen, what the plan says, a motion."""

from __future__ import annotations

from dataclasses import dataclass

from kortreist_web.core.texts import engine, text, web
from kortreist_web.plans.presenters import Reading
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.presenters import Shown

__all__ = ["Case", "case_of"]

#: Who decides where the municipality can only ask; each has a motion of its own.
_OTHERS = ("county", "state", "owner", "partners")


@dataclass(frozen=True, slots=True)
class Case:
    """A case in words: paragraphs by heading, and motions to choose from."""

    title: str
    seen: str
    plan: str
    #: What the plan reckons the measure cuts, what each pays, and who decides.
    measure: tuple[str, ...]
    deadline: str
    motions: tuple[str, ...]


def case_of(row: Shown) -> Case:
    """Return the case of a sign as it stands.

    Parameters
    ----------
    row : Shown
    """
    s = row.signpost
    about = row.about or row.name
    reached = row.state == Signpost.State.REACHED
    seen = text(
        "signposts.case.seen",
        name=row.name,
        threshold=row.threshold,
        last=row.last or text("signposts.case.nothing_seen"),
        state=row.word,
    )
    if row.last_source:
        seen = text("signposts.case.seen_source", seen=seen, source=row.last_source)
    plan = row.told
    if s.plan is not None and plan:
        plan = text("signposts.case.plan", plan=s.plan.name, told=plan)
    keys: tuple[str, ...] = _reached(row) if reached else ("wait", "no")
    motions = tuple(
        text(f"signposts.case.motion_{key}", about=about, year=s.see_by + 1, name=row.name)
        for key in keys
    )
    return Case(
        title=text("signposts.case.title", about=about),
        seen=seen,
        plan=plan,
        measure=measure_facts(s),
        deadline=text("signposts.case.deadline", year=s.see_by, owner=row.owner),
        motions=motions,
    )


def measure_facts(s: Signpost) -> tuple[str, ...]:
    """Return what the plan reckons of a sign's measure: tonnes, what each pays, who decides.

    What it does not know it says; nothing of a sign that is of no plan's measure.
    """
    content = s.plan.content if s.plan is not None else None
    if not content or not s.measure:
        return ()
    reading = Reading(s.organisation, content)
    rows = [r for name in ("measures", "not_chosen", "state_must") for r in content.get(name, ())]
    row = next((r for r in rows if reading.named(r["id"]).key == s.measure), None)
    if row is None:
        return ()
    first, last = reading.years[0], reading.years[-1]
    cut = (row.get("effect") or {}).get(last)
    out = [text("signposts.case.no_tonnes")]
    if cut is not None:
        values = {k: web().number(cut[k]) for k in ("low", "central", "high")}
        out = [text("signposts.case.tonnes", year=last, **values)]
    for bearer, by_year in (row.get("cost") or {}).items():
        nok = sum(by_year.get(y, 0.0) for y in reading.years)
        key = "saves" if nok < 0.0 else "pays"
        who = engine()(f"documents.bearer.{bearer}")
        amount = web().number(round(abs(nok), -3))
        out.append(text(f"signposts.case.{key}", who=who, nok=amount, first=first, last=last))
    if row.get("cost_missing"):
        who = ", ".join(engine()(f"documents.bearer.{b}") for b in row["cost_missing"])
        out.append(text("signposts.case.cost_missing", who=who))
    deciders = reading.deciders(row)
    if deciders:
        out.append(text("signposts.case.decided_by", who=deciders))
    return tuple(out)


def _reached(row: Shown) -> tuple[str, ...]:
    """Return the motions once a sign is reached, the one it speaks for first."""
    told = row.signpost.told
    decider = told.get("decider")
    if row.about_kind == "binding":
        return ("sign", "ask", "no")
    if told.get("kind") == "condition" and told.get("direction") == "down":
        return ("no", "ask")
    if told.get("kind") == "condition" and decider == "state":
        # What it waited for has come: there is nothing left to ask the state for.
        return ("state_has", "ask", "no")
    if decider in _OTHERS:
        return (f"others_{decider}", "ask", "no")
    return ("do", "ask", "no")
