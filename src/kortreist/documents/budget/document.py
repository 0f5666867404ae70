"""The climate budget's document, as values: what every format shows."""

from __future__ import annotations

from kortreist.budgets.budget import ClimateBudget
from kortreist.budgets.county import CountyPlan
from kortreist.documents.account.breaks import break_note
from kortreist.documents.account.document import account_facts
from kortreist.documents.account.sectors import SectorsPart
from kortreist.documents.account.totals import AccountPart
from kortreist.documents.budget.baseline import BaselinePart
from kortreist.documents.budget.beside import beside, leads_with_both
from kortreist.documents.budget.cost import CostPart
from kortreist.documents.budget.coverage import covered, covered_method
from kortreist.documents.budget.measures import MeasuresPart
from kortreist.documents.budget.sheets import SheetsPart
from kortreist.documents.budget.state import state_table
from kortreist.documents.budget.summary import cost_figure, summary
from kortreist.documents.budget.target import TargetPart
from kortreist.documents.format.blocks import Block, Document, Inline, Inlines, Label
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import sources
from kortreist.documents.format.writer import DASH, Writer
from kortreist.documents.plan.drivers import drives, reach
from kortreist.documents.plan.groups import GroupsPart
from kortreist.documents.plan.judged import judgement
from kortreist.documents.plan.marginal import marginal
from kortreist.documents.plan.method import planned
from kortreist.documents.plan.pathway_map import map_blocks
from kortreist.documents.plan.regret import regret
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.trade_off import trade_off
from kortreist.documents.plan.watch import watch
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.limits import years_over

__all__ = ["budget_document", "plan_footer"]


def budget_document(budget: ClimateBudget, language: str = "nb") -> Document:
    """Return the whole climate budget as a document.

    Parameters
    ----------
    budget : ClimateBudget
    language : {"nb", "nn", "en"}

    Raises
    ------
    KeyError
        A figure has no origin: nothing is printed without one.
    """
    account = budget.account
    w = PlanWriter(language, budget)
    measures, costs = MeasuresPart(w), CostPart(w)
    target, part = TargetPart(w), AccountPart(w)
    groups, steps = GroupsPart(w), StairPart(w)
    s = Sections(w)
    s.add("stair", (leads_with_both(w), *steps.page()), numbered=False)
    s.add("beside", beside(w), numbered=False)
    four = groups.page(cost_figure(w, costs, brief=True))
    s.add("groups", four, numbered=False, page=budget.outcome.stair is not None)
    s.add("summary", summary(w, costs), numbered=False)
    s.add("watch", watch(groups))
    s.add("target", (*target.target(), target.fan(), covered(w), *_limits(w)))
    s.add("layers", steps.steps())
    s.add("marginal", marginal(w))
    s.add("trade_off", trade_off(w))
    s.add("map", map_blocks(w))
    s.add("drives", drives(w))
    s.add("judged", judgement(w))
    s.add("reach", reach(w))
    s.add("regret", regret(w))
    without = BaselinePart(w)
    s.add("known", without.page())
    chart = measures.chart()
    s.add(
        "measures",
        (w.paragraph("measures.intro"), chart) if chart else (w.paragraph("measures.none"),),
    )
    s.add("cost", (costs.table(),) if budget.measures else ())
    s.add("unquantified", _with(w, "unquantified.intro", measures.unquantified_table()))
    waits = _with(w, "state.intro", state_table(w))
    s.add("state", (*waits, without.use()))
    s.add("not_chosen", _with(w, "not_chosen.intro", measures.not_chosen_table(budget.not_chosen)))
    in_frame = budget.frame if budget.target.boundary == "territorial" else None
    history = part.history(in_frame) if account.history else None
    s.add(
        "account",
        (
            w.paragraph("account.intro", year=w.year(account.year)),
            history,
            break_note(w, budget.breaks),
            SectorsPart(w).by_sector(),
            part.dominant(),
            *part.totals(),
        ),
    )
    s.add("restatement", target.restatement())
    s.add("method", _method(w, part))
    s.add("sheets", SheetsPart(w).sheets((*measures.ordered(), *budget.unquantified)), page=True)
    for m in (*budget.measures, *budget.unquantified):
        for id in w.works(m.measure):
            w.use(id)
    blocks = sources(w, budget.futures, budget.seed)
    s.add("sources", blocks)

    first, last = budget.plan_years[0], budget.plan_years[-1]
    years: Inlines = (w.year(first), DASH, w.year(last))
    place = w.name(account.place.name)
    facts = account_facts(w, budget.created)
    facts = (facts[0], (w.text("fact.period"), years), *facts[1:])
    return Document(
        language=language,
        title=w.text("plan.title", years=years, place=place),
        kicker=w.t("documents.plan.kicker"),
        facts=facts,
        draft=_draft(w) if budget.draft else "",
        description=w.t("documents.plan.description", place=account.place.name),
        footer=plan_footer(w, budget),
        sections=tuple(s.made),
        origins=w.used,
        created=budget.created,
        words=document_words(w),
    )


def plan_footer(w: Writer, made: ClimateBudget | CountyPlan) -> Inlines:
    """Return the line at the foot of each page: what makes the same document again."""
    return w.text(
        "plan.footer",
        version=Label(made.engine_version),
        date=w.date(made.created),
        seed=Label(str(made.seed)),
        futures=Label(w.t.number(made.futures)),
    )


def _draft(w: PlanWriter) -> str:
    kind = "municipality" if w.account.place.kind == "municipality" else "other"
    return w.t(f"documents.draft.{kind}")


def _with(w: PlanWriter, intro: str, table: Block | None) -> tuple[Block, ...]:
    return () if table is None else (w.paragraph(intro), table)


def _limits(w: PlanWriter) -> tuple[Block, ...]:
    """Return the money and staff the plan keeps within."""
    budget = w.budget
    money, staff = budget.limits.get("money_nok_per_year"), budget.limits.get("staff_fte")
    if not isinstance(money, int | float) or not isinstance(staff, int | float):
        return ()
    money_ref = _limit_ref(budget, "money_nok_per_year", "money")
    staff_ref = _limit_ref(budget, "staff_fte", "staff")
    text = w.text(
        "target.limits",
        money=w.money(float(money), money_ref),
        staff=w.number(float(staff), staff_ref, 1),
    )
    return (w.paragraph(text), *_over(w, float(money)))


def _over(w: PlanWriter, limit: float) -> tuple[Block, ...]:
    """Return the plan years that cost more than one year's money, each with how much more."""
    budget, ref = w.budget, w.own("cost_sum")
    spent = {
        year: sum(m.cost.get("municipality", {}).get(year, 0.0) for m in budget.measures)
        for year in budget.plan_years
    }
    over = years_over(spent, limit)
    if not over:
        first, last = w.year(budget.plan_years[0]), w.year(budget.plan_years[-1])
        return (w.paragraph("target.none_over", first=first, last=last),)
    items = [
        w.text(
            "target.year_over",
            year=w.year(one.year),
            money=w.money(one.nok, ref),
            over=w.money(one.over, ref),
        )
        for one in over
    ]
    return (w.paragraph("target.over"), w.bullets(items))


def _limit_ref(budget: ClimateBudget, *names: str) -> str:
    for name in names:
        ref = budget.limits.get(f"{name}_origin")
        if isinstance(ref, str) and ref in budget.origins:
            return ref
    return "formula/own_limit" if "formula/own_limit" in budget.origins else "formula/cost"


def _method(w: PlanWriter, part: AccountPart) -> tuple[Block, ...]:
    points = (
        "inventory",
        "frame",
        "baseline",
        "measures",
        "attribution",
        "probability",
        "cost",
        "choice",
        "limits",
    )
    values: dict[str, Inline | Inlines] = {
        "low": w.text("target.low_share"),
        "high": w.text("target.high_share"),
        "futures": w.number(w.budget.futures, "formula/probability"),
        "gwp": Label(w.naming.gwp(w.account.gwp)),
    }
    items = tuple(w.text(f"method.{p}", **_used_values(w, p, values)) for p in points)
    return (
        w.paragraph("method.intro"),
        w.bullets((*items, *covered_method(w))),
        *planned(w),
        w.heading("method.uncertainty"),
        w.bullets([w.text(f"uncertainty.{p}") for p in ("inventory", "effects", "futures")]),
        *part.notes(),
    )


def _used_values(
    w: PlanWriter, point: str, values: dict[str, Inline | Inlines]
) -> dict[str, Inline | Inlines]:
    text = w.t(f"documents.method.{point}")
    return {k: v for k, v in values.items() if "{" + k + "}" in text}
