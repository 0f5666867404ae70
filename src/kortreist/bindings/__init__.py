"""What the municipality is about to bind itself to, judged beside the measures."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kortreist.bindings.as_dict import bindings_list
    from kortreist.bindings.binding import Binding, Exit, Flow
    from kortreist.bindings.commitments import with_commitments
    from kortreist.bindings.defaults import (
        Decision,
        council_term,
        decision_about,
        default_lifetime,
    )
    from kortreist.bindings.held import check_held, held_tonnes
    from kortreist.bindings.judged import JudgedBinding
    from kortreist.bindings.judging import judge_bindings
    from kortreist.bindings.net import net_tonnes
    from kortreist.bindings.reading import parse_bindings, read_bindings
    from kortreist.bindings.setting import Setting
    from kortreist.bindings.setup import setting_of
    from kortreist.bindings.thresholds import Thresholds
    from kortreist.bindings.verdict import VERDICTS
    from kortreist.bindings.words import verdict_key

__all__ = [
    "VERDICTS",
    "Binding",
    "Decision",
    "Exit",
    "Flow",
    "JudgedBinding",
    "Setting",
    "Thresholds",
    "bindings_list",
    "check_held",
    "council_term",
    "decision_about",
    "default_lifetime",
    "held_tonnes",
    "judge_bindings",
    "net_tonnes",
    "parse_bindings",
    "read_bindings",
    "setting_of",
    "verdict_key",
    "with_commitments",
]

# Loaded when first used: a form's limits must not cost a compiler and a solver.
_MODULES = {
    "VERDICTS": "verdict",
    "Binding": "binding",
    "Decision": "defaults",
    "Exit": "binding",
    "Flow": "binding",
    "JudgedBinding": "judged",
    "Setting": "setting",
    "Thresholds": "thresholds",
    "bindings_list": "as_dict",
    "check_held": "held",
    "council_term": "defaults",
    "decision_about": "defaults",
    "default_lifetime": "defaults",
    "held_tonnes": "held",
    "judge_bindings": "judging",
    "net_tonnes": "net",
    "parse_bindings": "reading",
    "read_bindings": "reading",
    "setting_of": "setup",
    "verdict_key": "words",
    "with_commitments": "commitments",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
