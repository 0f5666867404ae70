"""What the municipality is about to bind itself to, judged beside the measures."""

from kortreist.bindings.as_dict import bindings_list
from kortreist.bindings.binding import Binding, Exit, Flow
from kortreist.bindings.commitments import with_commitments
from kortreist.bindings.defaults import Decision, council_term, decision_about, default_lifetime
from kortreist.bindings.judged import JudgedBinding
from kortreist.bindings.judging import judge_bindings
from kortreist.bindings.net import net_tonnes
from kortreist.bindings.reading import parse_bindings, read_bindings
from kortreist.bindings.setting import Setting
from kortreist.bindings.setup import setting_of
from kortreist.bindings.thresholds import Thresholds
from kortreist.bindings.verdict import VERDICTS

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
    "council_term",
    "decision_about",
    "default_lifetime",
    "judge_bindings",
    "net_tonnes",
    "parse_bindings",
    "read_bindings",
    "setting_of",
    "with_commitments",
]
