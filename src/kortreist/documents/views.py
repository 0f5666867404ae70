"""A plan in a notebook: labelled arrays, and the document's own charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kortreist.budgets.budget import Band, ClimateBudget
from kortreist.documents.content import budget_document
from kortreist.documents.structure import ChartBlock
from kortreist.errors import InputError

if TYPE_CHECKING:
    import xarray

__all__ = ["Picture", "as_xarray", "chart"]

_BANDS = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its alternative text; a notebook shows it as it stands."""

    svg: str
    alt: str

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
        ``frame`` (year) t CO2e; ``baseline``, ``pathway`` (year, band) t CO2e; ``effect``
        (measure, year, band) t CO2e cut; ``cost`` (measure, bearer, year) NOK, NaN where it
        is unknown; ``start`` (measure) year; and for every measure judged (``judged``):
        ``group``, ``stability``, ``early_share``, ``room_change``, ``start_wrong`` and
        ``wait_wrong`` (NOK, NaN where unknown). Units stand in each variable's attributes.

    Raises
    ------
    InputError
        xarray is not installed.
    """
    try:
        import xarray
    except ImportError:
        raise InputError("documents.no_xarray") from None

    years = list(budget.years)
    names = [row.measure.id for row in budget.measures]
    bearers = sorted({b for row in budget.measures for b in row.cost})

    def bands(series: Mapping[int, Band]) -> list[list[float]]:
        return [[getattr(series[y], b) for b in _BANDS] for y in years]

    cost = np.full((len(names), len(bearers), len(years)), np.nan)
    for i, row in enumerate(budget.measures):
        for j, bearer in enumerate(bearers):
            if bearer not in row.cost_missing:
                known = row.cost.get(bearer, {})
                cost[i, j] = [known.get(y, 0.0) for y in years]
    verdicts = budget.outcome.verdicts
    tonnes, nok = {"units": "t CO2e"}, {"units": "NOK"}

    def judged(name: str) -> list[float]:
        values = [getattr(v.regret, name) for v in verdicts]
        return [np.nan if v is None else v for v in values]

    return xarray.Dataset(
        {
            "frame": ("year", [budget.frame[y] for y in years], tonnes),
            "baseline": (("year", "band"), bands(budget.baseline), tonnes),
            "pathway": (("year", "band"), bands(budget.pathway), tonnes),
            "effect": (
                ("measure", "year", "band"),
                np.array([bands(row.effect) for row in budget.measures]).reshape(
                    len(names), len(years), len(_BANDS)
                ),
                tonnes,
            ),
            "cost": (("measure", "bearer", "year"), cost, nok),
            "start": ("measure", [row.start_year for row in budget.measures]),
            "group": ("judged", [v.group for v in verdicts]),
            "stability": ("judged", [v.stability for v in verdicts], {"units": "share"}),
            "early_share": ("judged", [v.early_share for v in verdicts], {"units": "share"}),
            "room_change": ("judged", [v.room_change for v in verdicts], {"units": "share"}),
            "start_wrong": ("judged", judged("start_wrong"), nok),
            "wait_wrong": ("judged", judged("wait_wrong"), nok),
        },
        coords={
            "year": years,
            "band": list(_BANDS),
            "measure": names,
            "bearer": bearers,
            "judged": [v.measure for v in verdicts],
        },
        attrs={
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
    found = {
        block.id: block
        for section in budget_document(budget, language).sections
        for block in section.blocks
        if isinstance(block, ChartBlock)
    }
    if name not in found:
        raise InputError("documents.no_chart", name=name, known=", ".join(found))
    return Picture(found[name].svg, found[name].alt)
