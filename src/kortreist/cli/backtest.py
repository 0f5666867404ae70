"""``kortreist backtest``: how often the printed interval has held what came."""

from __future__ import annotations

import argparse

from kortreist import backtests, places
from kortreist.accounts import Naming
from kortreist.backtests.as_dict import backtest_dict
from kortreist.cli.tables import print_json, show_table
from kortreist.i18n import Translator

__all__ = ["run"]

_ALL = "all"


def run(options: argparse.Namespace, t: Translator) -> int:
    """Print the backtest of ``options.place``; returns the exit code."""
    if options.write is not None:
        from kortreist.backtests.calibrate import calibrate

        for file in calibrate(options.write):
            print(t("cli.written", file=file))
        return 0
    place = None if options.place == _ALL else places.find(options.place)
    backtest = backtests.backtest(place)
    if options.json:
        print_json(backtest_dict(backtest))
        return 0
    _show(backtest, t)
    return 0


def _show(backtest: backtests.Backtest, t: Translator) -> None:
    c = backtest.coverage
    whose = backtest.whose.name
    print(
        t(
            "cli.backtest.headline",
            whose=whose,
            fifty=t.percent(c.share[50]),
            eighty=t.percent(c.share[80]),
            ninety=t.percent(c.share[90]),
            n=t.number(c.n),
        )
    )
    block = backtest.block.both or backtest.block.base_year or backtest.block.place
    if block is not None:
        print(t("cli.backtest.block", low=t.percent(block[0]), high=t.percent(block[1])))
    if not backtest.own:
        asked = backtest.place.name if backtest.place else t("cli.backtest.here")
        print(
            t(
                "cli.backtest.borrowed",
                place=asked,
                own=t.number(backtest.own_pairs),
                whose=whose,
                date=t.date(backtest.calibrated_on),
            )
        )
    print(t("cli.backtest.bias", bias=_signed_percent(c.bias, t)))
    if backtest.forward is not None:
        print(
            t(
                "cli.backtest.forward",
                whose=backtest.forward_whose.name,
                n=t.number(backtest.forward.n),
                eighty=t.percent(backtest.forward.share[80]),
            )
        )
    print(t("cli.backtest.rule"))
    if backtest.repeated:
        print(t("cli.backtest.repeated", editions=", ".join(backtest.repeated)))
    _table(
        t("cli.backtest.by_horizon"),
        t("cli.backtest.years_ahead"),
        {k.replace("-", "–"): v for k, v in backtest.by_horizon.items()},
        t,
    )
    by_place = {places.find(n).name: v for n, v in backtest.by_place.items()}
    _table(t("cli.backtest.by_place"), t("cli.backtest.place"), by_place, t)
    if backtest.worst_sources:
        naming = Naming(t.language)
        show_table(
            t("cli.backtest.worst"),
            [t(f"cli.backtest.{name}") for name in ("source", "part", "bias_column")],
            [
                (
                    naming.inventory_source(s.sector, s.source),
                    t.percent(s.share_of_error),
                    _signed_percent(s.bias, t),
                )
                for s in backtest.worst_sources
            ],
            right=(1, 2),
        )


def _table(title: str, first: str, rows: dict[str, backtests.Coverage], t: Translator) -> None:
    columns = [t(f"cli.backtest.{name}") for name in ("pairs", "bias_column", "half_width")]
    show_table(
        title,
        [first, "50 %", "80 %", "90 %", *columns],
        [
            (
                name,
                *(t.percent(c.share[p]) for p in (50, 80, 90)),
                t.number(c.n),
                _signed_percent(c.bias, t),
                "±" + t.percent(c.half_width, 1),
            )
            for name, c in rows.items()
        ],
        right=(1, 2, 3, 4, 5, 6),
    )


def _signed_percent(share: float, t: Translator) -> str:
    return ("+" if share >= 0.0005 else "") + t.percent(share, 1)
