"""Every printed number goes through here, and says where it comes from.

A number without an :class:`~kortreist.provenance.Origin` cannot be written: asking for one
raises. What is printed is remembered, so that the list of sources holds just what was used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kortreist.documents.format.blocks import Figure, Inline, Inlines, Label, Missing, When
from kortreist.i18n import Translator
from kortreist.provenance import Origin
from kortreist.units import Quantity

if TYPE_CHECKING:  # pages write numbers without the engine behind a target
    from kortreist.budgets.target import Target

__all__ = ["DASH", "NBSP", "Figures"]

NBSP = "\u00a0"
#: An en dash that does not let a range break over two lines.
DASH = "\u2060–\u2060"
_HOLE = re.compile("\ue000(\\d+)\ue001")
_DIGIT = re.compile(r"[0-9]")


class Figures:
    """Writes texts and numbers in one language, and remembers the origins used.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    origins : mapping of str to Origin
        What a figure may refer to.

    Examples
    --------
    >>> write = Figures("nb", {"formula/frame": Origin("formula/frame", "formula", "Ramme")})
    >>> write.number(40354.49, "formula/frame")
    Figure(text='40\\u202f354', value=40354.49, ref='formula/frame', exact='')
    """

    def __init__(self, language: str, origins: Mapping[str, Origin]) -> None:
        self.t = Translator(language)
        self.language = language
        self.origins: dict[str, Origin] = dict(origins)
        self._used: dict[str, None] = {}

    # -- numbers -------------------------------------------------------------------

    def number(self, value: float | None, ref: str, decimals: int = 0) -> Figure | Missing:
        """Write a number; ``None`` becomes the word for unknown.

        Raises
        ------
        KeyError
            ``ref`` is not the id of an origin.
        """
        if value is None:
            return self.unknown()
        self.use(ref)
        return Figure(self.t.number(value, decimals), float(value), ref)

    def small(self, value: float | None, ref: str) -> Figure | Missing:
        """Write tonnes of one measure: what is more than nothing is never written as zero."""
        if value is None or not 0.0 < abs(value) < 0.5:
            return self.number(value, ref)
        self.use(ref)
        sign = "<" if value > 0 else ">"
        return Figure(sign + NBSP + self.t.number(1.0 if value > 0 else -1.0), float(value), ref)

    def signed(self, value: float | None, ref: str) -> Figure | Missing:
        """Write a difference with its sign, plus too."""
        if value is None:
            return self.unknown()
        self.use(ref)
        text = self.t.number(value)
        return Figure(f"+{text}" if value >= 0.5 else text, float(value), ref)

    def percent(self, share: float | None, ref: str, decimals: int = 0) -> Figure | Missing:
        """Write a share 0–1 as per cent."""
        if share is None:
            return self.unknown()
        self.use(ref)
        return Figure(self.t.percent(share, decimals), float(share), ref)

    def signed_percent(self, share: float, ref: str, decimals: int = 0) -> Figure:
        """Write a change as per cent with its sign, plus too."""
        self.use(ref)
        text = self.t.percent(share, decimals)
        sign = "+" if share >= 0.005 / 10**decimals else ""
        return Figure(sign + text, float(share), ref)

    def goal(self, share: float, ref: str, high: float | None = None) -> Figure:
        """Write a target as per cent, with the decimal it was given with; a span as a span."""
        self.use(ref)
        return Figure(self.t.goal(share, high), float(share), ref)

    def target(self, target: Target) -> Figure:
        """Write the cut a target asks for: a span where the law has one."""
        return self.goal(target.reduction, target.origin, target.reduction_high)

    def tiny(self, share: float, ref: str) -> Figure:
        """Write an error as per cent; what is less than shown is never written as zero."""
        self.use(ref)
        if share < 0.0005:
            return Figure("<" + NBSP + self.t.percent(0.001, 1), float(share), ref)
        return Figure(self.t.percent(share, 1), float(share), ref)

    def points(self, change: float, ref: str, decimals: int = 0) -> Figure:
        """Write a change of a share 0–1 in hundredths, with its sign."""
        self.use(ref)
        text = self.t.number(change * 100, decimals)
        sign = "+" if change >= 0.005 * 10.0**-decimals else ""
        return Figure(sign + text, float(change), ref)

    def chance(self, share: float | None, ref: str) -> Inlines:
        """Write a probability with the digits it bears; the share itself shows on hover."""
        if share is None:
            return (self.unknown(),)
        self.use(ref)
        return (Figure(self.t.chance(share), float(share), ref, self.t.percent(share, 1)),)

    def counted(self, share: float | None, ref: str) -> Inlines:
        """Write a part of a whole in whole per cent; never 0 of what is there."""
        if share is None:
            return (self.unknown(),)
        self.use(ref)
        return (Figure(self.t.counted(share), float(share), ref, self.t.percent(share, 1)),)

    def tonnes(self, value: float | None, ref: str) -> Inlines:
        """Write tonnes with the unit, which stays on the same line."""
        if value is None:
            return (self.unknown(),)
        return (self.number(value, ref), NBSP + self.t("documents.unit.t"))

    def span(self, low: float, high: float, ref: str, decimals: int = 0) -> Inlines:
        """Write a range with the digits it bears; the ends themselves show on hover."""
        if decimals:
            return (self.number(low, ref, decimals), DASH, self.number(high, ref, decimals))
        self.use(ref)
        texts = self.t.interval(low, high)
        ends = [
            Figure(
                text, float(value), ref, "" if text == (exact := self.t.number(value)) else exact
            )
            for text, value in zip(texts, (low, high), strict=True)
        ]
        return (ends[0], DASH, ends[1])

    def quantity(self, q: Quantity, ref: str) -> tuple[Inlines, Inlines]:
        """Return value with unit, and its range."""
        return self.tonnes(q.value, ref), self.span(q.low, q.high, ref)

    def money(self, nok: float | None, ref: str) -> Inlines:
        """Write an amount in running text: millions with one decimal, thousands below that."""
        if nok is None:
            return (self.unknown(),)
        if abs(nok) >= 995_000:
            decimals = 0 if abs(nok) >= 99.5e6 else 1
            return self.text("money.million", n=self.number(nok / 1e6, ref, decimals))
        return self.text(
            "money.nok", n=self.number(round(nok, -3) if abs(nok) >= 995 else nok, ref)
        )

    def kroner(self, unit: str) -> Inlines:
        """Return ``nok``, ``thousand`` or ``million`` with the year whose kroner they are."""
        from kortreist.measures.prices import price_level  # pages do without the engine

        return self.text(f"unit.{unit}_of", year=self.year(price_level().year))

    def unknown(self) -> Missing:
        """Return the word for a figure that is not known."""
        return Missing(self.t("documents.word.unknown"))

    # -- names and dates -----------------------------------------------------------

    def year(self, year: int) -> When:
        """Write a year."""
        return When(str(year), str(year))

    def date(self, iso: str) -> When:
        """Write a date."""
        return When(self.t.date(iso), iso)

    def name(self, text: str) -> Inline:
        """Write a name from outside; one with digits is marked as a name, not a figure."""
        return Label(text) if _DIGIT.search(text) else text

    # -- texts ---------------------------------------------------------------------

    def text(self, key: str, **values: Inline | Inlines) -> Inlines:
        """Return a text of ``locale/documents.toml`` with inlines filled in."""
        return self.said("documents." + key, **values)

    def said(self, whole_key: str, /, **values: Inline | Inlines) -> Inlines:
        """Return a text of any room with inlines filled in."""
        inserts: list[Inlines] = []

        def hole(value: Inline | Inlines) -> str:
            inserts.append(value if isinstance(value, tuple) else (value,))
            return f"\ue000{len(inserts) - 1}\ue001"

        counted = values.get("n", values.get("count"))
        number = counted.value if isinstance(counted, Figure) else None
        filled = self.t.form(whole_key, number).format(**{k: hole(v) for k, v in values.items()})
        out: list[Inline] = []
        for i, part in enumerate(_HOLE.split(filled)):
            if i % 2:
                out.extend(inserts[int(part)])
            elif part:
                out.append(part)
        return tuple(out)

    def join(self, parts: Iterable[Inlines], between: str = ", ") -> Inlines:
        """Join texts with a separator."""
        out: list[Inline] = []
        for i, part in enumerate(parts):
            if i:
                out.append(between)
            out.extend(part)
        return tuple(out)

    def listed(self, parts: Iterable[Inlines]) -> Inlines:
        """Join texts as a list in prose: ``a, b og c``."""
        items = list(parts)
        if len(items) < 2:
            return items[0] if items else ()
        last = (" " + self.t("documents.word.and") + " ", *items[-1])
        return (*self.join(items[:-1]), *last)

    # -- origins -------------------------------------------------------------------

    def add(self, origin: Origin) -> str:
        """Add an origin that the document itself makes (a sum, a difference); return its id."""
        self.origins.setdefault(origin.id, origin)
        return origin.id

    def use(self, ref: str) -> None:
        """Remember that an origin was used, with the origins it is computed from."""
        if ref in self._used:
            return
        origin = self.origins[ref]
        self._used[ref] = None
        for other in origin.inputs:
            if other in self.origins:
                self.use(other)

    @property
    def used(self) -> tuple[Origin, ...]:
        """Origins used so far, in order of first use."""
        return tuple(self.origins[ref] for ref in self._used)
