"""Have all bindings judged in the futures of a plan; the long part writes nothing.

The content of an answer (``kortreist/bindings/1``): ``plan`` (which, its hash and day), ``frame``
(calendar year → t CO2e), ``judged`` (key → what the engine says, without its sentences),
``increases`` (what they add to the plan's pathway), ``pins`` and ``provenance``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.bindings.entered import as_engine
from kortreist_web.bindings.models import Judgement
from kortreist_web.bindings.origins import origins
from kortreist_web.core.clock import day_of
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.core.refusals import RefusedError
from kortreist_web.plans.computation import Progress, asked, quiet
from kortreist_web.plans.models import Plan

if TYPE_CHECKING:
    from kortreist.budgets import BindingsAnswer
    from kortreist.budgets.increases import Increases

__all__ = ["SCHEMA", "answer", "finish"]

SCHEMA = "kortreist/bindings/1"
#: Sentences of the engine: written anew in the reader's language.
_SENTENCES = ("verdict_text", "reason_text")


def answer(
    judgement: Judgement, progress: Progress = quiet
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the content of the answer, or None and why there is none.

    Parameters
    ----------
    judgement : Judgement
    progress : callable
        Told how far the work has come.
    """
    progress(0, 2, "plans.progress.futures")
    try:
        return _content(judgement, progress), {}
    except KortreistError as error:
        said = {code: error.message(code) for code in LANGUAGES}
        return None, {"key": error.key, "said": said}


def finish(judgement: Judgement, content: dict[str, Any] | None, refused: dict[str, Any]) -> None:
    """Store an answer; called while somebody acts (a job does)."""
    row = Judgement.objects.select_for_update().filter(pk=judgement.pk).first()
    if row is None or row.state != Judgement.State.COMPUTING:
        return
    if content is None:
        row.state, row.refused = Judgement.State.REFUSED, refused
    else:
        row.state, row.content = Judgement.State.READY, content
        row.content_hash = content_hash(content)
    row.save()


def _content(judgement: Judgement, progress: Progress) -> dict[str, Any]:
    from kortreist.bindings import bindings_list
    from kortreist.budgets import answer_bindings

    plan = judgement.plan
    if plan is None or plan.state != Plan.State.READY or plan.content is None:
        raise RefusedError("bindings.refused.no_plan")
    entered = [as_engine(values) for values in judgement.entered]
    with asked(judgement.organisation, plan.question, plan.pins) as a:
        if not a.new_pins:
            raise RefusedError("bindings.refused.county")
        progress(1, 2, "bindings.progress.judging")
        inside = plan.question["boundary"] == "territorial"
        starts = {m["id"]: int(m["start_year"]) for m in plan.content["measures"]}
        found = answer_bindings(a.place, entered, starts=starts if inside else None, **a.values)
    judged = {row["id"]: _kept(row) for row in bindings_list(found.judged)}
    return dict(
        canonical(
            {
                "schema": SCHEMA,
                "plan": {
                    "id": plan.pk,
                    "name": plan.name,
                    "content_hash": plan.content_hash,
                    "made_on": day_of(plan.created_at).isoformat(),
                    "years": plan.content["plan_years"],
                },
                "frame": found.frame,
                "horizon": found.horizon,
                "judged": judged,
                "increases": _increases(found.increases),
                "pins": _pins(plan, found),
                "provenance": origins(judgement.organisation, plan.content),
            }
        )
    )


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in row.items() if k not in _SENTENCES}
    kept["notes"] = [note["key"] for note in row["notes"]]
    return kept


def _increases(increases: Increases | None) -> dict[str, Any] | None:
    if increases is None:
        return None
    return {
        "years": list(increases.years),
        "rows": [
            {"key": r.id, "committed": r.committed, "tonnes": _bands(r.tonnes)}
            for r in increases.rows
        ],
        "without": _bands(increases.without),
        "decided": _bands(increases.decided),
        "everything": _bands(increases.everything),
        "probability": increases.probability,
    }


def _bands(bands: dict[int, Any]) -> dict[str, dict[str, float]]:
    return {str(year): asdict(band) for year, band in bands.items()}


def _pins(plan: Plan, found: BindingsAnswer) -> dict[str, Any]:
    kept = {k: plan.pins[k] for k in ("seed", "futures", "today") if k in plan.pins}
    return {
        **kept,
        "vintage": found.vintage,
        "engine_version": engine_version(),
        "facts_version": facts_version(),
    }
