"""Every measure alone, from the same question a plan would be asked."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.core.content import canonical
from kortreist_web.plans.commitments import commitments
from kortreist_web.plans.computation import asked
from kortreist_web.plans.questions import FULL_FUTURES, SEED, question_for
from kortreist_web.tenants.models import Organisation

__all__ = ["AloneAnswers"]

_SHARED = (
    "data_dir",
    "overrides",
    "without",
    "dearest",
    "as_of",
    "futures_count",
    "seed",
    "known_changes",
    "answers",
    "fixed",
    "today",
)


class AloneAnswers:
    """Asks the engine; nothing is written."""

    def question(self, organisation: Organisation) -> dict[str, Any]:
        """Return a plan's question without its demands, and with nothing left out."""
        return question_for(organisation, {"excluded": []})

    def answer(
        self, organisation: Organisation, question: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what every measure does alone, or why that cannot be said."""
        from kortreist.budgets import measures_alone

        pins = {
            "vintage": "",
            "futures": FULL_FUTURES,
            "seed": SEED,
            "today": timezone.localdate().isoformat(),
        }
        try:
            with asked(organisation, question, pins) as a:
                result = measures_alone(
                    a.place,
                    boundary=question["boundary"],
                    commitments=commitments().as_engine(question.get("bindings", ())),
                    **{name: a.values[name] for name in _SHARED if name in a.values},
                )
                content = result.to_dict()
                # In full effect before the account's year: their cut is in its figures.
                content["in_figures"] = a.new_pins["fitted"]["in_figures"]
        except KortreistError as error:
            said = {code: error.message(code) for code in LANGUAGES}
            return {}, {"key": error.key, "said": said}
        content["place"] = {"number": organisation.code, "name": organisation.name}
        return dict(canonical(content)), {}
