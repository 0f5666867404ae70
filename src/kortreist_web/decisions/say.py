"""What somebody who lives there can do with what she thinks: write, come, propose, have checked.

Shown on the first page, on each measure and on each resolution. Whom to write to and when is the
municipality's to tell; what it has not told is said, never guessed. Rights are dated facts, each
with its paragraph, and one that was not read in the act says so and binds nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.decisions.meetings import next_meeting
from kortreist_web.decisions.models import CasePaper
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["Right", "rights", "when_next"]

#: Days of the year that others than those who work there wait for.
_OPEN_DAYS = ("public", "adopted")
_GOES_ON = (Task.State.OPEN, Task.State.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Right:
    """What anyone can do: in words, where it is read, and how sure the rule is; "" where it is."""

    said: str
    cited: str
    url: str
    unsure: str


def when_next(organisation: Organisation, today: dt.date) -> str:
    """Return the next day something is treated, laid out or adopted; empty: none is known.

    Only the day and the body: what a case paper says is nobody's before it is sent.
    """
    papers = CasePaper.objects.filter(organisation=organisation, resolutions=None)
    kept = [one for meetings in papers.values_list("meetings", flat=True) for one in meetings]
    found: list[tuple[dt.date, str]] = []
    if (meeting := next_meeting(kept, today)) is not None:
        said = text("decisions.say.meeting", body=meeting.body, day=_day(meeting.day))
        found.append((meeting.day, said))
    days = Task.objects.filter(
        organisation=organisation, key__in=_OPEN_DAYS, state__in=_GOES_ON, due__gte=today
    )
    for key, due in days.exclude(due=None).values_list("key", "due"):
        assert due is not None
        found.append((due, text(f"decisions.say.{key}", day=_day(due))))
    return min(found)[1] if found else ""


def _day(day: dt.date) -> str:
    return web().date(day.isoformat())


def rights(today: dt.date, *, county: bool = False) -> list[Right]:
    """Return what a resident can do besides writing, by the rules as they stand on a day."""
    from kortreist.facts.participation import ParticipationRule, participation_rule

    def rule(name: str) -> ParticipationRule:
        return participation_rule(name, today)

    t = web()
    whose = "_county" if county else ""
    signatures, share = (
        rule(f"residents_proposal/signatures{whose}"),
        rule("residents_proposal/share"),
    )
    within, portal = rule("residents_proposal/months"), rule("residents_proposal/portal")
    members, weeks = rule("legality_control/members"), rule("legality_control/weeks")

    def right(key: str, *rules: ParticipationRule, **values: str) -> Right:
        first = rules[0]
        weakest = next((r for r in rules if r.origin.mark != "verified"), None)
        unsure = engine()(f"documents.mark.{weakest.origin.mark}") if weakest else ""
        return Right(
            text(f"decisions.say.{key}", **values),
            first.cited(language()),
            first.origin.url or "",
            unsure,
        )

    return [
        right(
            "propose",
            signatures,
            share,
            within,
            n=signatures.value,
            share=t.percent(float(share.value)),
            months=within.value,
            portal=portal.value,
        ),
        right("legality", members, weeks, n=members.value, weeks=weeks.value),
    ]
