"""A clock that has been stopped, set going again or given more time, each time with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kortreist.clocks.calendar import Calendar, norwegian_calendar
from kortreist.clocks.deadline import Deadline, deadline, moved
from kortreist.clocks.words import Reason, sentences
from kortreist.errors import InputError
from kortreist.facts import ParticipationRule, participation_rule

__all__ = ["Clock", "Extension", "Stop", "run_clock"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a clock stands still.

    Parameters
    ----------
    stopped_on : datetime.date
        The first day that does not count.
    reason : str
        In the words of whoever stopped it.
    ground : str
        Id of the rule that allows it (``"residents_proposal/planning_exception"``).
    resumed_on : datetime.date or None
        The first day that counts again; None while it stands still.
    """

    stopped_on: date
    reason: str
    ground: str
    resumed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later last day, decided while the clock ran.

    Parameters
    ----------
    last_day : datetime.date
    reason : str
        In the words of whoever decided.
    decided_on : datetime.date
    ground : str
        Id of the rule that allows it; needed where something is to be done *within* a time,
        which nobody may prolong for himself.
    """

    last_day: date
    reason: str
    decided_on: date
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline with all that has happened to it.

    Parameters
    ----------
    first : Deadline
        As it was set.
    now : Deadline or None
        As it is; None while the clock stands still, and no last day is known.
    stopped_on : datetime.date or None
        Since when it stands still.
    reasons : tuple of Reason
        What happened, a sentence each.
    """

    first: Deadline
    now: Deadline | None
    stopped_on: date | None
    reasons: tuple[Reason, ...]

    def state(self, today: date) -> Literal["running", "stopped", "over"]:
        """Tell how it stands on a day; computed, never stored."""
        if self.now is None:
            return "stopped"
        return "over" if today > self.now.last_day else "running"

    def because(self, language: str) -> str:
        """Return in words why it stands as it does."""
        return sentences(self.reasons, language)


def run_clock(
    rule: ParticipationRule | str,
    start: date,
    stops: Iterable[Stop] = (),
    extensions: Iterable[Extension] = (),
    calendar: Calendar | None = None,
) -> Clock:
    """Return where a clock stands after what has happened to it, in the order it happened.

    As many days as it stood still are added, and the last day moves on where it is no working
    day.

    Parameters
    ----------
    rule, start, calendar
        As for :func:`kortreist.clocks.deadline`.
    stops : iterable of Stop
    extensions : iterable of Extension

    Raises
    ------
    InputError
        No reason; a stop before the start, after the last day, within another or that is resumed
        before it begins; an extension that is not later, decided after the last day or while
        the clock stands still, or of a time to do something within without a rule that allows
        it.
    FactsError
        The rule that is said to allow it is none, or was not in force.

    Examples
    --------
    >>> ground = "residents_proposal/planning_exception"
    >>> stop = Stop(date(2027, 2, 1), "Vist til områdeplanen", ground)
    >>> run_clock("residents_proposal/months", date(2026, 11, 29), [stop]).now is None
    True
    """
    calendar = calendar or norwegian_calendar()
    first = deadline(rule, start, calendar)
    happened: list[Stop | Extension] = sorted(
        (*stops, *extensions),
        key=lambda e: e.stopped_on if isinstance(e, Stop) else e.decided_on,
    )
    now, free_from = first, first.start
    for event in happened:
        if not any(letter.isalpha() for letter in event.reason):
            raise InputError("clocks.reason")
        if isinstance(event, Extension):
            now = _extended(now, event, free_from, calendar)
            continue
        now = _stopped(now, event, free_from, calendar)
        if event.resumed_on is None:
            if event is not happened[-1]:
                raise InputError("clocks.stands_still", since=event.stopped_on.isoformat())
            return Clock(first, None, event.stopped_on, now.reasons)
        free_from = event.resumed_on
    return Clock(first, now, None, now.reasons)


def _stopped(now: Deadline, stop: Stop, free_from: date, calendar: Calendar) -> Deadline:
    if not free_from <= stop.stopped_on <= now.last_day:
        raise InputError(
            "clocks.stop_outside",
            day=stop.stopped_on.isoformat(),
            first=free_from.isoformat(),
            last=now.last_day.isoformat(),
        )
    ground = participation_rule(stop.ground, stop.stopped_on)
    values = {"day": stop.stopped_on, "reason": stop.reason, "rule": ground}
    reasons = (*now.reasons, Reason("stopped", values))
    if stop.resumed_on is None:
        return Deadline(now.last_day, now.rule, now.start, now.counted, reasons)
    days = (stop.resumed_on - stop.stopped_on).days
    if days < 1:
        raise InputError(
            "clocks.resumed_early",
            day=stop.resumed_on.isoformat(),
            stopped=stop.stopped_on.isoformat(),
        )
    counted = now.counted + timedelta(days=days)
    told = {"day": stop.resumed_on, "n": days, "counted": counted}
    return moved(now.rule, now.start, counted, (*reasons, Reason("resumed", told)), calendar)


def _extended(now: Deadline, more: Extension, free_from: date, calendar: Calendar) -> Deadline:
    if more.decided_on < free_from:
        raise InputError("clocks.stands_still", since=more.decided_on.isoformat())
    if more.decided_on > now.last_day:
        raise InputError("clocks.extended_late", last=now.last_day.isoformat())
    if more.last_day <= now.last_day:
        raise InputError(
            "clocks.not_later", day=more.last_day.isoformat(), last=now.last_day.isoformat()
        )
    if now.rule.period == "within" and not more.ground:
        raise InputError("clocks.no_ground", rule=now.rule.id)
    values: dict[str, object] = {"decided": more.decided_on, "reason": more.reason}
    values["counted"] = more.last_day
    key = "extended"
    if more.ground:
        key, values["rule"] = "extended_by", participation_rule(more.ground, more.decided_on)
    reasons = (*now.reasons, Reason(key, values))
    return moved(now.rule, now.start, more.last_day, reasons, calendar)
