"""Take a newer plan's figures into a draft."""

from __future__ import annotations

from kortreist_web.budgets.completion import divided
from kortreist_web.budgets.from_plan import (
    cost_of,
    cost_range_of,
    frame_of,
    kept_open_of,
    years_of,
)
from kortreist_web.budgets.kinds import kinds_of, posts_of
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import choices_of, names_of
from kortreist_web.people.models import Actor
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["refresh_from_plan"]


@action("change", Budget)
def refresh_from_plan(who: Actor, organisation: Organisation, budget: Budget, plan: Plan) -> Budget:
    """Replace frame, pathway, effects and the plan's costs; own figures stay.

    A line the plan does not have, or has from another year, keeps what it had and is said to
    be so (:mod:`kortreist_web.budgets.stale`).

    Raises
    ------
    RefusedError
        The plan is not computed, or has no figures for the budget's year.
    """
    if plan.state != Plan.State.READY or not plan.content:
        raise RefusedError("budgets.refused.plan_not_ready")
    if is_sum(plan.content):
        raise RefusedError("budgets.refused.plan_is_sum")
    if not years_of(plan.content, budget.year):
        raise RefusedError("budgets.refused.no_years", year=budget.year)
    growth = (budget.frame.get("prices") or {}).get("growth")
    own = {id: c.measure for id, c in choices_of(organisation).items()}
    kept = {k: budget.frame[k] for k in ("carried_from", "carried") if k in budget.frame}
    done = budget.frame.get("done") or {}
    budget.plan, budget.frame = plan, {**frame_of(plan, budget.year, growth, own), **kept}
    years, names = budget.frame["plan_years"], names_of(organisation)
    counted = kept_open_of(plan.content, years, growth, own, names, set(done))
    for measure, told in counted.items():
        share = done[measure].get("share")
        if share is not None:
            told["effect"], told["rest"] = divided(told["effect"], share)
            told["share"] = share
    budget.frame["done"] = counted
    budget.save()
    measures = [*plan.content["measures"], *plan.content["unquantified"]]
    by_measure = {own.get(m["id"], m["id"]): m for m in measures}
    for line in budget.lines.all():
        m = by_measure.get(line.measure)
        if m is None or m["start_year"] != line.start_year:
            continue
        line.effect = m["effect"]
        line.origins = {k: v for k, v in line.origins.items() if k != "effect"}
        if m["effect"]:
            line.origins["effect"] = "formula/effect"
        if not line.origins.get("cost", "").startswith(OWN_COST):
            line.cost = cost_of(m, budget.frame["plan_years"], growth)
            line.cost_range = cost_range_of(m, budget.frame["plan_years"], growth)
            line.kinds = kinds_of(m, budget.frame["plan_years"], growth)
            line.cost_mark = (m.get("cost_marks") or {}).get("municipality", "")
            line.posts = posts_of(m, budget.frame["plan_years"])
            line.cost_missing = list(m["cost_missing"])
            line.origins["cost"] = "formula/cost"
        line.save()
    return budget
