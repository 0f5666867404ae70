"""A county's plan as a document and as JSON: the sum of its municipalities' own plans."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from kortreist.budgets.budget import ClimateBudget
from kortreist.budgets.county import CountyPlan
from kortreist.documents.budget.as_json import SCHEMA_VERSION, bands_dict, years_dict
from kortreist.documents.budget.document import plan_footer
from kortreist.documents.budget.target import TargetPart
from kortreist.documents.format.blocks import Block, Document, Inlines, Label, Row, Table
from kortreist.documents.format.files import write_files
from kortreist.documents.format.render import render_all
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import sources
from kortreist.documents.format.word.template import WordTemplate
from kortreist.documents.format.writer import DASH
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.stair_json import stair_fields
from kortreist.documents.plan.writer import PlanWriter
from kortreist.units import Quantity

__all__ = ["county_dict", "county_document", "write_county"]


def _budget_of_sums(plan: CountyPlan) -> ClimateBudget:
    """Return a budget that holds the county's sums, for the parts that show a budget's."""
    first = plan.members[0]
    boundary = first.target.boundary
    totals = [m.account.totals[boundary] for m in plan.members]
    value = math.fsum(q.value for q in totals)
    down = math.hypot(*(q.value - q.low for q in totals))
    up = math.hypot(*(q.high - q.value for q in totals))
    account = replace(
        first.account,
        place=plan.place,
        history=plan.history,
        totals={boundary: Quantity(value, value - down, value + up, boundary)},
    )
    return replace(
        first,
        account=account,
        frame=plan.frame,
        baseline=plan.baseline,
        pathway=plan.pathway,
        probability_under_frame=plan.probability_under_frame,
        beside=None,
        in_futures=None,
        # Groups are each municipality's: the first one's are not the county's.
        outcome=replace(first.outcome, stairs=plan.stairs, verdicts=()),
    )


def county_document(plan: CountyPlan, language: str = "nb") -> Document:
    """Return the county's plan as a document.

    Parameters
    ----------
    plan : CountyPlan
    language : {"nb", "nn", "en"}
    """
    shown = _budget_of_sums(plan)
    w = PlanWriter(language, shown)
    intro: list[Block] = [w.paragraph("county.sum")]
    if plan.partial:
        names = w.join([(w.name(n),) for n in plan.lacking])
        intro.insert(0, w.note("county.partial", lacking=names, tone="warning"))
    s = Sections(w)
    s.add("stair", (*intro, *StairPart(w).page()), numbered=False)
    s.add("target", (TargetPart(w).fan(),), numbered=False, page=True)
    s.add("members", (_members(w, plan),), numbered=False)
    s.add("sources", sources(w, plan.futures, plan.seed), numbered=False)
    first, last = plan.plan_years[0], plan.plan_years[-1]
    return Document(
        language=language,
        title=w.text(
            "plan.title", years=(w.year(first), DASH, w.year(last)), place=w.name(plan.place.name)
        ),
        kicker=w.t("documents.county.kicker"),
        facts=(
            (w.text("fact.area"), (w.name(plan.place.name), " ", Label(f"({plan.place.number})"))),
            (w.text("fact.computed"), (w.date(plan.created),)),
        ),
        draft=w.t("documents.draft.other"),
        description=w.t("documents.plan.description", place=plan.place.name),
        footer=plan_footer(w, plan),
        sections=tuple(s.made),
        origins=w.used,
        created=plan.created,
        words=document_words(w),
    )


def _members(w: PlanWriter, plan: CountyPlan) -> Table:
    last = plan.plan_years[-1]

    def today(m: ClimateBudget) -> float:
        return m.account.totals[m.target.boundary].value

    def row(of: ClimateBudget | CountyPlan, name: Inlines, now: float, tone: str = "plain") -> Row:
        return w.row(
            name,
            w.number(now, "formula/baseline"),
            w.number(of.frame[last], "formula/frame"),
            w.band(of.pathway[last], "formula/pathway"),
            w.chance(of.probability_under_frame.get(last), "formula/probability"),
            tone=tone,
        )

    rows = [row(m, (w.name(m.account.place.name),), today(m)) for m in plan.members]
    rows.append(row(plan, w.text("county.total"), math.fsum(map(today, plan.members)), "total"))
    return w.table(
        "members",
        w.text("county.members", year=w.year(last), unit=w.tonne),
        [
            w.text_column("county.member", 1.6),
            w.column("stair.today", year=w.year(plan.members[0].account.year)),
            w.column("target.frame"),
            w.column("target.pathway", 1.3),
            w.column("target.probability", 1.0),
        ],
        rows,
        [w.text("county.spans")],
    )


def county_dict(plan: CountyPlan, language: str = "nb") -> dict[str, Any]:
    """Return the county's plan as plain values: sums, and each member in short.

    ``kind`` is ``sum_of_members``: it has no groups, no room for manoeuvre and no measures of
    its own, since nobody decides for all of a county at once.
    """
    shown = _budget_of_sums(plan)
    w = PlanWriter(language, shown)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "sum_of_members",
        "language": language,
        "place": {"number": plan.place.number, "name": plan.place.name, "kind": plan.place.kind},
        "partial": plan.partial,
        "lacking": list(plan.lacking),
        "joint_measures_included": False,
        "unit": "t CO2e",
        "boundary": shown.target.boundary,
        "boundary_without": list(shown.account.without),
        "plan_years": list(plan.plan_years),
        "history": years_dict(plan.history),
        "frame": years_dict(plan.frame),
        "baseline": bands_dict(plan.baseline),
        "pathway": bands_dict(plan.pathway),
        "probability_under_frame": years_dict(plan.probability_under_frame),
        **stair_fields(plan.stairs, w.words),
        "members": [
            {
                "number": m.account.place.number,
                "name": m.account.place.name,
                "vintage": m.account.vintage_id,
                "frame": years_dict(m.frame),
                "baseline": bands_dict(m.baseline),
                "pathway": bands_dict(m.pathway),
                "measures": [
                    {
                        "id": r.measure.id,
                        "name": r.measure.name[language],
                        "start_year": r.start_year,
                        "effect": bands_dict(r.effect),
                    }
                    for r in m.measures
                ],
            }
            for m in plan.members
        ],
        "notes": [w.t("documents.county.sum"), w.t("documents.county.spans")],
        "futures": plan.futures,
        "seed": plan.seed,
        "draft": True,
        "created": plan.created,
        "engine_version": plan.engine_version,
    }


def write_county(
    plan: CountyPlan,
    out: Path | str,
    language: str = "nb",
    template: WordTemplate | None = None,
) -> dict[str, Path]:
    """Write ``plan.html``, ``plan.pdf``, ``plan.docx`` and ``plan.json`` of a county.

    ``template`` is the county authority's own, for Word.

    Raises
    ------
    StoreError
        The folder cannot be written.
    """
    made = render_all(county_document(plan, language), template)
    text = json.dumps(county_dict(plan, language), ensure_ascii=False, indent=2, allow_nan=False)
    made["json"] = (text + "\n").encode("utf-8")
    return write_files(Path(out), {f"plan.{kind}": content for kind, content in made.items()})
