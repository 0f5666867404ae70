"""The account by sector and by what is bought in a document, split on who can act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from kortreist.accounts.footprint import CATEGORIES
from kortreist.accounts.ledger import ACTORS, Source
from kortreist.accounts.totals import direct_in_consumption
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.format import charts
from kortreist.documents.format.blocks import ChartBlock, Inlines, Table

__all__ = ["SectorsPart"]

#: The country's consumption is shown by category: its products are too many to draw.
_BY_CATEGORY = frozenset(sector for sector, _ in CATEGORIES.values()) | {"residents_direct"}


class SectorsPart:
    """Builds the charts of sectors and of consumption, and what stands beside them."""

    def __init__(self, w: AccountWriter) -> None:
        self.w = w

    def by_sector(self) -> ChartBlock:
        """Return direct emissions by sector, split on who can act."""
        direct = [s for s in self.w.account.sources if s.scope == "direct"]
        return self._split(
            direct,
            "sectors",
            "account.sector_caption",
            "account.sector_chart",
            "documents.chart.sector_alt",
            {s.sector: self.w.names.sector(s.sector) for s in direct},
            lambda s: s.sector,
        )

    def by_consumption(self) -> ChartBlock | None:
        """Return indirect emissions by what is bought, split on who buys; None without any."""
        indirect = [s for s in self.w.account.sources if s.scope == "indirect" and not s.memo]
        if not indirect:
            return None
        groups = {
            _group(s): self.w.names.sector(s.sector)
            if s.sector in _BY_CATEGORY
            else self.w.names.source(_head(s))
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
        w, year = self.w, self.w.account.year
        # Consumption has other years than the account: it is said where its tonnes stand.
        label = w.naming.basis(w.account) if id == "consumption" else ""
        when = (w.name(label),) if label else (w.year(year),)
        values: dict[str, dict[str, float]] = {g: defaultdict(float) for g in groups}
        for s in sources:
            values[group_of(s)][s.actor] += s.value
        sums = {g: sum(v.values()) for g, v in values.items()}
        order = sorted(groups, key=lambda g: -sums[g])
        ref = w.own("sector" if id == "sectors" else "total")
        total = sum(sums.values())
        rows = [
            w.row(
                w.name(groups[g]),
                *((w.number(values[g][a], ref),) if a in values[g] else () for a in ACTORS),
                w.number(sums[g], ref),
                w.percent(sums[g] / total if total else None, ref),
            )
            for g in order
        ]
        by_actor = {a: sum(v.get(a, 0.0) for v in values.values()) for a in ACTORS}
        rows.append(
            w.row(
                w.text("word.sum"),
                *(w.number(by_actor[a], ref) for a in ACTORS),
                w.number(total, ref),
                (),
                tone="total",
            )
        )
        table = w.table(
            id,
            w.text(table_key, year=when, unit=w.tonne),
            [
                w.text_column("account.sector" if id == "sectors" else "account.bought", 2.2),
                *(w.column(f"actor_short.{a}", 1.05) for a in ACTORS),
                w.column("word.sum"),
                w.column("account.share", 0.8),
            ],
            rows,
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
        svg = charts.stacked(data, [groups[g] for g in shown], parts, w.tonne, w.language)
        top = [groups[g] for g in shown[:3]]
        alt = w.t(alt_key, place=w.account.place.name, year=label or year, top=", ".join(top))
        return w.chart_block(f"{id}-chart", w.text(chart_key, year=when), alt, svg, table)

    def _own_direct(self) -> tuple[Inlines, ...]:
        """Return why what is bought sums to less than the consumption total."""
        own, w = direct_in_consumption(self.w.account), self.w
        if own < 0.5:
            return ()
        ref = w.own("total")
        total = w.number(w.account.totals["consumption"].value, ref)
        return (w.text("account.own_direct", own=w.number(own, ref), total=total),)

    def asides(self) -> Table | None:
        """Return what stands beside the consumption total and in no total; None without any."""
        w, a = self.w, self.w.account
        if not a.asides:
            return None
        key = "country" if a.place.kind == "country" else "other"
        return w.table(
            "asides",
            w.text(f"account.asides_{key}", unit=w.tonne),
            [w.text_column("account.aside", 3.4), w.column((w.tonne,))],
            [w.row(w.name(w.naming.aside(x.id)), w.number(x.value, x.origin)) for x in a.asides],
        )


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
