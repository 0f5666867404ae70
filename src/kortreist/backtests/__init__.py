"""How far forecasts have missed, and intervals that are as wide as that."""

from kortreist.backtests.backtest import Backtest, SourceError, backtest, horizon_name
from kortreist.backtests.breaks import Break, known_breaks
from kortreist.backtests.coverage import BlockInterval, Coverage
from kortreist.backtests.process import uncertainty, uncertainty_of
from kortreist.backtests.size_classes import class_of_account, size_class
from kortreist.backtests.widths import Widths, calibrated_widths, fit_widths

__all__ = [
    "Backtest",
    "BlockInterval",
    "Break",
    "Coverage",
    "SourceError",
    "Widths",
    "backtest",
    "calibrated_widths",
    "class_of_account",
    "fit_widths",
    "horizon_name",
    "known_breaks",
    "size_class",
    "uncertainty",
    "uncertainty_of",
]
