"""What happens without the plan, as the page of a plan shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.baseline import known_changes
from kortreist_web.ground.texts import engine, language

__all__ = ["known_here", "ours_and_theirs", "to_use"]


def known_here(content: Mapping[str, Any], year: str) -> list[dict[str, Any]]:
    """Return the known changes at plants: what, tonnes in a year, and why one does not count."""
    facts = {k.id: k for k in known_changes()}
    t = engine()
    rows = []
    for r in content.get("known_changes", ()):
        known = None if r["own"] else facts.get(r["id"])
        rows.append(
            {
                "plant": r["plant"],
                "what": known.what[language()] if known else r["what"],
                "sure": t(f"baseline.certainty.{r['certainty']}"),
                "tonnes": r["tonnes"].get(year),
                "counted": r["counted"],
                "why_not": t(known.reason) if known and known.reason else r["why_not"],
            }
        )
    return rows


def ours_and_theirs(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the country on our drivers beside the government's projection, by group."""
    t = engine()
    groups: dict[str, dict[str, Any]] = {}
    for r in content.get("projection", ()):
        row = groups.setdefault(
            r["group"],
            {"name": t(f"baseline.group.{r['group']}"), "cells": [], "why": "",
             "edition": r["edition"], "base": r["base_year"]},
        )  # fmt: skip
        row["cells"].append((r["year"], t.percent(r["ours"] / 100), t.percent(r["theirs"] / 100)))
        if r["explanation"]:
            row["why"] = t(f"baseline.gap.{r['group']}")
    return list(groups.values())


def to_use(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is in force, and the id of a measure that can use it."""
    t = engine()
    out = []
    for r in content.get("use", ()):
        key = f"futures.condition.{r['condition']}"
        out.append((t(key) if t.has(key) else r["condition_text"], r["id"]))
    return out
