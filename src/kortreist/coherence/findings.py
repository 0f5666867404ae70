"""What a check found, and what was set aside with a reason and a day to look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kortreist.errors import InputError
from kortreist.i18n import Translator

__all__ = ["KINDS", "Finding", "FindingKind", "RowName", "SetAside", "Sorted", "sort_out"]

FindingKind = Literal[
    "goal_without_measure",
    "measure_lacks",
    "goals_cannot_both_hold",
    "commitment_overdue",
    "guidance_unused",
    "principle_against_measure",
    "number_without_fact",
    "measure_unmentioned",
]
#: The kinds of incoherence, in the order they are shown.
KINDS: tuple[FindingKind, ...] = FindingKind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class RowName:
    """A row that a finding is about: what it is, its id, and its name."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a platform that does not hang together.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    key : str
        The same from check to check while it is the same finding: by it, it is set aside.
    rows : tuple of RowName
        What it is about.
    mend : str
        The action that mends it: ``link_measure``, ``set_owner``, ``set_money``,
        ``set_indicator``, ``change_goal``, ``report_or_postpone``, ``refer_or_drop``,
        ``change_measure_or_principle``, ``name_fact``, ``mention_measure``.
    why : str
        Which of a kind's sentences it is.
    values : mapping
        What is filled into the sentence.
    """

    kind: FindingKind
    key: str
    rows: tuple[RowName, ...]
    mend: str
    why: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Return what was found, in a sentence."""
        t = Translator(language)
        values = {
            name: t.date(value.isoformat())
            if isinstance(value, date)
            else t.figure(value)
            if isinstance(value, float)
            else value
            for name, value in self.values.items()
        }
        return t(f"coherence.found.{self.why}", **values)

    def mend_said(self, language: str) -> str:
        """Return how it is mended, in a sentence."""
        return Translator(language)(f"coherence.mend.{self.mend}")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that somebody has looked at and left as it is.

    Parameters
    ----------
    key : str
        Of the finding.
    reason : str
    on : datetime.date
        The day it was set aside.
    look_again : datetime.date
        The day it comes back.

    Raises
    ------
    InputError
        No reason in words, or a day to look again that is not later.
    """

    key: str
    reason: str
    on: date
    look_again: date

    def __post_init__(self) -> None:
        if not any(letter.isalpha() for letter in self.reason):
            raise InputError("coherence.reason")
        if self.look_again <= self.on:
            raise InputError(
                "coherence.look_again", day=self.look_again.isoformat(), on=self.on.isoformat()
            )


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings by what is to be done with them.

    Parameters
    ----------
    open : tuple of Finding
        To be mended or set aside; those to look at again are among them.
    again : tuple of (Finding, SetAside)
        Those of ``open`` that were set aside until today or before.
    aside : tuple of (Finding, SetAside)
        Set aside, and not yet to be looked at.
    mended : tuple of SetAside
        Set aside, and not found any more.
    """

    open: tuple[Finding, ...]
    again: tuple[tuple[Finding, SetAside], ...]
    aside: tuple[tuple[Finding, SetAside], ...]
    mended: tuple[SetAside, ...]


def sort_out(findings: Iterable[Finding], asides: Iterable[SetAside], today: date) -> Sorted:
    """Return findings apart from those that are set aside; of two for one key the newest counts."""
    newest: dict[str, SetAside] = {}
    for aside in sorted(asides, key=lambda a: a.on):
        newest[aside.key] = aside
    found = tuple(findings)
    resting = {key: a for key, a in newest.items() if a.look_again > today}
    keys = {f.key for f in found}
    return Sorted(
        tuple(f for f in found if f.key not in resting),
        tuple((f, newest[f.key]) for f in found if f.key in newest and f.key not in resting),
        tuple((f, resting[f.key]) for f in found if f.key in resting),
        tuple(a for key, a in newest.items() if key not in keys),
    )
