"""``kortreist backtest``: how often the printed interval has held what came."""

from __future__ import annotations

import argparse
import json

from rich.console import Console
from rich.table import Table

from kortreist import backtests, places
from kortreist.accounts import Naming
from kortreist.backtests.as_dict import backtest_dict
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
    found = backtests.backtest(place)
    if options.json:
        print(json.dumps(backtest_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
        return 0
    _show(found, t)
    return 0


def _show(found: backtests.Backtest, t: Translator) -> None:
    c = found.coverage
    whose = found.whose.name
    print(t("cli.backtest.headline", whose=whose, fifty=t.percent(c.share[50]),
            eighty=t.percent(c.share[80]), ninety=t.percent(c.share[90]),
            n=t.number(c.n)))  # fmt: skip
    block = found.block.both or found.block.base_year or found.block.place
    if block is not None:
        print(t("cli.backtest.block", low=t.percent(block[0]), high=t.percent(block[1])))
    if not found.own:
        asked = found.place.name if found.place else t("cli.backtest.here")
        print(t("cli.backtest.borrowed", place=asked, own=t.number(found.own_pairs), whose=whose,
                date=t.date(found.calibrated_on)))  # fmt: skip
    print(t("cli.backtest.bias", bias=_signed(c.bias, t)))
    if found.forward is not None:
        print(t("cli.backtest.forward", eighty=t.percent(found.forward.share[80])))
    print(t("cli.backtest.rule"))
    console = Console(soft_wrap=True)
    console.print(_table(
        t("cli.backtest.by_horizon"), t("cli.backtest.years_ahead"),
        {k.replace("-", "–"): v for k, v in found.by_horizon.items()}, t,
    ))  # fmt: skip
    by_place = {places.find(n).name: v for n, v in found.by_place.items()}
    console.print(_table(t("cli.backtest.by_place"), t("cli.backtest.place"), by_place, t))
    if found.worst_sources:
        table = Table(title=t("cli.backtest.worst"))
        table.add_column(t("cli.backtest.source"))
        for name in ("part", "bias_column"):
            table.add_column(t(f"cli.backtest.{name}"), justify="right")
        naming = Naming(t.language)
        for s in found.worst_sources:
            table.add_row(naming.inventory_source(s.sector, s.source),
                          t.percent(s.share_of_error), _signed(s.bias, t))  # fmt: skip
        console.print(table)


def _table(title: str, first: str, rows: dict[str, backtests.Coverage], t: Translator) -> Table:
    table = Table(title=title)
    table.add_column(first)
    for name in ("50 %", "80 %", "90 %", t("cli.backtest.pairs"), t("cli.backtest.bias_column"),
                 t("cli.backtest.half_width")):  # fmt: skip
        table.add_column(name, justify="right")
    for name, c in rows.items():
        table.add_row(name, *(t.percent(c.share[p]) for p in (50, 80, 90)), t.number(c.n),
                      _signed(c.bias, t), "±" + t.percent(c.half_width, 1))  # fmt: skip
    return table


def _signed(share: float, t: Translator) -> str:
    return ("+" if share >= 0.0005 else "") + t.percent(share, 1)
