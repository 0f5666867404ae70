"""A plan as HTML, PDF, Word and JSON: the engine's documents with the organisation's name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kortreist.documents.format.render import MEDIA_TYPES, render_all
from kortreist_web.core.texts import web
from kortreist_web.plans.county import sum_json
from kortreist_web.plans.models import Plan, PlanDocument
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.budgets import ClimateBudget, CountyPlan
    from kortreist.documents.format.blocks import Document
    from kortreist.documents.format.word.template import WordTemplate

__all__ = ["FORMATS", "document", "document_of", "render"]

#: Format → content type.
FORMATS: dict[str, str] = {**MEDIA_TYPES, "json": "application/json"}


def document_of(
    budget: ClimateBudget | CountyPlan, organisation: Organisation, language: str
) -> Document:
    """Return the plan as the engine's document; an invented place says whose figures it has."""
    from kortreist import places
    from kortreist.budgets import CountyPlan
    from kortreist.documents import budget_document, county_document

    if isinstance(budget, CountyPlan):
        made, name = county_document(budget, language), budget.place.name
    else:
        made, name = budget_document(budget, language), budget.account.place.name
    if not organisation.invented:
        return made
    lender = places.find(organisation.figures_code)
    notice = web(language)("plans.borrowed", name=name, lender=lender.name, number=lender.number)
    return replace(made, draft=f"{made.draft}. {notice}".lstrip(". "))


def render(
    budget: ClimateBudget | CountyPlan,
    made: Document,
    language: str,
    template: WordTemplate | None = None,
) -> dict[str, bytes]:
    """Return format → the document's bytes; ``template`` is the organisation's own, for Word."""
    from kortreist.budgets import CountyPlan
    from kortreist.documents import plan_json

    if isinstance(budget, CountyPlan):
        text = sum_json(budget, language)
    else:
        text = plan_json(budget, language, made.origins)
    return {**render_all(made, template), "json": text.encode()}


def document(plan: Plan, language: str, format: str) -> bytes:
    """Return a plan's document.

    Raises
    ------
    PlanDocument.DoesNotExist
        It has not been made in that language.
    """
    stored = PlanDocument.objects.get(plan=plan, language=language, format=format)
    return bytes(stored.content)
