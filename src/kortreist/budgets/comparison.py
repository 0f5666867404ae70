"""Two plans side by side: what starts when in each, and what it cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kortreist.arguments import check
from kortreist.budgets.budget import BudgetMeasure, ClimateBudget
from kortreist.errors import BoundaryError
from kortreist.units import T_CO2E

if TYPE_CHECKING:
    import polars

__all__ = ["compare"]


def compare(first: ClimateBudget, second: ClimateBudget, language: str = "en") -> polars.DataFrame:
    """Return one row a measure that is in either plan, what differs first.

    Parameters
    ----------
    first, second : ClimateBudget
        For a difference that is the demands' alone: the same seed and number of futures.
    language : {"nb", "nn", "en"}
        Of the column ``name``.

    Returns
    -------
    polars.DataFrame
        ``start`` year, ``group`` and ``cut`` (t CO2e, mean over futures, in ``year``: the last
        that both plan) of each; null where a plan has not got the measure or its effect is
        unknown. ``differs``: start or group does.

    Raises
    ------
    BoundaryError
        The plans are not about the same emissions.
    """
    import polars as pl

    check(language=language)
    about = [
        (b.target.boundary, *(f"without {w}" for w in b.account.without)) for b in (first, second)
    ]
    if about[0] != about[1]:
        one, other = (", ".join(parts) for parts in about)
        raise BoundaryError("boundary.mixed", first=one, second=other)
    year = max(set(first.years) & set(second.years))
    rows = [{r.measure.id: r for r in (*b.measures, *b.unquantified)} for b in (first, second)]
    groups = [{v.measure: v.group for v in b.outcome.verdicts} for b in (first, second)]
    out = []
    for id in {**rows[0], **rows[1]}:
        mine, theirs = rows[0].get(id), rows[1].get(id)
        row = mine or theirs
        assert row is not None
        starts = [r.start_year if r else None for r in (mine, theirs)]
        sides = [g.get(id) for g in groups]
        out.append(
            {
                "measure": id,
                "name": row.measure.name[language],
                "differs": starts[0] != starts[1] or sides[0] != sides[1],
                "first_start": starts[0],
                "second_start": starts[1],
                "first_group": sides[0],
                "second_group": sides[1],
                "first_cut": _cut(mine, year),
                "second_cut": _cut(theirs, year),
                "year": year,
                "unit": T_CO2E,
            }
        )
    return pl.DataFrame(out, infer_schema_length=None).sort("differs", descending=True)


def _cut(row: BudgetMeasure | None, year: int) -> float | None:
    band = None if row is None else row.effect.get(year)
    return None if band is None else band.central
