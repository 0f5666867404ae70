"""*Dette binder oss* as one content: what the council reads, and what is frozen for it.

``kortreist/binding-page/1``: ``bindings`` (entered, what leaving costs, who decides, and what was
judged of each), ``terms`` (council term → frame and what of it is spent), ``plan`` and
``increases`` as the newest judgement has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kortreist.bindings.defaults import council_term, decision_about
from kortreist_web.bindings.deadlines import deadlines_of
from kortreist_web.bindings.entered import as_engine, judged_rows, plain
from kortreist_web.bindings.meetings import coming_meetings, last_meeting
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.origins import origins
from kortreist_web.bindings.standing import Standing, standing
from kortreist_web.core.clock import day_of
from kortreist_web.core.content import canonical
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = ["SCHEMA", "cost_of_leaving", "most_lost", "page_content", "row_of", "terms_of"]

SCHEMA = "kortreist/binding-page/1"
#: Council terms that are shown, from the present one.
_TERMS = 4


def page_content(organisation: Organisation, today: date | None = None) -> dict[str, Any]:
    """Return the page as it is now, in plain values."""
    day = today or timezone.localdate()
    rows = judged_rows(organisation)
    now = standing(organisation, rows)
    meetings = coming_meetings(organisation, day)
    bindings = [row_of(b, now, day, meetings) for b in rows]
    content = now.content
    judgement = now.judgement
    return dict(
        canonical(
            {
                "schema": SCHEMA,
                "organisation": {
                    "code": organisation.code,
                    "name": organisation.name,
                    "invented": organisation.invented,
                    "figures_code": organisation.figures_code,
                },
                "title": web(organisation.language)("bindings.page.title"),
                "year": day.year,
                "day": day.isoformat(),
                "plan": content.get("plan"),
                "judged_on": day_of(judgement.created_at).isoformat() if judgement else None,
                "stale": {
                    "plan": now.another_plan,
                    "bindings": sorted(now.changed),
                    "program": now.another_program,
                    "account": now.another_account,
                },
                "horizon": content.get("horizon"),
                "bindings": bindings,
                "terms": terms_of(bindings, content.get("frame", {}), day.year),
                "increases": content.get("increases"),
                "pins": content.get("pins", {}),
                "provenance": content.get("provenance") or origins(organisation, {}),
            }
        )
    )


def row_of(binding: Binding, now: Standing, day: date, meetings: Sequence[date]) -> dict[str, Any]:
    """Return one binding: entered, when it can be left and for what, who decides, and judged."""
    rule = decision_about(binding.kind, day)
    signing = binding.signing_day
    decider = binding.decider or rule.decider
    # Only what the council decides waits for its meeting.
    meeting, known = last_meeting(signing, meetings if decider == "council" else ())
    judged = now.of(binding.key)
    return {
        **plain(binding),
        "pk": binding.pk,
        "unit": binding.unit.name if binding.unit else "",
        "committed": binding.committed,
        "last": binding.last,
        "decider": decider,
        "decider_rule": rule.text if not binding.decider or binding.decider == rule.decider else {},
        "signing_day": signing.isoformat() if signing else None,
        "meeting": meeting.isoformat() if meeting else None,
        "too_late_for_meeting": known and meeting is None,
        "deadlines": [
            {"kind": d.kind, "day": d.day.isoformat(), "nok": d.nok, "passed": d.passed}
            for d in deadlines_of(binding, day)
        ],
        "leaving": cost_of_leaving(binding, day),
        "most_lost": most_lost(binding, day),
        "horizon": now.content.get("horizon"),
        "missing": list(as_engine(plain(binding)).missing()),
        "defaults": binding.defaults,
        "judged": judged,
        # The verdict is of something else than what holds now: shown as older, never as today's.
        "old": judged is not None and now.old,
        "condition": binding.condition,
        "altered": binding.altered,
        "actual": binding.actual,
    }


def cost_of_leaving(binding: Binding, day: date) -> dict[str, Any] | None:
    """Return what the next way out costs, and when; None: none is named.

    Where only a share of what is not written off is lost, it is that of the next year.
    """
    ways = [e for e in binding.exits if int(e["year"]) > day.year]
    if ways:
        return {"year": ways[0]["year"], "nok": ways[0]["nok"], "by_share": False}
    if binding.reversal_cost is None or binding.capital is None or binding.last is None:
        return None
    assert binding.start is not None
    assert binding.lifetime is not None
    year = max(day.year + 1, binding.start)
    left = max(binding.last + 1 - year, 0) / binding.lifetime
    return {"year": year, "nok": binding.reversal_cost * binding.capital * left, "by_share": True}


def most_lost(binding: Binding, day: date) -> dict[str, Any] | None:
    """Return the most that leaving can cost where no way out is agreed; None: not known.

    What is built and not written off; of a contract, all that is left to pay.
    """
    if binding.last is None or binding.start is None or binding.lifetime is None:
        return None
    year = max(day.year + 1, binding.start + 1)
    left = max(binding.last + 1 - year, 0)
    contract = as_engine(plain(binding)).contract
    if binding.capital is None or (contract and binding.running is None) or not left:
        return None
    nok = binding.capital * left / binding.lifetime
    nok += left * max(binding.running or 0.0, 0.0) if contract else 0.0
    return {"year": year, "nok": nok} if nok > 0.0 else None


def terms_of(
    bindings: Iterable[Mapping[str, Any]], frame: Mapping[str, float], year: int
) -> list[dict[str, Any]]:
    """Return council terms from the present one, with how much of each frame is spent.

    Parameters
    ----------
    bindings : iterable of mapping
        See :func:`row_of`.
    frame : mapping of str to float
        Calendar year → t CO2e; years without one are not counted, and a term with none has no
        share.
    year : int
        The present one.
    """
    rows = list(bindings)
    years = {int(y): t for y, t in frame.items()}
    out = []
    first, last = council_term(year)
    for _ in range(_TERMS):
        inside = [y for y in range(first, last + 1) if y in years]
        spent = {"decided": 0.0, "planned": 0.0}
        for row in rows:
            by_year = (row["judged"] or {}).get("committed_by_year", {})
            part = sum(by_year[str(y)]["central"] for y in inside if str(y) in by_year)
            spent["decided" if row["committed"] else "planned"] += part
        total = sum(years[y] for y in inside)
        out.append(
            {
                "first": first,
                "last": last,
                "years": inside,
                "frame": total if inside else None,
                "decided": spent["decided"] if inside else None,
                "planned": spent["planned"] if inside else None,
                "share_decided": spent["decided"] / total if total > 0.0 else None,
                "share_all": sum(spent.values()) / total if total > 0.0 else None,
                "bound_by": [r["key"] for r in rows if _binds(r, first, last)],
            }
        )
        first, last = council_term(last + 1)
    return out


def _binds(row: Mapping[str, Any], first: int, last: int) -> bool:
    return (
        row["start"] is not None
        and row["last"] is not None
        and row["start"] <= last
        and row["last"] >= first
    )
