"""The one price of a measure in words: what the council pays, what society pays, or why neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor, isclose, log10

from kortreist.documents.format.blocks import Figure, Inlines
from kortreist.documents.format.digits import rounded_price
from kortreist.documents.format.writer import NBSP, Writer
from kortreist.facts import load
from kortreist.measures.activity import unit_name, unit_row
from kortreist.measures.measure import Measure
from kortreist.plans.pricing import Price

__all__ = ["PriceWords"]

#: Written where there is no price, with the reason beside it.
DASH = "–"
_REF = "formula/cost"
#: Origins of a count that is worked out, not counted.
_ESTIMATED = ("emission", "population")
#: Marks of a measure that may be too dear and still have no price to show.
_DEAR = ("too_small", "unknown")


class PriceWords:
    """Writes prices.

    Parameters
    ----------
    write : Writer
    """

    def __init__(self, write: Writer) -> None:
        self._write = write

    def sentence(self, measure: Measure, price: Price) -> Inlines:
        """Return the price as a sheet says it, with the range, or the reason for none."""
        w = self._write
        parts: list[Inlines] = []
        if price.municipality is not None:
            parts.append(w.text("price.municipality", price=self._number(price.municipality)))
        if price.company is not None:
            parts.append(w.text("price.company", price=self._number(price.company)))
        if price.society is not None:
            if price.society_low is None or price.society_high is None:
                parts.append(w.text("price.society", price=self._number(price.society)))
            else:
                parts.append(
                    w.text(
                        "price.society_range",
                        price=self._number(price.society),
                        low=self._end(price.society_low),
                        high=self._number(price.society_high),
                    )
                )
        parts.append(self.staff(price))
        if price.mark == "saves":
            parts += [self.saves(price, price.saves_year), w.text("price.saves_how")]
        elif price.mark != "ranked":
            parts.append((DASH + " ", *self.reason(price, measure)))
        parts.append(self.known(price))
        national = self._national(measure) if price.society is not None else ()
        rest = (self.apart(price), self.earmarked(price), national)
        return w.join([p for p in (*parts, *rest) if p], " ")

    def staff(self, price: Price) -> Inlines:
        """Return society's price with own staff, where it is another than the one without."""
        with_staff = price.society_with_staff
        if with_staff is None or (
            price.society is not None and rounded_price(with_staff) == rounded_price(price.society)
        ):
            return ()
        key = "with_staff" if price.society is not None else "only_with_staff"
        return self._write.text(f"price.{key}", price=self._number(with_staff))

    def saves(self, price: Price, year: int) -> Inlines:
        """Return who saves how much in a year, which is that of the tonnes beside it."""
        w = self._write
        saved = {b: years[year] for b, years in price.saves_by_year.items() if year in years}
        if not saved:
            who = self._names(price.saves_by_year or price.saves)
            return w.text("price.saves_over_time", who=who)
        return w.text("price.saves", year=w.year(year), who=self._savers(saved))

    def known(self, price: Price) -> Inlines:
        """Return the municipality's known price beside the limit, where there is no other."""
        if price.known is None:
            return ()
        return self._write.text(
            "price.known", price=self._number(price.known), limit=self._number(price.limit)
        )

    def apart(self, price: Price) -> Inlines:
        """Return who saves what is told and not counted; nothing where there is none."""
        if not price.apart:
            return ()
        w = self._write
        return w.text(
            "price.saves_apart", year=w.year(price.saves_year), who=self._savers(price.apart)
        )

    def earmarked(self, price: Price) -> Inlines:
        """Return what income the measure itself spends; nothing where there is none."""
        if not price.earmarked:
            return ()
        w = self._write
        return w.text(
            "price.earmarked", year=w.year(price.saves_year), who=self._savers(price.earmarked)
        )

    def _names(self, who: Iterable[str]) -> str:
        return ", ".join(self._write.t(f"documents.bearer.{b}") for b in who)

    def _savers(self, saved: Mapping[str, float]) -> Inlines:
        w = self._write
        who = [
            w.text("price.saver", bearer=w.t(f"documents.bearer.{b}"), nok=w.money(nok, _REF))
            for b, nok in sorted(saved.items(), key=lambda pair: -pair[1])
        ]
        return w.join(who, ", ")

    def reason(self, price: Price, measure: Measure | None = None) -> Inlines:
        """Return why there is no price; of a measure without a unit, that it has none."""
        if price.mark == "unknown" and measure is not None and measure.activity is None:
            return self._write.text("price.no_unit")
        if price.mark == "ranked":
            return self.staff(price)  # society's price is none: without own staff it saves
        minimum = load().figure("planning/least_priced_t")
        ref = self._write.add(minimum.origin)
        return self._write.text(
            f"price.{price.mark}", tonnes=self._write.number(minimum.value, ref)
        )

    def left_out(self, price: Price, year: int, dear: bool = True) -> Inlines:
        """Return what a measure that is left out costs per tonne, and what it would cut."""
        w = self._write
        tonnes = w.small(price.cuts, "formula/effect")
        prices = [p for p in (price.municipality, price.society_with_staff) if p is not None]
        if price.known is not None and price.known > price.limit:
            return w.text(
                "price.left_out_municipality",
                price=self._number(price.known),
                tonnes=tonnes,
                year=w.year(year),
            )
        if not prices:
            # Too dear, and yet without a price: say what it was too dear by.
            key = f"left_out_{price.mark}" if dear and price.mark in _DEAR else "left_out_unpriced"
            return w.text(f"price.{key}", tonnes=tonnes, year=w.year(year))
        maximum = max(prices)
        by = "municipality" if maximum == price.municipality else "society"
        return w.text(
            f"price.left_out_{by}", price=self._number(maximum), tonnes=tonnes, year=w.year(year)
        )

    def cell(self, nok: float | None) -> Inlines:
        """Return a price in a table; a dash where there is none."""
        return (DASH,) if nok is None else self._number(nok)

    def count(
        self,
        unit: str,
        count: float | None,
        origin: str,
        treated: float | None,
        ceiling: float = 1.0,
        one: Mapping[str, tuple[float, float]] | None = None,
    ) -> Inlines:
        """Return how many units there are and how that is known, and how many are treated.

        An estimate has two digits and the word for it. A unit that is counted from the cut
        itself has no total: its count is what the measure does. Less than one is a part of a
        whole, and then it is said what a whole costs (``one``: bearer → NOK of investment,
        and NOK a year).
        """
        w = self._write
        name = unit_name(load(), unit, w.language)
        guess = origin in _ESTIMATED
        if guess and count is not None and treated is not None and isclose(count, treated):
            amount = w.text("price.amount", unit=(w.name(name),), count=self._about(count, True))
            return w.join([p for p in (amount, self._part(treated, one or {})) if p], " ")
        parts: list[Inlines] = []
        if count is not None:
            parts.append(
                w.text(
                    "price.count",
                    unit=(w.name(name),),
                    count=self._about(count, guess),
                    origin=w.t(f"documents.price.origin_{origin}"),
                )
            )
        if treated is not None:
            parts.append(w.text("price.treated", count=self._about(treated, guess)))
            parts.append(self._part(treated, one or {}))
        if ceiling < 1.0:
            parts.append(w.text("price.ceiling", share=w.percent(ceiling, _REF)))
        return w.join([p for p in parts if p], " ")

    def _part(self, treated: float, one: Mapping[str, tuple[float, float]]) -> Inlines:
        """Return what one whole costs, where a part of one is treated: it must be shared."""
        if not 0.0 < treated < 0.95:
            return ()
        if not one:
            return self._write.text("price.part")
        return self._write.text("price.part_costs", cost=self.whole(one))

    def whole(self, one: Mapping[str, tuple[float, float]]) -> Inlines:
        """Return what one whole unit costs whoever pays it."""
        w = self._write
        investment = sum(i for i, _ in one.values())
        running = sum(r for _, r in one.values())
        parts = []
        if investment:
            parts.append(w.text("price.one_investment", nok=w.money(investment, _REF)))
        if running or not parts:
            parts.append(w.text("price.one_running", nok=w.money(running, _REF)))
        return w.join(parts, w.t("documents.price.one_and"))

    def _national(self, measure: Measure) -> Inlines:
        w = self._write
        row = unit_row(load(), measure.id)
        if row is None or not row.against.startswith("above"):
            return ()
        return (
            w.text(f"price.against.{measure.id}")
            if w.t.has(f"documents.price.against.{measure.id}")
            else w.text("price.above_national")
        )

    def _number(self, nok: float) -> Inlines:
        if nok > 0.0 and rounded_price(nok) == 0.0:  # little is not nothing
            self._write.use(_REF)
            return (Figure("<" + NBSP + self._write.t.number(10.0), nok, _REF),)
        return (self._write.number(rounded_price(nok), _REF),)

    def _end(self, nok: float) -> Inlines:
        """Return the low end; below nothing it is a saving and has no price per tonne."""
        return self._number(nok) if nok >= 0.0 else self._write.text("price.below_zero")

    def _about(self, count: float, guess: bool) -> Inlines:
        units = self._units(count, guess)
        if not guess or not isinstance(units[0], Figure):
            return units
        return self._write.text("price.about", count=units)

    def _units(self, count: float, guess: bool) -> Inlines:
        """Return a whole number, or the part of one with two decimals."""
        if 0.0 < count < 0.95:
            part = round(count, 2)
            if part == 0.0:
                minimum = "<" + NBSP + self._write.t.number(0.01, 2)
                self._write.use(_REF)
                return (Figure(minimum, count, _REF),)
            return (self._write.number(part, _REF, 2),)
        digits = 1 - floor(log10(count)) if guess and count > 0.0 else 0
        return (self._write.number(round(count, min(digits, 0)), _REF),)
