"""The page that says how often the printed interval has held."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist.accounts import Naming
from kortreist.errors import FiguresMissingError
from kortreist_web.accounts.comparison import name_of
from kortreist_web.accounts.coverage import held_for
from kortreist_web.core.bar_chart import bars
from kortreist_web.core.page import public_page
from kortreist_web.core.texts import language, text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["backtest"]

_LEVELS = ("50", "80", "90")


@public_page(official=True)
def backtest(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show coverage at 50, 80 and 90 per cent: whose, by horizon and base year, worst sources."""
    try:
        result, job = held_for(request.user, organisation)
    except FiguresMissingError:
        return render(request, "accounts/none.html")
    if result is None:
        answer = render(request, "accounts/backtest.html", {"job": job, "levels": _LEVELS})
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    values = {"found": result, "levels": _LEVELS, **_page_values(result, organisation)}
    return render(request, "accounts/backtest.html", values)


def _percents(ends: Any) -> tuple[float | None, float | None]:
    """Return low and high in per cent; a backtest kept before there were intervals has none."""
    return (100.0 * ends[0], 100.0 * ends[1]) if ends else (None, None)


def _page_values(result: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    naming, t = Naming(language()), web()
    block = result["block_interval"]
    ends = block["both"] or block["base_year"] or block["place"]
    tables = [
        (
            "horizon",
            [
                (text("accounts.backtest.years", span=k.replace("-", "–")), v)
                for k, v in result["by_horizon"].items()
            ],
        ),
        ("base_year", list(result["by_base_year"].items())),
        ("place", [(name_of(k), v) for k, v in result["by_place"].items()]),
    ]
    horizons = result["by_horizon"].items()
    return {
        "bias_size": abs(result["bias"]),
        "chart": bars(
            text("accounts.backtest.chart"),
            [
                (
                    text("accounts.backtest.years", span=k.replace("-", "–")),
                    100.0 * v["coverage"]["80"],
                    *(_percents(v.get("interval_80"))),
                )
                for k, v in horizons
            ],
            text("accounts.backtest.percent"),
            mark=80.0,
            decimals=0,
        ),
        "ends": f"{t.percent(ends[0])}–{t.percent(ends[1])}" if ends else "",
        "tables": [(name, rows) for name, rows in tables if rows],
        "worst": [
            (naming.inventory_source(s["sector"], s["source"]), s["share_of_error"], s["bias"])
            for s in result["worst_sources"]
        ],
        "invented": organisation.code != organisation.figures_code,
    }
