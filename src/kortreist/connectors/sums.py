"""Rows of a file that are sums of its other rows: by their words, and by arithmetic."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kortreist.connectors.cells import bad_cell
from kortreist.connectors.corrections import Corrections
from kortreist.connectors.gases import is_gas
from kortreist.connectors.layouts import Sheet
from kortreist.connectors.names import is_known
from kortreist.connectors.totals import is_total, repeats

if TYPE_CHECKING:
    import polars as pl

__all__ = ["refuse_repeats", "without_totals"]

#: Further from the sum than this share, and no rounding makes a row its sum.
_ROUGH = 0.05
_WHOLE_COUNTRY = ("0", "00", "000", "0000")


def without_totals(frame: pl.DataFrame, corrections: Corrections) -> pl.DataFrame:
    """Leave out rows that say they are sums: they are computed here, and would count twice.

    Every column of words is looked at, but the gas (:mod:`kortreist.connectors.gases`), and
    names of sectors and sources that the facts know are never taken for one.
    """
    import polars as pl

    looked = [
        c for c in ("county", "number", "name", "year", "sector", "source") if c in frame.columns
    ]
    total = pl.lit(False)
    for column in looked:
        texts = frame[column].drop_nulls().unique().to_list()
        totals = [t for t in texts if is_total(t) or (column == "number" and t in _WHOLE_COUNTRY)]
        total = total | pl.col(column).is_in(totals).fill_null(False)
    rows = frame.filter(total)
    if not rows.height:
        return frame
    recognised = [is_known(s or "", c or "") for s, c in rows.select("sector", "source").rows()]
    if "number" not in looked and "name" not in looked and any(recognised):
        rows = rows.filter(~pl.Series(recognised))
    if rows.height:
        first = [str(c) for c in rows.select(looked).row(0) if c]
        corrections.add("total_row", rows.height, " / ".join(first))
        frame = frame.filter(~pl.col("row").is_in(rows["row"].implode()))
    return frame


def refuse_repeats(frame: pl.DataFrame, sheet: Sheet, file: str) -> None:
    """Refuse a row of unknown name that is the sum of others wherever it stands.

    Names the facts know are never suspected, but in a file without gases, where rows of one
    source and year add: there a row that is the sum of the rest of them is.

    Raises
    ------
    ImportRefusedError
        Names the row and its value.
    """
    row = _odd_name(frame)
    if row is None and "gas" not in sheet.positions:
        row = _sum_among_rows(frame)
    if row is not None:
        raise bad_cell("import.looks_like_sum", sheet, file, "value", row["row"], row["value"], 0)


def _odd_name(frame: pl.DataFrame) -> dict[str, Any] | None:
    """Return the first row of an unknown source or gas that repeats others in all it is in."""
    odd: dict[tuple[str, str, str | None], list[tuple[bool, int, dict[str, Any]]]] = {}
    names = frame.select("sector", "source", "gas").unique().rows()
    unknown = {n for n in names if not is_known(n[0], n[1]) or not (n[2] is None or is_gas(n[2]))}
    if not unknown:
        return None
    import polars as pl

    unknown_rows = pl.DataFrame(list(unknown), schema=["sector", "source", "gas"], orient="row")
    unknown_rows = unknown_rows.with_columns(pl.all().cast(pl.String))
    where = frame.join(unknown_rows, on=["sector", "source", "gas"], nulls_equal=True, how="semi")
    groups = frame.join(where.select("code", "year").unique(), on=["code", "year"], how="semi")
    for part in groups.partition_by("code", "year"):
        rows = part.sort("row").rows(named=True)
        wholes = _wholes(rows)
        sectors = [whole for key, whole in wholes.items() if key and key[-1][0] == "sector"]
        for at, row in enumerate(rows):
            name = (row["sector"], row["source"], row["gas"])
            if name in unknown and row["value"] != 0.0:
                copies = _count_repeats(rows, at) if _may_repeat(row, wholes, sectors) else 0
                odd.setdefault(name, []).append((copies > 0, copies, row))
    for seen in odd.values():
        # One other row of the same size may be chance, unless it is so in several years.
        if all(s for s, _, _ in seen) and (len(seen) > 1 or seen[0][1] > 1):
            return seen[0][2]
    return None


def _wholes(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], float]:
    """Return the sum of every set of rows a row may be the sum of, itself among them."""
    sums: dict[tuple[Any, ...], float] = defaultdict(float)
    for row in rows:
        for key in _sets(row):
            sums[key] += row["value"]
    return sums


def _sets(row: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
    gas, sector = ("gas", row["gas"]), ("sector", row["sector"])
    return (), (gas,), (sector, ("source", row["source"])), (sector,), (gas, sector)


def _may_repeat(
    row: dict[str, Any], wholes: dict[tuple[Any, ...], float], sectors: list[float]
) -> bool:
    """Tell whether a closer look is worth its time: with 4,000 rows it is 16 million steps."""
    value = row["value"]
    return any(
        abs(value - whole) <= _ROUGH * max(abs(value), abs(whole)) + 1e-6
        for whole in (*(wholes[key] - value for key in _sets(row)), *sectors)
    )


def _count_repeats(rows: list[dict[str, Any]], at: int) -> int:
    """Return how many other rows a row is the sum of; 0 where it is of none."""
    row = rows[at]
    others = [r for i, r in enumerate(rows) if i != at]
    same_gas = [r for r in others if r["gas"] == row["gas"]]
    parts = [others, same_gas]
    parts.append(
        [r for r in others if (r["sector"], r["source"]) == (row["sector"], row["source"])]
    )
    for among in (others, same_gas):
        sectors = {r["sector"] for r in among}
        parts += [[r for r in among if r["sector"] == s] for s in sorted(sectors)]
    counts = [len(p) for p in parts if repeats(row["value"], [r["value"] for r in p], rounded=True)]
    return max(counts, default=0)


def _sum_among_rows(frame: pl.DataFrame) -> dict[str, Any] | None:
    """Return a row that is the sum of the other rows of its source and year, if most are so."""
    import polars as pl

    keys = ["code", "year", "sector", "source"]
    groups = (
        frame.group_by(keys)
        .agg(
            pl.len().alias("n"),
            pl.col("value").max().alias("maximum"),
            pl.col("value").min().alias("minimum"),
            pl.col("value").sum().alias("all"),
            pl.col("row").sort_by("value").last(),
        )
        .filter((pl.col("n") > 2) & (pl.col("minimum") > 0))
    )
    sums = groups.filter(
        (pl.col("all") - 2.0 * pl.col("maximum")).abs() <= 1e-12 * pl.col("all") + 1e-9
    )
    if sums.height < 2 or 2 * sums.height < groups.height:
        return None  # 1.1 + 2.2 = 3.3 may be chance
    first = sums.sort("row").row(0, named=True)
    return {"row": first["row"], "value": first["maximum"]}
