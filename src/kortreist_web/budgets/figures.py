"""Figures of a frozen climate budget, by their pointers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.accounts.figures import change_figure, edition_of
from kortreist_web.budgets.factors import said_of_factors
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.budgets.kinds import KINDS
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.core.figure import Figure, Keys, band, plain
from kortreist_web.core.pointers import MISSING, join, resolve
from kortreist_web.core.texts import engine, language, text

__all__ = ["budget_figure", "name_of"]

_ECONOMIC = ("own/economic_plan",)


def name_of(line: Mapping[str, Any]) -> str:
    """Return the name of a measure in the reader's language."""
    name = line.get("name") or {}
    if isinstance(name, str):
        return name
    return name_in(name, language()) or str(line.get("measure", ""))


def _target(content: Mapping[str, Any], key: str) -> Figure | None:
    target = content.get("target") or {}
    if key not in target:
        return None
    units = {"reduction": "goal", "reference_year": "year", "target_year": "year"}
    if key not in units:
        return None
    values = {"year": target.get("target_year"), "reference": target.get("reference_year")}
    return plain(
        text(f"publishing.figure.target.{key}", **values),
        target[key],
        units[key],
        boundary=target.get("boundary", ""),
        origins=tuple(filter(None, [target.get("origin")])),
    )


def _cut(content: Mapping[str, Any], year: str, rest: Keys, boundary: str) -> Figure | None:
    """Return how far below the target's reference year the pathway is: ``derived/cut/2030``.

    It stands in no snapshot; it is computed from two figures that do.
    """
    reference = str((content.get("target") or {}).get("reference_year", ""))
    there = (content.get("history") or {}).get(reference)
    then = lines_alone(content)["pathway"].get(year)
    if not there or then is None:
        return None
    least, middle, most = (1 - then[k] / there for k in ("high", "central", "low"))
    return band(
        text("publishing.figure.cut", year=year, reference=reference),
        {"low": least, "central": middle, "high": most},
        rest,
        "share",
        boundary=boundary,
        origins=("formula/pathway",),
        how=text("publishing.how.cut", year=year, reference=reference),
        made_of=(
            (text("publishing.figure.pathway", year=year), _pathway_pointer(content, year)),
            (text("publishing.figure.history", year=reference), join("history", reference)),
        ),
    )


def _pathway_pointer(content: Mapping[str, Any], year: str) -> str:
    """Return where the pathway of the lines alone is; in no snapshot frozen before it was."""
    here = "with_open" in content or lines_alone(content)["pathway"] == content["pathway"]
    return join("pathway", year) if here else join("derived", "pathway", year)


def budget_figure(content: Mapping[str, Any], keys: Keys) -> Figure | None:
    """Return what a budget's figure is; None for what is not a figure we can name."""
    boundary = (content.get("target") or {}).get("boundary", "")
    value = resolve(content, keys[:2])
    match keys:
        case ("target", key):
            return _target(content, key)
        case ("frame", year) if value is not MISSING:
            label = text("publishing.figure.frame", year=year)
            return plain(label, value, "tonnes", boundary=boundary, origins=("formula/frame",))
        case (("baseline" | "pathway") as which, year, *rest) if value is not MISSING:
            return band(
                text(f"publishing.figure.{which}", year=year),
                value,
                tuple(rest),
                boundary=boundary,
                origins=(f"formula/{which}",),
            )
        case ("probability_under_frame", year) if value is not MISSING:
            return plain(
                text("publishing.figure.probability", year=year),
                value,
                "chance",
                boundary=boundary,
                origins=("formula/probability",),
                how=text("publishing.how.probability"),
                made_of=(
                    (text("publishing.figure.pathway", year=year), join("pathway", year)),
                    (text("publishing.figure.frame", year=year), join("frame", year)),
                ),
            )
        case ("derived", "pathway", year, *rest) if year in content["pathway"]:
            label = text("publishing.figure.pathway", year=year)
            alone = lines_alone(content)["pathway"][year]
            more = {"boundary": boundary, "origins": ("formula/pathway",)}
            return band(label, alone, tuple(rest), how=text("publishing.how.alone"), **more)
        case ("derived", "cut", year, *rest):
            return _cut(content, year, tuple(rest), boundary)
        case ("history", year) if value is not MISSING:
            label, origins = text("publishing.figure.history", year=year), edition_of(content)
            return plain(
                label, value, "tonnes", boundary="territorial", origins=(f"vintage/{origins}",)
            )
        case ("limits", "money_nok_per_year"):
            origin = (content["limits"].get("money_origin"),)
            label = text("publishing.figure.money_limit")
            return plain(label, value, "nok_per_year", origins=tuple(filter(None, origin)))
        case ("limits", "staff_fte"):
            origin = (content["limits"].get("staff_origin"),)
            label = text("publishing.figure.staff_limit")
            return plain(label, value, "fte", origins=tuple(filter(None, origin)))
        case ("lines", number, *rest):
            line = resolve(content, ("lines", number))
            if line is MISSING:
                return None
            factors = (content.get("factors") or {}).get(line["measure"])
            return _line(line, tuple(rest), boundary, factors)
        case _:
            return change_figure(content, keys)


def _line(
    line: Mapping[str, Any], rest: Keys, boundary: str, factors: Mapping[str, Any] | None = None
) -> Figure | None:
    name, origins = name_of(line), line.get("origins") or {}
    value = resolve(line, rest)
    if value is MISSING:
        return None
    match rest:
        case ("start_year",):
            return plain(text("publishing.figure.line.start_year", name=name), value, "year")
        case ("effect", year, *end):
            return band(
                text("publishing.figure.line.effect", name=name, year=year),
                resolve(line, ("effect", year)),
                tuple(end),
                boundary=boundary,
                origins=(origins.get("effect") or "formula/effect",),
            )
        case ("cost", bearer, year):
            key = f"documents.bearer.{bearer}"
            payer = engine()(key) if engine().has(key) else bearer
            payer = payer[:1].lower() + payer[1:]
            label = text("publishing.figure.line.cost", name=name, year=year, payer=payer)
            origin = (origins.get("cost") or "formula/cost",)
            how = said_of_factors(_computed(line, factors), bearer, KINDS, year)
            kept = resolve(line, ("cost_range", bearer, year))
            if kept is MISSING:
                return plain(label, value, "nok", origins=origin, how=how)
            ends = {"low": kept["low"], "central": value, "high": kept["high"]}
            return band(label, ends, (), "nok", origins=origin, certainty=None, how=how)
        case ("kinds", kind, year, *end):
            label = text(f"publishing.figure.line.{kind}", name=name, year=year)
            told = resolve(line, ("kinds", kind, year))
            origin = (origins.get("cost") or "formula/cost",)
            how = said_of_factors(_computed(line, factors), "municipality", (kind,), year)
            if "low" not in told:
                return plain(label, told["central"], "nok", origins=origin, how=how)
            return band(label, told, tuple(end), "nok", origins=origin, certainty=None, how=how)
        case ("posts", year):
            label = text("publishing.figure.line.posts", name=name, year=year)
            return plain(label, value, "fte", origins=("formula/cost",))
        case ("economic", _, "amounts", year):
            label = text("publishing.figure.line.economic", name=name, year=year)
            return plain(label, value, "nok", origins=_ECONOMIC)
        case ("indicators", number, "targets", year):
            one = line["indicators"][int(number)]
            label = text("publishing.figure.line.target", name=one["name"], year=year)
            return plain(label, value, one["unit_of_measure"])
        case _:
            return None


def _computed(line: Mapping[str, Any], factors: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what a line's cost is made of; nothing where it is the municipality's own figure."""
    own = str((line.get("origins") or {}).get("cost", "")).startswith(OWN_COST)
    return {} if own else factors or {}
