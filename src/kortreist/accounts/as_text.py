"""The account in the terminal: totals, who can act, history, largest sources, notes."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kortreist.accounts.build import require_total
from kortreist.accounts.footprint import CATEGORIES
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import ACTORS, Account, Source
from kortreist.accounts.terminal import bar, clip, paragraph, table, terminal_width
from kortreist.accounts.totals import direct_in_consumption
from kortreist.i18n import outwards
from kortreist.provenance import Origin
from kortreist.units import BOUNDARIES, Boundary, Quantity

__all__ = ["account_text", "rounded"]

LARGEST = 10
_CATEGORIES = frozenset(sector for sector, _ in CATEGORIES.values())


def rounded(q: Quantity) -> tuple[float, float]:
    """Return the interval's ends to two meaningful digits of its half-width.

    An interval is an estimate; printing it to the tonne would claim more than is known.
    """
    half = (q.high - q.low) / 2
    if half <= 0:
        return q.low, q.high
    step = 10.0 ** (math.floor(math.log10(half)) - 1)
    return outwards(q.low, q.high, step)


def account_text(
    account: Account,
    language: str = "nb",
    boundary: Boundary | None = None,
    width: int | None = None,
    households: bool = False,
) -> str:
    """Return the account as text.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    boundary : optional
        Only that total and the sources inside it.
    width : int, optional
        Columns; the terminal's by default.
    households : bool
        Also print consumption per household by type and by income.

    Raises
    ------
    FiguresMissingError
        The boundary asked for cannot be given.
    """
    if boundary is not None:
        require_total(account, boundary)
    page = _Page(account, language, boundary, width or terminal_width(), households)
    return "\n\n".join(part for part in page.parts() if part) + "\n"


class _Page:
    def __init__(
        self,
        account: Account,
        language: str,
        boundary: Boundary | None,
        width: int,
        households: bool = False,
    ) -> None:
        self.account, self.boundary, self.width = account, boundary, width
        self.with_households = households
        self.names = Naming(language)
        self.t = self.names.t

    def parts(self) -> Iterable[str]:
        yield self.title()
        yield self.totals()
        direct = [s for s in self.account.sources if s.scope == "direct"]
        indirect = [s for s in self.account.sources if s.scope == "indirect" and not s.memo]
        if self.boundary is not None:
            direct = [s for s in direct if s.weight(self.boundary) > 0]
            indirect = [s for s in indirect if s.weight(self.boundary) > 0]
        yield self.sectors("direct", direct)
        if self.boundary in (None, "territorial"):
            yield self.history()
        yield self.sectors("indirect", indirect) + self.own_direct(indirect)
        yield self.largest([*direct, *indirect])
        if self.boundary != "territorial":
            yield self.asides()
        if self.boundary is None:
            yield self.memo()
        if self.with_households:
            yield self.households()
        yield self.notes()
        yield self.origins()

    def _head(self, key: str, **values: object) -> str:
        return paragraph(self.t(f"accounts.text.{key}", **values).upper(), self.width)

    def title(self) -> str:
        a, t = self.account, self.t
        kind = t(f"accounts.kind.{a.place.kind}")
        first = t(
            "accounts.text.title", number=a.place.number, name=a.place.name, kind=kind, year=a.year
        )
        facts = [self.names.without(a.without)] if a.without else []
        if a.population is not None:
            facts.append(t("accounts.text.population", people=t.number(a.population)))
        if a.vintage_id:
            facts.append(t("accounts.text.vintage", date=t.date(a.vintage_date), id=a.vintage_id))
        facts.append(f"GWP-100: {self.names.gwp(a.gwp)}")
        line = "═" * min(self.width, len(first))
        return "\n".join(
            [paragraph(first, self.width), line, paragraph(" · ".join(facts), self.width)]
        )

    def totals(self) -> str:
        a, t = self.account, self.t
        rows = []
        why: dict[str, list[str]] = {}
        for b in BOUNDARIES:
            if self.boundary not in (None, b):
                continue
            q = a.totals.get(b)
            if q is None:
                name = self.names.boundary(b, a.place.kind)
                rows.append([name, "–", "", ""])
                why.setdefault(self.names.why_missing(a, b), []).append(name)
                continue
            rows.append([self._boundary(b), *self._figures(q)])
        if a.overlap is not None and self.boundary is None:
            rows.append([t("accounts.text.overlap"), *self._figures(a.overlap)])
        if a.without:
            rows = [
                [self.names.within(a), *row[1:]] if i == 0 else row for i, row in enumerate(rows)
            ]
        header = [
            "t CO2e",
            t("accounts.text.total"),
            t("accounts.text.interval"),
            t("accounts.text.per_head"),
        ]
        head = self._head("totals" if self.boundary is None else "one_total")
        parts = [head, table(header, rows, self.width, give_up=([3], [2]))]
        if label := self.names.basis(a) if self.boundary != "territorial" else "":
            key = "basis" if a.basis else "basis_own"
            note = t(f"accounts.text.{key}", label=label, year=a.year)
            parts.append(paragraph(note, self.width))
        if self.boundary is None and len(a.totals) > 1:
            parts.append(paragraph(t("accounts.text.never_add"), self.width))
        for text, names in why.items():
            parts.append(paragraph(f"{' / '.join(names)}: {text}", self.width, "! "))
        return "\n".join(parts)

    def _boundary(self, b: Boundary) -> str:
        """Return a total's name, with the years of its structure where they are not its own."""
        name = self.names.boundary(b, self.account.place.kind)
        years = "/".join(map(str, self.account.basis))
        return f"{name} ({years})" if years and b == "consumption" else name

    def _figures(self, q: Quantity) -> list[str]:
        t, people = self.t, self.account.population
        low, high = rounded(q)
        head = t.number(q.value / people, 1) if people else "–"
        return [t.number(q.value), f"{t.number(low)}–{t.number(high)}", head]

    def _weight(self, s: Source) -> float:
        return 1.0 if self.boundary is None else s.weight(self.boundary)

    def sectors(self, scope: str, sources: list[Source]) -> str:
        if not sources:
            return ""
        t = self.t
        cells: dict[str, dict[str, list[float]]] = {}
        for s in sources:
            cells.setdefault(s.sector, {}).setdefault(s.actor, []).append(self._weight(s) * s.value)
        sums = {sector: {a: math.fsum(v) for a, v in by.items()} for sector, by in cells.items()}
        whole = math.fsum(self._weight(s) * s.value for s in sources)
        rows = []
        for sector, by in sorted(sums.items(), key=lambda kv: -math.fsum(kv[1].values())):
            total = math.fsum(by.values())
            if total == 0:
                continue
            share = self._share(total / whole) if whole else ""
            cells_ = [t.number(by[a]) if a in by else "" for a in ACTORS]
            rows.append([self.names.sector(sector), *cells_, t.number(total), share])
        columns = [math.fsum(by.get(a, 0.0) for by in sums.values()) for a in ACTORS]
        rows.append(
            [t("accounts.text.sum"), *map(t.number, columns), t.number(whole), t.percent(1.0)]
        )
        header = [
            t(f"accounts.text.column_{scope}"),
            *(t(f"accounts.actor.{a}") for a in ACTORS),
            t("accounts.text.sum"),
            t("accounts.text.share"),
        ]
        shown = table(header, rows, self.width, rule_before_last=True, give_up=([5], [1, 2, 3]))
        head = self._head(f"{scope}_by_actor", year=self.account.year, label=self._label())
        parts = [head, shown]
        if header[1] not in shown.splitlines()[0]:  # no room for the actors' columns
            sums_ = zip(header[1:4], rows[-1][1:4], strict=True)
            parts.append(paragraph(" · ".join(f"{a} {v}" for a, v in sums_), self.width))
        return "\n".join(parts)

    def own_direct(self, indirect: list[Source]) -> str:
        """Return why the table of what is bought sums to less than the consumption total."""
        a, t = self.account, self.t
        own = direct_in_consumption(a)
        if not indirect or own < 0.5 or self.boundary not in (None, "consumption"):
            return ""
        total = a.totals["consumption"].value
        said = t("accounts.text.own_direct", own=t.number(own), total=t.number(total))
        return "\n" + paragraph(said, self.width)

    def _label(self) -> str:
        a, names = self.account, self.names
        return names.basis_text("structure", a.basis, a.year) if a.basis else str(a.year)

    def history(self) -> str:
        a, t = self.account, self.t
        if len(a.history) < 2:
            return ""
        years = sorted(a.history)
        first = a.history[years[0]]
        largest = max(a.history.values())
        figures = {y: t.number(a.history[y]) for y in years}
        changes = {
            y: "" if y == years[0] or not first else self._change(a.history[y] / first - 1)
            for y in years
        }
        wide, last = max(map(len, figures.values())), max(map(len, changes.values()))
        room = self.width - 4 - 2 - wide - 2 - last - 2
        lines = [self._head("history", first=years[0], last=years[-1])]
        for i, y in enumerate(years):
            if i and y - years[i - 1] > 1:
                lines.append("   ·")
            lines.append(
                f"{y}  {figures[y].rjust(wide)}  {changes[y].rjust(last)}  "
                f"{bar(a.history[y], largest, room)}".rstrip()
            )
        gaps = [str(y) for y in range(years[0], years[-1]) if y not in a.history]
        if gaps:
            lines.append(paragraph(t("accounts.text.gaps", years=", ".join(gaps)), self.width))
        return "\n".join(lines)

    def _share(self, share: float) -> str:
        # "0 %" would say that nothing is emitted.
        return self.t.percent(share) if share >= 0.005 else "<" + self.t.percent(0.01)

    def _change(self, share: float) -> str:
        return ("+" if share > 0 else "") + self.t.percent(share)

    def largest(self, sources: list[Source]) -> str:
        t = self.t
        grouped: dict[tuple[str, str, str], list[Source]] = {}
        for s in sources:
            grouped.setdefault((s.scope, s.sector, s.source), []).append(s)
        ranked = sorted(
            ((math.fsum(self._weight(s) * s.value for s in g), g[0]) for g in grouped.values()),
            key=lambda pair: -pair[0],
        )
        blocks = []
        for scope in ("direct", "indirect"):
            top = [(v, s) for v, s in ranked if s.scope == scope and v > 0][:LARGEST]
            if not top:
                continue
            figures = [t.number(v) for v, _ in top]
            wide = max(map(len, figures))
            name_room = max(14, min(38, self.width * 2 // 5))
            room = self.width - name_room - wide - 4
            lines = [self._head(f"largest_{scope}", count=len(top), label=self._label())]
            for (value, s), figure in zip(top, figures, strict=True):
                name = clip(self._long_name(s), name_room).ljust(name_room)
                lines.append(
                    f"{name}  {figure.rjust(wide)}  {bar(value, top[0][0], room)}".rstrip()
                )
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks)

    def memo(self) -> str:
        rows = [s for s in self.account.sources if s.memo]
        if not rows:
            return ""
        rows.sort(key=lambda s: -s.value)
        t = self.t
        cells = [[self.names.source(s), t.number(s.value)] for s in rows]
        header = [self.names.sector("nace"), t("accounts.text.total")]
        label = self.names.basis_text("structure", rows[0].basis, self.account.year)
        return "\n".join([self._head("memo", label=label), table(header, cells, self.width)])

    def asides(self) -> str:
        """Return what stands beside the consumption total: other conventions, or what lacks."""
        a, t = self.account, self.t
        if not a.asides:
            return ""
        key = "asides_country" if a.place.kind == "country" else "asides"
        people = a.population
        cells = [
            [
                self.names.aside(x.id),
                t.number(x.value),
                t.number(x.value / people, 2) if people else "–",
            ]
            for x in a.asides
        ]
        header = ["t CO2e", t("accounts.text.total"), t("accounts.text.per_head")]
        return "\n".join([self._head(key), table(header, cells, self.width)])

    def households(self) -> str:
        t, groups = self.t, self.account.households
        if not groups:
            return ""
        has_counts = any(g.households is not None for g in groups)
        header = [t("accounts.text.household"), t("accounts.text.kg_per_household")]
        cells = []
        for g in groups:
            row = [g.name[t.language], t.number(g.kg_per_household)]
            if has_counts:
                row.append("–" if g.households is None else t.number(g.households))
            cells.append(row)
        if has_counts:
            header.append(t("accounts.text.households_here"))
        return "\n".join([self._head("households"), table(header, cells, self.width)])

    def _long_name(self, s: Source) -> str:
        name = self.names.source(s)
        # "Jordbruk" is a source of another sector too: say whose machines they are.
        if s.scope == "direct" and s.sector == "other_mobile_combustion":
            return self.t("accounts.text.machinery", name=name)
        # A product is bought by several: say whose purchase it is.
        if s.sector in _CATEGORIES:
            return f"{name} ({self.t(f'accounts.category.{s.sector}')})"
        return name

    def notes(self) -> str:
        texts = [self.names.note(key) for key in self.account.notes]
        if not texts:
            return ""
        return "\n".join(
            [self._head("notes"), *(paragraph(text, self.width, "• ") for text in texts)]
        )

    def origins(self) -> str:
        lines = [self._head("origins")]
        seen: dict[str, None] = {}
        for o in self.account.origins.values():
            if o.kind != "formula":
                seen.setdefault(self._origin(o))
        return "\n".join([*lines, *(paragraph(text, self.width, "• ") for text in seen)])

    def _origin(self, o: Origin) -> str:
        if o.mark == "judgement" and o.source.startswith("Kortreist"):
            return self.t("accounts.text.own_judgement")
        text = o.source or o.title
        if o.licence and o.licence not in text:
            text += f" ({self.names.licence(o.licence)})"
        if o.mark in ("recalled", "judgement", "partly"):
            text += f" [{self.t(f'accounts.mark.{o.mark}')}]"
        return text
