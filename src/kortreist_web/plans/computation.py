"""Ask the engine for a plan, and store what it answers.

The long part writes nothing; :func:`finish` writes all of the answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.goals.stated import as_registered
from kortreist_web.plans.commitments import commitments
from kortreist_web.plans.county import county_sum, county_under_name, sum_content
from kortreist_web.plans.models import Plan, PlanDocument
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.budgets import ClimateBudget, CountyPlan
    from kortreist.documents.format.blocks import Document
    from kortreist.places import Place

__all__ = [
    "Answer",
    "Asked",
    "answer",
    "asked",
    "compute",
    "content_of",
    "finish",
    "quiet",
    "under_name",
]

Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, progress_message: str) -> None:
    """Tell nobody how far the work has come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine answered.

    Parameters
    ----------
    content : dict or None
        ``plan.json``; None where the question cannot be answered.
    refused : dict
        Error key, and what it says in three languages with the mend.
    documents : dict
        Format → bytes, in the organisation's language.
    pins : dict
        What was not known before: the edition, and the decisions that were not counted.
    """

    content: dict[str, Any] | None
    refused: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    pins: dict[str, Any] = field(default_factory=dict)


def compute(
    organisation: Organisation,
    question: dict[str, Any],
    pins: dict[str, Any],
    progress: Progress = quiet,
) -> tuple[ClimateBudget | CountyPlan, dict[str, Any]]:
    """Return the climate budget the question asks for, and what of it could not be counted.

    A county's is the sum of its municipalities' plans; ``progress`` is told of each.

    Raises
    ------
    KortreistError
        The question cannot be answered; says why, and the mend.
    """
    from kortreist.budgets import climate_budget

    with asked(organisation, question, pins) as a:
        if a.place.kind == "county":
            whole = county_sum(
                a.place,
                question,
                pins,
                data_dir=a.values["data_dir"],
                overrides=a.values["overrides"],
                progress=progress,
            )
            new_pins = {"vintage": whole.members[0].account.vintage_id, "fitted": {}}
            number = organisation.code if organisation.invented else a.place.number
            return under_name(whole, organisation.name, number), new_pins
        budget = climate_budget(
            a.place,
            boundary=question["boundary"],
            extras=pins["extras"],
            # A try is held against its plan: what does not differ by it is not computed again.
            stair=pins["extras"],
            plan_beside=pins["extras"],
            commitments=commitments().as_engine(question.get("bindings", ())),
            **a.values,
        )
    number = organisation.code if organisation.invented else a.place.number
    return under_name(budget, organisation.name, number), a.new_pins


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan's question in the engine's terms.

    Parameters
    ----------
    place : Place
    values : dict
        Arguments that :func:`kortreist.budgets.climate_budget` and what goes beside it share.
    new_pins : dict
        The edition, and the decisions that were not counted; empty for a county.
    """

    place: Place
    values: dict[str, Any]
    new_pins: dict[str, Any]


@contextmanager
def asked(
    organisation: Organisation, question: dict[str, Any], pins: dict[str, Any]
) -> Iterator[Asked]:
    """Give what the engine is asked, with the files it reads while it answers.

    Raises
    ------
    KortreistError
        There are no figures for the place.
    """
    from kortreist import accounts, measures, places
    from kortreist_web.accounts.data_directories import engine_data_dir
    from kortreist_web.accounts.known_changes import known_file
    from kortreist_web.measures.overrides import override_file
    from kortreist_web.plans.decision_inputs import fit

    place = places.find(organisation.figures_code)
    data_dir, today = engine_data_dir(organisation), date.fromisoformat(pins["today"])
    as_of = pins["vintage"] or None
    # Asked since version 2.0.
    change_rows = question.get("known_changes", ())
    with (
        override_file(question["overrides"], organisation.code) as overrides,
        known_file(change_rows, organisation.code) as known_changes,
    ):
        values: dict[str, Any] = {"data_dir": data_dir, "overrides": overrides}
        if place.kind == "county":
            yield Asked(place, values, {})
            return
        without = question.get("without", ())
        account = accounts.build(place, as_of=as_of, data_dir=data_dir, without=without)
        relevant = measures.relevant(account, measures.library(overrides), today)
        fitted = fit(
            question["fixed"],
            question["excluded"],
            {m.id: m for m in relevant if m.quantified},
            account_year=account.year,
            first_year=today.year + 1,
        )
        values |= {
            "without": without,
            "reduction": question["reduction"],
            "target_year": question["target_year"],
            "money_nok": question["money_nok"],
            "staff_fte": question["staff_fte"],
            "dearest": question.get("dearest"),  # not asked before version 2.0
            "frame_start": question.get("frame_start", "last"),
            "as_of": as_of,
            "futures_count": pins["futures"],
            "seed": pins["seed"],
            "known_changes": known_changes,
            "answers": question.get("answers", {}),  # not asked before version 2.0
            # Not asked before goals could be registered.
            "adopted": as_registered(question.get("goals", ()), place.number, organisation),
            "by_law": question.get("by_law", False),
            "fixed": fitted.fixed,
            "excluded": fitted.excluded,
            "today": today,
        }
        yield Asked(place, values, {"vintage": account.vintage_id, "fitted": fitted.notes()})


def under_name(
    budget: ClimateBudget | CountyPlan, name: str, number: str
) -> ClimateBudget | CountyPlan:
    """Return the budget under a name and a number.

    An invented municipality borrows the figures of a real one; its documents must not say
    that they are the real one's.
    """
    from kortreist.budgets import CountyPlan

    if isinstance(budget, CountyPlan):
        return county_under_name(budget, name, number)
    place = replace(budget.account.place, name=name, number=number)
    judged = budget.backtest
    if judged is not None:
        judged = replace(judged, place=place, whose=place if judged.own else judged.whose)
    return replace(budget, account=replace(budget.account, place=place), backtest=judged)


def content_of(
    budget: ClimateBudget | CountyPlan, organisation: Organisation, language: str, *, passing: bool
) -> tuple[dict[str, Any], Document | None]:
    """Return ``plan.json`` as it is stored, and the document whose figures it traces.

    A try has no document.
    """
    from kortreist.budgets import CountyPlan
    from kortreist.documents import plan_dict
    from kortreist_web.plans.documents import document_of

    if isinstance(budget, CountyPlan):
        return sum_content(budget, language), document_of(budget, organisation, language)
    if passing:
        return canonical(plan_dict(budget, language)), None
    document = document_of(budget, organisation, language)
    return canonical(plan_dict(budget, language, document.origins)), document


def _refusal(error: KortreistError) -> dict[str, Any]:
    return {"key": error.key, "said": {code: error.message(code) for code in LANGUAGES}}


def answer(plan: Plan, progress: Progress = quiet) -> Answer:
    """Have the engine answer a plan's question; nothing is written.

    Parameters
    ----------
    plan : Plan
    progress : callable
        Told how far the work has come.
    """
    from kortreist_web.plans.documents import render
    from kortreist_web.tenants.word_templates import word_template_of

    organisation, language = plan.organisation, plan.pins["language"]
    steps = 1 if plan.passing else 2
    progress(0, steps, "plans.progress.futures")
    try:
        budget, new_pins = compute(organisation, plan.question, plan.pins, progress)
    except KortreistError as error:
        return Answer(None, _refusal(error))
    if not plan.passing:
        progress(1, steps, "plans.progress.documents")
    content, document = content_of(budget, organisation, language, passing=plan.passing)
    files: dict[str, bytes] = {}
    if document is not None:
        files = render(budget, document, language, word_template_of(organisation))
    return Answer(content, documents=files, pins=new_pins)


def finish(plan: Plan, answer: Answer) -> Plan | None:
    """Store an answer; None where the plan was removed meanwhile.

    Called while somebody acts (a job does). A plan that has its answer keeps it.
    """
    row = Plan.objects.select_for_update().filter(pk=plan.pk).first()
    if row is None or row.state != Plan.State.COMPUTING:
        return row
    row.pins = {**row.pins, **answer.pins}
    if answer.content is None:
        row.state, row.refused = Plan.State.REFUSED, answer.refused
    else:
        row.state, row.content = Plan.State.READY, answer.content
        row.content_hash = content_hash(answer.content)
    row.save()
    PlanDocument.objects.bulk_create(
        PlanDocument(plan=row, language=row.pins["language"], format=kind, content=content)
        for kind, content in answer.documents.items()
    )
    return row
