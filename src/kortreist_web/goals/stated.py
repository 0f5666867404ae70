"""A goal in words, whether a path can be computed for it, and as the engine is told of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.queries import history
from kortreist_web.core.texts import language, web
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.budgets import RegisteredTarget

__all__ = [
    "Stated",
    "as_registered",
    "goal_rows",
    "goal_words",
    "goals_before",
    "standing",
    "stated_goals",
]


@dataclass(frozen=True, slots=True)
class Stated:
    """A goal as a page shows it.

    Parameters
    ----------
    goal : AdoptedGoal
    words : str
        The goal in one phrase, with boundary.
    reason : str
        Why no path is computed for it; empty where one can be.
    """

    goal: AdoptedGoal
    words: str
    reason: str


def _scope(goal: AdoptedGoal, code: str) -> str:
    return goal.scope or web(code)(f"goals.boundary.{goal.boundary}")


def goal_words(goal: AdoptedGoal, code: str) -> str:
    """Return a goal in one phrase, with its boundary, in a language."""
    t, scope = web(code), _scope(goal, code)
    if goal.kind == AdoptedGoal.Kind.SHARE:
        assert goal.reduction is not None
        high = None if goal.reduction_high is None else goal.reduction_high / 100
        cut = t.goal(goal.reduction / 100, high)
        return t(
            "goals.said.share", cut=cut, base=goal.base_year, year=goal.target_year, scope=scope
        )
    if goal.kind == AdoptedGoal.Kind.TONNES:
        tonnes = t.number(goal.tonnes)
        return t("goals.said.tonnes", tonnes=tonnes, year=goal.target_year, scope=scope)
    return t("goals.said.words", wording=goal.wording, year=goal.target_year, scope=scope)


def _reason(goal: AdoptedGoal, organisation: Organisation, years: list[int], code: str) -> str:
    """Return why no path can be computed; empty where one can."""
    from kortreist.facts import plan_years

    t = web(code)
    if len(organisation.figures_code) == 2:
        return t("goals.no_path.county")
    if goal.kind != AdoptedGoal.Kind.SHARE:
        return t(f"goals.no_path.{goal.kind}")
    if goal.without is None:
        return t(f"goals.no_path.{goal.boundary}")
    if not years:
        return t("goals.no_path.no_account")
    if goal.base_year not in years:
        held = ", ".join(str(y) for y in years)
        return t("goals.no_path.base_year", year=goal.base_year, years=held)
    last = plan_years(timezone.localdate())[-1]
    if goal.target_year < last:
        return t("goals.no_path.too_early", year=goal.target_year, last=last)
    return ""


def _standing_rows(organisation: Organisation, day: dt.date) -> list[AdoptedGoal]:
    rows = AdoptedGoal.objects.filter(AdoptedGoal.holds_on(day), organisation=organisation)
    return list(rows)


def stated_goals(organisation: Organisation, goals: list[AdoptedGoal]) -> list[Stated]:
    """Return goals in the reader's language, in the order given."""
    years, code = (sorted(history(organisation)) if goals else []), language()
    return [Stated(g, goal_words(g, code), _reason(g, organisation, years, code)) for g in goals]


def standing(organisation: Organisation, day: dt.date | None = None) -> list[Stated]:
    """Return the goals that hold on a day: those a path is computed for first, then by year."""
    rows = stated_goals(organisation, _standing_rows(organisation, day or timezone.localdate()))
    return sorted(rows, key=lambda s: (bool(s.reason), s.goal.target_year, s.goal.pk))


def goals_before(organisation: Organisation, day: dt.date | None = None) -> list[Stated]:
    """Return the goals that have ended, the last first."""
    rows = AdoptedGoal.objects.filter(
        organisation=organisation, ended_on__lte=day or timezone.localdate()
    )
    rows = rows.select_related("replaced_by").order_by("-ended_on", "-pk")
    return stated_goals(organisation, list(rows))


def goal_rows(
    organisation: Organisation, chosen: int | None = None, day: dt.date | None = None
) -> list[dict[str, Any]]:
    """Return what a plan is told of the goals that hold, as JSON; ``chosen`` is planned by.

    They stand in the plan's question, so that a later resolution does not change what was asked.
    """
    goals = _standing_rows(organisation, day or timezone.localdate())
    years = sorted(history(organisation)) if goals else []
    rows = []
    for g in sorted(goals, key=lambda g: (g.pk != chosen, g.target_year, g.pk)):
        reason = {code: _reason(g, organisation, years, code) for code in LANGUAGES}
        rows.append(
            {
                "key": g.pk,
                "base_year": g.base_year,
                "target_year": g.target_year,
                "reduction": None if g.reduction is None else round(g.reduction / 100, 6),
                "reduction_high": (
                    None if g.reduction_high is None else round(g.reduction_high / 100, 6)
                ),
                "boundary": g.boundary,
                "without": list(g.without or ()),
                "title": g.title,
                "body": g.body,
                "case_number": g.case_number,
                "decided_on": g.decided_on.isoformat(),
                "address": g.address,
                "words": {code: goal_words(g, code) for code in LANGUAGES},
                "reason": reason if reason["nb"] else {},
            }
        )
    return rows


def as_registered(
    rows: list[dict[str, Any]], code: str, organisation: Organisation
) -> tuple[RegisteredTarget, ...]:
    """Return what a question holds of goals, as the engine takes it.

    A resolution is the organisation's own, never that of the place whose figures it borrows.

    Parameters
    ----------
    rows : list of dict
        From :func:`goal_rows`.
    code : str
        Of the place whose figures are used: what the engine plans for.
    organisation : Organisation
        Whose goals they are.
    """
    from kortreist.budgets import Adopted, RegisteredTarget

    return tuple(
        RegisteredTarget(
            code=code,
            name=organisation.name,
            reference_year=r["base_year"],
            target_year=r["target_year"],
            reduction=r["reduction"],
            emissions=_emissions(r),
            historical=False,
            origin=f"registered/{organisation.code}/{r['target_year']}/{r['key']}",
            reduction_high=r["reduction_high"],
            without=tuple(r["without"]),
            adopted=Adopted(
                title=r["title"],
                body=r["body"],
                case_number=r["case_number"],
                decided_on=dt.date.fromisoformat(r["decided_on"]),
                words=r["words"],
                reason=r["reason"],
                address=r["address"],
                invented=organisation.invented,
            ),
        )
        for r in rows
    )


def _emissions(row: dict[str, Any]) -> str:
    if row["reason"] and row["boundary"] not in ("consumption", "combined"):
        return "other"
    if row["boundary"] in ("territorial", "consumption", "combined"):
        return str(row["boundary"])
    return "without"
