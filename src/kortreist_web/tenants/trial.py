"""A throw-away workspace: somebody tries her own figures without an account, for a few days.

It is an invented organisation that borrows a municipality's place, with a day on which all of
it is erased. Whoever has it has one role in it, which neither publishes nor gives access.
"""

from __future__ import annotations

from kortreist_web.core.refusals import RefusedError
from kortreist_web.tenants.models import Organisation

__all__ = ["MAX_BYTES", "MAX_FUTURES", "MAX_PLANS", "MAX_UPLOADS", "check_number", "is_trial"]

#: How much of each a workspace takes: enough to try, too little to live on.
MAX_BYTES, MAX_UPLOADS, MAX_PLANS, MAX_FUTURES = 12_000_000, 5, 12, 1000


def is_trial(organisation: Organisation) -> bool:
    """Tell whether an organisation is a throw-away workspace."""
    return organisation.expires_on is not None


def check_number(organisation: Organisation, there: int, maximum: int) -> None:
    """Refuse one more in a workspace that has its share; real ones have no such end.

    Raises
    ------
    RefusedError
    """
    if is_trial(organisation) and there >= maximum:
        raise RefusedError("tenants.refused.trial", n=maximum)
