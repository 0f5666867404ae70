"""What a platform is checked by: rows of plain values, as they stand on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kortreist.errors import InputError

__all__ = [
    "Commitment",
    "CommitmentKind",
    "Goal",
    "Indicator",
    "MeasureRow",
    "NumberSource",
    "PlatformRows",
    "Reference",
    "ReferenceFrom",
    "Review",
    "SectionText",
]

CommitmentKind = Literal["goal", "principle", "promise", "guidance"]
ReferenceFrom = Literal["section", "commitment", "initiative", "measure", "case"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The smallest thing in a platform that can be followed up.

    Parameters
    ----------
    id, text : str
    kind : {"goal", "principle", "promise", "guidance"}
    due : datetime.date or None
        By when; None: no date.
    done : bool
        Done, with evidence.
    since : datetime.date or None
        The day it was adopted, where it is.
    """

    id: str
    text: str
    kind: CommitmentKind
    due: date | None = None
    done: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured: emissions as well as a quality of life."""

    id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that an indicator is to have.

    Parameters
    ----------
    id, text : str
    indicator : str or None
        Its id; None: none is chosen.
    bound : {"at_least", "at_most", "exactly"}
    value : float or None
        In ``unit``; None: not set.
    unit : str
        That of the indicator.
    by : datetime.date or None
        *At least* and *at most* hold from this day on, *exactly* on the day alone. None: at once.
    until : datetime.date or None
        The last day it holds; None: no last day.
    """

    id: str
    text: str
    indicator: str | None = None
    bound: Literal["at_least", "at_most", "exactly"] = "at_most"
    value: float | None = None
    unit: str = ""
    by: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure, as the platform meets it.

    Parameters
    ----------
    id, name : str
    adopted : bool
        By the council; a proposal is not.
    owner : str or None
        The unit that carries it out.
    money_nok : float or None
        What is set aside; 0 is an answer (it costs nothing), None is not.
    indicator : str or None
        Id of what shows that it works.
    goals : tuple of str
        Ids of the goals it serves.
    """

    id: str
    name: str
    adopted: bool = True
    owner: str | None = None
    money_nok: float | None = None
    indicator: str | None = None
    goals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """One argued rating of a measure against a principle, −3 to +3; never summed."""

    id: str
    measure: str
    principle: str
    rating: int


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text of a section, in the language it was written in."""

    key: str
    text: str
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class NumberSource:
    """Which fact a number in a section is.

    Parameters
    ----------
    section : str
        Key of the section.
    written : str
        The number as it stands there (``"40 354"``), without its unit.
    fact : str
        Id of the fact.
    times : float
        What the fact is multiplied by to be the number (0.001 where tonnes are written as
        thousand tonnes); a per cent sign is seen by itself.
    rounded_to : float or None
        The step it is rounded to, in the number's own unit; None: its last decimal.
    """

    section: str
    written: str
    fact: str
    times: float = 1.0
    rounded_to: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """That something refers to a commitment, a goal or a measure.

    Parameters
    ----------
    source : {"section", "commitment", "initiative", "measure", "case"}
        What refers.
    id : str
        Its id.
    to : str
        Id of what is referred to.
    on : datetime.date
        The day it was made.
    """

    source: ReferenceFrom
    id: str
    to: str
    on: date


@dataclass(frozen=True, slots=True)
class PlatformRows:
    """All that a check reads.

    Parameters
    ----------
    commitments, goals, measures, indicators, reviews, sections, numbers, references : tuple
    facts : mapping of str to (float or None)
        Fact id → value; None: known to be missing.

    Raises
    ------
    InputError
        An id stands twice; a row points at one that is not there; a review is not within −3 to
        3; a goal has another unit than its indicator.
    """

    commitments: tuple[Commitment, ...] = ()
    goals: tuple[Goal, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    reviews: tuple[Review, ...] = ()
    sections: tuple[SectionText, ...] = ()
    numbers: tuple[NumberSource, ...] = ()
    references: tuple[Reference, ...] = ()
    facts: Mapping[str, float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        commitments = _ids("commitment", [c.id for c in self.commitments])
        goals = _ids("goal", [g.id for g in self.goals])
        measures = _ids("measure", [m.id for m in self.measures])
        indicators = _ids("indicator", [i.id for i in self.indicators])
        sections = _ids("section", [s.key for s in self.sections])
        _ids("review", [r.id for r in self.reviews])
        anything = _ids("row", [*commitments, *goals, *measures])
        _known("goal", "indicator", [(g.id, g.indicator) for g in self.goals], indicators)
        _known("measure", "indicator", [(m.id, m.indicator) for m in self.measures], indicators)
        served = [(m.id, goal) for m in self.measures for goal in m.goals]
        _known("measure", "goal", served, goals)
        _known("review", "measure", [(r.id, r.measure) for r in self.reviews], measures)
        principles = {c.id for c in self.commitments if c.kind == "principle"}
        _known("review", "principle", [(r.id, r.principle) for r in self.reviews], principles)
        _known("number", "section", [(n.written, n.section) for n in self.numbers], sections)
        _known("reference", "row", [(r.id, r.to) for r in self.references], anything)
        for review in self.reviews:
            if not -3 <= review.rating <= 3:
                raise InputError("coherence.rating", id=review.id, rating=review.rating)
        units = {i.id: i.unit for i in self.indicators}
        for goal in self.goals:
            if goal.indicator and goal.unit != units[goal.indicator]:
                raise InputError(
                    "coherence.unit", id=goal.id, unit=goal.unit, other=units[goal.indicator]
                )


def _ids(kind: str, ids: list[str]) -> set[str]:
    for id, times in Counter(ids).items():
        if times > 1:
            raise InputError("coherence.twice", kind=kind, id=id)
    return set(ids)


def _known(
    kind: str, field: str, pointers: Sequence[tuple[str, str | None]], known: set[str]
) -> None:
    for id, target in pointers:
        if target is not None and target not in known:
            raise InputError("coherence.unknown", kind=kind, id=id, field=field, target=target)
