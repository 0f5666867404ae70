"""What happens without a plan: drivers, adopted policy, known changes, projections."""

from kortreist.baseline.adopted_policy import AdoptedRule, adopted_policy
from kortreist.baseline.conditions import Condition, conditions, in_force_ids
from kortreist.baseline.drivers import (
    Driver,
    correlation_matrix,
    driver_paths,
    driver_values,
    drivers,
)
from kortreist.baseline.editions import Edition, import_projections, newest
from kortreist.baseline.known_changes import KnownChange, change_from, known_changes, merged
from kortreist.baseline.known_file import read_known_changes
from kortreist.baseline.national import source_index
from kortreist.baseline.projections import ProjectionCheck, projection_check

__all__ = [
    "AdoptedRule",
    "Condition",
    "Driver",
    "Edition",
    "KnownChange",
    "ProjectionCheck",
    "adopted_policy",
    "change_from",
    "conditions",
    "correlation_matrix",
    "driver_paths",
    "driver_values",
    "drivers",
    "import_projections",
    "in_force_ids",
    "known_changes",
    "merged",
    "newest",
    "projection_check",
    "read_known_changes",
    "source_index",
]
