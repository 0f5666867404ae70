"""The account in a document: three totals, history, and who can act on what."""

from __future__ import annotations

from collections import defaultdict

from kortreist.accounts.ledger import Source
from kortreist.baseline import known_changes
from kortreist.documents.account.boundaries import boundary_words, with_left_out
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.format import charts
from kortreist.documents.format.blocks import Block, ChartBlock, Inlines, Note, Row, Table
from kortreist.units import BOUNDARIES

__all__ = ["AccountPart"]


class AccountPart:
    """Builds the blocks that show an account."""

    def __init__(self, w: AccountWriter) -> None:
        self.w = w

    # -- totals --------------------------------------------------------------------

    def totals(self) -> tuple[Block, ...]:
        """Return the three totals, their overlap, and that they are never added."""
        w, a = self.w, self.w.account
        ref = w.own("total")
        rows: list[Row] = []
        for boundary in BOUNDARIES:
            words = boundary_words(w, boundary, a.without if boundary == "territorial" else ())
            if label := w.naming.basis(a, boundary):
                words = (*words, "; ", w.name(label))
            name = w.cell(w.text(f"total.{boundary}"), words)
            q = a.totals.get(boundary)
            if q is None:
                reason = w.naming.why_missing(a, boundary) or w.t("documents.word.unknown")
                rows.append(w.row(name, w.cell(w.unknown(), w.name(reason)), (), ()))
                continue
            per_head: Inlines = ()
            if a.population:
                per_head = (w.number(q.value / a.population, self._per_head(), 1),)
            rows.append(w.row(name, w.number(q.value, ref), w.span(q.low, q.high, ref), per_head))
        if a.overlap is not None:
            rows.append(
                w.row(
                    w.cell(w.text("total.overlap"), w.text("total.overlap_text")),
                    w.number(a.overlap.value, ref),
                    w.span(a.overlap.low, a.overlap.high, ref),
                    (),
                    tone="note",
                )
            )
        table = w.table(
            "totals",
            w.text("account.totals_caption", year=w.year(a.year), unit=w.tonne),
            [
                w.text_column("account.boundary", 3.4),
                w.column((w.tonne,)),
                w.column("account.range", 1.5),
                w.column("account.per_head"),
            ],
            rows,
            [w.text("account.never_add"), w.text("account.range_note")],
        )
        return (table,)

    def _per_head(self) -> str:
        return self.w.own("per_head")

    # -- history -------------------------------------------------------------------

    def history(self, frame: dict[int, float] | None = None, frame_ref: str = "") -> ChartBlock:
        """Return the history chart, with the frame when a budget has one."""
        w, a = self.w, self.w.account
        years = sorted(a.history)
        first, last = years[0], years[-1]
        change = a.history[last] / a.history[first] - 1 if a.history[first] else None
        rows = [
            w.row(
                w.year(y),
                w.number(a.history[y], w.vintage),
                (w.percent(a.history[y] / a.history[first] - 1, w.own("change")),)
                if a.history[first]
                else (),
            )
            for y in years
        ]
        table = w.table(
            "history",
            with_left_out(w, w.text("account.history_caption", unit=w.tonne), w.account.without),
            [
                w.text_column("word.year"),
                w.column((w.tonne,)),
                w.column("account.change_since", year=w.year(first)),
            ],
            rows,
            (w.text("account.history_gaps"),) if _gaps(years) else (),
        )
        target = dict(frame or {})
        if target:
            target = {last: a.history[last], **{y: v for y, v in target.items() if y > last}}
        svg = charts.history(
            a.history,
            target,
            {"history": w.t("documents.chart.history"), "frame": w.t("documents.chart.frame")},
            w.tonne,
            w.language,
        )
        alt = w.t(
            "documents.chart.history_alt",
            place=a.place.name,
            first=first,
            last=last,
            from_=w.t.number(a.history[first]),
            to=w.t.number(a.history[last]),
            change=w.t.percent(change) if change is not None else "–",
        )
        caption = w.text(
            "account.history_chart" if not target else "account.history_frame_chart",
            first=w.year(first),
            last=w.year(last),
        )
        return w.chart_block("history-chart", caption, alt, svg, table)

    # -- sources, notes --------------------------------------------------------------

    def sources_table(self) -> Table:
        """Return every direct source with its range and origin."""
        w = self.w
        groups: dict[tuple[str, str], list[Source]] = defaultdict(list)
        for s in w.account.sources:
            if s.scope == "direct":
                groups[(s.sector, s.source)].append(s)
        sectors: dict[str, float] = defaultdict(float)
        for (sector, _), members in groups.items():
            sectors[sector] += sum(s.value for s in members)
        rows: list[Row] = []
        for sector in sorted(sectors, key=lambda k: -sectors[k]):
            ref = w.own("sector")
            rows.append(
                w.row(
                    w.name(w.names.sector(sector)), w.number(sectors[sector], ref), (), tone="group"
                )
            )
            inner = sorted(
                (g for g in groups.items() if g[0][0] == sector),
                key=lambda g: -sum(s.value for s in g[1]),
            )
            for _, members in inner:
                origin = members[0].origin
                value = sum(s.value for s in members)
                low, high = sum(s.low for s in members), sum(s.high for s in members)
                rows.append(
                    w.row(
                        w.name(w.names.source(members[0])),
                        w.number(value, origin),
                        w.span(low, high, origin),
                    )
                )
        return w.table(
            "direct-sources",
            w.text("account.sources_caption", year=w.year(w.account.year), unit=w.tonne),
            [
                w.text_column("account.source", 2.4),
                w.column((w.tonne,)),
                w.column("account.range", 1.4),
            ],
            rows,
        )

    def notes(self) -> tuple[Block, ...]:
        """Return the account's own notes as paragraphs."""
        texts = [self.w.names.note(key) for key in self.w.account.notes]
        return tuple(self.w.paragraph((self.w.name(text),)) for text in texts)

    def dominant(self) -> Note | None:
        """Return a note when a single sector holds most of the emissions, else None."""
        direct = [s for s in self.w.account.sources if s.scope == "direct"]
        total = sum(s.value for s in direct)
        by: dict[str, float] = defaultdict(float)
        for s in direct:
            by[s.sector] += s.value
        if not by or total <= 0:
            return None
        sector = max(by, key=lambda k: by[k])
        share = by[sector] / total
        if share < 0.5:
            return None
        text = self.w.text(
            "account.one_sector",
            sector=self.w.name(self.w.names.sector(sector)),
            share=self.w.percent(share, self.w.own("sector")),
        )
        return self.w.note((*text, " ", *_known_at(self.w, sector)))


def _gaps(years: list[int]) -> bool:
    return years != list(range(years[0], years[-1] + 1))


def _known_at(w: AccountWriter, sector: str) -> Inlines:
    """Return what is known to happen at plants of a sector in a place, or that nothing is."""
    here = [
        k
        for k in known_changes()
        if k.counts and k.municipality == w.account.place.number and k.sector == sector
    ]
    if not here:
        return w.text("account.nothing_known")
    names = [(w.name(f"{k.plant}: {k.what[w.language]}"),) for k in here]
    return w.text("account.known", changes=w.join(names, "; "))
