"""What happens without the plan, as the plan's page shows it, in the reader's language.

Known changes at plants, the country beside the government's projection, what is in force and
can be used, how often the interval has held, and what the price limit shuts out. A plan made
before these were part of the answer shows none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kortreist.documents.format.digits import rounded_price
from kortreist_web.core.texts import engine, language, web
from kortreist_web.plans.money import Price, price_of
from kortreist_web.plans.presenters import Reading, known_change
from kortreist_web.plans.rows import Named

__all__ = ["Change", "Dear", "background"]

Band = Mapping[str, float]
#: Reasons that are about the price: what is left out so is listed with price and cut.
_DEAR = ("too_dear", "not_ranked")


@dataclass(frozen=True, slots=True)
class Change:
    """A known change: at what, how certain, t CO2e by year or why it is not counted."""

    plant: str
    what: str
    #: Language of ``what``: a municipality writes in its own.
    lang: str
    certainty: str
    own: bool
    tonnes: tuple[Band | None, ...]
    why_not: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class Dear:
    """A measure the price limit shuts out: its price, the limit, and what it would cut."""

    measure: Named
    price: Price
    limit: float
    cuts: float | None
    ranked: bool


def background(reading: Reading) -> dict[str, Any]:
    """Return what the page shows of what happens without the plan.

    Parameters
    ----------
    reading : Reading
        Of the plan's content.
    """
    content = reading.content
    changes = [_change(row, content, _years(content)) for row in content.get("known_changes", ())]
    return {
        "known_years": _years(content),
        "known": [c for c in changes if not c.why_not],
        "known_not": [c for c in changes if c.why_not],
        "dominant": _dominant(content.get("dominant_source")),
        "projection": _projection(content.get("projection", ())),
        "use": _use(reading),
        "coverage": coverage_words(content.get("backtest"), content["place"]["name"]),
        "dear": _dear(reading),
        "dearest": _limits(content),
        "money_apart": _money(reading),
        "price_year": content.get("prices", {}).get("year"),
        "judgement": content.get("prices", {}).get("judgement_share"),
    }


def _years(content: Mapping[str, Any]) -> list[str]:
    last = content["target"]["target_year"]
    return [str(y) for y in dict.fromkeys((*content["plan_years"], last))]


def _change(row: Mapping[str, Any], content: Mapping[str, Any], years: list[str]) -> Change:
    t = engine()
    why = ""
    if not row["counted"]:
        counts = row["certainty"] in ("in_operation", "closed", "decided")
        why = t(f"baseline.not_counted.{'no_figure' if counts else row['certainty']}")
    return Change(
        plant=row["plant"],
        what=known_change(row),
        lang=content["language"] if row["own"] else "",
        certainty=t(f"baseline.certainty.{row['certainty']}"),
        own=row["own"],
        tonnes=tuple(row["tonnes"].get(y) for y in years),
        why_not=why,
        source=row["source"],
        address=row["address"] if row["address"].startswith("https://") else "",
    )


def _dominant(dominant: Mapping[str, Any] | None) -> dict[str, Any] | None:
    from kortreist.accounts import Naming

    if dominant is None:
        return None
    name = Naming(language()).inventory_source(dominant["sector"], dominant["source"])
    return {"name": name, "share": web().percent(dominant["share"]), "known": dominant["known"]}


def _projection(rows: Any) -> dict[str, Any] | None:
    """Return group → per year ours, theirs and gap, with the reason for a wide one."""
    if not rows:
        return None
    t, years = engine(), list(dict.fromkeys(r["year"] for r in rows))
    out = []
    for group in dict.fromkeys(r["group"] for r in rows):
        inside = [r for r in rows if r["group"] == group]
        of = {r["year"]: (r["ours"] / 100, r["theirs"] / 100, r["gap"]) for r in inside}
        wide = any(r["explanation"] for r in inside)
        why = f"baseline.gap.{group}"
        reason = t(why) if wide and t.has(why) else ""
        out.append((t(f"baseline.group.{group}"), [of.get(y) for y in years], reason))
    first = rows[0]
    return {"years": years, "rows": out, "edition": first["edition"], "base": first["base_year"]}


def _use(reading: Reading) -> list[tuple[str, list[Named]]]:
    """Return what is in force → the measures that can use it."""
    out: dict[str, list[Named]] = {}
    for row in reading.content.get("use", ()):
        what = reading.condition(row["condition"], row["condition_text"])
        out.setdefault(what, []).append(reading.named(row["id"], row["name"]))
    return list(out.items())


def coverage_words(backtest: Mapping[str, Any] | None, place: str) -> str:
    """Return how often the printed interval has held, in words; empty where nobody knows."""
    if not backtest:
        return ""
    say, t = engine(), web()
    whose = backtest["whose"]["name"]
    sentences = [
        say(
            "documents.coverage.line",
            printed=t.percent(0.8),
            whose=whose,
            held=t.percent(backtest["coverage"]["80"]),
            pairs=t.number(backtest["n"]),
        ),
    ]
    block = backtest["block_interval"]
    ends = block["both"] or block["base_year"] or block["place"]
    if ends:
        span = f"{t.percent(ends[0])}–{t.percent(ends[1])}"
        sentences.append(say("documents.coverage.blocks", ends=span))
    if not backtest["whose"]["own"]:
        own = t.number(backtest["own_pairs"])
        sentences.append(say("documents.coverage.borrowed", whose=whose, place=place, own=own))
    return " ".join(sentences)


def _dear(reading: Reading) -> list[Dear]:
    """Return what is left out for its price, cheapest first; what has no price last."""
    out = []
    for row in reading.content["not_chosen"]:
        if row["reason"] not in _DEAR or row.get("price_limit") is None:
            continue
        out.append(
            Dear(
                measure=reading.named(row["id"], row["name"]),
                price=price_of(reading.content, row),
                limit=row["price_limit"],
                cuts=row.get("would_cut"),
                ranked=row["reason"] == "too_dear",
            )
        )
    return sorted(out, key=_dearness)


def _dearness(dear: Dear) -> tuple[bool, float, str]:
    prices = [p for p in (dear.price.municipality, dear.price.with_staff) if p is not None]
    return (not prices, max(prices, default=0.0), dear.measure.name)


def _money(reading: Reading) -> list[tuple[Named, dict[str, float]]]:
    """Return measure → the municipality's NOK over the plan's years: kinds apart, low and high."""
    out = []
    for row in reading.content["measures"]:
        years = row.get("money", {}).get("municipality", {})
        amounts = [years[y] for y in reading.years if y in years]
        if amounts and "municipality" not in row["cost_missing"]:
            sums = {k: sum(y[k] for y in amounts) for k in ("investment", "running", "low", "high")}
            out.append((reading.named(row["id"], row["name"]), sums))
    return out


def _limits(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the price limit in the plan's first year and the last it was counted for."""
    bars = content.get("prices", {}).get("dearest")
    if not bars:
        return None

    years = (str(content["plan_years"][0]), max(bars))
    first, last = ((y, web().number(rounded_price(bars[y]))) for y in years)
    return {"first": first, "last": last, "same": bars[years[0]] == bars[years[1]]}
