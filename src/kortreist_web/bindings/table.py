"""A table of bindings, read by the engine's reader: every row as what would be entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kortreist_web.bindings.entered import ALTERNATIVE_FIELDS, price_year_now
from kortreist_web.measures.catalogue import measures_of
from kortreist_web.tenants.models import Organisation, Unit

if TYPE_CHECKING:
    from kortreist import bindings as engine

__all__ = ["Read", "read_table"]

#: Key, and the values to enter; ``stated`` names those the file has a column for.
Read = tuple[str, dict[str, Any]]
#: The file's field → what is entered from it.
_ENTERED: dict[str, tuple[str, ...]] = {
    "signed_by": ("signed_by", "signed_month"),
    "low": ("tonnes_low",),
    "central": ("tonnes",),
    "high": ("tonnes_high",),
    "source": ("source", "account", "origin"),
    "exit_year": ("exits",),
    "exit_nok": ("exits",),
    "alternative_to": ("alternatives",),
    "last": ("tonnes_last",),
    "unit": ("unit_id",),
}


def read_table(organisation: Organisation, content: bytes, name: str) -> list[Read]:
    """Return the bindings of a file, all of them or none.

    Raises
    ------
    KortreistError
        Cells that cannot hold: file, row, field and the mend.
    """
    from kortreist.bindings.reading import parse_table

    known = {m.id for m in measures_of(organisation)[0]}
    read = parse_table(content, name, known)
    stated = {name for field in read.fields for name in _ENTERED.get(field, (field,))}
    units = {u.name.casefold(): u.pk for u in Unit.on(organisation, timezone.localdate())}
    return [
        (b.id[:60], {**_values(b, units), "stated": sorted(stated - {"id", "price_year", "lines"})})
        for b in read.bindings
    ]


def _values(b: engine.Binding, units: dict[str, int]) -> dict[str, Any]:
    """Return what would be entered; money is in the newest price level already."""
    flow = b.flows[0] if b.flows else None
    return {
        **_own(b),
        "kind": b.kind,
        "status": b.status,
        "unit_id": units.get(b.unit.strip().casefold()),
        "decider": b.decider if b.decider in ("council", "chief_executive", "county") else "",
        "own_share": b.own_share,
        "signed_by": b.signed_by,
        "signed_month": b.signed_month,
        "price_year": price_year_now(),
        "from_climate_money": b.from_climate_money,
        "mode": flow.mode if flow else "adds",
        "account": flow.account if flow else "territorial",
        "driver": flow.driver if flow else "",
        "tonnes_last": flow.last if flow else None,
        "in_baseline": flow.in_baseline if flow else 0.0,
        "origin": flow.origin[:200] if flow else "",
        "exits": [
            {"year": e.year, "nok": e.nok, "notice_months": e.notice_months} for e in b.exits
        ],
        "reversal_cost": b.reversal_cost,
        "alternatives": [{**_own(a), "zero": a.zero} for a in b.alternatives],
        "closes": list(b.closes),
        "waiting_cost": b.waiting_cost,
        "needs_by": b.needs_by,
        "zero_confirmed": b.zero_confirmed,
    }


def _own(b: engine.Binding) -> dict[str, Any]:
    flow = b.flows[0] if b.flows else None
    values = {
        "name": b.name,
        "start": b.start,
        "lifetime": b.lifetime,
        "capital": b.capital,
        "running": b.running,
        # What is as the middle follows it: a file may have the middle alone.
        "tonnes_low": flow.low if flow and flow.low != flow.central else None,
        "tonnes": flow.central if flow else None,
        "tonnes_high": flow.high if flow and flow.high != flow.central else None,
        "source": flow.source if flow else "",
        "once": bool(flow and flow.once),
    }
    assert set(values) == set(ALTERNATIVE_FIELDS) - {"zero"}
    return values
