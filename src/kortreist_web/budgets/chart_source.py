"""Whose figures a chart of an adopted budget shows."""

from __future__ import annotations

from kortreist_web.accounts.chart_sources import chart_source, inventory_source
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["budget_source", "cost_source"]


def budget_source(organisation: Organisation, row: Version) -> str:
    """Return the inventory a budget's tonnes rest on, and which budget they are of."""
    return chart_source(
        organisation, inventory_source(row.content.get("vintage")), _of(organisation, row, "budget")
    )


def cost_source(organisation: Organisation, row: Version) -> str:
    """Return which budget costs are of: no inventory holds them."""
    return chart_source(organisation, _of(organisation, row, "cost"))


def _of(organisation: Organisation, row: Version, what: str) -> str:
    return text(f"accounts.chart_source.{what}", name=organisation.name, year=row.year)
