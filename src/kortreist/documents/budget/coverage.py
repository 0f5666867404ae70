"""How often the printed interval has held, in a document."""

from __future__ import annotations

from kortreist import facts
from kortreist.backtests import Backtest
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.format.blocks import Inlines, Paragraph
from kortreist.documents.format.writer import DASH, Writer
from kortreist.provenance import Origin

__all__ = ["covered", "covered_method"]

_PRINTED = 80


def covered(write: Writer, budget: ClimateBudget) -> Paragraph | None:
    """Return the line beside the fan chart; None for boundaries that cannot be judged."""
    backtest = budget.backtest
    if backtest is None:
        return None
    ref = _ref(write)
    text = write.text(
        "coverage.line",
        printed=write.percent(_PRINTED / 100, ref),
        held=write.percent(backtest.coverage.share[_PRINTED], ref),
        whose=write.name(backtest.whose.name),
        pairs=write.number(backtest.coverage.n, ref),
    )
    if (ends := _ends(write, backtest, ref)) is not None:
        text = (*text, " ", *write.text("coverage.blocks", ends=ends))
    if not backtest.own:
        place = write.name(budget.account.place.name)
        text = (
            *text,
            " ",
            *write.text(
                "coverage.borrowed",
                whose=write.name(backtest.whose.name),
                place=place,
                own=write.number(backtest.own_pairs, ref),
            ),
        )
    return write.paragraph(text)


def covered_method(write: Writer, budget: ClimateBudget) -> tuple[Inlines, ...]:
    """Return the points of the method section on how wide the interval is and how it held."""
    backtest = budget.backtest
    if backtest is None:
        return ()
    ref = _ref(write)
    c = backtest.coverage
    points = [
        write.text("coverage.process"),
        write.text(
            "coverage.method",
            half=write.percent(c.share[50], ref),
            printed=write.percent(c.share[80], ref),
            ninety=write.percent(c.share[90], ref),
            whose=write.name(backtest.whose.name),
            pairs=write.number(c.n, ref),
            bias=write.signed_percent(c.bias, ref, 1),
        ),
    ]
    if backtest.forward is not None:
        held = write.percent(backtest.forward.share[_PRINTED], ref)
        points.append(write.text("coverage.forward", held=held))
    return tuple(points)


def _ends(write: Writer, backtest: Backtest, ref: str) -> Inlines | None:
    pair = backtest.block.both or backtest.block.base_year or backtest.block.place
    if pair is None:
        return None
    return (write.percent(pair[0], ref), DASH, write.percent(pair[1], ref))


def _ref(write: Writer) -> str:
    """Return the id of the coverage's origin, after adding it and what it builds on."""
    store = facts.load()
    inputs = tuple(
        write.add(store.origin(table, {}, f"facts/{table}"))
        for table in ("interval_widths", "interval_coverage")
    )
    return write.add(
        Origin(
            "document/coverage",
            "formula",
            write.t("documents.rule.coverage_title"),
            mark="computed",
            expression=write.t("documents.rule.coverage"),
            inputs=inputs,
        )
    )
