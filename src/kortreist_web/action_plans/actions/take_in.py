"""Take a plan in: choose the measures its rows are, and make the rest measures of their own."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from kortreist.i18n import DATA_LANGUAGES
from kortreist.words import fold
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.actions.make_own import make_own_all
from kortreist_web.measures.models import START_YEARS, MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["stands", "take_in"]

#: Longest name a measure may have.
_NAME = 60
_NOTE = 4000
#: How plans say that something is done, or under way: the beginning, folded.
_DONE = ("gjennomfort", "ferdig", "fullfort", "utfort", "avslutta", "avsluttet", "done", "complet")
_UNDER_WAY = (
    "pagar",
    "pagaende",
    "i gang",
    "under arbeid",
    "under veis",
    "underveis",
    "igangsatt",
    "igangsett",
    "ongoing",
    "in progress",
    "started",
    "under gjennomfor",
    "starta",
    "startet",
    "oppstarta",
    "oppstartet",
    "paborja",
    "pabegynt",
    "under way",
    "underway",
)
#: What is done again and again is under way: a status or a period that says no more than this.
_RECURRING = frozenset(
    [
        "arlig",
        "arleg",
        "kvart ar",
        "hvert ar",
        "lopende",
        "lopande",
        "kontinuerlig",
        "kontinuerleg",
        "annual",
        "annually",
        "yearly",
        "every year",
        "continuous",
        "continuously",
    ]
)
#: What a later plan must not turn back by itself.
_DECIDED = (
    MeasureChoice.State.UNDER_WAY,
    MeasureChoice.State.DONE,
    MeasureChoice.State.EXCLUDED,
)


@action("change", ActionPlan)
def take_in(who: Actor, organisation: Organisation, plan: ActionPlan) -> dict[str, int]:
    """Take in every row, once; the plan is the reason each choice is logged with.

    A measure that is left out here, under way or done stays as it is: the plan's words are
    added to its note. Rows of the same measure become one choice.

    Returns
    -------
    dict
        How many rows were ``matched`` and ``own``, and how many measures were ``chosen`` and
        ``kept`` as they were.

    Raises
    ------
    RefusedError
        Rows are not decided, or the plan is taken in already.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != ActionPlan.State.OPEN:
        raise RefusedError("action_plans.refused.taken")
    rows = list(plan.rows.select_related("unit"))
    left = [r for r in rows if r.decision == ActionRow.Decision.OPEN]
    if left:
        raise RefusedError("action_plans.refused.open", n=len(left))
    by_measure: dict[str, list[ActionRow]] = defaultdict(list)
    for row in rows:
        if row.decision == ActionRow.Decision.MATCHED:
            by_measure[row.measure].append(row)
    there = {c.measure: c for c in MeasureChoice.objects.filter(organisation=organisation)}
    kept = 0
    for measure, some in by_measure.items():
        now = there.get(measure)
        kept += now is not None and now.state in _DECIDED
        _choose(who, plan, measure, some, now)
    own = [r for r in rows if r.decision == ActionRow.Decision.OWN]
    made = make_own_all(who, organisation, tables=[_table(plan, r) for r in own], why=_why(plan))
    for row, choice in zip(own, made, strict=True):
        row.measure = choice.measure
        row.save()
        _choose(who, plan, choice.measure, [row], choice)
    plan.state = ActionPlan.State.TAKEN
    plan.save()
    return {
        "matched": sum(len(some) for some in by_measure.values()),
        "chosen": len(by_measure) - kept,
        "kept": kept,
        "own": len(own),
    }


def _why(plan: ActionPlan) -> str:
    case = f", {plan.case_number}" if plan.case_number else ""
    return f"{plan.title}{case}"[:300]


def stands(row: ActionRow) -> tuple[str, int | None]:
    """Return the state a row's status says, and the year the measure starts or started.

    What is under way started this year or earlier: this year where the row says none. What is
    done is done by the year it was to end in. Else it is chosen, and the year may be missing.
    """
    said, this_year = fold(row.status).strip(), timezone.localdate().year
    start = row.start_year if row.start_year in START_YEARS else None
    if said.startswith(_DONE):
        end = row.end_year if row.end_year in START_YEARS else None
        done = start or (end if end is not None and end <= this_year else None)
        return (MeasureChoice.State.DONE if done else MeasureChoice.State.CHOSEN), done
    recurring = _RECURRING & {fold(str(text)).strip(" .") for _, text in row.cells}
    if said.startswith(_UNDER_WAY) or recurring:
        return MeasureChoice.State.UNDER_WAY, start or this_year
    return MeasureChoice.State.CHOSEN, start


def _choose(
    who: Actor,
    plan: ActionPlan,
    measure: str,
    rows: list[ActionRow],
    now: MeasureChoice | None,
) -> None:
    """Choose a measure for rows of the plan, with what is decided of it already kept."""
    words = web(plan.organisation.language)
    said = [words("action_plans.note", plan=_why(plan), row=str(r)) for r in rows]
    fixed = now is not None and now.state in _DECIDED
    before = now.note.split("\n") if now is not None and now.note else []
    values: dict[str, Any] = {"note": "\n".join(dict.fromkeys([*before, *said]))[:_NOTE]}
    standing = [stands(r) for r in rows]
    first = min((y for _, y in standing if y is not None), default=None)
    unit = next((r.unit for r in rows if r.unit is not None), None)
    if now is None or (now.start_year is None and not fixed):
        values["start_year"] = first
    if unit is not None and (now is None or now.unit_id is None):
        values["unit"] = unit
    state = now.state if fixed and now is not None else standing[0][0]
    choose(who, plan.organisation, measure=measure, state=state, why=_why(plan), **values)


def _table(plan: ActionPlan, row: ActionRow) -> dict[str, Any]:
    """Return an action of their own in the engine's form: a measure nobody has counted."""

    def each(key: str, **values: object) -> dict[str, str]:
        return {code: web(code)(f"action_plans.own.{key}", **values) for code in DATA_LANGUAGES}

    name = " ".join(row.title.split())
    if len(name) > _NAME:
        name = name[: _NAME - 1].rsplit(" ", 1)[0] + "…"
    text = "\n".join(t for t in (row.title if name != row.title else "", row.description) if t)
    return {
        "level": 1,
        "theme": "other",
        "unit": "chief_executive",
        "name": dict.fromkeys(DATA_LANGUAGES, name),
        "description": dict.fromkeys(DATA_LANGUAGES, text[:_NOTE])
        if text
        else each("description", plan=_why(plan)),
        "indicator": each("indicator"),
        "source": "local",
        "ramp_years": 1,
        "lifetime_years": 1,
        "commitment_years": 0,
        "staff_fte": 0.0,
        "instruments": [{"owner": "municipality", **each("instrument")}],
        "unquantified_reason": each("uncounted", plan=_why(plan)),
    }
