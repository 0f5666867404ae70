"""Load the library of measures: TOML tables by theme, checked as they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from kortreist.arguments import check
from kortreist.errors import InputError
from kortreist.facts.loader import Facts, load
from kortreist.i18n import Translator
from kortreist.measures.changes import changes_of
from kortreist.measures.measure import Measure
from kortreist.measures.measure_table import build_measure, normalise
from kortreist.measures.overrides import apply_overrides, read_overrides
from kortreist.measures.problems import Where
from kortreist.measures.relevance import RULES

__all__ = ["library", "measure_files"]


def measure_files() -> tuple[str, ...]:
    """Return the names of the library's files, by theme."""
    folder = resources.files("kortreist.measures") / "library"
    names = (p.name for p in folder.iterdir())
    return tuple(sorted(n for n in names if n.endswith(".toml") and n != "shared.toml"))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, dict[str, Any]], dict[str, str], dict[str, Any]]:
    folder = resources.files("kortreist.measures") / "library"
    shared = tomllib.loads((folder / "shared.toml").read_text("utf-8"))
    tables: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    for name in measure_files():
        for id, raw in tomllib.loads((folder / name).read_text("utf-8")).items():
            where = Where(name, id)
            if id in tables:
                raise where.error("twice", other=files[id])
            tables[id] = normalise(where.table(raw), load(), where)
            files[id] = name
    return tables, files, shared


def _check_references(measures: tuple[Measure, ...], facts: Facts, where: dict[str, Where]) -> None:
    ids = {m.id for m in measures}
    conditions = {r["id"] for r in facts.table("enabling_conditions")}
    works = {r["id"] for r in facts.table("sources")}
    texts = Translator("en")
    for m in measures:
        here = where[m.id]
        for field in ("excludes", "requires"):
            for other in getattr(m, field):
                if other not in ids or other == m.id:
                    raise here.at(field).error("no_such", value=other)
        circle = _circle(m.id, {x.id: x.requires for x in measures})
        if circle:
            raise here.at("requires").error("circle", value=" → ".join((m.id, *circle)))
        for condition in m.enabling_conditions:
            if condition not in conditions:
                raise here.at("enabling_conditions").error("no_such", value=condition)
        if m.source not in works:
            raise here.at("source").error("no_such", value=m.source)
        if not texts.has(f"measures.unit.{m.unit}"):
            raise here.at("unit").error("no_such", value=m.unit)
        if m.relevant_if not in RULES:
            raise here.at("relevant_if").error("no_such", value=m.relevant_if)


def _circle(first: str, requires: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the way from a measure through what each needs back to itself; empty if none."""
    ways: list[tuple[str, ...]] = [(r,) for r in requires[first]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == first:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [(*way, r) for r in requires.get(way[-1], ())]
    return ()


@lru_cache(maxsize=1)
def _standard() -> tuple[Measure, ...]:
    tables, files, shared = _tables()
    facts = load()
    where = {id: Where(files[id], id) for id in tables}
    measures = tuple(build_measure(id, raw, shared, facts, where[id]) for id, raw in tables.items())
    _check_references(measures, facts, where)
    return measures


def library(overrides: Path | str | None = None) -> tuple[Measure, ...]:
    """Return every measure, with a municipality's own figures in place of ours.

    Parameters
    ----------
    overrides : Path or str, optional
        TOML file: see :mod:`kortreist.measures.overrides`.

    Returns
    -------
    tuple of Measure
        In the order of the files; the municipality's own measures last. What was overridden
        stands in :attr:`Measure.overridden`.

    Raises
    ------
    FactsError
        The library that ships is inconsistent.
    InputError
        The municipality's file names an unknown measure or field, or a bad value.

    Examples
    --------
    >>> {m.level for m in library()} == {1, 2, 3}
    True
    """
    if overrides is None:
        return _standard()
    check(overrides=overrides)
    overrides = Path(overrides)
    tables, files, shared = _tables()
    facts = load()
    file = read_overrides(overrides)
    changed, own = apply_overrides(tables, file, overrides.name)
    standard = {m.id: m for m in _standard()}
    where = {id: Where(files[id], id) for id in tables}
    measures: list[Measure] = []
    for id in tables:
        if id not in changed:
            measures.append(standard[id])
            continue
        raw, paths = changed[id]
        where[id] = Where(overrides.name, id, ours=False)
        built = build_measure(id, raw, shared, facts, where[id], overridden=paths)
        changes = changes_of(tables[id], raw, paths, standard[id])
        measures.append(replace(built, changes=changes))
    for id, raw in own.items():
        where[id] = Where(overrides.name, id, ours=False)
        if id in tables:
            raise InputError("measures.own_exists", file=overrides.name, measure=id)
        ready = normalise(raw, facts, where[id])
        measures.append(build_measure(id, ready, shared, facts, where[id], overridden=("own",)))
    result = tuple(measures)
    _check_references(result, facts, where)
    return result
