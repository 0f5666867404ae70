"""A budget's years in a document: frame, baseline, pathway, what is over, and the chance.

The same for a budget as it is computed and for one that was frozen and is decided upon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kortreist.documents.format import charts
from kortreist.documents.format.blocks import Cell, ChartBlock, Inlines, KeyFigure, Table
from kortreist.documents.format.figures import Figures
from kortreist.documents.format.writer import HasRange, Range, Writer

__all__ = ["YearFigures", "fan_chart", "frame_figure", "left_figure", "target_figure"]

_FRAME, _BASELINE, _PATHWAY = "formula/frame", "formula/baseline", "formula/pathway"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What is known of a year, t CO2e.

    Parameters
    ----------
    year : int
    in_plan : bool
        One of the plan's years, not one after it.
    frame : float or None
    baseline, pathway : HasRange or None
    chance : float or None
        That the pathway keeps within the frame, 0–1; None for years that are over.
    with_open : HasRange or None
        The pathway with what is kept open too, where the pathway is without.
    chance_with_open : float or None
        That it keeps within the frame.
    """

    year: int
    in_plan: bool
    frame: float | None
    baseline: HasRange | None
    pathway: HasRange | None
    chance: float | None
    with_open: HasRange | None = None
    chance_with_open: float | None = None

    @property
    def over(self) -> float | None:
        """How much the pathway is above the frame; below it where negative."""
        if self.pathway is None or self.frame is None:
            return None
        return self.pathway.central - self.frame


def fan_chart(
    w: Writer,
    place: str,
    years: Sequence[YearFigures],
    gap: str,
    start: tuple[int, float, float] | None = None,
) -> ChartBlock:
    """Return the chart of frame, baseline and pathway, with its table behind it.

    Parameters
    ----------
    w : Writer
    place : str
        Its name, for who hears the chart read.
    years : sequence of YearFigures
        By year.
    gap : str
        Id of the origin of what is over the frame.
    start : tuple of (year, emission, frame), optional
        Where the lines begin before the first of the years.
    """
    baseline: dict[int, HasRange] = {y.year: y.baseline for y in years if y.baseline is not None}
    pathway: dict[int, HasRange] = {y.year: y.pathway for y in years if y.pathway is not None}
    frame = {y.year: y.frame for y in years if y.frame is not None}
    held = {y.year: y.with_open.central for y in years if y.with_open is not None}
    first, last = min(frame), max(frame)
    if start is not None:
        year, now, allowed = start
        baseline[year] = pathway[year] = Range(now, now, now)
        frame.setdefault(year, allowed)
        if held:
            held[year] = now
    unit = w.t("documents.unit.t")
    names = {k: w.t(f"documents.chart.{k}") for k in ("baseline", "pathway", "frame", "with_open")}
    if held:
        names["pathway"] = w.t("documents.chart.decided")
    svg = charts.fan(_ends(baseline), _ends(pathway), frame, names, unit, w.language, held)
    told = next((y for y in reversed(years) if y.in_plan), None)
    alt = w.t("documents.section.target")
    if told and told.frame is not None and told.baseline and told.pathway:
        alt = w.t(
            "documents.chart.fan_alt",
            place=place,
            year=told.year,
            frame=w.t.number(told.frame),
            baseline=w.t.number(told.baseline.central),
            pathway=w.t.number(told.pathway.central),
        )
        if told.with_open is not None:
            also = w.t.number(told.with_open.central)
            alt = f"{alt} {w.t('documents.chart.fan_alt_open', with_open=also)}"
    caption = w.text("target.fan_chart", first=w.year(first), last=w.year(last))
    if held:
        caption = (*caption, ". ", *w.text("target.fan_chart_open"))
    return w.chart_block("fan-chart", caption, alt, svg, _table(w, years, gap))


def _ends(bands: Mapping[int, HasRange]) -> dict[int, tuple[float, float, float]]:
    return {year: (b.low, b.central, b.high) for year, b in bands.items()}


def _table(w: Writer, years: Sequence[YearFigures], gap: str) -> Table:
    past = [y for y in years if y.chance is None and y.pathway is not None]

    def chance(y: YearFigures) -> Inlines:
        # Nothing is unknown about a year that is over: the note says why it has no chance.
        return ("–",) if y in past else w.chance(y.chance, "formula/probability")

    def opens(y: YearFigures) -> bool:
        """Tell whether what is kept open makes a difference in a year."""
        if y.with_open is None or y.pathway is None:
            return False
        return abs(y.with_open.central - y.pathway.central) >= 0.5

    def over(y: YearFigures) -> Cell:
        if y.frame is None or not opens(y):
            return w.cell(w.signed(y.over, gap))
        assert y.with_open is not None
        other = w.signed(y.with_open.central - y.frame, gap)
        return w.cell(w.signed(y.over, gap), w.text("target.open_too", figure=other))

    def kept(y: YearFigures) -> Cell:
        if y in past or not opens(y):
            return w.cell(chance(y))
        other = w.chance(y.chance_with_open, "formula/probability")
        return w.cell(chance(y), w.text("target.open_too", figure=other))

    held = any(y.with_open is not None for y in years)
    rows = [
        w.row(
            w.year(y.year),
            w.number(y.frame, _FRAME),
            w.band(y.baseline, _BASELINE),
            w.band(y.pathway, _PATHWAY),
            *([w.band(y.with_open, _PATHWAY)] if held else []),
            over(y),
            kept(y),
            tone="strong" if y.in_plan else "plain",
        )
        for y in years
    ]
    ends = {"low": w.text("target.low_share"), "high": w.text("target.high_share")}
    return w.table(
        "years",
        w.text("target.years_caption", unit=w.t("documents.unit.t")),
        [
            w.text_column("word.year", 0.7),
            w.column("target.frame"),
            w.column("target.baseline", 1.3),
            w.column("target.decided" if held else "target.pathway", 1.3),
            *([w.column("target.with_open", 1.3)] if held else []),
            w.column("target.left"),
            w.column("target.probability", 1.1),
        ],
        rows,
        [
            w.text("target.years_note", **ends),
            w.text("target.left_note"),
            *([w.text("target.open_note")] if held else []),
            *([w.text("target.past_note")] if past else []),
        ],
    )


# -- the key figures of a plan's last year ---------------------------------------------


def target_figure(w: Figures, cut: Inlines, reference: int, target: int) -> KeyFigure:
    """Return the target: the cut from a reference year to a target year."""
    years = {"reference": w.year(reference), "target": w.year(target)}
    return KeyFigure(w.text("summary.target"), cut, w.text("summary.target_note", **years))


def frame_figure(w: Figures, year: int, frame: float, baseline: float) -> KeyFigure:
    """Return what the frame allows in a year, beside what comes without the measures."""
    return KeyFigure(
        w.text("summary.frame", year=w.year(year)),
        w.tonnes(frame, _FRAME),
        w.text("summary.frame_note", baseline=w.tonnes(baseline, _BASELINE)),
    )


def left_figure(w: Figures, year: int, over: float, gap: str, also: Inlines = ()) -> KeyFigure:
    """Return how much a year's pathway is over the frame, or what there is to spare.

    ``also`` is said after the note.
    """
    key = "left" if over > 0 else "spare"
    return KeyFigure(
        w.text(f"summary.{key}", year=w.year(year)),
        w.tonnes(abs(over), gap),
        (*w.text(f"summary.{key}_note"), *also),
        "warning" if over > 0 else "good",
    )
