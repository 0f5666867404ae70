"""The steps of the municipality's year: what is done, what is next, and who can do it.

What other rooms hold is read through Django's registry: the home of the work says whether
there is an account, a plan, a budget, not what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from kortreist_web.core.policy import policy_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import being_reported

__all__ = ["Step", "next_step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year.

    Parameters
    ----------
    key : str
        Texts ``tenants.step.<key>`` and ``…_help``.
    part : str
        ``budget`` (next year's) or ``follow`` (this year's).
    state : str
        ``done``, ``now`` (the first of its part that is not done, and what comes after one
        that is) or ``later``.
    address : str
        Name of the page where it is done; empty where the person may not open it.
    may : bool
        Whether the person may do it herself.
    """

    key: str
    part: str
    state: str
    address: str
    may: bool
    year: int
    period: int = 0


#: key, part, page, (model, permission) that does it, (model, permission) that opens the page.
_STEPS: tuple[tuple[str, str, str, tuple[str, str], tuple[str, str]], ...] = (
    ("account", "budget", "accounts:work", ("accounts.Upload", "change"),
     ("accounts.Upload", "view")),
    ("measures", "budget", "measures:list", ("measures.MeasureChoice", "change"),
     ("measures.MeasureChoice", "view")),
    ("plan", "budget", "plans:list", ("plans.Plan", "change"), ("plans.Plan", "view")),
    ("draft", "budget", "budgets:list", ("budgets.Budget", "change"),
     ("budgets.Budget", "view")),
    ("money", "budget", "budgets:money", ("budgets.EconomicPlanLine", "change"),
     ("budgets.EconomicPlanLine", "view")),
    ("propose", "budget", "budgets:list", ("budgets.Budget", "propose"),
     ("budgets.Budget", "view")),
    ("adopt", "budget", "decisions:list", ("decisions.Resolution", "record"),
     ("decisions.Resolution", "view")),
    ("site", "follow", "tenants:settings", ("tenants.Organisation", "change"),
     ("tenants.Organisation", "change")),
    ("report", "follow", "reports:mine", ("reports.StatusReport", "report"),
     ("reports.StatusReport", "report")),
    ("interim", "follow", "reports:list", ("reports.InterimReport", "change"),
     ("reports.InterimReport", "view")),
)  # fmt: skip


def _done(organisation: Organisation, year: int, reported: tuple[int, int]) -> dict[str, bool]:
    def rows(label: str, **values: Any) -> Any:
        return apps.get_model(label)._default_manager.filter(organisation=organisation, **values)

    accounts = apps.get_model("accounts.AccountResult")._default_manager.filter(
        Q(organisation=None) | Q(organisation=organisation), place=organisation.code
    )
    states = set(rows("budgets.Budget", year=year).values_list("state", flat=True))
    versions = rows("versions.Version", kind="budget", subject=str(year))
    frozen = set(versions.values_list("state", flat=True))
    period = {"year": reported[0], "period": reported[1]}
    under_way = rows("measures.MeasureChoice", state__in=("chosen", "under_way"))
    chosen = set(under_way.values_list("pk", flat=True))
    due = set(
        under_way.exclude(state="chosen", start_year__gt=reported[0]).values_list("pk", flat=True)
    )
    said = set(rows("reports.StatusReport", **period).values_list("choice_id", flat=True))
    return {
        "account": accounts.exists(),
        "measures": bool(chosen),
        "plan": rows(
            "plans.Plan", state="ready", passing=False, content__plan_years__0=year
        ).exists(),
        "draft": bool(states),
        "money": rows("budgets.EconomicPlanLine", year=year, line__isnull=False).exists(),
        "propose": bool(states & {"proposed", "adopted"}) or bool(frozen),
        "adopt": "adopted" in frozen,
        "site": organisation.published,
        "report": bool(due) and due <= said,
        "interim": rows("reports.InterimReport", state="completed", **period).exists(),
    }


def steps(organisation: Organisation, user: Any, today: date) -> list[Step]:
    """Return the steps of next year's budget and of following up this year's."""
    year = today.year + 1
    reported = being_reported(organisation, today)
    done = _done(organisation, year, reported)

    def may(rule: tuple[str, str]) -> bool:
        return policy_of(apps.get_model(rule[0])).may(user, rule[1], organisation)

    found: list[Step] = []
    for key, part, address, doing, opening in _STEPS:
        # One that was passed over does not hold up the rest: what is proposed is decided upon.
        before = next((s.state for s in reversed(found) if s.part == part), "done")
        state = "done" if done[key] else "now" if before == "done" else "later"
        when = (year, 0) if part == "budget" else reported
        shown = address if may(opening) else ""
        found.append(Step(key, part, state, shown, may(doing), *when))
    return found


def next_step(found: list[Step]) -> Step | None:
    """Return what the person should do next: hers to do, and furthest in its part of the year."""
    hers = [s for s in found if s.state == "now" and s.may and s.address]
    return next((s for s in reversed(hers) if s.part == hers[0].part), None)
