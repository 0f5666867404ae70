"""How a sign stands: computed from what is seen, by dated rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kortreist_web.indicators.presenters import by_year
from kortreist_web.signposts.models import Reading, Signpost

__all__ = ["Rules", "Seen", "Standing", "is_beyond", "newest", "read_of", "stand"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen last.

    Parameters
    ----------
    value : float or None
    word : str
        Of a condition: ``not_come``, ``announced`` or ``come``.
    on : datetime.date
        The day it tells about: the last of a year; of the account, the edition's.
    year : int or None
        Of a figure of a whole year.
    source : str
        Where a person read it: who sent the offer, the law.
    """

    value: float | None
    word: str
    on: date
    year: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sign stands on a day, and how much of the way to its threshold is left.

    ``left`` is in the sign's own unit; None where it is beyond, or has no value.
    """

    state: str
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Dated rules: what is called near, how long an observation lasts, and a task has."""

    near_share: float
    stale_months: int
    take_up_days: int

    @classmethod
    def at(cls, day: date) -> Rules:
        """Return those in force on a day."""
        from kortreist.facts import load

        store = load()
        return cls(
            store.figure("signposts/near_share", day).value,
            int(store.figure("signposts/stale_months", day).value),
            int(store.figure("signposts/take_up_days", day).value),
        )

    def stale(self, seen: Seen, today: date) -> bool:
        """Tell whether what was seen is so old that it tells nothing of today."""
        months = (today.year - seen.on.year) * 12 + today.month - seen.on.month
        return months - (today.day < seen.on.day) >= self.stale_months


def newest(signpost: Signpost, today: date, rules: Rules) -> Seen | None:
    """Return what counts of what is seen of a sign, from where it is seen; None: nothing ever.

    Of figures and conditions the newest counts. Offers stand beside each other: the best that is
    not too old counts, and a dearer one from somebody else takes nothing back. What is withdrawn
    never counts.

    Parameters
    ----------
    signpost : Signpost
    today : datetime.date
    rules : Rules
    """
    match signpost.source:
        case Signpost.Source.INDICATOR:
            if signpost.indicator is None:
                return None
            return _of_years(by_year(signpost.indicator.observations.all()))
        case Signpost.Source.ACCOUNT:
            return _of_account(signpost)
    read = read_of(signpost)
    if signpost.source == Signpost.Source.OFFER:
        best = _best([s for s in read if not rules.stale(s, today)], signpost.direction)
        if best is not None:
            return best
    return read[-1] if read else None


def read_of(signpost: Signpost) -> list[Seen]:
    """Return what people have read of a sign and nobody has withdrawn, newest last."""
    rows = Reading.objects.filter(signpost=signpost, withdrawn_on=None).order_by("day", "id")
    return [Seen(r.value, r.word, r.day, source=r.source) for r in rows]


def _best(offers: list[Seen], direction: str) -> Seen | None:
    """Return the offer that goes furthest the way of the sign; the newest of equals."""
    way = 1.0 if direction == Signpost.Direction.UP else -1.0
    valued = [(way * o.value, i, o) for i, o in enumerate(offers) if o.value is not None]
    return max(valued)[2] if valued else None


def is_beyond(signpost: Signpost, seen: Seen, rules: Rules) -> bool:
    """Tell whether a sign is reached by what was seen, whenever that was."""
    return _at(signpost, seen, rules).state == Signpost.State.REACHED


def _of_account(signpost: Signpost) -> Seen | None:
    """Return the newest year of the newest edition, as known from the edition's day."""
    from kortreist_web.accounts.queries import history, newest_vintage

    vintage = newest_vintage(signpost.organisation)
    if vintage is None:
        return None
    years = history(signpost.organisation, vintage)
    if not signpost.figure:
        seen = _of_years({y: sum(s.values()) for y, s in years.items()})
    else:
        seen = _of_years({y: s[signpost.figure] for y, s in years.items() if signpost.figure in s})
    return None if seen is None else replace(seen, on=vintage.date)


def _of_years(values: dict[int, float]) -> Seen | None:
    if not values:
        return None
    year = max(values)
    return Seen(values[year], "", date(year, 12, 31), year)


def stand(signpost: Signpost, seen: Seen | None, today: date, rules: Rules) -> Standing:
    """Return how a sign stands.

    What is settled is settled. Past its deadline it has passed without a decision, whether it
    came or not. What nobody has seen for long is not observed, and never not come; what has
    been seen beyond the threshold stays so until something else is seen, but an offer does not
    hold for ever: it tells nothing of today once it is old.

    Parameters
    ----------
    signpost : Signpost
    seen : Seen or None
    today : datetime.date
    rules : Rules
    """
    state = Signpost.State
    at = _at(signpost, seen, rules)
    if signpost.settled_on is not None:
        return Standing(state.SETTLED, at.left)
    if today > signpost.deadline:
        return Standing(state.PASSED, at.left)
    lasts = at.state == state.REACHED and signpost.source != Signpost.Source.OFFER
    if seen is None or (not lasts and rules.stale(seen, today)):
        return Standing(state.NOT_OBSERVED, at.left)
    return at


def _at(signpost: Signpost, seen: Seen | None, rules: Rules) -> Standing:
    """Return how it stands by what was seen alone."""
    state = Signpost.State
    if seen is None:
        return Standing(state.NOT_OBSERVED)
    if signpost.is_word:
        words = {Reading.Word.COME: state.REACHED, Reading.Word.ANNOUNCED: state.NEAR}
        return Standing(words.get(Reading.Word(seen.word), state.NOT_COME))
    if seen.value is None or signpost.threshold is None:
        return Standing(state.NOT_OBSERVED)
    way = 1.0 if signpost.direction == Signpost.Direction.UP else -1.0
    left = way * (signpost.threshold - seen.value)
    start = signpost.start_value
    there_from_start = start is not None and way * (signpost.threshold - start) < 0.0
    year = seen.year or seen.on.year
    if there_from_start and signpost.read_year and year < signpost.read_year:
        # It was beyond from the first: only the year it is read off tells whether it stays.
        return Standing(state.NOT_COME)
    if left < 0.0:
        return Standing(state.REACHED)
    # Where it began is not known, or behind the threshold: the way is counted from zero.
    whole = abs(signpost.threshold)
    if start is not None and not there_from_start:
        whole = abs(signpost.threshold - start)
    near = left <= rules.near_share * whole
    return Standing(state.NEAR if near else state.NOT_COME, left)
