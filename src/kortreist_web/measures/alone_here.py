"""What a measure does here by itself, as its own page shows it: path, sources, money, question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kortreist_web.core.charts import Chart
from kortreist_web.core.line_chart import Series, lines
from kortreist_web.core.texts import engine, language, text
from kortreist_web.measures.alone import Standing, standing
from kortreist_web.measures.figures_here import Ends, Here, cost_text, heres, significant_text
from kortreist_web.measures.labels import source_name
from kortreist_web.tenants.models import Organisation

__all__ = ["AloneHere", "alone_here"]

_BEARERS = ("municipality", "company", "residents", "business", "county", "state")
#: t CO2e of a source below which it is not named.
_SHOWN = 0.05
#: Sources of road traffic with vehicles that may only pass through.
_PASSING = ("passenger_cars", "vans", "heavy_vehicles")


@dataclass(frozen=True, slots=True)
class AloneHere:
    """What the page of a measure says of its effect in the place.

    Parameters
    ----------
    here : Here
    standing : Standing
    chart : Chart
        Cut by year with its interval.
    sources : tuple of (str, str, str)
        Source, t CO2e emitted without the measure, t CO2e cut.
    bearers : tuple of (str, Ends or None)
        Who pays, NOK a year in the plan's years; None unknown.
    anyway : str
        What would have been cut without it; empty where that is nothing.
    ask : dict
        The question that would sharpen it most; empty without one.
    in_figures : bool
        It is in full effect already: its cut is in the account.
    """

    here: Here
    standing: Standing
    chart: Chart
    sources: tuple[tuple[str, str, str], ...]
    bearers: tuple[tuple[str, Ends | None], ...]
    anyway: str
    ask: dict[str, Any]
    in_figures: bool

    @property
    def through_traffic(self) -> bool:
        """Tell whether what is cut may be of vehicles that only pass through."""
        return any(
            s["cut"] >= _SHOWN
            and (s.get("scope"), s.get("sector")) == ("direct", "road_transport")
            and s["source"] in _PASSING
            and s["actor"] != "municipality"
            for s in self.here.row["sources"]
        )

    @property
    def content(self) -> dict[str, Any]:
        """Return the pinned figures."""
        return self.standing.content


def alone_here(organisation: Organisation, measure: str) -> AloneHere | None:
    """Return what a measure does here; None where nothing is computed of it.

    Parameters
    ----------
    organisation : Organisation
    measure : str
        The engine's id.
    """
    now = standing(organisation)
    here = heres(now.content).get(measure)
    if here is None or here.cut is None:
        return None
    row = here.row
    bands = row["consumption"] if here.footprint is not None else row["effect"]
    years = [int(y) for y in bands]
    chart = lines(
        text("measures.alone.by_year"),
        years,
        [
            Series(
                "plan",
                text("measures.alone.cut"),
                {int(y): b["central"] for y, b in bands.items()},
                {int(y): (b["low"], b["high"]) for y, b in bands.items()},
            )
        ],
        text("measures.alone.tonnes"),
    )
    anyway = row["anyway"] or 0.0
    return AloneHere(
        here=here,
        standing=now,
        chart=chart,
        sources=tuple(_sources(row)),
        bearers=tuple(_bearers(row, now.content["plan_years"])),
        anyway=significant_text(anyway) if anyway >= 1.0 else "",
        ask=_ask(row),
        in_figures=measure in now.content.get("in_figures", ()),
    )


def _sources(row: dict[str, Any] | Any) -> list[tuple[str, str, str]]:
    t, out = engine(), []
    for s in row["sources"]:
        if abs(s["cut"]) < _SHOWN or "scope" not in s:
            continue
        name = source_name(s["scope"], s["sector"], s["source"])
        whose = t(f"documents.actor.{s['actor']}")
        out.append(
            (f"{name} ({whose})", significant_text(s["emitted"]), significant_text(s["cut"]))
        )
    return out


def _bearers(row: Any, plan_years: list[int]) -> list[tuple[str, Ends | None]]:
    t, count = engine(), len(plan_years)
    out: list[tuple[str, Ends | None]] = []
    for bearer in _BEARERS:
        name = t(f"documents.bearer.{bearer}")
        if bearer in row["cost_missing"]:
            out.append((name, None))
        elif years := row["money"].get(bearer):
            low, total, high = (
                sum(m[k] for m in years.values()) / count for k in ("low", "total", "high")
            )
            if any(abs(v) >= 1.0 for v in (low, total, high)):
                out.append((name, Ends(low, total, high)))
    return out


def _ask(row: Any) -> dict[str, Any]:
    ask = row["ask"]
    if ask is None:
        return {}
    code = language()
    moves = []
    if ask["moves_t"] >= 1.0:
        moves.append(text("measures.ask.tonnes", n=significant_text(ask["moves_t"])))
    money = ask["moves_nok_only"]
    if money >= 1000.0:
        moves.append(text("measures.ask.kroner", n=cost_text(money)))
    return {
        "question": ask["question"][code],
        "unit": ask["unit"][code],
        "low": ask["low"],
        "central": ask["central"],
        "high": ask["high"],
        "moves": text("measures.ask.and").join(moves),
    }
