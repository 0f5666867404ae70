"""The climate budget's own slides: figures, pathway, alternatives, measures and money."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Table, plain
from kortreist.documents.format.slides.deck import Series, Slide, SlideChart
from kortreist_web.budgets.alternatives import alternatives_of, told
from kortreist_web.budgets.paper.alternatives import ALTERNATIVES, alternatives
from kortreist_web.budgets.paper.parts import Parts
from kortreist_web.budgets.paper.words import COST_SUM, BudgetWords
from kortreist_web.decisions.slides import noted
from kortreist_web.versions.models import Version

__all__ = ["budget_slides"]

#: Measures named in the table: with the rows of the rest and the sum it fills a slide.
_MEASURES = 7
_PATHWAY = ("formula/frame", "formula/baseline", "formula/pathway")


def budget_slides(write: BudgetWords, parts: Parts, version: Version) -> tuple[Slide, ...]:
    """Return the slides between what is said first and the recommendation."""
    say = write.word
    figures = say("decisions.document.section_figures")
    measures = say("decisions.document.section_measures")
    return (
        noted(write, figures, parts.key_figures()),
        *_pathway(write, parts),
        *_alternatives(write, version),
        noted(write, measures, parts.measures(_MEASURES)),
        *_money(write, parts),
    )


def _pathway(write: BudgetWords, parts: Parts) -> tuple[Slide, ...]:
    rows = [r for r in parts.shown.rows if r.frame is not None and r.baseline and r.pathway]
    if not rows:
        return ()
    names = {k: write.t(f"documents.chart.{k}") for k in ("frame", "baseline", "pathway")}
    years = tuple(str(r.year) for r in rows)
    series = (
        Series(names["frame"], tuple(r.frame for r in rows), "frame"),
        Series(
            names["baseline"], tuple(r.baseline["central"] for r in rows if r.baseline), "baseline"
        ),
        Series(names["pathway"], tuple(r.pathway["central"] for r in rows if r.pathway), "plan"),
    )
    chart = SlideChart("line", years, series, _told(write, years, series, parts.unit), parts.unit)
    refs = tuple(ref for ref in _PATHWAY if ref in write.origins)
    return (noted(write, write.word("decisions.document.section_pathway"), chart, refs=refs),)


def _alternatives(write: BudgetWords, version: Version) -> tuple[Slide, ...]:
    made = alternatives(write, version)
    title = write.word("decisions.document.section_alternatives")
    table = next((b for b in made if isinstance(b, Table)), None)
    kept = alternatives_of(version)
    if table is None or kept is None:
        return ()
    said = [plain(content) for b in made if (content := getattr(b, "content", None))]
    shown = told(kept)
    year = str(next(iter(shown.values()))["year"])
    cut = write.word("decisions.alternatives.cut", year=year)
    names = tuple(write.word(f"decisions.alternatives.{key}") for key in shown)
    values = tuple(one["cut"] for one in shown.values())
    series, unit = (Series(cut, values, "plan"),), write.t("documents.unit.t")
    chart = SlideChart("bar", names, series, _told(write, names, series, unit), unit)
    return (
        noted(write, title, table, *said),
        noted(write, f"{title}: {cut}", chart, refs=(ALTERNATIVES,)),
    )


def _money(write: BudgetWords, parts: Parts) -> tuple[Slide, ...]:
    money = parts.shown.money
    kinds = [kind for kind in money.kinds if any(s.known for s in kind.by_year.values())]
    if not kinds:
        return ()
    title = write.word("decisions.document.section_money")
    years = [y for y in money.years if any(y in kind.by_year for kind in kinds)]
    series = tuple(
        Series(
            write.word(f"decisions.alternatives.{kind.kind}"),
            tuple(None if (known := kind.by_year[y].known) is None else known / 1e6 for y in years),
        )
        for kind in kinds
    )
    unit, named = write.word("decisions.slides.million"), tuple(map(str, years))
    chart = SlideChart("bar", named, series, _told(write, named, series, unit, 1), unit)
    return (noted(write, title, chart, refs=(COST_SUM,)),)


def _told(
    write: BudgetWords,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: str,
    decimals: int = 0,
) -> str:
    """Write what a native chart holds, value by value: what it does not draw is not said."""
    told = "; ".join(
        f"{one.name}: "
        + ", ".join(
            f"{category} {write.t.number(value, decimals)}"
            for category, value in zip(categories, one.values, strict=True)
        )
        for one in series
    )
    return f"{told} ({unit})"
