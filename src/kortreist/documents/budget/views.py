"""A plan in a notebook: labelled arrays, and the document's own charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kortreist.arguments import check
from kortreist.budgets.budget import Band, ClimateBudget
from kortreist.documents.budget.document import budget_document
from kortreist.documents.format.blocks import ChartBlock
from kortreist.errors import InputError, TextKey

if TYPE_CHECKING:
    import xarray

__all__ = ["Picture", "as_xarray", "chart"]

_BANDS = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its alternative text; a notebook shows it as it stands.

    ``Path("chart.svg").write_text(picture.svg, "utf-8")`` keeps it.
    """

    svg: str
    alt: str

    def __repr__(self) -> str:
        return f"Picture({self.alt[:200]!r}, .svg of {len(self.svg):,} characters)"

    def _repr_svg_(self) -> str:
        return self.svg


def as_xarray(budget: ClimateBudget) -> xarray.Dataset:
    """Return the figures of a plan as labelled arrays.

    Parameters
    ----------
    budget : ClimateBudget

    Returns
    -------
    xarray.Dataset
        ``frame`` (year), ``history`` (history_year) t CO2e; ``probability_under_frame``
        (year); ``baseline``, ``pathway`` (year, band) t CO2e; ``effect``
        (measure, year, band) t CO2e cut; ``cost`` (measure, bearer, year) NOK, NaN where it
        is unknown; ``start`` (measure) year; and for every measure judged (``judged``):
        ``group``, ``stability``, ``early_share``, ``start_wrong`` and ``wait_wrong`` (NOK,
        NaN where unknown), and ``reach_change``, ``cumulative_change``, ``cost_change`` and
        ``price_of_binding`` when it is bound, NaN where they cannot be told from zero. Units
        stand in each variable's attributes.

    Raises
    ------
    InputError
        xarray is not installed, or this is no plan (an account's table is ``to_frame()``).
    """
    if not isinstance(budget, ClimateBudget):
        raise _no_plan(budget)
    try:
        import xarray
    except ImportError:
        raise InputError("documents.no_xarray") from None

    account, years = budget.account, list(budget.years)
    names = [row.measure.id for row in budget.measures]
    bearers = sorted({b for row in budget.measures for b in row.cost})

    def bands(series: Mapping[int, Band]) -> list[list[float]]:
        return [[getattr(series[y], b) for b in _BANDS] for y in years]

    cost = np.full((len(names), len(bearers), len(years)), np.nan)
    for i, row in enumerate(budget.measures):
        for j, bearer in enumerate(bearers):
            if bearer not in row.cost_missing:
                by_year = row.cost.get(bearer, {})
                cost[i, j] = [by_year.get(y, 0.0) for y in years]
    verdicts = budget.outcome.verdicts

    def tonnes(name: str) -> dict[str, str]:
        return {"units": "t CO2e", "long_name": name}

    def nok(name: str) -> dict[str, str]:
        return {"units": "NOK", "long_name": name, "price_year": str(budget.price_year)}

    def share(name: str) -> dict[str, str]:
        return {"units": "1", "long_name": name}

    def judged(name: str) -> list[float]:
        values = [getattr(v.regret, name) for v in verdicts]
        return [np.nan if v is None else v for v in values]

    def changed(name: str) -> list[float]:
        """Return what binding changes; NaN where it cannot be told from zero."""
        parts = [v.when_bound and getattr(v.when_bound, name) for v in verdicts]
        return [part.central if part and part.clear else np.nan for part in parts]

    return xarray.Dataset(
        {
            "frame": (
                "year",
                [budget.frame[y] for y in years],
                tonnes("Emissions the frame allows"),
            ),
            "baseline": (
                ("year", "band"),
                bands(budget.baseline),
                tonnes("Emissions without the measures"),
            ),
            "pathway": (
                ("year", "band"),
                bands(budget.pathway),
                tonnes("Emissions with the measures"),
            ),
            "probability_under_frame": (
                "year",
                [budget.probability_under_frame.get(y, np.nan) for y in years],
                share("Share of futures with pathway within the frame; NaN: the year is over"),
            ),
            "history": (
                "history_year",
                list(account.history.values()),
                tonnes("Inventory"),
            ),
            "effect": (
                ("measure", "year", "band"),
                np.array([bands(row.effect) for row in budget.measures]).reshape(
                    len(names), len(years), len(_BANDS)
                ),
                tonnes("Emissions cut"),
            ),
            "cost": (("measure", "bearer", "year"), cost, nok("Cost; NaN: unknown")),
            "start": (
                "measure",
                [row.start_year for row in budget.measures],
                {"long_name": "Start year"},
            ),
            "group": ("judged", [v.group for v in verdicts], {"long_name": "Group"}),
            "stability": (
                "judged",
                [v.stability for v in verdicts],
                share("Resamples in the same group"),
            ),
            "early_share": (
                "judged",
                [v.early_share for v in verdicts],
                share("Futures whose own best plan starts it before the learning year"),
            ),
            "reach_change": (
                "judged",
                changed("reach_t"),
                tonnes("Lowest emissions in the goal year, bound less not bound"),
            ),
            "cumulative_change": (
                "judged",
                changed("cumulative_t"),
                tonnes("Emissions above the frame, bound less not bound"),
            ),
            "cost_change": (
                "judged",
                changed("cost"),
                nok("Cost with emissions above the frame, bound less not bound"),
            ),
            "price_of_binding": (
                "judged",
                changed("price_of_binding"),
                nok("Saved by being free to leave it"),
            ),
            "start_wrong": (
                "judged",
                judged("start_wrong"),
                nok("Lost by starting where waiting is better"),
            ),
            "wait_wrong": (
                "judged",
                judged("wait_wrong"),
                nok("Lost by waiting where starting is better"),
            ),
        },
        coords={
            "year": years,
            "band": list(_BANDS),
            "measure": names,
            "bearer": bearers,
            "judged": [v.measure for v in verdicts],
            "measure_name": ("measure", [row.measure.name["en"] for row in budget.measures]),
            "level": ("measure", [row.measure.level for row in budget.measures]),
            "history_year": list(account.history),
        },
        attrs={
            "engine_version": budget.engine_version,
            "target": f"{budget.target.reduction:.3g} of {budget.target.reference_year} "
            f"by {budget.target.target_year}",
            "place": budget.account.place.name,
            "boundary": budget.target.boundary,
            "vintage": budget.account.vintage_id,
            "gwp": budget.account.gwp,
            "futures": budget.futures,
            "seed": budget.seed,
            "draft": int(budget.draft),
        },
    )


def chart(budget: ClimateBudget, name: str, language: str = "nb") -> Picture:
    """Return one of the document's charts.

    Parameters
    ----------
    budget : ClimateBudget
    name : str
        Id of the chart; a wrong one is answered with those there are.
    language : {"nb", "nn", "en"}

    Raises
    ------
    InputError
        There is no such chart.
    """
    check(name=name, language=language)
    if not isinstance(budget, ClimateBudget):
        raise _no_plan(budget)
    charts = {
        block.id: block
        for section in budget_document(budget, language).sections
        for block in section.blocks
        if isinstance(block, ChartBlock)
    }
    if name not in charts:
        raise InputError("documents.no_chart", name=name, known=", ".join(charts))
    return Picture(charts[name].svg, charts[name].alt)


def _no_plan(given: object) -> InputError:
    return InputError(
        "input.type",
        name="budget",
        expected=TextKey("errors.input.kind.plan"),
        got=type(given).__name__,
    )
