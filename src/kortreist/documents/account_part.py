"""The account in a document: three totals, history, and who can act on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from kortreist.accounts.footprint import CATEGORIES
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import ACTORS, Account, Source
from kortreist.accounts.totals import direct_in_consumption
from kortreist.documents import charts
from kortreist.documents.baseline_part import known_at
from kortreist.documents.boundaries import boundary_words, with_left_out
from kortreist.documents.names import Names
from kortreist.documents.numbers import Figures
from kortreist.documents.refs import Refs
from kortreist.documents.structure import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Inlines,
    Note,
    Paragraph,
    Row,
    Table,
)
from kortreist.units import BOUNDARIES

__all__ = ["AccountPart"]


#: The country's consumption is shown by category: its products are too many to draw.
_BY_CATEGORY = frozenset(sector for sector, _ in CATEGORIES.values()) | {"residents_direct"}


class AccountPart:
    """Builds the blocks that show an account.

    Parameters
    ----------
    write : Figures
    refs : Refs
    account : Account
    """

    def __init__(self, write: Figures, refs: Refs, account: Account) -> None:
        self.write, self.refs, self.account = write, refs, account
        self.names, self.naming = Names(write.language), Naming(write.language)
        self.unit = write.t("documents.unit.t")

    # -- totals --------------------------------------------------------------------

    def totals(self) -> tuple[Block, ...]:
        """Return the three totals, their overlap, and that they are never added."""
        w, a = self.write, self.account
        ref = self.refs.own("document/total")
        rows: list[Row] = []
        for boundary in BOUNDARIES:
            words = boundary_words(w, boundary, a.without if boundary == "territorial" else ())
            if label := self.naming.basis(a, boundary):
                words = (*words, "; ", w.name(label))
            name = Cell(w.text(f"total.{boundary}"), words)
            q = a.totals.get(boundary)
            if q is None:
                reason = self.naming.why_missing(a, boundary) or w.t("documents.word.unknown")
                rows.append(
                    Row(name, (Cell((w.unknown(),), (w.name(reason),)), Cell(()), Cell(())))
                )
                continue
            per_head: Inlines = ()
            if a.population:
                per_head = (w.number(q.value / a.population, self._per_head(), 1),)
            rows.append(
                Row(
                    name,
                    (
                        Cell((w.number(q.value, ref),)),
                        Cell(w.span(q.low, q.high, ref)),
                        Cell(per_head),
                    ),
                )
            )
        if a.overlap is not None:
            rows.append(
                Row(
                    Cell(w.text("total.overlap"), w.text("total.overlap_text")),
                    (
                        Cell((w.number(a.overlap.value, ref),)),
                        Cell(w.span(a.overlap.low, a.overlap.high, ref)),
                        Cell(()),
                    ),
                    "note",
                )
            )
        table = Table(
            "totals",
            w.text("account.totals_caption", year=w.year(a.year), unit=self.unit),
            (
                Column(w.text("account.boundary"), False, 3.4),
                Column((self.unit,)),
                Column(w.text("account.range"), True, 1.5),
                Column(w.text("account.per_head")),
            ),
            tuple(rows),
            (w.text("account.never_add"), w.text("account.range_note")),
        )
        return (table,)

    def _per_head(self) -> str:
        return self.refs.own("document/per_head")

    # -- history -------------------------------------------------------------------

    def history(self, frame: dict[int, float] | None = None, frame_ref: str = "") -> ChartBlock:
        """Return the history chart, with the frame when a budget has one."""
        w, a = self.write, self.account
        years = sorted(a.history)
        first, last = years[0], years[-1]
        change = a.history[last] / a.history[first] - 1 if a.history[first] else None
        rows = [
            Row(Cell((w.year(y),)), (Cell((w.number(a.history[y], self.refs.vintage),)), Cell(
                (w.percent(a.history[y] / a.history[first] - 1, self.refs.own("document/change")),)
                if a.history[first] else ())))
            for y in years
        ]  # fmt: skip
        table = Table(
            "history",
            with_left_out(
                w, w.text("account.history_caption", unit=self.unit), self.account.without
            ),
            (
                Column(w.text("word.year"), False),
                Column((self.unit,)),
                Column(w.text("account.change_since", year=w.year(first))),
            ),
            tuple(rows),
            (w.text("account.history_gaps"),) if _gaps(years) else (),
        )
        target = dict(frame or {})
        if target:
            target = {last: a.history[last], **{y: v for y, v in target.items() if y > last}}
        svg = charts.history(
            a.history,
            target,
            {
                "history": w.t("documents.chart.history"),
                "frame": w.t("documents.chart.frame"),
            },
            self.unit,
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
        return ChartBlock(
            "history-chart", caption, alt, svg, table, w.t("documents.word.figures_behind")
        )

    # -- by sector and actor -------------------------------------------------------

    def by_sector(self) -> ChartBlock:
        """Return direct emissions by sector, split on who can act."""
        direct = [s for s in self.account.sources if s.scope == "direct"]
        return self._split(
            direct,
            "sectors",
            "account.sector_caption",
            "account.sector_chart",
            "documents.chart.sector_alt",
            {s.sector: self.names.sector(s.sector) for s in direct},
            lambda s: s.sector,
        )

    def by_consumption(self) -> ChartBlock | None:
        """Return indirect emissions by what is bought, split on who buys; None without any."""
        indirect = [s for s in self.account.sources if s.scope == "indirect" and not s.memo]
        if not indirect:
            return None
        groups = {
            _group(s): self.names.sector(s.sector)
            if s.sector in _BY_CATEGORY
            else self.names.source(_head(s))
            for s in indirect
        }
        return self._split(
            indirect,
            "consumption",
            "account.consumption_caption",
            "account.consumption_chart",
            "documents.chart.consumption_alt",
            groups,
            _group,
        )

    def _split(
        self,
        sources: Iterable[Source],
        id: str,
        table_key: str,
        chart_key: str,
        alt_key: str,
        groups: dict[str, str],
        group_of: Callable[[Source], str],
    ) -> ChartBlock:
        w, year = self.write, self.account.year
        # Consumption has other years than the account: it is said where its tonnes stand.
        label = self.naming.basis(self.account) if id == "consumption" else ""
        when = (w.name(label),) if label else (w.year(year),)
        values: dict[str, dict[str, float]] = {g: defaultdict(float) for g in groups}
        for s in sources:
            values[group_of(s)][s.actor] += s.value
        sums = {g: sum(v.values()) for g, v in values.items()}
        order = sorted(groups, key=lambda g: -sums[g])
        ref = self.refs.own("document/sector" if id == "sectors" else "document/total")
        total = sum(sums.values())
        rows = [
            Row(
                Cell((w.name(groups[g]),)),
                (
                    *tuple(
                        Cell((w.number(values[g][a], ref),) if a in values[g] else ())
                        for a in ACTORS
                    ),
                    Cell((w.number(sums[g], ref),)),
                    Cell((w.percent(sums[g] / total if total else None, ref),)),
                ),
            )
            for g in order
        ]
        by_actor = {a: sum(v.get(a, 0.0) for v in values.values()) for a in ACTORS}
        rows.append(
            Row(
                Cell(w.text("word.sum")),
                (
                    *tuple(Cell((w.number(by_actor[a], ref),)) for a in ACTORS),
                    Cell((w.number(total, ref),)),
                    Cell(()),
                ),
                "total",
            )
        )
        table = Table(
            id,
            w.text(table_key, year=when, unit=self.unit),
            (
                Column(
                    w.text("account.sector" if id == "sectors" else "account.bought"), False, 2.2
                ),
                *(Column(w.text(f"actor_short.{a}"), True, 1.05) for a in ACTORS),
                Column(w.text("word.sum")),
                Column(w.text("account.share"), True, 0.8),
            ),
            tuple(rows),
            self._own_direct() if id == "consumption" else (),
        )
        shown = [g for g in order if sums[g] > 0] or order[:1]
        data = [
            {"group": groups[g], "part": a, "value": values[g][a]}
            for g in shown
            for a in ACTORS
            if values[g].get(a, 0.0) > 0
        ]
        parts = [
            (a, w.t(f"documents.actor_short.{a}"))
            for a in ("municipality", "business", "residents")
        ]
        svg = charts.stacked(data, [groups[g] for g in shown], parts, self.unit, w.language)
        top = [groups[g] for g in shown[:3]]
        alt = w.t(alt_key, place=self.account.place.name, year=label or year, top=", ".join(top))
        return ChartBlock(
            f"{id}-chart",
            w.text(chart_key, year=when),
            alt,
            svg,
            table,
            w.t("documents.word.figures_behind"),
        )

    def _own_direct(self) -> tuple[Inlines, ...]:
        """Return why what is bought sums to less than the consumption total."""
        own, w = direct_in_consumption(self.account), self.write
        if own < 0.5:
            return ()
        ref = self.refs.own("document/total")
        total = w.number(self.account.totals["consumption"].value, ref)
        return (w.text("account.own_direct", own=w.number(own, ref), total=total),)

    def asides(self) -> Table | None:
        """Return what stands beside the consumption total and in no total; None without any."""
        w, a = self.write, self.account
        if not a.asides:
            return None
        key = "country" if a.place.kind == "country" else "other"
        return Table(
            "asides",
            w.text(f"account.asides_{key}", unit=self.unit),
            (Column(w.text("account.aside"), False, 3.4), Column((self.unit,))),
            tuple(
                Row(
                    Cell((w.name(self.naming.aside(x.id)),)),
                    (Cell((w.number(x.value, x.origin),)),),
                )
                for x in a.asides
            ),
        )

    def sources_table(self) -> Table:
        """Return every direct source with its range and origin."""
        w = self.write
        groups: dict[tuple[str, str], list[Source]] = defaultdict(list)
        for s in self.account.sources:
            if s.scope == "direct":
                groups[(s.sector, s.source)].append(s)
        sectors: dict[str, float] = defaultdict(float)
        for (sector, _), members in groups.items():
            sectors[sector] += sum(s.value for s in members)
        rows: list[Row] = []
        for sector in sorted(sectors, key=lambda k: -sectors[k]):
            ref = self.refs.own("document/sector")
            rows.append(
                Row(Cell((w.name(self.names.sector(sector)),)),
                    (Cell((w.number(sectors[sector], ref),)), Cell(())), "group")
            )  # fmt: skip
            inner = sorted(
                (g for g in groups.items() if g[0][0] == sector),
                key=lambda g: -sum(s.value for s in g[1]),
            )
            for _, members in inner:
                origin = members[0].origin
                value = sum(s.value for s in members)
                low, high = sum(s.low for s in members), sum(s.high for s in members)
                rows.append(
                    Row(Cell((w.name(self.names.source(members[0])),)),
                        (Cell((w.number(value, origin),)), Cell(w.span(low, high, origin))))
                )  # fmt: skip
        return Table(
            "direct-sources",
            w.text("account.sources_caption", year=w.year(self.account.year), unit=self.unit),
            (
                Column(w.text("account.source"), False, 2.4),
                Column((self.unit,)),
                Column(w.text("account.range"), True, 1.4),
            ),
            tuple(rows),
        )

    def notes(self) -> tuple[Block, ...]:
        """Return the account's own notes as paragraphs."""
        texts = [self.names.note(key) for key in self.account.notes]
        return tuple(Paragraph((self.write.name(text),)) for text in texts)

    def dominant(self) -> Note | None:
        """Return a note when a single sector holds most of the emissions, else None."""
        direct = [s for s in self.account.sources if s.scope == "direct"]
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
        text = self.write.text(
            "account.one_sector",
            sector=self.write.name(self.names.sector(sector)),
            share=self.write.percent(share, self.refs.own("document/sector")),
        )
        return Note((*text, " ", *known_at(self.write, self.account, sector)))


def _gaps(years: list[int]) -> bool:
    return years != list(range(years[0], years[-1] + 1))


def _group(s: Source) -> str:
    if s.sector in _BY_CATEGORY:
        return s.sector
    code = s.source.split(".")[0] if s.sector == "coicop" else s.source
    return f"{s.sector}/{code}"


def _head(s: Source) -> Source:
    """Return the source with its group's code, so that it is named as the group."""
    if s.sector != "coicop":
        return s
    return replace(s, source=s.source.split(".")[0])
