"""Who may see and change what is decided about measures."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.measures.models import MeasureChoice

__all__ = ["MeasureChoicePolicy"]


class MeasureChoicePolicy(Policy):
    """Members see; editors choose, adapt and leave out."""

    model = MeasureChoice
    roles = {"view": READERS, "change": EDITORS}
