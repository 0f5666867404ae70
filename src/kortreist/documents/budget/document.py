"""The climate budget's document, as values: what every format shows."""

from __future__ import annotations

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.account.breaks import break_note
from kortreist.documents.account.document import account_facts
from kortreist.documents.account.refs import Refs
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
from kortreist.documents.format.blocks import (
    Block,
    Document,
    Inline,
    Inlines,
    Label,
)
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import sources
from kortreist.documents.format.writer import DASH, Writer
from kortreist.documents.plan.drivers import drives, reach
from kortreist.documents.plan.goal import GoalPart
from kortreist.documents.plan.groups import GroupsPart
from kortreist.documents.plan.judged import judgement
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.marginal import marginal
from kortreist.documents.plan.method import planned
from kortreist.documents.plan.pathway_map import map_blocks
from kortreist.documents.plan.refs import OutcomeRefs
from kortreist.documents.plan.regret import regret
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.trade_off import trade_off

__all__ = ["budget_document"]


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
    write = Writer(language, {**account.origins, **budget.origins})
    refs = Refs(write, account)
    measures, costs = MeasuresPart(write, refs, budget), CostPart(write, refs, budget)
    target = TargetPart(write, refs, budget)
    part = AccountPart(write, refs, account)
    s = Sections(write)

    outcome, own = budget.outcome, OutcomeRefs(write, budget)
    words, goal = OutcomeWords(write, budget), GoalPart(write, own, budget)
    groups = GroupsPart(write, own, words, outcome, goal)
    steps = StairPart(write, refs, own, words, budget)
    s.add("stair", (leads_with_both(write, refs, budget), *steps.page()), numbered=False)
    s.add("beside", beside(write, refs, own, budget), numbered=False)
    four = groups.page(cost_figure(write, refs, costs, brief=True))
    s.add("groups", four, numbered=False, page=budget.outcome.stair is not None)
    s.add("summary", summary(write, refs, budget, costs), numbered=False)
    s.add("watch", groups.watch())
    s.add(
        "target", (*target.target(), target.fan(), covered(write, budget), *_limits(write, budget))
    )
    s.add("layers", steps.steps())
    s.add("marginal", marginal(write, own, words, outcome))
    s.add("trade_off", trade_off(write, own, budget))
    s.add("map", map_blocks(write, own, words, budget))
    s.add("drives", drives(write, own, words, outcome))
    s.add("judged", judgement(write, own, budget))
    s.add("reach", reach(write, own, outcome, goal))
    s.add("regret", regret(write, own, words, outcome))
    without = BaselinePart(write, refs, budget)
    s.add("known", without.page())
    chart = measures.chart()
    s.add(
        "measures",
        (write.paragraph("measures.intro"), chart)
        if chart
        else (write.paragraph("measures.none"),),
    )
    s.add("cost", (costs.table(),) if budget.measures or budget.unquantified else ())
    s.add("unquantified", _with(write, "unquantified.intro", measures.unquantified_table()))
    waits = _with(write, "state.intro", state_table(write, budget))
    s.add("state", (*waits, without.use()))
    s.add(
        "not_chosen",
        _with(write, "not_chosen.intro", measures.not_chosen_table(budget.not_chosen)),
    )
    in_frame = budget.frame if budget.target.boundary == "territorial" else None
    history = part.history(in_frame) if account.history else None
    s.add(
        "account",
        (
            write.paragraph("account.intro", year=write.year(account.year)),
            history,
            break_note(write, budget.breaks),
            SectorsPart(write, refs, account).by_sector(),
            part.dominant(),
            *part.totals(),
        ),
    )
    s.add("restatement", target.restatement())
    s.add("method", _method(write, budget, part, planned(write, own, outcome)))
    s.add(
        "sheets",
        SheetsPart(write, refs, words, budget).sheets((*measures.ordered(), *budget.unquantified)),
        page=True,
    )
    for m in (*budget.measures, *budget.unquantified):
        for id in refs.works(m.measure):
            write.use(id)
    blocks = sources(write, budget.futures, budget.seed)
    s.add("sources", blocks)

    first, last = budget.plan_years[0], budget.plan_years[-1]
    years: Inlines = (write.year(first), DASH, write.year(last))
    place = write.name(account.place.name)
    facts = account_facts(write, account, budget.created)
    facts = (facts[0], (write.text("fact.period"), years), *facts[1:])
    return Document(
        language=language,
        title=write.text("plan.title", years=years, place=place),
        kicker=write.t("documents.plan.kicker"),
        facts=facts,
        draft=_draft(write, account) if budget.draft else "",
        description=write.t("documents.plan.description", place=account.place.name),
        footer=write.text(
            "plan.footer",
            version=Label(budget.engine_version),
            date=write.date(budget.created),
            seed=Label(str(budget.seed)),
            futures=Label(write.t.number(budget.futures)),
        ),
        sections=tuple(s.made),
        origins=write.used,
        created=budget.created,
        words=document_words(write),
    )


def _draft(write: Writer, account: Account) -> str:
    kind = "municipality" if account.place.kind == "municipality" else "other"
    return write.t(f"documents.draft.{kind}")


def _with(write: Writer, intro: str, table: Block | None) -> tuple[Block, ...]:
    return () if table is None else (write.paragraph(intro), table)


def _limits(write: Writer, budget: ClimateBudget) -> tuple[Block, ...]:
    """Return the money and staff the plan keeps within."""
    money, staff = budget.limits.get("money_nok_per_year"), budget.limits.get("staff_fte")
    if not isinstance(money, int | float) or not isinstance(staff, int | float):
        return ()
    money_ref = _limit_ref(budget, "money_nok_per_year", "money")
    staff_ref = _limit_ref(budget, "staff_fte", "staff")
    text = write.text(
        "target.limits",
        money=write.money(float(money), money_ref),
        staff=write.number(float(staff), staff_ref, 1),
    )
    return (write.paragraph(text),)


def _limit_ref(budget: ClimateBudget, *names: str) -> str:
    for name in names:
        ref = budget.limits.get(f"{name}_origin")
        if isinstance(ref, str) and ref in budget.origins:
            return ref
    return "formula/own_limit" if "formula/own_limit" in budget.origins else "formula/cost"


def _method(
    write: Writer, budget: ClimateBudget, part: AccountPart, plan: tuple[Block, ...]
) -> tuple[Block, ...]:
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
        "low": write.text("target.low_share"),
        "high": write.text("target.high_share"),
        "futures": write.number(budget.futures, "formula/probability"),
        "gwp": Label(budget.account.gwp),
    }
    items = tuple(write.text(f"method.{p}", **_used_values(write, p, values)) for p in points)
    return (
        write.paragraph("method.intro"),
        write.bullets((*items, *covered_method(write, budget))),
        *plan,
        write.heading("method.uncertainty"),
        write.bullets(
            [write.text(f"uncertainty.{p}") for p in ("inventory", "effects", "futures")]
        ),
        *part.notes(),
    )


def _used_values(
    write: Writer, point: str, values: dict[str, Inline | Inlines]
) -> dict[str, Inline | Inlines]:
    text = write.t(f"documents.method.{point}")
    return {k: v for k, v in values.items() if "{" + k + "}" in text}
