"""How often the printed interval has held, in a document."""

from __future__ import annotations

from kortreist import facts
from kortreist.backtests import Backtest
from kortreist.documents.format.blocks import Inlines, Paragraph
from kortreist.documents.format.writer import DASH
from kortreist.documents.plan.writer import PlanWriter

__all__ = ["covered", "covered_method"]

_PRINTED = 80


def covered(w: PlanWriter) -> Paragraph | None:
    """Return the line beside the fan chart; None for boundaries that cannot be judged."""
    backtest = w.budget.backtest
    if backtest is None:
        return None
    ref = _ref(w)
    text = w.text(
        "coverage.line",
        printed=w.percent(_PRINTED / 100, ref),
        held=w.percent(backtest.coverage.share[_PRINTED], ref),
        whose=w.name(backtest.whose.name),
        pairs=w.number(backtest.coverage.n, ref),
    )
    if (ends := _ends(w, backtest, ref)) is not None:
        text = (*text, " ", *w.text("coverage.blocks", ends=ends))
    if not backtest.own:
        place = w.name(w.budget.account.place.name)
        text = (
            *text,
            " ",
            *w.text(
                "coverage.borrowed",
                whose=w.name(backtest.whose.name),
                place=place,
                own=w.number(backtest.own_pairs, ref),
            ),
        )
    return w.paragraph(text)


def covered_method(w: PlanWriter) -> tuple[Inlines, ...]:
    """Return the points of the method section on how wide the interval is and how it held."""
    backtest = w.budget.backtest
    if backtest is None:
        return ()
    ref = _ref(w)
    c = backtest.coverage
    points = [
        w.text("coverage.process"),
        w.text(
            "coverage.method",
            half=w.percent(c.share[50], ref),
            printed=w.percent(c.share[80], ref),
            ninety=w.percent(c.share[90], ref),
            whose=w.name(backtest.whose.name),
            pairs=w.number(c.n, ref),
            bias=w.signed_percent(c.bias, ref, 1),
        ),
    ]
    if backtest.forward is not None:
        held = w.percent(backtest.forward.share[_PRINTED], ref)
        points.append(w.text("coverage.forward", held=held))
    return tuple(points)


def _ends(w: PlanWriter, backtest: Backtest, ref: str) -> Inlines | None:
    pair = backtest.block.both or backtest.block.base_year or backtest.block.place
    if pair is None:
        return None
    return (w.percent(pair[0], ref), DASH, w.percent(pair[1], ref))


def _ref(w: PlanWriter) -> str:
    """Return the id of the coverage's origin, after adding it and what it builds on."""
    store = facts.load()
    inputs = tuple(
        w.add(store.origin(table, {}, f"facts/{table}"))
        for table in ("interval_widths", "interval_coverage")
    )
    return w.source("document/coverage", inputs)
