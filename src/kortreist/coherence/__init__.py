"""Whether a platform hangs together: rows in, findings out, each with the action that mends it."""

from kortreist.coherence.checks import coherence
from kortreist.coherence.findings import (
    KINDS,
    Finding,
    FindingKind,
    RowName,
    SetAside,
    Sorted,
    sort_out,
)
from kortreist.coherence.numbers import TextNumber, numbers_in
from kortreist.coherence.rows import (
    Commitment,
    Goal,
    Indicator,
    MeasureRow,
    NumberSource,
    PlatformRows,
    Reference,
    Review,
    SectionText,
)

__all__ = [
    "KINDS",
    "Commitment",
    "Finding",
    "FindingKind",
    "Goal",
    "Indicator",
    "MeasureRow",
    "NumberSource",
    "PlatformRows",
    "Reference",
    "Review",
    "RowName",
    "SectionText",
    "SetAside",
    "Sorted",
    "TextNumber",
    "coherence",
    "numbers_in",
    "sort_out",
]
