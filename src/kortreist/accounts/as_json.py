"""The account as JSON: the contract that other programs read."""

from __future__ import annotations

import json
from typing import Any

from kortreist.accounts.build import require_total
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import Account, Source
from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.units import T_CO2E, Boundary, Quantity

__all__ = ["account_dict", "account_json"]


def account_dict(
    account: Account, boundary: Boundary | None = None, language: str = "nb"
) -> dict[str, Any]:
    """Return the account as plain values, after ``account.schema.json``.

    Parameters
    ----------
    account : Account
    boundary : {"territorial", "consumption", "combined"}, optional
        Only that total, and only the sources inside it, each times its weight: the rows sum
        to the total.
    language : {"nb", "nn", "en"}
        Of the texts (names, reasons, notes); identifiers are English.

    Raises
    ------
    FiguresMissingError
        The boundary asked for cannot be given.
    """
    names = Naming(language)
    if boundary is not None:
        require_total(account, boundary)
    shown = [s for s in account.sources if not s.memo]
    if boundary is not None:
        shown = [s for s in shown if s.weight(boundary) > 0]
    totals = {
        b: {**_quantity(q), **_basis(account, b, names)}
        for b, q in account.totals.items()
        if boundary is None or b == boundary
    }
    out: dict[str, Any] = {
        "place": {
            "number": account.place.number,
            "name": account.place.name,
            "kind": account.place.kind,
        },
        "year": account.year,
        "vintage": {
            "id": account.vintage_id,
            "date": account.vintage_date,
            "origin": account.vintage_origin,
        },
        "gwp": account.gwp,
        "gwp_consumption": UNKNOWN_GWP,
        "boundary": boundary or "all",
        "boundary_without": list(account.without),
        "boundary_without_text": names.without(account.without),
        "totals": totals,
        "missing": {
            b: names.why_missing(account, b)
            for b in account.missing
            if boundary is None or b == boundary
        },
        "lacking": list(account.lacking),
        "sources": [_source(s, account, boundary, names) for s in shown],
        "population": account.population,
        "per_head": {b: round(q["value"] / account.population, 4) for b, q in totals.items()}
        if account.population
        else {},
        "notes": [{"key": key, "text": names.note(key)} for key in account.notes],
        "provenance": [o.as_dict() for o in account.origins.values()],
    }
    if boundary is None:
        out["overlap"] = None if account.overlap is None else _quantity(account.overlap)
        out["households"] = [
            {
                "id": g.id,
                "kind": g.kind,
                "name": g.name[language],
                "kg_per_household": g.kg_per_household,
                "households": g.households,
                "origin": "formula/indirect_household_groups",
            }
            for g in account.households
        ]
        out["memo"] = [_source(s, account, None, names) for s in account.sources if s.memo]
    if boundary != "territorial":
        out["asides"] = [
            {
                "id": a.id,
                "name": names.aside(a.id),
                "value": a.value,
                "unit": T_CO2E,
                "origin": a.origin,
            }
            for a in account.asides
        ]
    if boundary in (None, "territorial"):
        out["history"] = {str(y): v for y, v in account.history.items()}
    return out


def account_json(account: Account, boundary: Boundary | None = None, language: str = "nb") -> str:
    """Return :func:`account_dict` as indented JSON text, ``NaN`` refused."""
    return json.dumps(
        account_dict(account, boundary, language), ensure_ascii=False, indent=2, allow_nan=False
    )


def _quantity(q: Quantity) -> dict[str, Any]:
    return {"value": q.value, "low": q.low, "high": q.high, "unit": q.unit}


def _basis(account: Account, boundary: Boundary, names: Naming) -> dict[str, Any]:
    """Return which years' structure and prices a total has; nothing for the inventory."""
    label = names.basis(account, boundary)
    return {"basis": list(account.basis or (account.year,)), "label": label} if label else {}


def _source(
    s: Source, account: Account, boundary: Boundary | None, names: Naming
) -> dict[str, Any]:
    w = 1.0 if boundary is None else s.weight(boundary)
    out: dict[str, Any] = {
        "id": s.id,
        "scope": s.scope,
        "actor": s.actor,
        "sector": s.sector,
        "source": s.source,
        "name": names.source(s),
        "sector_name": names.sector(s.sector),
        "theme": s.theme,
        "value": w * s.value,
        "low": w * s.low,
        "high": w * s.high,
        "unit": T_CO2E,
        "overlaps": s.overlaps,
        "inside": s.inside,
        "final_demand": s.final_demand,
        "influence": s.influence,
        "ets_covered": s.ets_covered,
        "basis": list(s.basis or (account.year,)),
        "origin": s.origin,
    }
    if boundary is None:
        out["weights"] = {b: s.weight(b) for b in ("territorial", "consumption", "combined")}
    if s.activity is not None:
        out["activity"] = {
            "value": w * s.activity,
            "unit": s.activity_unit,
            "intensity_kg": s.intensity,
        }
    return out
