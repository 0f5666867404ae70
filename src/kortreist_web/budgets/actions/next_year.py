"""Begin next year's draft from the budget in force: what is carried, dropped, new and changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.budgets.actions.amend import part_settings
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.completion import (
    Shortfall,
    divided,
    measured,
    shortfalls,
    unpaid_investment,
)
from kortreist_web.budgets.evidence import Reported, evidence
from kortreist_web.budgets.frozen import ADOPTED, current
from kortreist_web.budgets.kinds import INVESTMENT, line_kinds, own_kinds
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.money_totals import line_total
from kortreist_web.budgets.parts import part_of_line
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.budgets.rolled import at_last, differs, rolled, rolled_range
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import language
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.versions.models import Version

__all__ = ["CARRIED", "next_year", "unfinished"]

#: What may have happened to a line: each has its text in ``budgets.carried``.
CARRIED = ("carried", "changed", "not_counted", "new", "done")
_LATE = ("delayed", "not_started", "stopped")


@action("change", Budget)
def next_year(
    who: Actor,
    organisation: Organisation,
    frozen: Version,
    plan: Plan,
    *,
    title: str,
    price_growth: float | None = None,
    own_growth: float | None = None,
    complete: Collection[str] = (),
    confirmed: bool = False,
) -> Budget:
    """Draft the year after the budget in force, with a plan's figures and last year's decisions.

    Each line of the adopted budget is carried with who does it, its part, indicator, date and
    note, and with the newest figures of the plan; what is done is dropped with the kroner that go
    with it, and stays in the pathway. What is said to be done and has not reached its last target
    is carried, unless it is told to be ``complete``: then it is dropped, and only the share that
    was reached stays in the pathway. A line the plan does not compute is carried with its money
    moved a year on. What happened is in ``frame["carried"]``, row by row.

    Parameters
    ----------
    frozen : Version
        The budget in force.
    plan : Plan
        Ready, with figures for the year after.
    title : str
    price_growth : float or None
        From the plan's prices to the new budget's, as for a draft from a plan.
    own_growth : float or None
        From the adopted budget's prices to the new one's: of amounts that are moved on. None:
        they are as they were, and said to be so.
    complete : collection of str
        Measures said to be done whose programme ends before its last target.
    confirmed : bool
        As for a draft from a plan.

    Raises
    ------
    RefusedError
        The version is not the one in force, the plan gives no draft of the year after, there
        is a draft of that name that was not begun so, or a measure is told to be complete that
        nobody has said is done, or of which it is not known how much was reached.
    """
    in_force = current(organisation, frozen.year)
    if frozen.state != ADOPTED or in_force is None or in_force.pk != frozen.pk:
        raise RefusedError("budgets.refused.not_in_force")
    _may_end(organisation, frozen, complete)
    year = frozen.year + 1
    same = Budget.objects.filter(organisation=organisation, plan=plan, year=year, title=title)
    there = same.filter(state=Budget.State.DRAFT, amends=None).first()
    if there is not None and not there.frame.get("carried_from"):
        # What somebody has worked on is not written over.
        raise RefusedError("budgets.refused.draft_there", about="title", title=title)
    budget: Budget = draft_from_plan(
        who,
        organisation,
        plan,
        year=year,
        title=title,
        price_growth=price_growth,
        confirmed=confirmed,
    )
    if budget.frame.get("carried_from"):
        return budget  # the same wish again
    _Carrying(budget, frozen, own_growth, frozenset(complete)).run()
    return budget


def unfinished(organisation: Organisation, frozen: Version) -> dict[str, Shortfall]:
    """Return the measures of a budget that are said to be done and have not reached their target.

    Whoever begins next year's budget is asked of each whether its programme is complete.
    """
    reported = evidence(organisation, (), member=True).reported
    states = dict(
        MeasureChoice.objects.filter(organisation=organisation).values_list("measure", "state")
    )
    measures = {line["measure"] for line in frozen.content["lines"]}
    return {
        measure: short
        for measure, short in shortfalls(organisation).items()
        if measure in measures and _said_done(states.get(measure), reported.get(measure))
    }


def _said_done(state: str | None, reported: Sequence[Reported] | None) -> bool:
    return state == MeasureChoice.State.DONE or bool(reported and reported[-1].status == "done")


def _may_end(organisation: Organisation, frozen: Version, complete: Collection[str]) -> None:
    asked = unfinished(organisation, frozen) if complete else {}
    names = {line["measure"]: line["name"] for line in frozen.content["lines"]}
    for measure in complete:
        name = name_in(names[measure], language()) if measure in names else measure
        if measure not in asked:
            raise RefusedError("budgets.refused.not_said_done", about="complete", name=name)
        if asked[measure].share is None:
            raise RefusedError("budgets.refused.reach_not_known", about="complete", name=name)


class _Carrying:
    """Carries an adopted budget's lines into a draft, one by one."""

    def __init__(
        self, budget: Budget, frozen: Version, growth: float | None, complete: Collection[str]
    ) -> None:
        self.complete = complete
        self.budget, self.frozen, self.growth = budget, frozen, growth
        organisation = budget.organisation
        self.years: list[int] = budget.frame["plan_years"]
        self.lines = {line.measure: line for line in budget.lines.all()}
        rows = MeasureChoice.objects.filter(organisation=organisation)
        self.choices = {c.measure: c for c in rows}
        self.units = set(
            Unit.objects.filter(organisation=organisation).values_list("pk", flat=True)
        )
        self.reported = evidence(organisation, (), member=True).reported
        self.unfinished = unfinished(organisation, frozen)
        self.measured = measured(organisation)
        self.unpaid = unpaid_investment(organisation, frozen.year)
        self.rows: list[dict[str, Any]] = []
        self.done: dict[str, Any] = {}

    def run(self) -> None:
        content = self.frozen.content
        place = 0
        for old in content["lines"]:
            place += 1
            self._carry(old, place)
        before = {old["measure"] for old in content["lines"]}
        for measure, line in self.lines.items():
            if measure not in before:
                place += 1
                line.place_in_order = place
                line.save()
                self._tell(line.measure, line.name, "new")
        self.budget.introduction = content["introduction"]
        self.budget.parts = {p: part_settings(s) for p, s in content.get("parts", {}).items()}
        self.budget.set_aside = {
            r["measure"]: r["said"] for r in content.get("identified", ()) if r["said"]
        }
        origin = {"year": self.frozen.year, "number": self.frozen.number}
        self.budget.frame = {
            **self.budget.frame,
            "carried_from": {
                **origin,
                "content_hash": self.frozen.content_hash,
                "growth": self.growth,
            },
            "carried": self.rows,
            "done": self.done,
        }
        self.budget.save()

    def _tell(self, measure: str, name: Mapping[str, str], what: str, **details: Any) -> None:
        self.rows.append({"measure": measure, "name": dict(name), "what": what, **details})

    def _status(self, measure: str) -> Reported | None:
        said = self.reported.get(measure)
        return said[-1] if said else None

    def _carry(self, old: Mapping[str, Any], place: int) -> None:
        measure, last = old["measure"], self._status(old["measure"])
        choice, line = self.choices.get(measure), self.lines.get(measure)
        said: dict[str, Any] = (
            {"status": last.status, "period": [last.period, last.year, last.periods]}
            if last
            else {}
        )
        if measure in self.unpaid:
            said["unpaid"] = self.unpaid[measure]
            said["unpaid_year"] = self.frozen.year
        short = self.unfinished.get(measure)
        if short is not None:
            said["short"] = short.as_dict()
        ended = short is None or measure in self.complete
        if ended and _said_done(choice.state if choice else None, self.reported.get(measure)):
            share = None if short is None else short.share
            self._tell(measure, old["name"], "done", **said, **self._drop(old, line, share))
            return
        late = bool(last and last.status in _LATE) or _is_past(old.get("due_on"))
        details: dict[str, Any] = {}
        if line is None:
            line = self._moved_on(old, choice)
            what = "not_counted" if old["effect"] else "carried"
        else:
            what, details = self._compare(old, line)
            if str(old["origins"].get("cost", "")).startswith(OWN_COST):
                self._take_money(line, old, exact=True)
        self._take_decisions(line, old, place)
        line.save()
        self._tell(measure, old["name"], what, late=late, **said, **details)

    def _drop(
        self, old: Mapping[str, Any], line: BudgetLine | None, share: float | None
    ) -> dict[str, Any]:
        """Leave out what is done, and return the municipality's kroner that go with it.

        What the pathway counts of it is told apart; with a ``share``, only that much of it. What
        became of its tonnes is told too: no cut leaves a budget without a word.
        """
        gone = self._money_of(old, line) | self._tonnes_of(old, line, share)
        if line is None:
            return gone
        if line.effect:
            kept: dict[str, Any] = {"effect": line.effect}
            if share is not None:
                effect, rest = divided(line.effect, share)
                kept = {"effect": effect, "rest": rest, "share": share}
            self.done[line.measure] = {
                "name": dict(line.name),
                "start_year": line.start_year,
                "cost": line.cost,
                "cost_missing": list(line.cost_missing),
                "decide_by": None,
                **kept,
            }
        line.delete()
        return gone

    def _tonnes_of(
        self, old: Mapping[str, Any], line: BudgetLine | None, share: float | None
    ) -> dict[str, Any]:
        """Return what the pathway still counts of what is done, and what it counted before.

        In the draft's last year; nothing of a measure that never had tonnes.
        """
        year = self.years[-1]
        before = at_last(old["effect"], year)
        now = at_last(line.effect, year) if line is not None else None
        if before is None and now is None:
            return {}
        kept = None if now is None else now * (1.0 if share is None else share)
        told = {"year": year, "before": before, "counted": kept}
        return {"tonnes": {**told, "measured": old["measure"] in self.measured}}

    def _money_of(self, old: Mapping[str, Any], line: BudgetLine | None) -> dict[str, Any]:
        """Return what a line would have cost the municipality in the new budget's years, NOK.

        As the newest plan has it; else as the budget in force has it, moved a year on.
        """
        own = str(old["origins"].get("cost", "")).startswith(OWN_COST)
        if line is None or own:
            line = self._moved_on(old, None)
        told = {"cost": line.cost, "cost_missing": line.cost_missing, "kinds": line.kinds}
        whole = line_total(told, self.years, "municipality")
        apart = line_kinds(told, self.years)
        each = {kind: money.total for kind, money in apart.items()}
        return {
            "gone": whole.known,
            "gone_unknown": not whole.complete,
            "gone_kinds": {kind: one.known for kind, one in each.items() if one.complete},
            "years": [self.years[0], self.years[-1]],
        }

    def _compare(self, old: Mapping[str, Any], line: BudgetLine) -> tuple[str, dict[str, Any]]:
        """Return whether the figures became others, and both values of those that did."""
        common = [y for y in self.years if y in self.frozen.content["plan_years"]]
        details: dict[str, Any] = {}
        if common:
            effects = [at_last(x, common[-1]) for x in (old["effect"], line.effect)]
            new = {"cost": line.cost, "cost_missing": line.cost_missing}
            costs = [line_total(x, common, "municipality").known for x in (old, new)]
            if differs(*effects):
                details["effect"] = effects
            if differs(*costs):
                details["cost"] = costs
            details |= {"year": common[-1], "years": [common[0], common[-1]]} if details else {}
        if line.start_year != old["start_year"]:
            details["start"] = [old["start_year"], line.start_year]
        return ("changed" if details else "carried"), details

    def _moved_on(self, old: Mapping[str, Any], choice: MeasureChoice | None) -> BudgetLine:
        """Return a line the new plan does not compute, with its money moved a year on."""
        line = BudgetLine(
            organisation=self.budget.organisation,
            budget=self.budget,
            choice=choice,
            measure=old["measure"],
            name=dict(old["name"]),
            start_year=old["start_year"],
        )
        self._take_money(line, old)
        return line

    def _take_money(self, line: BudgetLine, old: Mapping[str, Any], exact: bool = False) -> None:
        line.cost = rolled(old["cost"], self.years, self.growth, exact=exact)
        line.cost_range = rolled_range(old.get("cost_range") or {}, self.years, self.growth)
        line.kinds = self._rolled_kinds(line, old.get("kinds") or {})
        line.posts = {y: n for y, n in (old.get("posts") or {}).items() if int(y) in self.years}
        line.cost_missing = list(old["cost_missing"])
        # What the new plan has not computed is the municipality's own figure from now on; what
        # nobody knows the cost of is no figure for being moved on.
        if line.cost:
            line.cost_mark = "own"
            line.origins = {**line.origins, "cost": f"{OWN_COST}{line.measure}"}

    def _rolled_kinds(self, line: BudgetLine, kinds: Mapping[str, Any]) -> dict[str, Any]:
        """Return the money by kind; how it falls stays unknown where it was."""
        if not kinds:
            return {}
        before = {y: band["central"] for y, band in kinds[INVESTMENT].items()}
        moved = rolled({"municipality": before}, self.years, self.growth, exact=True)
        cost = line.cost.get("municipality", {})
        return own_kinds(cost, moved.get("municipality", {}))

    def _take_decisions(self, line: BudgetLine, old: Mapping[str, Any], place: int) -> None:
        if not line.effect:
            line.part = part_of_line(old)
        if not line.unit_id and old["unit_id"] in self.units:
            line.unit_id = old["unit_id"]
        line.responsible = old["responsible"] or line.responsible
        line.note = old["note"] or line.note
        line.indicator = old.get("indicator") or ""
        line.due_on = date.fromisoformat(old["due_on"]) if old.get("due_on") else None
        line.place_in_order = place


def _is_past(due: str | None) -> bool:
    from django.utils import timezone

    return bool(due) and date.fromisoformat(str(due)) < timezone.localdate()
