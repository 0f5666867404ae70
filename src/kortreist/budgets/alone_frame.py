"""Measures alone as a table, as plain values for JSON, and as a card of a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kortreist.accounts import Source
from kortreist.arguments import check
from kortreist.budgets.alone import MeasureAlone, MeasuresAlone
from kortreist.budgets.budget import Band
from kortreist.cards import Card
from kortreist.measures.prices import unit_price
from kortreist.plans.deciding import deciders
from kortreist.units import T_CO2E

if TYPE_CHECKING:
    import polars

__all__ = ["alone_card", "alone_dict", "alone_frame"]

_MAX_CARD = 5


def alone_frame(result: MeasuresAlone, language: str) -> polars.DataFrame:
    """Return a row a measure, largest cut first.

    Columns: cut in the target year with its 80 % interval (t CO2e) and the part that comes
    anyway; NOK of the municipality a year (mean of the plan's years) and over them, without
    VAT; the price a tonne to municipality and society with ``price_mark`` where there is none;
    who decides, how long it binds, what is asked already.

    Parameters
    ----------
    result : MeasuresAlone
    language : {"nb", "nn", "en"}

    Returns
    -------
    polars.DataFrame
    """
    import polars as pl

    check(language=language)
    rows = [_flat(result, r, language) for r in result.measures]
    return pl.DataFrame(rows, infer_schema_length=None)


def _flat(result: MeasuresAlone, row: MeasureAlone, language: str) -> dict[str, Any]:
    m, years = row.measure, result.plan_years
    cut, paid = row.effect.get(result.year), row.paid("municipality", years)
    known = paid is not None and bool(row.effect)
    price = row.price
    footprint = row.consumption.get(result.year)
    return {
        "measure": m.id,
        "name": m.name[language],
        "year": result.year,
        "cut_low": cut and cut.low,
        "cut": cut and cut.central,
        "cut_high": cut and cut.high,
        "unit": T_CO2E,
        "anyway": row.anyway,
        "footprint_cut": footprint and footprint.central,
        "nok_a_year": paid.total / len(years) if paid is not None and known else None,
        "nok_plan": paid.total if paid is not None and known else None,
        "nok_plan_low": paid.low if paid is not None and known else None,
        "nok_plan_high": paid.high if paid is not None and known else None,
        "nok_per_tonne": price and price.municipality,
        "nok_per_tonne_society": price and price.society,
        "price_mark": price and price.mark,
        "price_year": result.price_year,
        "decided_by": m.decided_by,
        "decider": row.decider,
        "commitment_years": m.commitment_years,
        "duty": row.duty and row.duty.extent,
        "start_year": row.start_year,
        "mark": row.mark,
    }


def _band(band: Band) -> dict[str, float]:
    return {"low": band.low, "central": band.central, "high": band.high}


def alone_dict(result: MeasuresAlone, language: str) -> dict[str, Any]:
    """Return measures alone as plain values for JSON; NOK without VAT, tonnes t CO2e.

    Texts are by language where the reader's is not known; ``language`` is of the names.
    """
    check(language=language)
    place = result.account.place
    return {
        "place": {"number": place.number, "name": place.name},
        "vintage": result.account.vintage_id,
        "account_year": result.account.year,
        "boundary": result.boundary,
        "year": result.year,
        "plan_years": list(result.plan_years),
        "price_year": result.price_year,
        "futures": result.futures,
        "seed": result.seed,
        "created": result.created,
        "engine_version": result.engine_version,
        "baseline": {str(y): _band(b) for y, b in result.baseline.items()},
        "together": result.together,
        "summed": result.summed,
        "measures": [_row(result, r, language) for r in result.measures],
    }


def _row(result: MeasuresAlone, row: MeasureAlone, language: str) -> dict[str, Any]:
    m, price = row.measure, row.price
    names = {s.id: s for s in result.account.sources}
    unit = unit_price(m) if price is not None and price.society is not None else None
    return {
        "id": m.id,
        "name": m.name[language],
        "level": m.level,
        "theme": m.theme,
        "quantified": m.quantified,
        "start_year": row.start_year,
        "effect": {str(y): _band(b) for y, b in row.effect.items()},
        "consumption": {str(y): _band(b) for y, b in row.consumption.items()},
        "anyway": row.anyway,
        "sources": [
            {"id": s.source, "emitted": s.emitted, "cut": s.cut, **_named(names, s.source)}
            for s in row.sources
        ],
        "money": {
            bearer: {
                str(y): {**asdict(n), "total": n.total}
                for y, n in years.items()
                if y in result.plan_years
            }
            for bearer, years in row.money.items()
        },
        "cost_missing": list(row.cost_missing),
        "municipality": _paid(result, row),
        "price": None
        if price is None
        else {
            "mark": price.mark,
            "municipality": price.municipality,
            "known": price.known,
            "company": price.company,
            "society": price.society,
            "society_range": [price.society_low, price.society_high]
            if unit is not None and price.society_low is not None
            else None,
            "saves": dict(price.saves),
            "saves_year": price.saves_year,
            "limit": price.limit,
        },
        "decided_by": m.decided_by,
        "decider": row.decider,
        "deciders": list(deciders(row.decider, m.decided_by)),
        "waits_for": list(m.enabling_conditions),
        "commitment_years": m.commitment_years,
        "reversal_cost": m.reversal_cost,
        "duty": None
        if row.duty is None
        else {
            "extent": row.duty.extent,
            "text": row.duty.text,
            "since": row.duty.since.isoformat(),
            "mark": row.duty.mark,
        },
        "mark": row.mark,
        "ask": None
        if row.ask is None
        else {
            "id": row.ask.id,
            "label": dict(row.ask.label),
            "question": dict(row.ask.question),
            "unit": dict(row.ask.unit),
            "low": row.ask.low,
            "central": row.ask.central,
            "high": row.ask.high,
            "asked_of": row.ask.asked_of,
            "moves_nok": row.ask.moves,
            "moves_t": row.ask.tonnes,
            "moves_nok_only": row.ask.nok,
        },
    }


def _named(sources: Mapping[str, Source], id: str) -> dict[str, str]:
    """Return what a source is; empty for one the account lacks and activity is shifted to."""
    source = sources.get(id.partition("#")[0])
    if source is None:
        return {}
    return {
        "scope": source.scope,
        "sector": source.sector,
        "source": source.source,
        "actor": source.actor,
    }


def _paid(result: MeasuresAlone, row: MeasureAlone) -> dict[str, float] | None:
    """Return NOK of the municipality over the plan's years, and a year; None if unknown."""
    paid = row.paid("municipality", result.plan_years)
    if paid is None or not row.effect:
        return None
    count = len(result.plan_years)
    return {
        "total": paid.total,
        "low": paid.low,
        "high": paid.high,
        "investment": paid.investment,
        "running": paid.running,
        "staff": paid.staff,
        "a_year": paid.total / count,
        "a_year_low": paid.low / count,
        "a_year_high": paid.high / count,
    }


def alone_card(result: MeasuresAlone) -> Card:
    """Return the measures that cut most, and what they cut together."""
    rows = [
        (r.measure.id, f"{r.effect[result.year].central:,.0f} t in {result.year}")
        for r in result.measures[:_MAX_CARD]
        if r.effect
    ]
    return Card(
        f"Measures alone in {result.account.place.name}: {len(result.measures)}",
        [
            *rows,
            ("together", f"{result.together:,.0f} t, less than the sum {result.summed:,.0f} t"),
        ],
        ".measures  .baseline  .to_frame()  .to_dict()",
    )
