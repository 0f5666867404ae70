"""Which measures the council has adopted: a budget is a domain to the right, which tells."""

from __future__ import annotations

from collections.abc import Callable

from kortreist_web.core.hooks import Hook
from kortreist_web.measures.catalogue import choices_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = ["adopted_measures", "settled_measures"]

#: organisation → the measures of its adopted budgets.
adopted_measures: Hook[Callable[[Organisation], frozenset[str]]] = Hook("what is adopted")

_BEGUN = (MeasureChoice.State.UNDER_WAY, MeasureChoice.State.DONE)


def settled_measures(organisation: Organisation) -> frozenset[str]:
    """Return the measures that are adopted in a budget, or have begun.

    What somebody has only chosen on the site is not among them: nobody has adopted it.
    """
    begun = {id for id, c in choices_of(organisation).items() if c.state in _BEGUN}
    return adopted_measures()(organisation) | begun
