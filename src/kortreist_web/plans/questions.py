"""What a plan is asked: the demands, and the pins that make its answer the same each time."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist.arguments import check
from kortreist_web.accounts.known_changes import known_of
from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.goals.stated import goal_rows
from kortreist_web.measures.catalogue import choices_of, overrides_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.plans.commitments import commitments
from kortreist_web.plans.models import LocalAnswer
from kortreist_web.tenants.models import Organisation

__all__ = [
    "FULL_FUTURES",
    "SEED",
    "answers_of",
    "pins_for",
    "question_for",
    "question_key",
]

#: Futures of a plan; a try is computed in as many as the plan it is a try of.
FULL_FUTURES = 1000
#: The engine's own: the same futures for everybody, so that plans can be compared.
SEED = 20261123
_DECIDED = (
    MeasureChoice.State.CHOSEN,
    MeasureChoice.State.UNDER_WAY,
    MeasureChoice.State.DONE,
)
_REST = (
    "fixed",
    "excluded",
    "boundary",
    "without",
    "overrides",
    "known_changes",
    "bindings",
    "answers",
    "frame_start",
    "goals",
    "goal",
    "by_law",
)
_DEMANDS = ("money_nok", "staff_fte", "reduction", "target_year", "dearest")


def question_for(organisation: Organisation, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a whole question: what is given, and the organisation's decisions for the rest.

    Measures chosen, under way or done with a start year are ``fixed``; those left out are
    ``excluded``; its own figures are ``overrides``, and what it knows of plants is
    ``known_changes``. They stand in the question, so that a
    later decision does not change what was asked.

    Parameters
    ----------
    given : dict, optional
        ``money_nok``, ``staff_fte``, ``fixed`` (measure → year), ``excluded``,
        ``reduction``, ``target_year``, ``dearest`` (NOK per tonne above which nothing is
        chosen), ``boundary``, ``without`` (what is left out of it), ``frame_start``
        (``last`` or ``mean3``), ``overrides``, ``known_changes``,
        ``bindings`` (decided already), ``goals`` (what the council has adopted, the one to
        plan by first) or ``goal`` (the key of that one), ``by_law`` (plan by the law's target
        all the same). What is None or missing is the
        program's to assume.

    Raises
    ------
    TypeError
        Something is given that a plan cannot be asked.
    InputError
        A demand is outside what the engine takes.
    """
    given = dict(given or {})
    check(**{name: given.get(name) for name in _DEMANDS})
    unknown = given.keys() - {*_DEMANDS, *_REST}
    if unknown:
        raise TypeError(f"a plan cannot be asked for {', '.join(sorted(unknown))}")
    choices = choices_of(organisation)
    fixed = {id: c.start_year for id, c in choices.items() if c.state in _DECIDED and c.start_year}
    excluded = [id for id, c in choices.items() if c.state == MeasureChoice.State.EXCLUDED]
    bound = given.get("bindings", commitments().rows(organisation))
    goals = given.get("goals", goal_rows(organisation, given.get("goal")))
    question = {
        **{name: given.get(name) for name in _DEMANDS},
        "boundary": given.get("boundary") or "territorial",
        "without": sorted(given.get("without") or ()),
        "frame_start": given.get("frame_start") or "last",
        "fixed": given.get("fixed", fixed),
        "excluded": sorted(given.get("excluded", excluded)),
        "overrides": given.get("overrides", overrides_of(organisation)),
        "known_changes": given.get("known_changes", known_of(organisation)),
        "answers": given.get("answers", answers_of(organisation)),
        # Only where there are any: the same question is asked without.
        **({"bindings": bound} if bound else {}),
        **({"goals": goals} if goals else {}),
        **({"by_law": True} if goals and given.get("by_law") else {}),
    }
    return dict(canonical(question))


def answers_of(organisation: Organisation) -> dict[str, float]:
    """Return the organisation's answers in place of figures of judgement, by the engine's key."""
    rows = LocalAnswer.objects.filter(organisation=organisation)
    return dict(rows.values_list("figure", "value"))


def pins_for(
    organisation: Organisation, *, futures: int, extras: bool, like: Any = None
) -> dict[str, Any]:
    """Return what decides the answer besides the question.

    Parameters
    ----------
    futures : int
    extras : bool
        Whether the trade-off curve and what drives the plan are computed.
    like : Plan, optional
        Take its edition of the inventory, day and seed, so that the two can be compared.
    """
    then = like.pins if like is not None else {}
    return {
        "engine_version": engine_version(),
        "facts_version": facts_version(),
        "vintage": then.get("vintage", ""),
        "seed": then.get("seed", SEED),
        "futures": futures,
        "extras": extras,
        "today": then.get("today") or timezone.localdate().isoformat(),
        "language": organisation.language,
    }


def question_key(question: dict[str, Any], pins: dict[str, Any]) -> str:
    """Return the same text for the same question under the same pins."""
    return content_hash({"question": question, "pins": pins})
