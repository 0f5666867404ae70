"""The climate budget as JSON: the contract other programs build on (``plan.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from kortreist.accounts import Naming
from kortreist.backtests import Break
from kortreist.backtests.as_dict import backtest_dict
from kortreist.budgets.budget import Band, BudgetMeasure, ClimateBudget, Money
from kortreist.budgets.offered import nok_per_post
from kortreist.budgets.target import Adopted
from kortreist.documents.budget.baseline_json import baseline_dict
from kortreist.documents.format.names import Names
from kortreist.documents.plan.outcome_json import OutcomeJson
from kortreist.facts import load
from kortreist.i18n import name_in
from kortreist.measures.activity import unit_name
from kortreist.measures.measure import BEARERS, Measure
from kortreist.measures.prices import cost_marks, discount_rate, unit_costs
from kortreist.plans.pricing import Price
from kortreist.provenance import Origin

__all__ = ["SCHEMA_VERSION", "bands_dict", "plan_dict", "plan_json", "years_dict"]

SCHEMA_VERSION = "3.4"


def plan_json(budget: ClimateBudget, language: str = "nb", origins: Iterable[Origin] = ()) -> str:
    """Return the budget as JSON text, figures unrounded."""
    return (
        json.dumps(
            plan_dict(budget, language, origins), ensure_ascii=False, indent=2, allow_nan=False
        )
        + "\n"
    )


def plan_dict(
    budget: ClimateBudget, language: str = "nb", origins: Iterable[Origin] = ()
) -> dict[str, Any]:
    """Return the budget as plain values.

    Years are texts of four digits; emissions are t CO2e, costs NOK. A figure that is not
    known is absent or null, never zero.

    Parameters
    ----------
    budget : ClimateBudget
    language : {"nb", "nn", "en"}
        Language of names and reasons.
    origins : iterable of Origin
        Those of the document beside it, so that every number on its pages can be looked up.
    """
    b, account, target, names = budget, budget.account, budget.target, Names(language)
    outcome = OutcomeJson(b, language)
    by_id = {**account.origins, **b.origins}
    by_id.update((o.id, o) for o in origins if o.id not in by_id)
    return {
        "schema_version": SCHEMA_VERSION,
        "language": language,
        "place": {
            "number": account.place.number,
            "name": account.place.name,
            "kind": account.place.kind,
        },
        "vintage": {
            "id": account.vintage_id,
            "date": account.vintage_date,
            "origin": account.vintage_origin,
        },
        "gwp": account.gwp,
        "unit": "t CO2e",
        "plan_years": list(b.plan_years),
        "target": {
            "boundary": target.boundary,
            "boundary_without": list(account.without),
            "reference_year": target.reference_year,
            "target_year": target.target_year,
            "reduction": target.reduction,
            "reduction_high": target.reduction_high,
            "origin": target.origin,
            "goals": [
                {
                    "year": g.year,
                    "reduction": g.reduction,
                    "reduction_high": g.reduction_high,
                    "origin": g.origin,
                }
                for g in target.goals
            ],
            "registered": [
                {
                    "code": r.code,
                    "name": r.name,
                    "reference_year": r.reference_year,
                    "target_year": r.target_year,
                    "reduction": r.reduction,
                    "emissions": r.emissions,
                    "historical": r.historical,
                    "origin": r.origin,
                    **({"without": list(r.without)} if r.without else {}),
                    **({"reduction_high": r.reduction_high} if r.reduction_high else {}),
                    **({"adopted": _resolution(r.adopted, language)} if r.adopted else {}),
                }
                for r in b.registered
            ],
        },
        "frame_start": {
            "kind": b.frame_start.kind,
            "years": list(b.frame_start.years),
            "year": b.frame_start.year,
            "value": b.frame_start.value,
        },
        "history": years_dict(account.history),
        "frame": years_dict(b.frame),
        "baseline": bands_dict(b.baseline),
        "pathway": bands_dict(b.pathway),
        "probability_under_frame": years_dict(b.probability_under_frame),
        "paid": {
            bearer: {**_money(b.paid(bearer)), "saved": b.parts(bearer).saved}
            for bearer in BEARERS
            if any(bearer in row.money for row in b.measures)
        },
        "not_counted": b.not_counted,
        "kept_open": {
            "measures": list(b.kept_open.measures),
            "tonnes": years_dict(b.kept_open.tonnes),
            "nok": years_dict(b.kept_open.nok),
            "without": None
            if b.without_open is None
            else {
                "pathway": bands_dict(b.without_open.pathway),
                "probability_under_frame": years_dict(b.without_open.probability),
                "paid": {
                    **_money(b.paid("municipality", proposed=True)),
                    "saved": b.parts("municipality", proposed=True).saved,
                },
            },
        },
        "decide_now": {
            "measures": list(b.outcome.decide_now.measures),
            "tonnes": years_dict(b.outcome.decide_now.tonnes),
            "nok": years_dict(b.outcome.decide_now.nok),
            "cost_missing": list(b.outcome.decide_now.cost_missing),
        },
        "measures": [_measure(m, names, outcome) for m in b.measures],
        "unquantified": [_measure(m, names, outcome) for m in b.unquantified],
        "offered": asdict(b.offered),
        "not_chosen": [
            {
                **_measure_dict(m, language),
                "reason": why,
                "reason_text": names.reason(why),
                **_price_dict(b, m.id),
                **outcome.measure(m.id),
            }
            for m, why in b.not_chosen
        ],
        "state_must": [
            {
                **_measure_dict(m, language),
                "waits_for": what,
                "waits_for_text": names.condition(what),
                **_price_dict(b, m.id),
                **outcome.measure(m.id),
            }
            for m, what in b.state_must
        ],
        **outcome.plan(),
        "beside": _beside(b.beside, language),
        **baseline_dict(b, names),
        "limits": dict(b.limits),
        "prices": {
            "year": b.price_year,
            "discount_rate": discount_rate(1),
            "cost_years": [b.plan_years[0], b.years[-1]],
            "dearest": years_dict(b.dearest),
            "judgement_share": dict(b.judged_shares),
        },
        "restatement": _restatement(b),
        "backtest": None if b.backtest is None else backtest_dict(b.backtest, brief=True),
        "method_breaks": [_break(break_, Naming(language)) for break_ in b.breaks],
        "futures": b.futures,
        "seed": b.seed,
        "draft": b.draft,
        "created": b.created,
        "engine_version": b.engine_version,
        "notes": [names.note(n) for n in account.notes] + [names.warning(w) for w in b.warnings],
        "note_keys": {"account": list(account.notes), "plan": list(b.warnings)},
        "provenance": [_origin(o) for _, o in sorted(by_id.items())],
    }


def _break(break_: Break, names: Naming) -> dict[str, Any]:
    return {**asdict(break_), "name": names.inventory_source(break_.sector, break_.source)}


def _resolution(adopted: Adopted, language: str) -> dict[str, Any]:
    return {
        "title": adopted.title,
        "body": adopted.body,
        "case_number": adopted.case_number,
        "decided_on": adopted.decided_on.isoformat(),
        "address": adopted.address,
        "words": name_in(adopted.words, language),
        "reason": name_in(adopted.reason, language),
    }


def _beside(other: ClimateBudget | None, language: str) -> dict[str, Any] | None:
    """Return the plan without the plants, in short: its measures by name, start and effect."""
    if other is None:
        return None
    whole = plan_dict(other, language)
    kept = (
        "target",
        "history",
        "frame",
        "baseline",
        "pathway",
        "probability_under_frame",
        "stair",
        "stair_from",
        "stair_before",
    )
    named = ("id", "name", "start_year", "effect")
    measures = [{k: m[k] for k in named} for m in whole["measures"]]
    return {**{k: whole[k] for k in kept}, "measures": measures}


def _origin(o: Origin) -> dict[str, Any]:
    # A tuple is no JSON value: the dict must pass the schema as it stands.
    return {k: list(v) if isinstance(v, tuple) else v for k, v in o.as_dict().items()}


def _measure_dict(m: Measure, language: str) -> dict[str, Any]:
    return {
        "id": m.id,
        "name": m.name[language],
        "level": m.level,
        "theme": m.theme,
        "decided_by": m.decided_by,
    }


def _measure(row: BudgetMeasure, names: Names, outcome: OutcomeJson) -> dict[str, Any]:
    m, lang = row.measure, names.language
    return {
        **_measure_dict(m, lang),
        "start_year": row.start_year,
        **outcome.measure(m.id),
        "unit": m.unit,
        "unit_name": names.unit(m.unit),
        "decided_by_name": names.decider(m.decided_by),
        "effect": bands_dict(row.effect),
        "cost": {bearer: years_dict(years) for bearer, years in row.cost.items()},
        "cost_missing": list(row.cost_missing),
        **_price(row.price),
        "money": {
            bearer: {str(y): _money(years[y]) for y in sorted(years)}
            for bearer, years in row.money.items()
        },
        "cost_marks": dict(cost_marks(m)),
        "not_counted": {bearer: years_dict(years) for bearer, years in row.apart.items()},
        "activity": None
        if row.activity is None
        else {
            "unit": row.activity.unit,
            "unit_name": unit_name(load(), row.activity.unit, lang),
            "count": row.activity.count,
            "origin": row.activity.origin,
            "treated": row.activity.treated,
            "ceiling": row.activity.ceiling,
            "one_costs": {
                bearer: {"investment": investment, "running": running}
                for bearer, (investment, running) in unit_costs(m).items()
            },
        },
        "judgement_share": row.judgement,
        "mark": m.mark,
        "indicator": m.indicator[lang],
        "instruments": [{"name": i.name[lang], "owner": i.owner} for i in m.instruments],
        "qualities": [
            {"quality": q.quality, "score": q.score, "reason": q.reason[lang]} for q in m.qualities
        ],
        "conflicts": m.conflicts.get(lang, ""),
        **({"overridden": [asdict(c) for c in m.changes]} if m.changes else {}),
        **({"why_unquantified": why} if (why := m.unquantified_reason.get(lang)) else {}),
    }


def _price_dict(b: ClimateBudget, id: str) -> dict[str, Any]:
    """Return price and cut of a measure outside the plan; nothing where it has no effect."""
    price = b.outcome.prices.get(id)
    return {} if price is None else {**_price(price), "would_cut": price.cuts}


def _price(price: Price) -> dict[str, Any]:
    return {
        "nok_per_tonne": price.municipality,
        "nok_per_tonne_society": price.society,
        "nok_per_tonne_society_range": (
            None
            if price.society is None or price.society_low is None
            else [price.society_low, price.society_high]
        ),
        "nok_per_tonne_society_with_staff": price.society_with_staff,
        "nok_per_tonne_company": price.company,
        "nok_per_tonne_known": price.known,
        "price_mark": price.mark,
        "saves": dict(price.saves),
        "saves_year": price.saves_year or None,
        "saves_by_year": {b: years_dict(years) for b, years in price.saves_by_year.items()},
        "earmarked": dict(price.earmarked),
        "saves_apart": dict(price.apart),
        "price_limit": price.limit,
    }


def _money(money: Money) -> dict[str, float]:
    return {
        "investment": money.investment,
        "running": money.running,
        "staff": money.staff,
        "posts": money.staff / nok_per_post(),
        "low": money.low,
        "high": money.high,
        **_ends("investment", money.investment_ends),
        **_ends("running", money.running_ends),
    }


def _ends(kind: str, ends: tuple[float, float] | None) -> dict[str, float]:
    return {} if ends is None else {f"{kind}_low": ends[0], f"{kind}_high": ends[1]}


def years_dict(series: Mapping[int, float]) -> dict[str, float]:
    """Return year (as text) → value."""
    return {str(y): float(series[y]) for y in sorted(series)}


def bands_dict(bands: Mapping[int, Band]) -> dict[str, dict[str, float]]:
    """Return year (as text) → low, central and high."""
    return {
        str(y): {
            "low": float(bands[y].low),
            "central": float(bands[y].central),
            "high": float(bands[y].high),
        }
        for y in sorted(bands)
    }


def _restatement(b: ClimateBudget) -> dict[str, Any] | None:
    r = b.restatement
    if r is None:
        return None
    return {
        "reduction": b.target.reduction,
        "before": {
            "vintage": r.vintage_before,
            "reference": r.reference_before,
            "frame": years_dict(r.frame_before),
        },
        "after": {
            "vintage": r.vintage_after,
            "reference": r.reference_after,
            "frame": years_dict(r.frame_after),
        },
    }
