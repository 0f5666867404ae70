"""Background work with plans: answer a question, make it again, write it in a language."""

from __future__ import annotations

from typing import Any

from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.core.content import content_hash
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.plans.computation import (
    answer,
    compute,
    content_of,
    finish,
    under_name,
)
from kortreist_web.plans.models import Plan, PlanDocument

__all__ = ["again", "answer_plan", "write_document"]


def _nothing() -> dict[str, Any]:
    return {}


def answer_plan(job: Job, progress: Progress) -> Write:
    """Answer a plan's question."""
    plan = Plan.objects.filter(pk=job.params["plan"]).select_related("organisation").first()
    if plan is None or plan.state != Plan.State.COMPUTING:
        return _nothing
    outcome = answer(plan, progress)

    def write() -> dict[str, Any]:
        finish(plan, outcome)
        return {"plan": plan.pk}

    return write


def _once_more(plan: Plan) -> tuple[Any, str]:
    """Return the plan's budget computed again with the same pins, and the answer's hash."""
    budget, _ = compute(plan.organisation, plan.question, plan.pins)
    # Under the name it had then: a new name of the municipality is no other answer.
    place = plan.content["place"]
    budget = under_name(budget, place["name"], place["number"])
    language = plan.pins["language"]
    content, _ = content_of(budget, plan.organisation, language, passing=plan.passing)
    return budget, content_hash(content)


def again(job: Job, progress: Progress) -> Write:
    """Make a plan again with the same pins, and tell whether the answer is the same."""
    plan = Plan.objects.select_related("organisation").get(pk=job.params["plan"])
    progress(0, 1, "plans.progress.futures")
    _, hash = _once_more(plan)
    result = {
        "plan": plan.pk,
        "hash": hash,
        "equal": hash == plan.content_hash,
        "engine_version": engine_version(),
        "facts_version": facts_version(),
    }
    return lambda: result


def write_document(job: Job, progress: Progress) -> Write:
    """Write a plan's documents in another language.

    They are made from the plan computed again; if the answer is no longer the same, nothing
    is written, because a document must not say other figures than the page.
    """
    from kortreist_web.plans.documents import document_of, render
    from kortreist_web.tenants.word_templates import word_template_of

    plan = Plan.objects.select_related("organisation").get(pk=job.params["plan"])
    language = job.params["language"]
    progress(0, 2, "plans.progress.futures")
    budget, hash = _once_more(plan)
    equal = hash == plan.content_hash
    files: dict[str, bytes] = {}
    if equal:
        progress(1, 2, "plans.progress.documents")
        made = document_of(budget, plan.organisation, language)
        files = render(budget, made, language, word_template_of(plan.organisation))

    def write() -> dict[str, Any]:
        rows = Plan.objects.select_for_update().filter(pk=plan.pk)
        if files and rows.exists():
            for kind, content in files.items():
                PlanDocument.objects.update_or_create(
                    plan=plan, language=language, format=kind, defaults={"content": content}
                )
        return {"plan": plan.pk, "language": language, "equal": equal}

    return write
