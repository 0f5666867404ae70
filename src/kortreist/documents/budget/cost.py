"""What the measures cost in a document: by year, by who pays, and what is unknown of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kortreist.budgets.budget import BudgetMeasure
from kortreist.documents.format.blocks import Break, Cell, Inlines, Table
from kortreist.documents.format.writer import DASH
from kortreist.documents.plan.writer import PlanWriter
from kortreist.measures.measure import BEARERS

__all__ = ["CostPart"]

_THOUSAND = 1000.0
#: NOK that a part of a sum must come to before it is named.
_SOMETHING = 500.0


class CostPart:
    """Builds the table of cost, and tells what is known of each payer's."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w
        self.thousand = w.kroner("thousand")
        self.open = frozenset(w.budget.kept_open.measures)

    def table(self) -> Table:
        """Return the municipality's cost by plan year, and the plan period's by bearer."""
        w, b = self.w, self.w.budget
        bearers = self.bearers()
        others = [x for x in bearers if x != "municipality"]
        everything = sorted(
            b.measures,
            key=lambda m: (
                not any(m.cost.get("municipality", {}).values()),
                -self._period(m, "municipality"),
            ),
        )
        rows = []
        for m in everything:
            mine: list[Cell] = [self._cost(m, "municipality", y) for y in b.plan_years]
            theirs = [self._cost_period(m, x) for x in others]
            rows.append(w.row(w.name(m.measure.name[w.language]), *mine, *theirs))
        ref = w.own("cost_sum")
        sums: list[Cell] = []
        for year in b.plan_years:
            value = sum(m.cost.get("municipality", {}).get(year, 0.0) for m in everything)
            sums.append(self._sum("municipality", value, ref))
        for x in others:
            sums.append(self._sum(x, sum(self._period(m, x) for m in everything), ref))
        rows.append(w.row(w.text("word.sum"), *sums, tone="total"))
        if b.kept_open:
            held = [w.cell(w.number(b.kept_open.nok[y] / _THOUSAND, ref)) for y in b.plan_years]
            some = [m for m in b.measures if m.measure.id in self.open]
            held += [
                w.cell(w.number(sum(self._period(m, x) for m in some) / _THOUSAND, ref))
                for x in others
            ]
            rows.append(w.row(w.text("measures.kept_open"), *held, tone="note"))
        period = self.period()
        return w.table(
            "cost",
            w.text("cost.caption", unit=self.thousand),
            [
                w.text_column("measures.measure", 3.0),
                *(w.column(w.year(y)) for y in b.plan_years),
                *(w.column((*w.text(f"bearer.{x}"), Break(), *period), 1.5) for x in others),
            ],
            rows,
            (w.text("cost.note", year=w.year(w.budget.price_year)),)
            + self._apart(everything)
            + ((w.text("cost.missing_note"),) if self.any_missing() else ()),
        )

    def _apart(self, rows: Sequence[BudgetMeasure]) -> tuple[Inlines, ...]:
        """Return the municipality's investment, running cost and range; and what is judged."""
        w, b = self.w, self.w.budget
        if not any(m.money.get("municipality") for m in rows):
            return ()
        paid = b.paid("municipality")
        ref = w.own("cost_sum")
        ends = {"low": w.money(paid.low, ref), "high": w.money(paid.high, ref)}
        out = [w.text("cost.apart", parts=self.net(), **ends)]
        if b.parts("municipality").staff >= _SOMETHING:
            out[0] = (*out[0], " ", *w.text("cost.apart_staff"))
        ranges = [self._range(x, ref) for x in self.bearers() if x != "municipality"]
        if any(ranges):
            out.append(w.text("cost.others", each=w.join([r for r in ranges if r], "; ")))
        if "company" in self.bearers():
            out.append(w.text("cost.company"))
        if b.not_counted:
            who = [
                w.text("price.saver", bearer=w.t(f"documents.bearer.{x}"), nok=w.money(nok, ref))
                for x, nok in b.not_counted.items()
            ]
            out.append(w.text("cost.not_counted", who=w.join(who, ", ")))
        if {"money", "tonnes"} <= b.judged_shares.keys():
            shares = {k: w.percent(v, ref) for k, v in b.judged_shares.items()}
            out.append(w.text("cost.judged", money=shares["money"], tonnes=shares["tonnes"]))
        return tuple(out)

    def _range(self, bearer: str, ref: str) -> Inlines:
        """Return what another payer pays over the period, with the range; nothing if nothing."""
        w, paid = self.w, self.w.budget.paid(bearer)
        if not (paid.low or paid.high):
            return ()
        said = w.text(
            "cost.other",
            bearer=w.t(f"documents.bearer.{bearer}"),
            nok=w.money(paid.total, ref),
            low=w.money(paid.low, ref),
            high=w.money(paid.high, ref),
        )
        plus = self._plus(bearer)
        return (*said, " ", *plus) if plus else said

    def made_of(self, years: Iterable[int] | None = None) -> Inlines:
        """Return what the municipality spends on what, and what it saves: they add to the net.

        The same words wherever the sum is printed.
        """
        w, ref = self.w, self.w.own("cost_sum")
        found = self.w.budget.parts("municipality", years)
        each = [
            w.text(f"cost.part_{name}", nok=w.money(nok, ref))
            for name in ("investment", "staff", "other", "saved")
            if (nok := getattr(found, name)) >= _SOMETHING
        ]
        return w.join(each, ", ")

    def net(self) -> Inlines:
        """Return what the municipality pays over the period, part by part, and the net of it."""
        w, found = self.w, self.w.budget.parts("municipality")
        key = "cost.parts" if found.net >= 0.0 else "cost.parts_saving"
        net = w.money(abs(found.net), w.own("cost_sum"))
        return w.text(key, each=self.made_of(), net=net)

    def bearers(self) -> list[str]:
        """Return who bears any known or unknown cost, the municipality always first."""
        seen = {"municipality"}
        for m in self.w.budget.measures:
            seen |= {x for x, years in m.cost.items() if any(years.values())}
            seen |= set(m.cost_missing)
        return [x for x in BEARERS if x in seen]

    def period(self) -> Inlines:
        """Return the plan period as a span of years."""
        first, last = self.w.budget.plan_years[0], self.w.budget.plan_years[-1]
        return (self.w.year(first), DASH, self.w.year(last))

    def net_in(self, bearer: str) -> dict[int, float]:
        """Return year → known cost of one bearer less what is saved, NOK."""
        return {
            year: sum(m.cost.get(bearer, {}).get(year, 0.0) for m in self.w.budget.measures)
            for year in self.w.budget.plan_years
        }

    def missing_for(self, bearer: str) -> int:
        """Return how many of the plan's measures have an unknown cost for a bearer."""
        return sum(bearer in m.cost_missing for m in self.w.budget.measures)

    def any_missing(self) -> bool:
        """Tell whether any cost of the plan's measures is unknown."""
        return any(m.cost_missing for m in self.w.budget.measures)

    def _period(self, m: BudgetMeasure, bearer: str) -> float:
        return sum(m.cost.get(bearer, {}).get(y, 0.0) for y in self.w.budget.plan_years)

    def _sum(self, bearer: str, value: float, ref: str) -> Cell:
        """Return a sum; where nothing is known of what is paid, it is unknown and not zero."""
        w, plus = self.w, self._plus(bearer)
        if plus and not value:
            return w.cell(w.unknown())
        return w.cell(w.number(value / _THOUSAND, ref), plus)

    def _plus(self, bearer: str) -> Inlines:
        """Return that something unknown comes on top of a sum."""
        if not self.missing_for(bearer):
            return ()
        return self.w.text("cost.plus_unknown")

    def _cost(self, m: BudgetMeasure, bearer: str, year: int) -> Cell:
        w = self.w
        costs = m.cost.get(bearer, {})
        if bearer not in m.cost and bearer not in m.cost_missing:
            return w.cell(())  # not one who pays
        if bearer in m.cost_missing:
            under = (w.number(costs[year] / _THOUSAND, "formula/cost"),) if costs.get(year) else ()
            return w.cell(w.unknown(), (*w.text("cost.known_part"), " ", *under) if under else ())
        amount = costs.get(year, 0.0)
        capped = not round(amount) and m.apart.get(bearer, {}).get(year, 0.0) >= 1.0
        return self._amount(amount / _THOUSAND, capped)

    def _amount(self, thousands: float, capped: bool) -> Cell:
        """Return an amount; where it is nothing because a saving is not counted, that is said."""
        w = self.w
        under = w.text("cost.capped") if capped else ()
        return w.cell(w.number(thousands, "formula/cost"), under)

    def _cost_period(self, m: BudgetMeasure, bearer: str) -> Cell:
        w = self.w
        value = self._period(m, bearer) / _THOUSAND
        if bearer not in m.cost and bearer not in m.cost_missing:
            return w.cell(())
        if bearer in m.cost_missing:
            under = (*w.text("cost.known_part"), " ", w.number(value, "formula/cost"))
            return w.cell(w.unknown(), under if value else ())
        saved = sum(m.apart.get(bearer, {}).get(y, 0.0) for y in w.budget.plan_years)
        return self._amount(value, abs(value) < 1.0 / _THOUSAND and saved >= 1.0)
