"""One sheet a measure: what it is, who does it, what it gives, costs and binds."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.budgets.budget import BudgetMeasure
from kortreist.documents.format.blocks import Block, Inlines, Sheet, Tag
from kortreist.documents.format.names import work
from kortreist.documents.format.writer import NBSP
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures.measure import Change, Measure
from kortreist.measures.prices import unit_costs

__all__ = ["LEVELS", "SheetsPart"]

#: Level of a measure → its word in keys of texts.
LEVELS = {1: "one", 2: "two", 3: "three"}


class SheetsPart:
    """Builds the sheets of measures."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w

    def name(self, measure: Measure) -> Inlines:
        """Return the measure's name."""
        return (self.w.name(measure.name[self.w.language]),)

    def sheets(self, ordered: Sequence[BudgetMeasure]) -> tuple[Block, ...]:
        """Return one sheet a measure, in the order given."""
        return tuple(self._sheet(m) for m in ordered)

    def _sheet(self, m: BudgetMeasure) -> Sheet:
        w, x, lang = self.w, m.measure, self.w.language
        facts: list[tuple[Inlines, Inlines]] = []

        def add(key: str, value: Inlines) -> None:
            if value:
                facts.append((w.text(f"sheet.{key}"), value))

        add("what", (w.name(x.description[lang]),))
        add("unit", (w.name(w.names.unit(x.unit)),))
        add("decided_by", w.words.deciders(x.id))
        add("instruments", self._instruments(x))
        add("effect", self._effect_line(m))
        add("price", w.prices.sentence(x, m.price) if m.effect else ())
        if m.activity is not None:
            a = m.activity
            one = unit_costs(x)
            add("activity", w.prices.count(a.unit, a.count, a.origin, a.treated, a.ceiling, one))
        add("indicator", (w.name(x.indicator[lang]),))
        add("benefits", self._qualities(x, 1))
        add("conflicts", self._conflicts(x))
        add("binds", self._binds(x))
        if x.requires:
            add("requires", w.join([(w.name(self._name_of(r)),) for r in x.requires]))
        if x.overridden:
            add("overridden", self._overrides(x))
        tags = (
            Tag(w.t(f"documents.level.{LEVELS[x.level]}"), LEVELS[x.level]),
            Tag(w.names.theme(x.theme)),
            Tag(w.t("documents.sheet.basis") + ": " + w.t(f"documents.mark.{x.mark}")),
        )
        return Sheet(f"measure-{x.id}", self.name(x), tags, tuple(facts))

    def _overrides(self, x: Measure) -> Inlines:
        """Return what the municipality has replaced, from what to what, and its own note."""
        w = self.w
        lines = [
            w.text(
                "sheet.overridden_row",
                field=w.name(self._field(c.field)),
                ours=w.name(self._value(c.ours)),
                yours=w.name(self._value(c.yours)),
                note=w.name(self._word_for(c)),
            )
            for c in x.changes
        ]
        return (
            (*w.text("sheet.overridden_text"), " ", *w.join(lines, "; "))
            if lines
            else (w.text("sheet.own_measure"))
        )

    def _word_for(self, change: Change) -> str:
        """Return on whose word a figure was replaced: the note, and the work it is from."""
        source = change.source
        if source == "local":
            source = self.w.t("documents.sheet.local")
        elif source and (origin := work(source, "")) is not None:
            source = self.w.names.publication(origin)
        attribution = "; ".join(x for x in (change.note, source) if x)
        return f" ({attribution})" if attribution else ""

    def _field(self, path: str) -> str:
        key = f"documents.sheet.field.{path.rpartition('.')[2]}"
        return self.w.t(key) if self.w.t.has(key) else path

    def _value(self, value: object) -> str:
        if value is None:
            return "–"
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.w.t.number(value, 0 if float(value).is_integer() else 3)
        if isinstance(value, list):
            return " / ".join(self._value(v) for v in value) or "–"
        if isinstance(value, dict):
            return str(value.get(self.w.language, "…"))
        return str(value)

    def _name_of(self, id: str) -> str:
        for m in (*self.w.budget.measures, *self.w.budget.unquantified):
            if m.measure.id == id:
                return m.measure.name[self.w.language]
        for other, _ in (*self.w.budget.not_chosen, *self.w.budget.state_must):
            if other.id == id:
                return other.name[self.w.language]
        return id.replace("_", " ")

    def _effect_line(self, m: BudgetMeasure) -> Inlines:
        w, last = self.w, self.w.budget.plan_years[-1]
        band = m.effect.get(last)
        if band is None:
            why = m.measure.unquantified_reason.get(w.language)
            unknown = (*w.text("sheet.effect_unknown"), " ", *w.text("sheet.offered"))
            return (*unknown, " ", w.name(why)) if why else unknown
        ref = "formula/effect"
        return w.text(
            "sheet.effect_text",
            tonnes=(w.small(band.central, ref), NBSP, w.tonne),
            range=w.span(band.low, band.high, ref),
            year=w.year(last),
        )

    def _instruments(self, m: Measure) -> Inlines:
        w = self.w
        return w.join(
            [
                (w.name(i.name[w.language]), " (" + w.t(f"documents.owner.{i.owner}") + ")")
                for i in m.instruments
            ],
            "; ",
        )

    def _qualities(self, m: Measure, sign: int) -> Inlines:
        w = self.w
        chosen = [q for q in m.qualities if q.score * sign > 0]
        chosen.sort(key=lambda q: -abs(q.score))
        return w.join(
            [(w.name(f"{w.names.quality(q.quality)}: {q.reason[w.language]}"),) for q in chosen],
            "; ",
        )

    def _conflicts(self, m: Measure) -> Inlines:
        w = self.w
        parts: list[Inlines] = []
        if m.conflicts.get(w.language):
            parts.append((w.name(m.conflicts[w.language]),))
        weakened = self._qualities(m, -1)
        if weakened:
            parts.append(weakened)
        return w.join(parts, " ")

    def _binds(self, m: Measure) -> Inlines:
        w, ref = self.w, self.w.measure_source(m)
        return w.text(
            "sheet.binds_text",
            ramp=w.number(m.ramp_years, ref),
            commitment=w.number(m.commitment_years, ref),
        )
