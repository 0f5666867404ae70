"""Who decides a measure, in the reader's language: the same list wherever it is said."""

from __future__ import annotations

from kortreist_web.core.texts import engine

__all__ = ["deciders_text"]


def deciders_text(first: str, last: str) -> str:
    """Return everybody who must want a measure.

    Parameters
    ----------
    first : str
        Whose decision it needs first, as a plan says; "" where no plan has judged it.
    last : str
        Who has the last word (``Measure.decided_by``).
    """
    from kortreist.plans.deciding import deciders  # brings the solver with it

    t = engine()
    here, *others = (t(key) for key in deciders(first, last))
    return t("documents.groups.together", here=here, who=others[0]) if others else here
