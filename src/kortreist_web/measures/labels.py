"""Names of what measures act on and cost, in the reader's language, from the engine's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kortreist.i18n import name_in
from kortreist_web.core.texts import engine, language, text

if TYPE_CHECKING:
    from kortreist.measures import Cost, Measure

__all__ = [
    "binds",
    "condition_name",
    "cost_unit",
    "direct_sources",
    "kind_of",
    "named",
    "source_name",
    "unit_of",
    "work",
]


def _engine_text(*keys: str, otherwise: str) -> str:
    t = engine()
    for key in keys:
        if t.has(key):
            return t(key)
    return otherwise.replace("_", " ").capitalize()


def named(names: dict[str, str]) -> str:
    """Return a name given in three languages in the reader's."""
    return name_in(names, language())


def source_name(scope: str, sector: str, source: str) -> str:
    """Return the sector and the source an effect acts on."""
    from kortreist.accounts import Naming

    names = Naming(language())
    return f"{names.sector(sector)}: {names.source_of(scope, sector, source)}"


def direct_sources() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the inventory's sources for a list to choose from: sector, then its sources."""
    from kortreist.accounts.labels import inventory_names

    groups: dict[str, list[tuple[str, str]]] = {}
    for (sector, source), (area, name) in inventory_names(language()).items():
        groups.setdefault(area, []).append((f"direct/{sector}/{source}", name))
    return [(area, sorted(groups[area], key=lambda s: s[1])) for area in sorted(groups)]


def condition_name(condition: str) -> str:
    """Return the name of what others must decide first."""
    return _engine_text(f"futures.condition.{condition}", otherwise=condition)


def work(source: str) -> dict[str, Any]:
    """Return the work a figure is taken from: title, publisher, url, licence."""
    from kortreist.documents.format.names import OWN_WORKS, Names
    from kortreist.errors import FactsError
    from kortreist.facts import load

    try:
        row = load().source(source)
    except FactsError:
        return {"id": source, "title": source, "publisher": "", "url": "", "licence": ""}
    if source in OWN_WORKS:
        return {"id": source, "title": Names(language()).own_work(source), "url": ""}
    if source == "local":
        return {"id": source, "title": text("measures.own_figure"), "url": ""}
    return {k: row[k] or "" for k in ("id", "title", "publisher", "url", "licence")}


def binds(measure: Measure) -> bool:
    """Tell whether a measure binds, by the engine's own dated limits.

    Read from the facts, and not from the room of plans, which would start the solver.
    """
    from kortreist.facts import load

    store = load()
    if measure.commitment_years >= store.figure("groups/binding_years").value:
        return True
    dear = store.figure("groups/reversal_share").value
    return measure.reversal_cost is not None and measure.reversal_cost >= dear


def unit_of(measure: Measure) -> str:
    """Return the name of a measure's unit of activity; empty without one."""
    from kortreist.facts import load
    from kortreist.measures.activity import unit_name

    if measure.activity is None:
        return ""
    return unit_name(load(), measure.activity.unit, language())


def kind_of(cost: Cost) -> str:
    """Return what kind of cost it is: investment, running, own staff, or a transfer."""
    return text("measures.kind.transfer" if cost.transfer else f"measures.kind.{cost.kind}")


def cost_unit(measure: Measure, cost: Cost) -> str:
    """Return what the amount of a cost is in."""
    return text(
        f"measures.in.{cost.basis}_{cost.kind}", year=cost.price_year, unit=unit_of(measure)
    )
