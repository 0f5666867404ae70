"""What the front page of a municipality says, in figures that can all be followed home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.accounts.basis import structure_label
from kortreist_web.accounts.chart_sources import chart_source, inventory_source
from kortreist_web.accounts.figures import edition_of
from kortreist_web.accounts.presenters import history_chart
from kortreist_web.budgets.kept_open import held_of, lines_alone
from kortreist_web.core.charts import Chart
from kortreist_web.core.line_chart import Series, lines, series_name
from kortreist_web.core.pointers import join
from kortreist_web.core.texts import text, web
from kortreist_web.goals.stated import standing
from kortreist_web.publishing.conclusion import conclusion
from kortreist_web.publishing.price_card import price_card
from kortreist_web.publishing.published import (
    is_self_made,
    public_account,
    public_budget,
    public_decisions,
    public_reports,
    public_vintage,
)
from kortreist_web.reports.frozen import period_of, reported_budget
from kortreist_web.reports.status_counts import in_order
from kortreist_web.tenants.models import Organisation

__all__ = ["account_chart", "budget_summary", "chance_words", "front", "status_chart"]

_DECISIONS = 3
#: Least chance → words, from the surest down; read together with the number.
_WORDS: tuple[tuple[float, str], ...] = (
    (0.9, "very_likely"),
    (0.66, "likely"),
    (0.34, "even"),
    (0.1, "unlikely"),
    (0.0, "very_unlikely"),
)


def chance_words(chance: float | None) -> str:
    """Return a probability in plain words, with the futures it is counted in.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     chance_words(0.305)
    'Unlikely: the budget keeps within the frame in about 3 of 10 possible futures.'
    """
    if chance is None:
        return text("publishing.chance.unknown")
    word = next(w for minimum, w in _WORDS if chance >= minimum)
    key, of = "some", 10
    if chance < 0.05 or chance > 0.95:
        key = "none" if chance < 0.5 else "all"
    elif chance < 0.1 or chance > 0.9:
        of = 20
    return text(
        "publishing.chance.said",
        word=text(f"publishing.chance.{word}"),
        count=text(f"publishing.chance.{key}", count=round(chance * of), of=of),
    )


def _account(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    content = row.content
    total = content["totals"].get("territorial")
    history = {int(y): v for y, v in (content.get("history") or {}).items()}
    first = min(history, default=None)
    last = content["year"]
    change = None
    if first is not None and first < last and history.get(last) and history[first]:
        change = {
            "share": history[last] / history[first] - 1,
            "first": first,
            "pointer": join("derived", "change", first, last),
        }
    return {
        "row": row,
        "hash": row.content_hash,
        "year": last,
        "total": total,
        "per_head": content["per_head"].get("territorial"),
        "change": change,
        "consumption": content["totals"].get("consumption"),
        "structure": structure_label(content, "consumption"),
        "edition": content["vintage"],
        "borrowed": (content["place"].get("figures_from") or {}).get("name"),
        "history": history,
    }


def _plain_account(organisation: Organisation) -> dict[str, Any] | None:
    """Return the newest total of the official inventory, where no account is computed."""
    from kortreist_web.accounts.queries import history

    vintage = public_vintage(organisation)
    if vintage is None:
        return None
    sectors = history(organisation, vintage=vintage)
    totals = {y: sum(v.values()) for y, v in sectors.items()}
    if not totals:
        return None
    year = max(totals)
    return {
        "year": year,
        "value": totals[year],
        "origin": vintage.origin,
        "date": vintage.date,
        "history": totals,
        "sectors": sectors[year],
    }


def budget_summary(row: Any) -> dict[str, Any] | None:
    """Return the headline of a frozen budget: goal, frame, where the plan leads, the chance."""
    if row is None:
        return None
    content = lines_alone(row.content)
    target = content.get("target") or {}
    goal = str(target.get("target_year", ""))
    years = [str(y) for y in content.get("plan_years") or []]
    shown = goal if goal in content["pathway"] else (years[-1] if years else "")
    chance = content["probability_under_frame"].get(shown)
    lines = content.get("lines") or []
    counted = sum(bool(line["effect"]) for line in lines)
    return {
        "row": row,
        "hash": row.content_hash,
        "content": content,
        "target": target,
        "cut": (
            web().goal(float(target["reduction"]), target.get("reduction_high"))
            if "reduction" in target
            else "–"
        ),
        "year": shown,
        "reference": (content.get("history") or {}).get(str(target.get("reference_year"))),
        "frame": content["frame"].get(shown),
        "pathway": content["pathway"].get(shown),
        "chance": chance,
        "chance_words": chance_words(chance),
        "count": len(lines),
        "counted": counted,
        "without": len(lines) - counted,
        "open": held_of(content, int(shown)) if shown else None,
        "prices": price_card(content),
    }


def _progress(rows: list[Any], summary: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not rows:
        return None
    row = rows[0]
    content = row.content
    year = str((content.get("target") or {}).get("target_year", ""))
    if year not in content["forecast"]:
        year = max(content["forecast"], default="")
    return {
        "row": row,
        "when": period_of(row),
        "hash": row.content_hash,
        "counts": [(s, n) for s, n, _ in in_order(content)],
        "year": year,
        "forecast": content["forecast"].get(year),
        "chance": content["probability"].get(year),
        "current": summary is not None and reported_budget(row) == summary["row"].pk,
    }


def _chart(
    history: Mapping[int, float], summary: Mapping[str, Any] | None, edition: str
) -> Chart | None:
    """Return history and, from the same edition, frame and pathway."""
    if len(history) < 2:
        return None
    series = [Series("inventory", series_name("history"), dict(history))]
    years, title = set(history), "publishing.chart.title_history"
    if summary is not None and edition_of(summary["content"]) == edition:
        until, title = int(summary["year"] or 0), "publishing.chart.title"
        content, last = summary["content"], max(history)
        frame = {int(y): v for y, v in content["frame"].items() if int(y) <= until}
        path = {int(y): b for y, b in content["pathway"].items() if last < int(y) <= until}
        years |= set(frame) | set(path)
        band = {y: (b["low"], b["high"]) for y, b in path.items()}
        series.append(Series("frame", series_name("frame"), dict(frame)))
        middle = {y: b["central"] for y, b in path.items()}
        series.append(Series("plan", series_name("pathway"), middle, band))
    return lines(text(title), sorted(years), series, web()("accounts.tonnes"))


def _held(organisation: Organisation) -> tuple[Any, Any, Any]:
    """Return the account, else the official figures alone, and the budget in force."""
    account = _account(public_account(organisation))
    plain = None if account else _plain_account(organisation)
    return account, plain, budget_summary(public_budget(organisation))


def _status(account: Any, plain: Any, summary: Any) -> Chart | None:
    history = (account or plain or {}).get("history", {})
    if summary is not None and summary["target"].get("boundary") != "territorial":
        summary = None
    chart = _chart(history, summary, account["edition"]["id"] if account else "")
    return chart and chart.placed("utslipp")


def status_chart(organisation: Organisation, subject: str) -> Chart | None:
    """Return the chart of the first page: emissions, and what is adopted."""
    account, plain, summary = _held(organisation)
    drawn = _status(account, plain, summary)
    if drawn is None:
        return None
    parts = [inventory_source(account["edition"] if account else plain)]
    if summary is not None and len(drawn.kinds) > 1:  # the budget's ways are drawn too
        year = summary["row"].year
        parts.append(text("accounts.chart_source.budget", name=organisation.name, year=year))
    return drawn.said_by(chart_source(organisation, *parts))


def account_chart(organisation: Organisation, subject: str) -> Chart | None:
    """Return the public account's chart of emissions by sector, year by year."""
    row = public_account(organisation)
    if row is None:
        return None
    said = inventory_source(row.content["vintage"])
    return history_chart(row.content).said_by(chart_source(organisation, said))


def front(organisation: Organisation) -> dict[str, Any]:
    """Return the values of the front page."""
    account, plain, summary = _held(organisation)
    goals = () if organisation.official_only else standing(organisation)
    aimed_at = next((g.goal for g in goals if not g.reason), None)
    return {
        "goals": goals,
        "conclusion": conclusion(organisation, account, plain, summary, aimed_at),
        "account": account,
        "plain": plain,
        "budget": summary,
        "progress": _progress(public_reports(organisation), summary),
        "decisions": public_decisions(organisation)[:_DECISIONS],
        "is_self_made": is_self_made(organisation),
        "chart": _status(account, plain, summary),
    }
