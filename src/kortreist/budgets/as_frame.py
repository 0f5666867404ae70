"""The plan in a notebook: tables, the futures themselves, and a card of a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from kortreist.arguments import check
from kortreist.budgets.budget import BudgetMeasure, ClimateBudget, Money
from kortreist.cards import Card
from kortreist.errors import InputError
from kortreist.i18n import Translator
from kortreist.plans.interval import Range
from kortreist.plans.outcome import GROUPS, RoomChange
from kortreist.units import T_CO2E

if TYPE_CHECKING:
    import polars
    import xarray

__all__ = ["TABLES", "Table", "budget_card", "budget_draws", "budget_frame"]

Table = Literal["measures", "effects", "costs", "verdicts", "years"]
_Rows = list[dict[str, Any]]


def budget_frame(budget: ClimateBudget, table: str, language: str) -> polars.DataFrame:
    """Return one of the plan's tables.

    Parameters
    ----------
    budget : ClimateBudget
    table : {"measures", "effects", "costs", "verdicts", "years"}
        ``measures``: one row each, cut in the plan's last year, price, mark. ``effects``:
        t CO2e cut by measure and year. ``costs``: NOK by measure, bearer and year. In
        ``measures`` (plan's years, all bearers) and ``costs``, ``not_counted`` is NOK saved
        that is in no sum, as in the plan's JSON.
        ``verdicts``: every measure that matters here, also outside the plan. ``years``:
        frame, baseline, pathway and probability.
    language : {"nb", "nn", "en"}
        Of names and reasons.

    Returns
    -------
    polars.DataFrame
        What is unknown is null, never zero. Intervals are the 10th and 90th percentile.

    Raises
    ------
    InputError
        There is no such table; lists those there are.
    """
    import polars as pl

    check(name=table, language=language)
    if table not in TABLES:
        raise InputError("input.choice", name="table", got=repr(table), known=", ".join(TABLES))
    return pl.DataFrame(TABLES[table](budget, Translator(language)), infer_schema_length=None)


def _measure_columns(row: BudgetMeasure, t: Translator) -> dict[str, Any]:
    return {"measure": row.measure.id, "name": row.measure.name[t.language]}


def _measures(budget: ClimateBudget, t: Translator) -> _Rows:
    groups = {v.measure: v.group for v in budget.outcome.verdicts}
    last = budget.plan_years[-1]
    out = []
    for row in (*budget.measures, *budget.unquantified):
        m, cut = row.measure, row.effect.get(last)
        out.append(
            {
                **_measure_columns(row, t),
                "group": groups.get(m.id),
                "level": m.level,
                "theme": m.theme,
                "decided_by": m.decided_by,
                "start_year": row.start_year,
                "year": last,
                "cut_low": cut and cut.low,
                "cut": cut and cut.central,
                "cut_high": cut and cut.high,
                "unit": T_CO2E,
                "nok_per_tonne": row.nok_per_tonne,
                "nok_per_tonne_society": row.nok_per_tonne_society,
                "price_mark": row.price_mark,
                "price_year": budget.price_year,
                "not_counted": _not_counted(budget, row),
                "mark": m.mark if m.quantified else None,
            }
        )
    return out


def _not_counted(budget: ClimateBudget, row: BudgetMeasure) -> float:
    """Return NOK saved over the plan's years that is in no sum, all bearers."""
    plan = set(budget.plan_years)
    return sum(nok for saved in row.apart.values() for y, nok in saved.items() if y in plan)


def _effects(budget: ClimateBudget, t: Translator) -> _Rows:
    return [
        {
            **_measure_columns(row, t),
            "year": y,
            "low": b.low,
            "cut": b.central,
            "high": b.high,
            "unit": T_CO2E,
        }
        for row in budget.measures
        for y, b in sorted(row.effect.items())
    ]


def _costs(budget: ClimateBudget, t: Translator) -> _Rows:
    out: _Rows = []
    for row in (*budget.measures, *budget.unquantified):
        for bearer in sorted({*row.money, *row.cost_missing, *row.apart}):
            # Of a bearer with an unknown cost the sum would look like all there is.
            by_year = {} if bearer in row.cost_missing else row.money.get(bearer, {})
            saved = row.apart.get(bearer, {})
            # Who only saves what is not counted pays nothing, which is known.
            nothing = None if bearer in row.cost_missing else Money(0.0, 0.0, 0.0, 0.0)
            for year in sorted({*by_year, *saved}) or budget.plan_years:
                money = by_year.get(year, nothing)
                out.append(
                    {
                        **_measure_columns(row, t),
                        "bearer": bearer,
                        "year": year,
                        "investment": money and money.investment,
                        "running": money and money.running,
                        "total": money and money.total,
                        "low": money and money.low,
                        "high": money and money.high,
                        "not_counted": saved.get(year, 0.0),
                        "unit": "NOK",
                        "price_year": budget.price_year,
                    }
                )
    return out


def _verdicts(budget: ClimateBudget, t: Translator) -> _Rows:
    names = {m.id: m.name[t.language] for m in _every(budget)}
    return [
        {
            "measure": v.measure,
            "name": names.get(v.measure),
            "group": v.group,
            "group_name": t(f"plans.group.{v.group}"),
            "reason": t(f"plans.reason.{v.reason}"),
            "stability": v.stability,
            "uncertain": v.uncertain,
            "variants": v.variants,
            "holds_in": v.holds_in,
            "decider": v.decider,
            "decide_by": v.decide_by,
            "start_year": v.start_year,
            "early_share": v.early_share,
            "ever_share": v.ever_share,
            **_when_bound(v.when_bound),
            "start_wrong_nok": v.regret.start_wrong,
            "wait_wrong_nok": v.regret.wait_wrong,
            "binding_years": v.binding_years,
            "satisficing": v.satisficing,
            "info_gap": v.info_gap,
        }
        for v in budget.outcome.verdicts
    ]


def _when_bound(change: RoomChange | None) -> dict[str, float | None]:
    """Return what binding the measure changes; None where it cannot be told from zero."""

    def one(name: str) -> float | None:
        part: Range | None = getattr(change, name, None)
        return part.central if part is not None and part.clear else None

    return {
        "reach_change_t": one("reach_t"),
        "cumulative_change_t": one("cumulative_t"),
        "cost_change_nok": one("cost"),
        "price_of_binding_nok": one("price_of_binding"),
    }


def _years(budget: ClimateBudget, t: Translator) -> _Rows:
    return [
        {
            "year": y,
            "frame": budget.frame[y],
            "baseline_low": budget.baseline[y].low,
            "baseline": budget.baseline[y].central,
            "baseline_high": budget.baseline[y].high,
            "pathway_low": budget.pathway[y].low,
            "pathway": budget.pathway[y].central,
            "pathway_high": budget.pathway[y].high,
            "unit": T_CO2E,
            "probability_under_frame": budget.probability_under_frame.get(y),
        }
        for y in budget.years
    ]


def _every(budget: ClimateBudget) -> list[Any]:
    rows = (*budget.measures, *budget.unquantified)
    others = (*budget.not_chosen, *budget.state_must, *budget.use)
    return [*(row.measure for row in rows), *(m for m, _ in others)]


TABLES: Mapping[str, Callable[[ClimateBudget, Translator], _Rows]] = {
    "measures": _measures,
    "effects": _effects,
    "costs": _costs,
    "verdicts": _verdicts,
    "years": _years,
}


def budget_draws(budget: ClimateBudget) -> xarray.Dataset:
    """Return every future the plan was judged in.

    Returns
    -------
    xarray.Dataset
        ``baseline`` and ``pathway`` (future, year) t CO2e with the inventory's own
        variation, so that their quantiles over ``future`` are what is printed; ``frame``
        (year) t CO2e; ``driver_index`` (driver, future, year), 1 in the first year.
        Futures are equally likely; the same number is the same future in every variable.

    Raises
    ------
    InputError
        xarray is not installed.
    """
    try:
        import xarray
    except ImportError:
        raise InputError("documents.no_xarray") from None
    drawn = budget.in_futures
    if drawn is None:
        raise InputError("budgets.no_futures", place=budget.account.place.name)
    tonnes = {"units": T_CO2E}
    both = ("future", "year")
    data: dict[str, Any] = {
        "baseline": (
            both,
            drawn.baseline + drawn.noise,
            {**tonnes, "long_name": "Emissions without the measures"},
        ),
        "pathway": (
            both,
            drawn.pathway + drawn.noise,
            {**tonnes, "long_name": "Emissions with the measures"},
        ),
        "frame": (
            "year",
            [budget.frame.get(int(y), float("nan")) for y in drawn.years],
            {**tonnes, "long_name": "Emissions the frame allows"},
        ),
        "driver_index": (
            ("driver", *both),
            list(drawn.drivers.values()),
            {"units": "1", "long_name": "Index of the driver, 1 in the first year"},
        ),
    }
    return xarray.Dataset(
        data,
        coords={"year": drawn.years, "driver": list(drawn.drivers)},
        attrs={
            "place": budget.account.place.name,
            "boundary": budget.target.boundary,
            "vintage": budget.account.vintage_id,
            "seed": budget.seed,
            "engine_version": budget.engine_version,
        },
    )


def budget_card(budget: ClimateBudget) -> Card:
    """Return target, frame, pathway with interval, chance, groups and edition."""
    t = Translator("en")
    b, target, last = budget, budget.target, budget.plan_years[-1]
    rows = [
        (
            "target",
            f"{t.goal(target.reduction, target.reduction_high)} by "
            f"{target.target_year} from {target.reference_year}, {target.boundary}",
        )
    ]
    for name, series in (("baseline", b.baseline), ("pathway", b.pathway)):
        band = series[last]
        low, high = t.interval(band.low, band.high)
        value = t.within(band.central, band.low, band.high)
        rows.append((f"{name} {last}", f"{value} {T_CO2E}, 80% interval {low}–{high}"))
    kept = b.probability_under_frame.get(last)
    chance = "" if kept is None else f", kept with probability {t.chance(kept)}"
    rows.append((f"frame {last}", f"{t.number(b.frame[last])} {T_CO2E}{chance}"))
    groups = [v.group for v in b.outcome.verdicts]
    counts = ", ".join(f"{g} {groups.count(g)}" for g in GROUPS)
    rows.append(("measures", f"{len(b.measures)} in the plan; {counts}"))
    rows.append(("futures", f"{t.number(b.futures)}, seed {b.seed}"))
    place, draft = b.account.place, "Draft climate budget" if b.draft else "Climate budget"
    return Card(
        f"{draft} of {place.number} {place.name} {b.plan_years[0]}–{last}; edition "
        f"{b.account.vintage_id}, engine {b.engine_version}",
        rows,
        '.to_frame("measures" | "effects" | "costs" | "verdicts" | "years")  .draws()  .outcome',
    )
