"""Households' income in every municipality, to compare emissions by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kortreist.connectors.fetch.official_figures import service_address
from kortreist.connectors.fetch.pxweb import fetch_table
from kortreist.connectors.fetch.web import Client

__all__ = ["TABLE", "HouseholdIncome", "fetch_income"]

#: Statistics Norway: income after tax for households, by type of household.
TABLE = "06944"
_ALL_HOUSEHOLDS, _MEDIAN, _HOUSEHOLDS = "0000", "InntSkatt", "AntallHushold"


@dataclass(frozen=True, slots=True)
class HouseholdIncome:
    """Income of one municipality's households in one year.

    Parameters
    ----------
    number : str
        Municipality.
    year : int
    median : float
        Median income after tax of a household, NOK of the year.
    households : float
    updated : str
        When the table was updated, ISO date.
    """

    number: str
    year: int
    median: float
    households: float
    updated: str

    @property
    def total(self) -> float:
        """NOK: the median times the households, a stand-in for the sum, which is not published.

        Incomes are skewed upwards, so the sum is larger; the same way in every municipality,
        which is what a comparison needs.
        """
        return self.median * self.households


def fetch_income(
    numbers: Sequence[str], *, data_dir: Path | None = None, client: Client | None = None
) -> tuple[HouseholdIncome, ...]:
    """Fetch the newest year's household income of municipalities.

    A municipality the table lacks, or whose figures are not given, is left out: unknown is
    not zero.

    Parameters
    ----------
    numbers : sequence of str
        Municipality numbers.

    Raises
    ------
    NetworkError
        The service gave no usable answer, or has changed its codes.
    """
    wanted_numbers = set(numbers)

    def select(dimension: str, available: tuple[str, ...]) -> Sequence[str] | None:
        if dimension == "Region":
            return [c for c in available if c in wanted_numbers]
        if dimension == "Tid":
            return available[-1:]
        if dimension == "ContentsCode":
            return [_MEDIAN, _HOUSEHOLDS]
        return [_ALL_HOUSEHOLDS]

    table = fetch_table(client or Client(data_dir=data_dir), service_address("ssb"), TABLE, select)
    figures: dict[tuple[str, str], dict[str, float]] = {}
    for cell in table.cells:
        codes = dict(cell.codes)
        if cell.value is not None:
            key = (codes["Region"], codes["Tid"])
            figures.setdefault(key, {})[codes["ContentsCode"]] = cell.value
    return tuple(
        HouseholdIncome(number, int(year), v[_MEDIAN], v[_HOUSEHOLDS], table.updated[:10])
        for (number, year), v in sorted(figures.items())
        if v.get(_MEDIAN, 0.0) > 0.0 and v.get(_HOUSEHOLDS, 0.0) > 0.0
    )
