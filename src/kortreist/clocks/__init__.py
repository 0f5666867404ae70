"""Legal clocks: last days, who has to wait for what, and the reason in words."""

from kortreist.clocks.calendar import (
    OSLO,
    Calendar,
    NamedDay,
    local_date,
    norwegian_calendar,
    start_of,
)
from kortreist.clocks.deadline import Deadline, deadline, latest_start
from kortreist.clocks.elections import (
    ElectionDay,
    Handover,
    HandoverDate,
    election_day,
    handover,
)
from kortreist.clocks.signatures import Threshold, threshold
from kortreist.clocks.stopping import Clock, Extension, Stop, run_clock
from kortreist.clocks.words import Reason, day_in_words, say

__all__ = [
    "OSLO",
    "Calendar",
    "Clock",
    "Deadline",
    "ElectionDay",
    "Extension",
    "Handover",
    "HandoverDate",
    "NamedDay",
    "Reason",
    "Stop",
    "Threshold",
    "day_in_words",
    "deadline",
    "election_day",
    "handover",
    "latest_start",
    "local_date",
    "norwegian_calendar",
    "run_clock",
    "say",
    "start_of",
    "threshold",
]
