"""A sign as pages show it: in words, with icon, value, day and what is left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kortreist.i18n import Translator
from kortreist_web.changes.models import Change
from kortreist_web.core.fields import shown as plain_number
from kortreist_web.core.texts import named, text, web
from kortreist_web.measures.catalogue import names_of
from kortreist_web.plans.signposts import told_text
from kortreist_web.signposts.following import owner_of
from kortreist_web.signposts.forms import sector_name
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.signposts.prefill import in_readers_language
from kortreist_web.signposts.standing import Rules, Seen, newest, stand

__all__ = [
    "ICONS",
    "TONES",
    "Shown",
    "history",
    "names_here",
    "present",
    "reached_text",
    "read_text",
    "said_state",
    "value_text",
]

#: State → a mark that stands before its word, so that colour is never alone.
ICONS = {
    "not_observed": "?",
    "not_come": "○",
    "near": "◐",
    "reached": "●",
    "passed": "✕",
    "settled": "✓",
}
#: What is told of in a sign's history when it is changed: all that decides when it is reached.
_MOVES = ("threshold", "direction", "see_by")
_CHANGED = "signposts.change"
_PER_CENT = ("%", "prosent", "percent", "per cent")
_READ = "signposts.history.read"
#: State → colour of its tag.
TONES = {
    "not_observed": "neutral",
    "not_come": "neutral",
    "near": "warning",
    "reached": "danger",
    "passed": "danger",
    "settled": "success",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign in words.

    ``last``: the value that counts, with its day, and ``last_source`` where it was read;
    ``left``: how far from the threshold; ``note``: since when nothing is seen, or what passed.
    """

    signpost: Signpost
    state: str
    icon: str
    tone: str
    word: str
    about: str
    about_kind: str
    about_key: str
    source: str
    threshold: str
    last: str
    left: str
    owner: str
    told: str
    note: str
    lead: str
    last_source: str
    name: str
    what_then: str


def value_text(value: float | None, unit: str) -> str:
    """Return a value with its unit; "–" where it is missing."""
    if value is None:
        return "–"
    number = web().number(value) if abs(value) >= 1000 else str(plain_number(value))
    # A minus is not a hyphen, and units were kept with a plain 2 before.
    return f"{number.replace('-', '−')} {unit.replace('CO2e', 'CO₂e')}".strip()


def said_state(state: str, t: Translator) -> str:
    """Return a state in words."""
    return t(f"signposts.state.{state}")


def _threshold(s: Signpost) -> str:
    if s.is_word:
        return text("signposts.comes")
    return text(f"signposts.beyond.{s.direction}", value=value_text(s.threshold, s.unit_of_measure))


def _last(s: Signpost, seen: Seen | None) -> str:
    if seen is None:
        return ""
    what = (
        text(f"signposts.word.{seen.word}")
        if s.is_word
        else value_text(seen.value, s.unit_of_measure)
    )
    when = str(seen.year) if seen.year else web().date(seen.on.isoformat())
    return text("signposts.last", what=what, when=when)


def _note(s: Signpost, state: str, seen: Seen | None) -> str:
    if state == Signpost.State.NOT_OBSERVED and seen is not None:
        return text("signposts.not_since", day=web().date(seen.on.isoformat()))
    if state == Signpost.State.PASSED:
        came = s.reached_on is not None
        if came and s.reached_on is not None:
            day = web().date(s.reached_on.isoformat())
            return text("signposts.passed_came", day=day, year=s.see_by)
        return text("signposts.passed_not_come", year=s.see_by)
    return ""


def reached_text(s: Signpost) -> str:
    """Return when a sign was reached: when that was so, and when it was known here."""
    change = s.changes.filter(state=Signpost.State.REACHED).last()
    if change is None:
        return text("signposts.show.reached")
    known = web().date(change.on.isoformat())
    if change.seen_year:
        return text("signposts.show.reached_year", year=change.seen_year, known=known)
    seen = web().date((change.seen_on or change.on).isoformat())
    return text("signposts.show.reached_seen", seen=seen, known=known)


def names_here(signposts: list[Signpost]) -> Mapping[str, Mapping[str, str]]:
    """Return the names of measures, where any of the signs is of one."""
    if not any(s.measure for s in signposts):
        return {}
    return names_of(signposts[0].organisation)


def present(
    s: Signpost, today: date, rules: Rules, names: Mapping[str, Mapping[str, str]]
) -> Shown:
    """Return a sign as it stands today: the job may not have looked yet.

    Parameters
    ----------
    s : Signpost
    today : datetime.date
    rules : Rules
    names : mapping
        Measure's key → its names.
    """
    seen = newest(s, today, rules)
    now = stand(s, seen, today, rules)
    about, kind, key = "", "", ""
    if s.binding is not None:
        about, kind, key = s.binding.name, "binding", str(s.binding.pk)
    elif s.measure:
        about, kind, key = named(dict(names.get(s.measure, {}))) or s.measure, "measure", s.measure
    source = text(f"signposts.source.{s.source}")
    if s.source == Signpost.Source.ACCOUNT:
        source = f"{source}: {sector_name(s.figure)}"
    name, what_then = in_readers_language(s)
    return Shown(
        signpost=s,
        name=name,
        what_then=what_then,
        state=now.state,
        icon=ICONS[now.state],
        tone=TONES[now.state],
        word=said_state(now.state, web()),
        about=about,
        about_kind=kind,
        about_key=key,
        source=source,
        threshold=_threshold(s),
        last=_last(s, seen),
        left=_left(s, now.left),
        owner=owner_of(s).name(),
        told=_told(s),
        note=_note(s, now.state, seen),
        last_source=seen.source if seen is not None else "",
        lead=web().number(s.told["lead_years"], 1) if s.told.get("lead_years") else "",
    )


def _told(s: Signpost) -> str:
    """Return what the plan says of a sign; its chances are of its own threshold and no other."""
    said = told_text({"signpost": s.told}) if s.told else ""
    if not said or s.is_word or s.told.get("timeliness") is None:
        return said
    at = s.told.get("at")
    if at is None or at["threshold"] is None or s.threshold is None:
        return text("signposts.told_elsewhere")
    same = math.isclose(at["threshold"], s.threshold, rel_tol=1e-6, abs_tol=1e-9)
    way = s.told.get("direction") or Signpost.Direction.UP
    if same and at["unit"] == s.unit_of_measure and way == s.direction:
        return said
    limit = text(f"signposts.beyond.{way}", value=value_text(at["threshold"], at["unit"]))
    return text("signposts.told_at", limit=limit, said=said)


def _left(s: Signpost, left: float | None) -> str:
    if left is None or left <= 0.0:
        return ""
    unit = s.unit_of_measure
    if unit.strip().lower() in _PER_CENT:
        unit = text("signposts.unit.points")  # between two shares there are points, no share
    return text("signposts.left", value=value_text(left, unit))


def read_text(r: Reading) -> str:
    """Return what a reading says, with its day and its source."""
    return f"{_last(r.signpost, Seen(r.value, r.word, r.day))}. {r.source}"


def _withdrawn(r: Reading) -> str:
    if r.withdrawn_on is None:
        return ""
    day = web().date(r.withdrawn_on.isoformat())
    return text(
        "signposts.history.withdrawn", day=day, who=str(r.withdrawn_by), why=r.withdrawn_why
    )


def history(s: Signpost) -> list[dict[str, Any]]:
    """Return what has been read and how it has stood, newest first."""
    out: list[dict[str, Any]] = []
    for change in s.changes.all():
        seen = None
        if change.seen_on is not None:
            seen = Seen(change.value, change.word, change.seen_on, change.seen_year)
        out.append(
            {
                "day": change.on,
                "order": (change.on, 1, change.pk),
                "icon": ICONS[change.state],
                "what": text("signposts.history.stands", state=said_state(change.state, web())),
                "seen": _last(s, seen),
                "source": "",
                "who": "",
            }
        )
    for r in Reading.objects.filter(signpost=s).select_related("read_by", "withdrawn_by"):
        out.append(
            {
                "day": r.day,
                "order": (r.day, 0, r.pk),
                "icon": "",
                "what": text("signposts.history.corrected" if r.corrects_id else _READ),
                "seen": _last(s, Seen(r.value, r.word, r.day)),
                "source": " ".join(x for x in (r.source, r.note) if x),
                "who": str(r.read_by),
                "reading": r.pk if r.withdrawn_on is None else None,
                "withdrawn": _withdrawn(r),
            }
        )
    out.extend(_moved(s))
    return sorted(out, key=lambda row: row["order"], reverse=True)


def _moved(s: Signpost) -> list[dict[str, Any]]:
    """Return how what a sign is reached at was changed, from the change log."""
    rows = Change.objects.filter(
        organisation=s.organisation_id, what=Signpost._meta.label, row=s.pk, verb=_CHANGED
    )
    out = []
    for row in rows.select_related("user"):
        day = timezone.localdate(row.at)
        what = [
            text(
                f"signposts.history.moved_{name}",
                before=_setting(name, row.before, s),
                after=_setting(name, row.after, s),
            )
            for name in _MOVES
            if name in row.before
        ]
        if what:
            out.append(
                {
                    "day": day,
                    "order": (day, 2, row.pk),
                    "icon": "",
                    "what": " ".join(what),
                    "seen": "",
                    "source": row.why,
                    "who": str(row.user) if row.user is not None else row.program,
                }
            )
    return out


def _setting(name: str, values: Mapping[str, Any], s: Signpost) -> str:
    value = values.get(name)
    if name == "threshold":
        return value_text(value, values.get("unit_of_measure", s.unit_of_measure))
    if name == "direction":
        return text(f"signposts.log.value.{value}")
    return "–" if value is None else str(value)
