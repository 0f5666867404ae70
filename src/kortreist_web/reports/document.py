"""A report as the engine's document, which it renders as Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kortreist.i18n import name_in
from kortreist_web.accounts.queries import edition_label
from kortreist_web.core.texts import engine, web
from kortreist_web.reports.status_counts import counted_as, in_order, is_carried

if TYPE_CHECKING:
    from kortreist.documents.format.blocks import Block, Cell, Document, Inline, Inlines, Table

__all__ = ["report_document"]


def report_document(
    content: Mapping[str, Any], language: str, *, draft: bool, content_hash: str = ""
) -> Document:
    """Return an interim report as a document.

    Parameters
    ----------
    content : mapping
        Of a live or a frozen report.
    language : {"nb", "nn", "en"}
    draft : bool
        The report is not completed: the document says so on every page.
    content_hash : str
        Of the frozen content, printed so that a copy can be checked.
    """
    from kortreist.documents.format.blocks import WORDS, Document, Label, Section

    w = _Writer(content, language)
    place = content["organisation"]["name"]
    as_of = content.get("as_of") or content["period_ends"]
    title = w.say("reports.document.title", period=w.period())
    facts: list[tuple[Inlines, Inlines]] = [
        ((w.t("reports.document.place"),), (Label(place),)),
        ((w.t("reports.document.until"),), (w.date(as_of),)),
        ((w.t("reports.document.budget"),), (Label(w.budget()),)),
        ((w.t("reports.document.vintage"),), (Label(edition_label(content["vintage"], language)),)),
    ]
    if content_hash:
        facts.append(((w.t("reports.document.hash"),), (Label(content_hash),)))
    parts = [
        ("summary", w.summary()),
        ("forecast", w.forecast()),
        ("measures", w.measures()),
        ("tasks", w.tasks()),
        ("money", w.money()),
        ("indicators", w.indicators()),
        ("restatement", w.restatement()),
        ("sources", w.sources()),
    ]
    kept = [(id, blocks) for id, blocks in parts if blocks]
    sections = tuple(
        Section(id, str(n), (w.t(f"reports.document.section.{id}"),), tuple(blocks))
        for n, (id, blocks) in enumerate(kept, start=1)
    )
    return Document(
        language=language,
        title=title,
        kicker=place,
        facts=tuple(facts),
        draft=w.t("reports.document.draft") if draft else "",
        description=w.t("reports.document.description", place=place),
        footer=(Label(f"{place} · {w.period()}"),),
        sections=sections,
        origins=(),
        created=as_of,
        words={x: engine(language)(f"documents.word.{x}") for x in WORDS},
    )


class _Writer:
    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content, self.language = content, language
        self.t = web(language)

    # -- words and numbers ---------------------------------------------------------

    def say(self, key: str, **values: object) -> Inlines:
        """Return a text as one label: it may hold digits."""
        from kortreist.documents.format.blocks import Label

        return (Label(self.t(key, **values)),)

    def period(self) -> str:
        c = self.content
        return self.t("reports.period", period=c["period"], periods=c["periods"], year=c["year"])

    def budget(self) -> str:
        b = self.content["budget"]
        return self.t("reports.document.budget_text", year=b["year"], number=b["number"])

    def date(self, iso: str) -> Inline:
        from kortreist.documents.format.blocks import When

        return When(self.t.date(iso), iso)

    def name(self, names: Mapping[str, str], otherwise: str) -> str:
        return name_in(names, self.language) or otherwise

    def of(self, frozen: Mapping[str, str] | str) -> str:
        """Return a text that may be frozen in all languages in the document's."""
        return frozen if isinstance(frozen, str) else self.name(frozen, "")

    def number(self, value: float | None, decimals: int = 0, ref: str = "report") -> Inlines:
        from kortreist.documents.format.blocks import Figure, Missing

        if value is None:
            return (Missing(engine(self.language)("documents.word.unknown")),)
        return (Figure(self.t.number(value, decimals), float(value), ref),)

    def chance(self, value: float | None) -> Inlines:
        from kortreist.documents.format.blocks import Figure

        if value is None:
            return self.number(None)
        return (Figure(self.t.chance(value), float(value), "report/chance"),)

    def band(self, band: Mapping[str, float] | None) -> Cell:
        from kortreist.documents.format.blocks import Cell, Label

        if band is None:
            return Cell(self.number(None))
        between = f"{self.t.number(band['low'])}–{self.t.number(band['high'])}"
        return Cell(self.number(band["central"]), (Label(between),))

    def text_cell(self, text: str) -> Cell:
        from kortreist.documents.format.blocks import Cell, Label

        return Cell((Label(text),) if text else ())

    def table(
        self,
        id: str,
        columns: Iterable[tuple[str, bool, float]],
        rows: Iterable[tuple[Cell, tuple[Cell, ...]]],
        notes: Iterable[str] = (),
    ) -> Table:
        from kortreist.documents.format.blocks import Column, Row, Table

        return Table(
            id,
            self.say(f"reports.document.caption.{id}", year=self.content["year"]),
            tuple(Column((self.t(f"reports.column.{c}"),), n, s) for c, n, s in columns),
            tuple(Row(header, cells) for header, cells in rows),
            tuple(self.say(n) for n in notes),
        )

    # -- sections ------------------------------------------------------------------

    def summary(self) -> list[Block]:
        from kortreist.documents.format.blocks import Bullets, Label, Note, Paragraph

        blocks: list[Block] = []
        place = self.content["organisation"]
        if place["invented"]:
            blocks.append(Note(self.say("core.invented", name=place["name"])))
        if place["figures_code"] != place["code"]:
            values = {"name": place["name"], "code": place["figures_code"]}
            blocks.append(Note(self.say("reports.borrowed", **values)))
        for part in self.content["introduction"].split("\n\n"):
            if part.strip():
                blocks.append(Paragraph((Label(part.strip()),)))
        items = tuple(self._count_text(*one) for one in in_order(self.content))
        if items:
            blocks.append(Bullets(items))
        return blocks

    def _count_text(self, key: str, n: int, before: int) -> Inlines:
        from kortreist.documents.format.blocks import Label

        label = f"{self.t('reports.status.' + key)}: {self.t.number(n)}"
        if before:
            label += f" ({self.t('reports.carried', n=before)})"
        return (Label(label),)

    def forecast(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell, Label, Paragraph

        c = self.content
        rows = [
            (
                Cell((Label(year),)),
                (
                    Cell(self.number(c["frame"].get(year))),
                    self.band(c["plan"].get(year)),
                    self.band(band),
                    Cell(self.chance(c["plan_probability"].get(year))),
                    Cell(self.chance(c["probability"].get(year))),
                ),
            )
            for year, band in sorted(c["forecast"].items())
        ]
        if not rows:
            return []
        columns = (
            ("year", False, 0.7),
            ("frame", True, 1.0),
            ("plan", True, 1.2),
            ("forecast", True, 1.2),
            ("plan_chance", True, 1.0),
            ("chance", True, 1.0),
        )
        notes = (
            "reports.forecast.rule",
            "reports.forecast.chance_rule",
            "reports.forecast.not_engine",
        )
        return [
            Paragraph(self.say("reports.forecast.lead")),
            self.table("forecast", columns, rows, notes),
        ]

    def measures(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell, Label

        rows, c = [], self.content
        for r in c["rows"]:
            status = Cell((Label(self.t(f"reports.status.{counted_as(r, c['year'])}")),))
            if is_carried(r, c["year"], c["period"]):
                when = {"period": r["status_period"], "year": r["status_year"]}
                status = Cell(status.content, (Label(self.t("reports.from_period", **when)),))
            why = "\n".join(x for x in (r["hindrance"], r["deviation"]) if x)
            cells = (
                self.text_cell(r["unit"]),
                self.band(r["planned"]),
                status,
                self.text_cell(why),
            )
            rows.append((self.text_cell(self.name(r["name"], r["measure"])), cells))
        columns = (
            ("name", False, 1.7),
            ("unit", False, 1.0),
            ("planned", True, 1.0),
            ("status", False, 0.9),
            ("explanation", False, 2.4),
        )
        return [self.table("measures", columns, rows, ("reports.planned_note",))]

    def tasks(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell, Column, Missing, Row, Table

        tasks = self.content.get("tasks") or {}
        unknown = engine(self.language)("documents.word.unknown")
        rows = []
        for one in tasks.get("rows", ()):
            state = self.t(f"tasks.state.{one['state']}")
            if one["overdue"]:
                state += f" ({self.t('reports.overdue')})"
            shown = one["evidence"] or one["reason"]
            due: Inlines = (self.date(one["due"]),) if one["due"] else (Missing(unknown),)
            done: Inlines = (self.date(one["done_on"]), ". ") if one["done_on"] else ()
            cell = Cell(self.text_cell(state).content, (*done, *self.text_cell(shown).content))
            cells = (self.text_cell(self.of(one["owner"]) or "–"), Cell(due), cell)
            rows.append(Row(self.text_cell(one["title"]), cells))
        if not rows:
            return []
        columns = (("task", 2.4), ("owner", 1.0), ("due", 0.9), ("status", 1.4))
        caption = self.say("reports.tasks_caption", day=self.t.date(tasks["as_of"]))
        heads = tuple(Column((self.t(f"reports.column.{c}"),), False, s) for c, s in columns)
        return [Table("tasks", caption, heads, tuple(rows))]

    def money(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell

        rows = []
        for r in self.content["rows"]:
            if (m := r["money"]) is not None:
                others = (Cell(self.number(m[k])) for k in ("set_aside", "now", "difference"))
                cells = (self._planned(m), *others)
                rows.append((self.text_cell(self.name(r["name"], r["measure"])), cells))
        columns = (
            ("name", False, 2.0),
            ("planned_nok", True, 1.0),
            ("adopted_nok", True, 1.0),
            ("set_aside_nok", True, 1.0),
            ("difference_nok", True, 1.0),
        )
        notes = ("reports.money_note", "reports.money_range")
        return [self.table("money", columns, rows, notes)] if rows else []

    def _planned(self, money: Mapping[str, Any]) -> Cell:
        """Return the cost in the budget, with its range below or that none is recorded."""
        from kortreist.documents.format.blocks import Cell, Label

        low, high = money.get("planned_low"), money.get("planned_high")
        if low is None or high is None:
            said = self.t("reports.no_range") if money["planned"] is not None else ""
        else:
            ends = self.t.interval(low, high)
            said = (" – " if low < 0 else "–").join(ends) if low != high else ""
        return Cell(self.number(money["planned"]), (Label(said),) if said else ())

    def indicators(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell

        rows = []
        for r in self.content["rows"]:
            for o in r["observations"]:
                seen = Cell(self.number(o["value"], _decimals(o["value"])))
                if o["value"] is None and o["missing_reason"]:
                    seen = self.text_cell(o["missing_reason"])
                cells = (
                    self.text_cell(o["unit_of_measure"]),
                    Cell(self.number(o["target"], _decimals(o["target"]))),
                    seen,
                )
                rows.append((self.text_cell(o["name"]), cells))
        columns = (
            ("indicator", False, 2.0),
            ("unit_of_measure", False, 1.0),
            ("target", True, 1.0),
            ("value", True, 1.4),
        )
        return [self.table("indicators", columns, rows)] if rows else []

    def restatement(self) -> list[Block]:
        from kortreist.documents.format.blocks import Cell, Paragraph

        r = self.content["restatement"]
        if not r:
            return []
        pairs = [
            (
                self.t("reports.restated.year", year=r["reference_year"]),
                r["reference_before"],
                r["reference_after"],
            ),
            (
                self.t("reports.restated.year", year=r["latest_year"]),
                r["latest_before"],
                r["latest_after"],
            ),
        ]
        before, after = r["frame_before"], r["frame_after"]
        pairs += [
            (self.t("reports.restated.frame", year=y), before.get(y), after.get(y))
            for y in sorted({*before, *after})
        ]
        rows = [
            (self.text_cell(name), (Cell(self.number(a)), Cell(self.number(b))))
            for name, a, b in pairs
        ]
        columns = (("what", False, 2.0), ("before", True, 1.0), ("after", True, 1.0))
        lead = self.say(
            "reports.restated.lead",
            before=edition_label(r["vintage_before"], self.language),
            after=edition_label(r["vintage_after"], self.language),
            share=self.t.goal(r["reduction"]),
            target=r["target_year"],
        )
        return [Paragraph(lead), self.table("restatement", columns, rows)]

    def sources(self) -> list[Block]:
        from kortreist.documents.format.blocks import Bullets, Label

        own = [o for o in self.content["provenance"] if o["id"].startswith("report/")]
        words = [(self.of(o["title"]), self.of(o["expression"])) for o in own]
        items = tuple((Label(f"{title}: {rule}"),) for title, rule in words)
        return [Bullets(items)] if items else []


def _decimals(value: float | None) -> int:
    return 0 if value is None or float(value).is_integer() else 1
