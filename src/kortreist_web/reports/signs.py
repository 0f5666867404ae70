"""What an interim report says of the signs that are watched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kortreist.i18n import Translator
from kortreist_web.signposts.following import watched
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.presenters import names_here
from kortreist_web.signposts.standing import Rules, newest, stand
from kortreist_web.tenants.models import Organisation

__all__ = ["signs_of", "signs_said"]


def signs_of(organisation: Organisation, year: int, today: date) -> list[dict[str, Any]]:
    """Return how the signs stand: those watched, and those settled in the year.

    Who follows them up is not in it: what is frozen is public.
    """
    rows = list(watched().filter(organisation=organisation))
    kept = [s for s in rows if s.settled_on is None or s.settled_on.year == year]
    rules, names = Rules.at(today), names_here(kept)
    return [_row(s, today, rules, names) for s in kept]


def _row(
    s: Signpost, today: date, rules: Rules, names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    seen = newest(s, today, rules)
    about: Any = dict(names.get(s.measure, {})) or s.measure
    if s.binding is not None:
        about = s.binding.name
    return {
        "name": s.name,
        "about": about,
        "state": stand(s, seen, today, rules).state,
        "came_on": s.reached_on.isoformat() if s.reached_on else None,
        "value": None if seen is None else seen.value,
        "word": "" if seen is None else seen.word,
        "seen_on": None if seen is None else seen.on.isoformat(),
        "seen_year": None if seen is None else seen.year,
        "unit_of_measure": s.unit_of_measure,
        "direction": s.direction,
        "threshold": s.threshold,
        "see_by": s.see_by,
        "settled_on": s.settled_on.isoformat() if s.settled_on else None,
        "settled_how": s.settled_how,
    }


def signs_said(content: Mapping[str, Any], t: Translator) -> list[dict[str, Any]]:
    """Return the signs of a report in words; none of reports from before there were any.

    Parameters
    ----------
    content : mapping
        Of a live or a frozen report.
    t : Translator
    """
    return [_said(row, t) for row in content.get("signposts", ())]


def _amount(value: float, unit: str, t: Translator) -> str:
    decimals = 0 if float(value).is_integer() or abs(value) >= 1000 else 1
    return f"{t.number(value, decimals)} {unit}".strip()


def _said(row: Mapping[str, Any], t: Translator) -> dict[str, Any]:
    threshold = t("signposts.comes")
    if row["threshold"] is not None:
        value = _amount(row["threshold"], row["unit_of_measure"], t)
        threshold = t(f"signposts.beyond.{row['direction']}", value=value)
    last = ""
    if row["seen_on"]:
        when = str(row["seen_year"]) if row["seen_year"] else t.date(row["seen_on"])
        if row["word"]:
            what = t(f"signposts.word.{row['word']}")
        elif row["value"] is None:
            what = "–"
        else:
            what = _amount(row["value"], row["unit_of_measure"], t)
        last = t("signposts.last", what=what, when=when)
    note = ""
    if row["state"] == "not_observed" and row["seen_on"]:
        note = t("signposts.not_since", day=t.date(row["seen_on"]))
    elif row["settled_on"]:
        note = f"{t.date(row['settled_on'])}. {row['settled_how']}"
    elif row["state"] == "passed" and row["came_on"]:
        note = t("signposts.passed_came", day=t.date(row["came_on"]), year=row["see_by"])
    elif row["state"] == "passed":
        note = t("signposts.passed_not_come", year=row["see_by"])
    elif row["state"] == "reached" and row["came_on"]:
        note = t("reports.sign_reached", day=t.date(row["came_on"]))
    return {
        **row,
        "threshold_text": threshold,
        "last": last,
        "state_text": t(f"signposts.state.{row['state']}"),
        "note": note,
    }
