"""Answer a figure that rests on judgement, or take the answer back."""

from __future__ import annotations

import math

from django.core.exceptions import ValidationError
from django.utils import timezone

from kortreist.errors import InputError
from kortreist.i18n import LANGUAGES
from kortreist_web.core.action import action
from kortreist_web.core.fields import shown
from kortreist_web.core.texts import Text
from kortreist_web.people.models import Actor
from kortreist_web.plans.models import LocalAnswer
from kortreist_web.tenants.models import Organisation

__all__ = ["answer_figure", "take_back"]

_LONGEST = 300


@action("change", LocalAnswer)
def answer_figure(
    who: Actor,
    organisation: Organisation,
    *,
    figure: str,
    value: float,
    unit: str,
    source: str,
    question: dict[str, str] | None = None,
    version: int | None = None,
    why: str = "",
) -> LocalAnswer:
    """Keep an answer; the next plan is asked with it.

    Parameters
    ----------
    figure : str
        The engine's key, as a plan's ``judged`` has it.
    value : float
    unit : str
        What the figure is answered in: ``number``, ``percent``, ``percent_a_year``,
        ``percent_today``, ``tonnes`` or ``nok``.
    source : str
        Where the municipality has it from.
    question : dict, optional
        What was asked, by language.
    version : int, optional
        Version of the row that was shown.

    Raises
    ------
    KortreistError
        The key names nothing here, the unit is another, or the value cannot be: the error says
        the mend.
    ValidationError
        No source is given.
    ConflictError
    """
    source = source.strip()
    if not source:
        raise ValidationError(str(Text("plans.answers.no_source")), code="source")
    if len(source) > _LONGEST:
        raise ValidationError(str(Text("plans.answers.long_source")), code="source")
    try:
        _check(organisation, figure, value, unit)
    except InputError as error:
        raise _asked(error, question, value) from None
    rows = LocalAnswer.objects.filter(organisation=organisation, figure=figure)
    row = rows.first() or LocalAnswer(organisation=organisation, figure=figure)
    if version is not None and row.pk:
        row.version = version
    row.value, row.unit, row.source = value, unit, source
    row.question = question or row.question
    row.answered_on = timezone.localdate()
    row.save()
    return row


@action("change", LocalAnswer)
def take_back(who: Actor, organisation: Organisation, answer: LocalAnswer) -> None:
    """Remove an answer: the next plan rests on the library's figure again."""
    answer.delete()


def _asked(error: InputError, question: dict[str, str] | None, value: float) -> InputError:
    """Return the engine's refusal with the question's own words and the figure as it is written."""
    if not error.key.startswith("plans.bad_answer."):
        return error
    said = {code: (question or {}).get(code) for code in LANGUAGES}
    values = {k: shown(v) if isinstance(v, float) else v for k, v in error.values.items()}
    values["value"] = shown(value) if math.isfinite(value) else str(value)
    if all(said.values()):
        values["answer"] = said
    return InputError(error.key, **values)


def _check(organisation: Organisation, figure: str, value: float, unit: str) -> None:
    """Have the engine take the answer, as the plan will."""
    from kortreist import accounts, measures, places
    from kortreist.plans import answered, form_of
    from kortreist_web.accounts.data_directories import engine_data_dir
    from kortreist_web.measures.catalogue import overrides_of
    from kortreist_web.measures.overrides import override_file

    account = accounts.build(
        places.find(organisation.figures_code), data_dir=engine_data_dir(organisation)
    )
    today = timezone.localdate()
    with override_file(overrides_of(organisation), organisation.code) as own:
        relevant = measures.relevant(account, measures.library(own), today)
    expected = form_of(figure, account, relevant, today)
    if unit != expected:
        raise InputError("plans.bad_answer.unit", answer=figure, unit=unit, wanted=expected)
    answered({figure: value}, account, relevant, today)
