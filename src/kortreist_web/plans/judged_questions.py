"""The figures worth finding out as the plan's page asks for them, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from kortreist.documents.format.digits import judged_decimals, significant
from kortreist.i18n import name_in
from kortreist_web.core.fields import NumberField, shown
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.plans.models import LocalAnswer, Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["AnswerForm", "Asked", "answer_rows", "asked_rows", "open_question"]


class AnswerForm(Form):
    """An answer to one question."""

    texts = "plans.answers"

    figure = forms.CharField(max_length=160)
    value = NumberField()
    source = forms.CharField(max_length=300)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the figure now, what it moves, what an answer is worth, who knows."""

    id: str
    question: str
    now: str
    unit: str
    mark: str
    moves: str
    worth: str
    who: str


def asked_rows(content: dict[str, Any]) -> list[Asked]:
    """Return the questions of a plan in the reader's language; none of older plans."""
    from kortreist.documents.plan.judged import asked_of

    t, out = web(), []
    for row in content.get("judged", ()):
        ends = [row["value"][k] for k in ("low", "central", "high")]
        places = judged_decimals(*ends)
        low, central, high = (t.number(significant(v, 3), places) for v in ends)
        moves = []
        if row["tonnes"] > 0.0:
            moves.append(text("plans.answers.tonnes", n=t.number(significant(row["tonnes"], 2))))
        if row["nok"] > 0.0:
            moves.append(text("plans.answers.nok", n=t.number(significant(row["nok"], 2))))
        out.append(
            Asked(
                row["id"],
                name_in(row["questions"], language()),
                f"{central} ({low} – {high})",
                name_in(row["units"], language()),
                engine()(f"documents.mark.{row['mark']}"),
                "; ".join(moves),
                t.number(significant(row["worth"]["nok"], 2)),
                asked_of(language(), row["asked_of"]),
            )
        )
    return out


def open_question(plan: Plan, figure: str) -> dict[str, Any] | None:
    """Return the row of a plan that asks for a figure."""
    rows = [*plan.content.get("judged", ()), *plan.content.get("answered", ())]
    return next((r for r in rows if r["id"] == figure), None)


def answer_rows(organisation: Organisation, plan: Plan) -> list[dict[str, Any]]:
    """Return what the organisation has answered, and whether this plan was asked with it."""
    used = plan.question.get("answers", {})
    return [
        {
            "row": row,
            "question": name_in(row.question, language()) or row.figure,
            "unit": name_in(row.question, language(), "unit_"),
            "value": shown(row.value),
            "used": used.get(row.figure) == row.value,
        }
        for row in LocalAnswer.objects.filter(organisation=organisation)
    ]
