"""A frozen budget in sections: what one who comments on it points at, and what is compared.

Keys are the same in each version: ``introduction``, ``target``, ``frame``, and a section a
measure (``measure.<id>``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.core.texts import web
from kortreist_web.versions.kinds import Section
from kortreist_web.versions.models import Version

__all__ = ["sections"]


def sections(version: Version, language: str) -> tuple[Section, ...]:
    """Return the sections of a frozen budget, in the order of its pages."""
    return tuple(_sections(version.content, language))


def _sections(content: Mapping[str, Any], language: str) -> Iterator[Section]:
    t = web(language)
    introduction = content.get("introduction") or ""
    yield Section("introduction", t("budgets.section.introduction"), introduction)
    yield Section("target", t("budgets.section.target"), _targets(content, language))
    yield Section("frame", t("budgets.section.frame"), _frame(content, language))
    for line in content["lines"]:
        name = name_in(line["name"], language) or line["measure"]
        yield Section(f"measure.{line['measure']}", name, _line(line, content, language))


def _targets(content: Mapping[str, Any], language: str) -> str:
    rows = content["target"].get("registered") or ()
    words = [row["adopted"]["words"] for row in rows if row.get("adopted")]
    return "\n".join(words)


def _frame(content: Mapping[str, Any], language: str) -> str:
    t = web(language)
    years = content["plan_years"]
    return "\n".join(
        t("budgets.section.frame_year", year=y, tonnes=t.number(content["frame"][str(y)]))
        for y in years
        if str(y) in content["frame"]
    )


def _line(line: Mapping[str, Any], content: Mapping[str, Any], language: str) -> str:
    t = web(language)
    sentences = []
    description = name_in(line.get("description") or {}, language)
    if description:
        sentences.append(description)
    sentences.append(t("budgets.section.starts", year=line["start_year"]))
    if line.get("unit"):
        sentences.append(t("budgets.section.unit", unit=line["unit"]))
    cost = (line.get("cost") or {}).get("municipality")
    if cost and not line.get("cost_missing"):
        years = content["plan_years"]
        total = sum(cost.get(str(y), 0) for y in years)
        values = {"kroner": t.figure(total), "first": years[0], "last": years[-1]}
        sentences.append(t("budgets.section.cost", **values))
    effect = (line.get("effect") or {}).get(str(content["plan_years"][-1]))
    if effect:
        low, high = t.interval(effect["low"], effect["high"])
        values = {"year": content["plan_years"][-1], "low": low, "high": high}
        sentences.append(t("budgets.section.effect", **values))
    for one in line.get("indicators") or ():
        sentences.append(t("budgets.section.indicator", name=one["name"]))
    if line.get("note"):
        sentences.append(line["note"])
    return "\n".join(sentences)
