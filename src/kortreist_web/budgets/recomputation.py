"""How the computation a draft has asked for stands: under way, ready, or refused and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kortreist.i18n import name_in
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.models import Budget
from kortreist_web.core.texts import language
from kortreist_web.jobs.models import Job
from kortreist_web.measures.catalogue import names_of
from kortreist_web.plans.models import Plan

__all__ = ["Recomputation", "in_plain_words", "recomputation"]

#: A sentence that sends the reader to the command line, where she is not.
_COMMAND = re.compile(r"\bkortreist [a-z]|`|(?<!\w)--\w|\bsudo\b")
_LOST = (Job.State.FAILED, Job.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Recomputation:
    """The newest computation a draft has asked for and not taken in.

    Parameters
    ----------
    plan : Plan
    state : {"computing", "ready", "refused", "stopped"}
        ``stopped``: the work ended without an answer.
    why : str
        Why it is refused, in the reader's language; empty where nothing is said.
    """

    plan: Plan
    state: str
    why: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether no answer will come."""
        return self.state in ("refused", "stopped")


def recomputation(budget: Budget) -> Recomputation | None:
    """Return how the computation the draft asked for last stands; None where it has none.

    What is asked for is in ``frame["asked"]`` until a plan's figures are taken in.
    """
    asked = budget.frame.get("asked")
    rows = Plan.objects.filter(pk=asked, organisation=budget.organisation)
    plan = rows.select_related("job").defer("content").first() if asked else None
    if plan is None:
        return None
    if plan.state == Plan.State.COMPUTING:
        lost = plan.job is not None and plan.job.state in _LOST
        return Recomputation(plan, "stopped" if lost else "computing")
    if plan.state == Plan.State.READY:
        return Recomputation(plan, "ready")
    said = name_in(plan.refused.get("said", {}), language())
    return Recomputation(plan, "refused", in_plain_words(said, names_of(budget.organisation)))


def in_plain_words(said: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return the engine's words with measures by name, without what is for the command line.

    Examples
    --------
    >>> in_plain_words(
    ...     "Tiltaket «a_b» gjelder ikke her. Se kortreist measures STED.", {"a_b": {"nb": "Bil"}}
    ... )
    'Tiltaket «Bil» gjelder ikke her.'
    """
    out = []
    for sentence in re.split(r"(?<=[.!?])\s+", said.strip()):
        if not _COMMAND.search(sentence):
            out.append(re.sub(r"\w+", lambda m: _name(m.group(), names), sentence))
    return " ".join(out)


def _name(word: str, names: Mapping[str, Mapping[str, str]]) -> str:
    # Ids of one word are ordinary words too: only what no sentence holds is replaced.
    return named(names[word], word) if word in names and "_" in word else word
