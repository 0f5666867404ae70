"""What happens without the plan: known changes, ours beside theirs, what is there to use."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell, Inlines, Label, Note, Table
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures.measure import Measure

__all__ = ["BaselinePart"]

_CHANGE = "formula/known"
_CHECK = "formula/projection"


class BaselinePart:
    """Builds the blocks on known changes and on the national projection."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w

    def page(self) -> tuple[Block | None, ...]:
        """Return the section; empty where a budget holds none of it."""
        b = self.w.budget
        if not (b.known_changes or b.projection or b.dominant):
            return ()
        any_counted = any(r.change.counts for r in b.known_changes)
        intro = self.w.paragraph("known.intro" if any_counted else "known.intro_none")
        return (self.first(), intro, self.counted(), self.not_counted(), self.projection())

    def first(self) -> Note | None:
        """Return the source that is most of the account; where nothing is known, that first."""
        dominant, w = self.w.budget.dominant, self.w
        if dominant is None:
            return None
        source = next(
            s
            for s in w.budget.account.sources
            if (s.scope, s.sector, s.source) == ("direct", dominant.sector, dominant.source)
        )
        text = w.text(
            "known.first",
            source=w.name(w.names.source(source)),
            share=w.percent(dominant.share, w.own("sector")),
        )
        if not dominant.known:
            text = (w.name(w.t("budgets.warning.dominant_unknown")), " ", *text)
        return w.note(text, tone="plain" if dominant.known else "warning")

    def counted(self) -> Table | None:
        """Return the known changes that count, by plan year."""
        w, b = self.w, self.w.budget
        rows = [r for r in b.known_changes if r.change.counts]
        if not rows:
            return None
        years = tuple(dict.fromkeys((*b.plan_years, b.target.target_year)))
        out = []
        for r in rows:
            cells = []
            for year in years:
                band = r.tonnes.get(year)
                if band is None:
                    cells.append(w.cell(w.unknown()))
                    continue
                span = w.span(band.low, band.high, _CHANGE)
                cells.append(w.cell(w.signed(band.central, _CHANGE), span))
            sure = w.t(f"baseline.certainty.{r.change.certainty}")
            if r.change.own:
                sure = f"{sure}; {w.t('documents.known.own')}"
            elif not r.tonnes:
                sure = f"{sure}. {w.t('documents.known.already')}"
            out.append(w.row(self._plant(r.change.plant, r.change.what), w.name(sure), *cells))
        columns = (
            w.text_column("known.plant", 2.2),
            w.text_column("known.certainty"),
            *(w.column(w.year(y)) for y in years),
        )
        unit: Inlines = (Label("t CO₂e"),)
        return w.table(
            "known", w.text("known.caption", unit=unit), columns, out, [w.text("known.note")]
        )

    def not_counted(self) -> Table | None:
        """Return what is known here and not counted, with the reason."""
        w = self.w
        rows = tuple(
            w.row(self._plant(r.change.plant, r.change.what), w.name(w.t(r.change.reason)))
            for r in w.budget.known_changes
            if not r.change.counts
        )
        if not rows:
            return None
        columns = (w.text_column("known.plant", 1.4), w.text_column("known.why", 1.6))
        return w.table("known-not-counted", "known.not_caption", columns, rows)

    def _plant(self, plant: str, what: dict[str, str]) -> Inlines:
        w = self.w
        return (w.name(f"{plant}: {what[w.language]}"),)

    def projection(self) -> Table | None:
        """Return the country on our drivers beside the government's projection."""
        w, checks = self.w, self.w.budget.projection
        if not checks:
            return None
        years = tuple(dict.fromkeys(c.year for c in checks))
        rows = []
        for group in dict.fromkeys(c.group for c in checks):
            of = {c.year: c for c in checks if c.group == group}
            cells = []
            for year in years:
                ours = None if year not in of else of[year].ours / 100
                theirs = None if year not in of else of[year].theirs / 100
                cells += [self._change(ours), self._change(theirs)]
            why = next((c.explanation for c in of.values() if c.explanation), "")
            reason: Inlines = (w.name(w.t(why)),) if why else ()
            rows.append(w.row(w.name(w.t(f"baseline.group.{group}")), *cells, reason))
        columns = [w.text_column("projection.group", 1.4)]
        for year in years:
            columns += [
                w.column("projection.ours", year=w.year(year)),
                w.column("projection.theirs", year=w.year(year)),
            ]
        columns.append(w.text_column("projection.why", 2.0))
        caption = w.text(
            "projection.caption", edition=Label(checks[0].edition), base=w.year(checks[0].base_year)
        )
        return w.table("projection", caption, columns, rows)

    def _change(self, share: float | None) -> Cell:
        w = self.w
        return w.cell(w.unknown() if share is None else w.signed_percent(share, _CHECK))

    def use(self) -> Table | None:
        """Return what is in force and can be used: nobody is asked for it."""
        w = self.w
        groups: dict[str, list[Measure]] = {}
        for m, what in w.budget.use:
            groups.setdefault(what, []).append(m)
        if not groups:
            return None
        rows = tuple(
            w.row(
                w.name(w.names.condition(what)),
                w.join([(w.name(m.name[w.language]),) for m in members], "; "),
            )
            for what, members in groups.items()
        )
        columns = (w.text_column("use.what", 1.2), w.text_column("use.measures", 1.8))
        return w.table("use", "use.caption", columns, rows)
