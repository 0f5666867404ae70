"""Rules of participation, meetings, hearings, openness and elections, each with its paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kortreist.facts.loader import Row, load
from kortreist.i18n import Translator, name_in
from kortreist.provenance import Origin

__all__ = [
    "ParticipationRule",
    "Period",
    "Strength",
    "participation_rule",
    "participation_rules",
]

_TABLE = "participation_rules"
Period = Literal["at_least", "within", "before"]
Strength = Literal["must", "should", "may", "says"]


@dataclass(frozen=True, slots=True)
class ParticipationRule:
    """A rule as it stands on a day.

    Parameters
    ----------
    id : str
        For example ``"hearing/weeks"``.
    value : str
        As the rule says it: ``"6"``, ``"1/3"``, ``"0.02"``, ``"12-31"``; empty without one.
    unit : str
        ``weeks``, ``members``, ``month-day``; of a rule without a value what kind it is
        (``duty``, ``right``, ``limit``, ``definition``).
    period : {"at_least", "within", "before"} or None
        What kind of deadline it sets: something lasts at least that long, is done within it, or
        is in place so long before something.
    strength : {"must", "should", "may", "says"}
        What the text does: binds, advises, allows, or only tells.
    law : str
        Id of the act or regulation in the table ``sources``.
    paragraph : str
        Where in it; empty where none is known.
    texts : dict of str to str
        What the rule says, by language.
    note : str
        In English, for whoever maintains the facts.
    origin : Origin
        Address, licence, validity, day it was checked, and mark.
    """

    id: str
    value: str
    unit: str
    period: Period | None
    strength: Strength
    law: str
    paragraph: str
    texts: dict[str, str]
    note: str
    origin: Origin

    @property
    def binding(self) -> bool:
        """Tell whether a page may say *must*: the text was read, and it binds."""
        return self.strength == "must" and self.origin.mark == "verified"

    @property
    def amount(self) -> int | None:
        """The value where it is a whole number of units; None where it is not one."""
        return int(self.value) if self.value.isdecimal() else None

    def text(self, language: str) -> str:
        """Return what the rule says, in a language."""
        return name_in(self.texts, language)

    def cited(self, language: str) -> str:
        """Return act and paragraph as they are cited within a sentence.

        Examples
        --------
        >>> rule = participation_rule("hearing/weeks", date(2027, 2, 15))
        >>> rule.cited("nn"), rule.cited("en")
        ('plan- og bygningslova § 11-14', 'the Planning and Building Act § 11-14')
        """
        return Translator(language)(f"rules.law.{self.law}", paragraph=self.paragraph).strip()


def _rule(row: Row) -> ParticipationRule:
    return ParticipationRule(
        row["id"],
        row["value"] or "",
        row["unit"],
        row["period"],
        row["strength"],
        row["source"],
        row["paragraph"] or "",
        {"nb": row["text_nb"], "nn": row["text_nn"], "en": row["text"]},
        row["note"] or "",
        load().origin(_TABLE, row, f"{_TABLE}/{row['id']}"),
    )


def participation_rule(id: str, at: date | None = None) -> ParticipationRule:
    """Return one rule as it stands on a day (default today).

    Raises
    ------
    FactsError
        There is no such rule, or it was not in force that day.

    Examples
    --------
    >>> rule = participation_rule("hearing/weeks", date(2027, 2, 15))
    >>> rule.amount, rule.unit, rule.period, rule.binding
    (6, 'weeks', 'at_least', True)
    >>> participation_rule("legality_control/weeks", date(2027, 2, 15)).binding  # recalled
    False
    """
    return _rule(load().row(_TABLE, at or date.today(), id=id))


def participation_rules(at: date | None = None, about: str = "") -> tuple[ParticipationRule, ...]:
    """Return the rules in force on a day (default today), in the table's order.

    Parameters
    ----------
    at : datetime.date, optional
    about : str
        The first part of the id (``hearing``, ``agenda``); empty for all.

    Examples
    --------
    >>> [r.id for r in participation_rules(date(2027, 1, 1), "planning_programme")]
    ['planning_programme/when', 'planning_programme/content', 'planning_programme/weeks']
    """
    rows = load().table(_TABLE, at or date.today())
    return tuple(_rule(r) for r in rows if not about or r["id"].split("/")[0] == about)
