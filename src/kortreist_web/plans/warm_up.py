"""Have the engine's kernels ready before anybody waits for them.

The first plan in a process reads the compiled kernels from their cache (a second or two; more
where they have never been compiled). A worker that calls :func:`warm` when it starts answers
the first what-if as quickly as the next.
"""

from __future__ import annotations

import logging

__all__ = ["warm"]

_log = logging.getLogger("kortreist.plans")
#: The place whose figures ship with the program.
_PLACE = "4005"


def warm() -> None:
    """Compute a tiny plan and throw it away; a fault here must not stop a worker."""
    try:
        from kortreist import places
        from kortreist.arguments import RANGES
        from kortreist.budgets import climate_budget

        climate_budget(
            places.find(_PLACE), futures_count=int(RANGES["futures_count"].low), extras=False
        )
    except Exception as error:
        _log.warning("not warmed: %s", type(error).__name__)
