"""Whose years' structure and prices consumption has: said wherever the figure is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import engine

__all__ = ["labelled", "structure_label"]


def structure_label(content: Mapping[str, Any], boundary: str, language: str | None = None) -> str:
    """Return the label of a total of an account; empty for the inventory.

    Accounts computed before the years were kept have the years of the tables that were the
    newest then, as now.

    Parameters
    ----------
    content : mapping
        The account's snapshot.
    boundary : {"territorial", "consumption", "combined"}
    language : optional
        The reader's by default.
    """
    from kortreist.accounts.indirect import structure_years

    if boundary not in ("consumption", "combined") or boundary not in content["totals"]:
        return ""
    years = content["totals"][boundary].get("basis") or structure_years()
    key = "structure" if boundary == "consumption" else "combined"
    year_text = "/".join(str(y) for y in years)
    return str(engine(language)(f"accounts.basis.{key}", years=year_text, year=content["year"]))


def labelled(content: Mapping[str, Any], boundary: str, name: str) -> str:
    """Return a boundary's name with its label in brackets; as it is without one."""
    label = structure_label(content, boundary)
    return f"{name} ({label})" if label else name
