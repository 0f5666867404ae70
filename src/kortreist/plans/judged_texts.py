"""Texts of the figures of judgement: units, questions and who could answer, in all languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kortreist.facts import Row, load
from kortreist.i18n import LANGUAGES, Translator, in_languages
from kortreist.measures.activity import unit_name
from kortreist.measures.measure import Cost, Measure

__all__ = ["Texts", "asked", "cost_unit_text", "said", "same", "unit_text"]

Texts = dict[str, str]


def cost_unit_text(measure: Measure, cost: Cost) -> Texts:
    """Return what a cost is per: the measure's unit of activity, or what its basis says."""
    if cost.basis == "per_unit" and measure.activity is not None:
        return unit_text(measure.activity.unit)
    return said(f"plans.judged.per.{cost.basis}")


def unit_text(unit: str) -> Texts:
    """Return a unit of activity's name in every language."""
    return {x: unit_name(load(), unit, x) for x in LANGUAGES}


def same(values: Mapping[str, str]) -> dict[str, Texts]:
    """Return values that read alike in every language."""
    return {k: dict.fromkeys(LANGUAGES, v) for k, v in values.items()}


def asked(id: str) -> tuple[Texts, str]:
    """Return the question of a figure and who knows; empty where the table has none."""
    row = _questions().get(id)
    if row is None:
        return {}, ""
    texts = {x: text for x, text in in_languages(row, "question_").items() if text}
    return texts, row["asked_of"]


@lru_cache(maxsize=1)
def _questions() -> dict[str, Row]:
    return {r["id"]: r for r in load().table("judged_questions")}


def said(key: str, **values: Mapping[str, str]) -> Texts:
    """Return a text in every language, filled with values in the same."""
    out = {}
    for language in LANGUAGES:
        filled = {name: texts[language] for name, texts in values.items()}
        out[language] = Translator(language)(key, **filled)
    return out
