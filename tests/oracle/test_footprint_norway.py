"""The published consumption footprint of Norway in 2019: 74.3 Mt, 13.9 t per inhabitant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kortreist.accounts.input_output import footprint, multipliers

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "indirect"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
INHABITANTS_2019 = 5_328_212  # 1 January 2019, Statistics Norway


def tables(year: int):  # type: ignore[no-untyped-def]
    import polars as pl

    folder = SHARED / "ssb_io_clean" / str(year)

    def read(name: str) -> pl.DataFrame:
        return pl.read_excel(folder / f"{name}.xlsx", engine="calamine")

    z_d, z_m, y_d, y_m = (read(n) for n in ("Z_domestic", "Z_import", "Y_domestic", "Y_import"))
    order = z_d["sector"].to_list()
    rows = pl.read_csv(SHARED / "no_multipliers_65_kg_per_NOK_2012-2020_exio382.csv").filter(
        (pl.col("year") == year) & (pl.col("emission") == "GHG")
    )
    by = {r["sector"]: r for r in rows.iter_rows(named=True)}

    def column(name: str) -> np.ndarray:
        return np.array([by[s][name] if by[s][name] is not None else np.nan for s in order])

    return z_d.select(order).to_numpy(), z_m.select(order).to_numpy(), y_d, y_m, column


@pytest.mark.parametrize("year", [2012, 2019, 2020])
def test_multipliers_are_the_published_ones(year: int) -> None:
    z_d, z_m, _, _, column = tables(year)
    ours = multipliers(z_d, column("output_MNOK"), column("direct"), z_m, column("imp_total"))
    theirs = column("dom_total")
    live = column("output_MNOK") > 0
    assert np.allclose(ours[live], theirs[live], rtol=1e-3)


def test_every_product_and_the_country_2019() -> None:
    import polars as pl

    _, _, y_d, y_m, column = tables(2019)
    domestic, imported = column("dom_total"), column("imp_total")
    names = y_d.columns[1:]
    total = 0.0
    for name in names:
        if name.startswith("Exports"):
            continue
        by_product = footprint(
            y_d[name].to_numpy().astype(float), y_m[name].to_numpy().astype(float),
            domestic, imported,
        )  # fmt: skip
        total += by_product.sum()  # MNOK × kg/NOK = kt
        for start, mix, money in (
            ("Final consumption expenditure by households", "hh_mix", "hh_MNOK"),
            ("Final consumption expenditure by government", "gov_mix", "gov_MNOK"),
            ("Gross fixed", "gfcf_mix", "gfcf_MNOK"),
        ):
            if name.startswith(start):
                published = np.nan_to_num(column(mix)) * column(money)
                big = published > 0.01
                assert np.allclose(by_product[big], published[big], rtol=1e-3), name
    direct = pl.read_excel(
        SHARED / "ssb_io_clean" / "territorial emissions" / "final demand emissions.xlsx",
        engine="calamine",
    ).with_columns(pl.col("year").forward_fill())
    households = direct.filter((pl.col("year") == 2019) & (pl.col("stressor") == "GHG"))
    total_mt = total / 1e3 + households["Households, totals"][0]
    assert total_mt == pytest.approx(74.3, abs=0.06)
    assert total_mt * 1e6 / INHABITANTS_2019 == pytest.approx(13.9, abs=0.06)


def test_facts_carry_the_newest_year() -> None:
    from kortreist import facts

    *_, column = tables(2020)
    rows = facts.load().table("io_multipliers")
    assert len(rows) == 65
    assert sorted(r["dom_total"] for r in rows) == pytest.approx(sorted(column("dom_total")))
