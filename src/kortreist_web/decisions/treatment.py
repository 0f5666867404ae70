"""The days of a case's order of treatment: which can be, and when its recommendation is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from kortreist.clocks import Deadline, latest_start
from kortreist.i18n import LANGUAGES
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import Body, CasePaper, Resolution
from kortreist_web.decisions.queries import papers_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = [
    "PublicBy",
    "body_key",
    "check_order",
    "deciding_meeting",
    "decision_day",
    "kind_finder",
    "public_by",
]

_NAMED = (
    Body.Kind.COUNCIL,
    Body.Kind.EXECUTIVE_COMMITTEE,
    Body.Kind.YOUTH_COUNCIL,
    Body.Kind.ELDERLY_COUNCIL,
    Body.Kind.DISABILITY_COUNCIL,
)


def body_key(organisation: Organisation, kind: str) -> str:
    """Return the text key of what a kind of body is called in a municipality or a county."""
    level = "county" if organisation.is_county_authority else "municipality"
    return f"decisions.order.{level}.{kind}"


def kind_finder(organisation: Organisation) -> Callable[[str], str]:
    """Return what tells the kind of a body by its name; empty: nobody knows.

    A body is known by its kind where it is registered, else by what such bodies are called in
    the three languages, with the article or without.
    """
    known = {
        _form(web(code)(body_key(organisation, kind))): str(kind)
        for code in LANGUAGES
        for kind in _NAMED
    }
    rows = Body.objects.filter(organisation=organisation).values_list("name", "kind")
    own = {name.casefold(): kind for name, kind in rows}

    def kind_of(name: str) -> str:
        return own.get(name.casefold()) or known.get(_form(name), "")

    return kind_of


def _form(name: str) -> str:
    """Return a body's name without its article.

    Examples
    --------
    >>> _form("Formannskapet") == _form("formannskap"), _form("Kommunestyret")
    (True, 'kommunestyr')
    >>> _form("Rådet for personer") == _form("Råd for personer"), _form("The council")
    (True, 'council')
    """
    first, *rest = name.casefold().removeprefix("the ").split() or [""]
    for ending in ("et", "e"):
        first = first.removesuffix(ending)
    return " ".join((first, *rest))


def deciding_meeting(version: Version, meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the council's last meeting that has not already decided on the draft; None: no such.

    A case that was sent back keeps the meeting that did so in its order of treatment: it is not
    the one that decides now.
    """
    kind_of = kind_finder(version.organisation)
    councils = [m for m in meetings if kind_of(m.body) == Body.Kind.COUNCIL]
    if not councils:
        return None
    over = set(
        Resolution.objects.filter(paper__in=papers_of(version))
        .exclude(outcome=Resolution.Outcome.ADOPTED)
        .values_list("decided_on", flat=True)
    )
    left = [m for m in councils if m.day not in over]
    return max(left, key=lambda m: m.day, default=None)


def decision_day(version: Version, paper: CasePaper | None) -> dt.date | None:
    """Return the day the council decides, by the paper's order of treatment; None: not entered."""
    if paper is None:
        return None
    meeting = deciding_meeting(version, map(Meeting.of, paper.meetings))
    return meeting.day if meeting else None


def check_order(version: Version, meetings: Iterable[Meeting], dated_on: dt.date | None) -> None:
    """Refuse an order of treatment that cannot be.

    Raises
    ------
    RefusedError
        A body meets after the council has decided; the paper is written after that; a body has
        said something, or voted, at a meeting that has not been. A registered body of another
        kind than those of a case may come after.
    """
    meetings = list(meetings)
    today = timezone.localdate()
    for m in meetings:
        if m.day > today and (m.votes is not None or m.said):
            raise _refused("not_met", m, day=_day(m.day))
    council = deciding_meeting(version, meetings)
    if council is None:
        return
    kind_of = kind_finder(version.organisation)
    for m in meetings:
        if m.day <= council.day or (kind := kind_of(m.body)) == Body.Kind.OTHER:
            continue
        key = "heard_after" if kind in _NAMED[2:] else "treated_after"
        raise _refused(key, m, day=_day(m.day), council=council.body, council_day=_day(council.day))
    if dated_on is not None and dated_on > council.day:
        values = {"day": _day(dated_on), "council": council.body, "council_day": _day(council.day)}
        raise RefusedError("decisions.refused.written_after", about="dated_on", **values)


def _refused(key: str, meeting: Meeting, **values: str) -> RefusedError:
    key = f"decisions.refused.{key}"
    return RefusedError(key, about="meetings", body=meeting.body, **values)


def _day(day: dt.date) -> str:
    return web().date(day.isoformat())


@dataclass(frozen=True, slots=True)
class PublicBy:
    """When the recommendation in a case is to be public, beside the day it is of.

    Parameters
    ----------
    deadline : Deadline
    council_day : date
    dated : date or None
        The day the recommendation is made: the executive committee's meeting or, where that is
        not entered, the paper's own date. None: neither is.
    recommender : str
        The body whose meeting it is; empty: the paper's date.
    """

    deadline: Deadline
    council_day: dt.date
    dated: dt.date | None
    recommender: str

    @property
    def late(self) -> bool:
        """Tell whether the recommendation is made after the last day it can be made public."""
        return self.dated is not None and self.dated > self.deadline.last_day

    def said(self, language: str) -> str:
        """Return by which day it is to be public, and by which rule.

        Only a rule that was read and binds says *must*.
        """
        t, rule = web(language), self.deadline.rule
        key = "must" if self.deadline.binding else "rule"
        values = {"day": t.date(self.deadline.last_day.isoformat()), "cited": rule.cited(language)}
        values["council_day"] = t.date(self.council_day.isoformat())
        return t(f"decisions.public_by.{key}", n=rule.amount, **values)

    def late_said(self, language: str) -> str:
        """Return that the recommendation is too late, and the mend; empty: it is not."""
        if not self.late or self.dated is None:
            return ""
        t = web(language)
        key = "late_meeting" if self.recommender else "late_paper"
        values = {
            "body": self.recommender,
            "dated": t.date(self.dated.isoformat()),
            "day": t.date(self.deadline.last_day.isoformat()),
        }
        return t(f"decisions.public_by.{key}", **values)


def public_by(version: Version, paper: CasePaper | None) -> PublicBy | None:
    """Return when the recommendation about a version is to be public.

    None where no such rule is of its kind of case, or the council's day is not entered.
    """
    rule = adoption_of(version.kind).public_before
    council_day = decision_day(version, paper)
    # A change of a budget in force needs not lie open so long.
    if not rule or paper is None or council_day is None or version.content.get("amends"):
        return None
    kind_of = kind_finder(version.organisation)
    recommends = [
        m
        for m in map(Meeting.of, paper.meetings)
        if kind_of(m.body) == Body.Kind.EXECUTIVE_COMMITTEE and m.day <= council_day
    ]
    last = max(recommends, key=lambda m: m.day, default=None)
    return PublicBy(
        latest_start(rule, council_day),
        council_day,
        last.day if last else paper.dated_on,
        last.body if last else "",
    )
