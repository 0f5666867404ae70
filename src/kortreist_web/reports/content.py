"""The content of an interim report: what is shown while it lives, and frozen when complete."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.parts import part_of_line
from kortreist_web.budgets.spending import in_all
from kortreist_web.reports.computed import SUMS
from kortreist_web.reports.due import is_asked, rhythms_of
from kortreist_web.reports.followed_up import followed_up
from kortreist_web.reports.forecast import RULE, Forecast, forecast
from kortreist_web.reports.mine import OVER
from kortreist_web.reports.models import InterimReport
from kortreist_web.reports.money import money_of, now_set_aside
from kortreist_web.reports.observed import indicators_of, newest_observations, observed
from kortreist_web.reports.origins import origins_of
from kortreist_web.reports.restated import newer_vintage, restatement
from kortreist_web.reports.signs import signs_of
from kortreist_web.reports.spending import spending_of
from kortreist_web.reports.status_counts import carried, counts
from kortreist_web.reports.statuses import choices_of, latest_statuses
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_end

__all__ = ["SCHEMA", "deviates", "forecast_years", "report_content"]

SCHEMA = "kortreist/interim-report/1"


def forecast_years(content: dict[str, Any], year: int) -> list[int]:
    """Return the years of a forecast: the report's, the plan's later ones and the target's."""
    goal = (content.get("target") or {}).get("target_year")
    years = {year, *map(int, content["plan_years"]), *([int(goal)] if goal else [])}
    return sorted(y for y in years if y >= year)


def deviates(row: dict[str, Any], year: int) -> bool:
    """Tell whether a measure does not go as planned, so that somebody should say why."""
    late = row["status"] == "not_started" and row["start_year"] <= year
    return late or row["status"] in ("delayed", "stopped")


def _is_due(
    line: dict[str, Any], choice: Any, status: Any, report: InterimReport, rhythm: str
) -> bool:
    """Tell whether something should be said of a measure in the report's period."""
    when = (report.year, report.period)
    over = choice is not None and choice.state in OVER
    if status is not None and status.status == "done" and (status.year, status.period) != when:
        over = True
    begun = line["start_year"] <= report.year
    return begun and not over and is_asked(rhythm, report.period, report.periods)


def report_content(report: InterimReport) -> dict[str, Any]:
    """Return all an interim report shows, as plain values.

    Parameters
    ----------
    report : InterimReport
        Live: its content changes with what is reported until it is completed.

    Returns
    -------
    dict
        ``schema`` :data:`SCHEMA`. Emissions are t CO2e within the municipality's border, money
        NOK; missing is null, never zero. No name of who reported is in it. ``as_of`` is the
        day it tells about: today, or the period's last day when that is over.
    """
    organisation, frozen = report.organisation, report.budget
    adopted = frozen.content
    periods = report.periods
    choices = choices_of(organisation, adopted)
    statuses = latest_statuses(
        organisation, choices.values(), report.year, report.period, frozen.year
    )
    indicators = indicators_of(organisation, choices.values())
    every = [i for rows in indicators.values() for i in rows]
    newest = newest_observations(every, report.year, report.period, periods)
    now = now_set_aside(organisation, frozen.year)
    ends = period_end(report.year, report.period, periods)
    rhythms = rhythms_of(adopted)
    price_year = price_year_of(adopted)
    spent = spending_of(organisation, adopted, report.year)
    rows: list[dict[str, Any]] = []
    for line in adopted["lines"]:
        choice = choices.get(line["measure"])
        key = choice.pk if choice else 0
        status = statuses.get(key)
        rows.append(
            {
                "measure": line["measure"],
                "name": line["name"],
                "part": part_of_line(line),
                "start_year": line["start_year"],
                "unit": line.get("unit") or "",
                "responsible": line.get("responsible") or "",
                "planned": (line.get("effect") or {}).get(str(report.year)),
                "quantified": bool(line.get("effect")),
                "status": status.status if status else None,
                "status_year": status.year if status else None,
                "status_period": status.period if status else None,
                "status_periods": status.periods if status else None,
                "hindrance": status.hindrance if status else "",
                "deviation": report.deviations.get(line["measure"], ""),
                "due": _is_due(line, choice, status, report, rhythms[line["measure"]]),
                "reason": report.reasons.get(line["measure"], ""),
                "money": money_of(line, report.year, now, price_year),
                "spending": [s.as_dict() for s in spent[line["measure"]]],
                "observations": observed(line, indicators.get(key, ()), newest, report.year),
            }
        )
    by_measure = {r["measure"]: (r["status"], r["status_year"]) for r in rows if r["status"]}
    ahead = forecast(adopted, by_measure, forecast_years(adopted, report.year))
    return {
        "schema": SCHEMA,
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "invented": organisation.invented,
            "figures_code": organisation.figures_code,
        },
        "year": report.year,
        "period": report.period,
        "periods": periods,
        "period_ends": ends.isoformat(),
        "as_of": min(ends, timezone.localdate()).isoformat(),
        "introduction": report.introduction,
        "unit": "t CO2e",
        "boundary": (adopted.get("target") or {}).get("boundary", "territorial"),
        "vintage": str((adopted.get("pins") or {}).get("vintage", "")),
        "budget": {
            "number": frozen.number,
            "year": frozen.year,
            "title": adopted.get("title", ""),
            "content_hash": frozen.content_hash,
        },
        "target": adopted.get("target") or {},
        "counts": counts(rows, report.year),
        "carried": carried(rows, report.year, report.period),
        "rows": rows,
        "sums_rule": SUMS,
        "spent_sums": [one.as_dict() for one in in_all(spent.values())],
        "tasks": followed_up(organisation, report.year, timezone.localdate()),
        "signposts": signs_of(organisation, report.year, timezone.localdate()),
        **_forecast_dict(ahead),
        "restatement": _restatement_of(adopted, organisation),
        "provenance": origins_of(adopted, organisation, frozen.year),
    }


def _forecast_dict(ahead: Forecast) -> dict[str, Any]:
    return {
        "forecast_rule": RULE,
        "plan": ahead.plan,
        "forecast": ahead.bands,
        "change": ahead.change,
        "frame": ahead.frame,
        "plan_probability": ahead.plan_probability,
        "probability": ahead.probability,
    }


def _restatement_of(adopted: dict[str, Any], organisation: Organisation) -> dict[str, Any] | None:
    newer = newer_vintage(adopted, organisation)
    if newer is None:
        return None
    from kortreist_web.accounts.queries import history

    totals = {
        int(year): sum(sectors.values())
        for year, sectors in history(organisation, vintage=newer).items()
    }
    if not totals:
        return None
    return restatement(adopted, newer.engine_id, totals)
