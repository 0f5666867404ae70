"""The brief's sentences: slots that are facts with a format; one without a value drops it."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.brief.facts_of import BriefFact
from kortreist.documents.format.blocks import Inlines
from kortreist.documents.format.writer import DASH
from kortreist.i18n import LANGUAGES, Translator

__all__ = ["SECTIONS", "SLOTS", "Slot", "slots_of", "told"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence: which fact stands there, and how it is written."""

    fact: str
    format: str


#: Name in the texts → what stands there.
SLOTS: dict[str, Slot] = {
    "place": Slot("place/name", "name"),
    "year": Slot("account/year", "year"),
    "territorial": Slot("account/territorial", "tonnes_in_range"),
    "territorial_without": Slot("account/territorial_without", "tonnes_in_range"),
    "without": Slot("account/without", "without"),
    "each": Slot("account/each", "tonnes_each"),
    "population": Slot("account/population", "number"),
    "fall": Slot("account/fall", "percent"),
    "rise": Slot("account/rise", "percent"),
    "first_year": Slot("account/first_year", "year"),
    "consumption": Slot("account/consumption", "tonnes_in_range"),
    "consumption_dated": Slot("account/consumption_dated", "tonnes_in_range"),
    "basis": Slot("account/basis", "years"),
    "largest": Slot("sector/largest", "sector"),
    "largest_share": Slot("sector/largest_share", "percent"),
    "second": Slot("sector/second", "sector"),
    "second_share": Slot("sector/second_share", "percent"),
    "municipality_share": Slot("actor/municipality_share", "percent"),
    "residents_share": Slot("actor/residents_share", "percent"),
    "business_share": Slot("actor/business_share", "percent"),
    "law_cut": Slot("law/cut", "goal"),
    "law_year": Slot("law/year", "year"),
    "law_reference": Slot("law/reference", "year"),
    "goal_by": Slot("goal/by", "name"),
    "goal_cut": Slot("goal/cut", "goal"),
    "goal_year": Slot("goal/year", "year"),
    "goal_reference": Slot("goal/reference", "year"),
    "goal_left": Slot("goal/left", "tonnes"),
    "county_by": Slot("county/by", "name"),
    "county_cut": Slot("county/cut", "goal"),
    "county_year": Slot("county/year", "year"),
    "county_reference": Slot("county/reference", "year"),
    "signatures": Slot("proposal/signatures", "number"),
}
#: Section → its sentences in ``locale/brief.toml``, in order.
SECTIONS: dict[str, tuple[str, ...]] = {
    "here": ("total", "total_without", "each", "fall", "rise", "largest", "second"),
    "why": ("own", "others", "bought", "bought_dated"),
    "what": ("law", "county", "goal", "left", "proposal"),
}


@lru_cache(maxsize=None)
def slots_of(section: str, sentence: str) -> frozenset[str]:
    """Return the slots of a sentence, the same in every language."""
    form = Translator(LANGUAGES[0]).form(f"brief.{section}.{sentence}")
    return frozenset(name for _, name, _, _ in string.Formatter().parse(form) if name)


def told(
    write: AccountWriter, facts: Mapping[str, BriefFact], section: str
) -> Iterator[tuple[str, Inlines]]:
    """Yield the sentences of a section whose slots all have a value, by name.

    Parameters
    ----------
    write : AccountWriter
        Holds the origins the facts refer to.
    facts : mapping of str to BriefFact
    section : str
        One of :data:`SECTIONS`.

    Raises
    ------
    KeyError
        A fact refers to an origin that the writer does not have.
    """
    for sentence in SECTIONS[section]:
        filled: dict[str, Inlines] = {}
        for name in slots_of(section, sentence):
            slot = SLOTS[name]
            fact = facts.get(slot.fact)
            if fact is None or fact.value is None:
                break
            filled[name] = _FORMATS[slot.format](write, fact)
        else:
            yield sentence, write.said(f"brief.{section}.{sentence}", **filled)


def _ref(write: AccountWriter, fact: BriefFact) -> str:
    """Return the id of a fact's origin, after adding one that the document makes."""
    own = fact.ref.startswith("document/") and fact.ref not in write.origins
    return write.own(fact.ref.removeprefix("document/")) if own else fact.ref


def _number_of(fact: BriefFact) -> float:
    assert isinstance(fact.value, int | float)
    return float(fact.value)


def _tonnes(write: AccountWriter, fact: BriefFact) -> Inlines:
    return write.tonnes(_number_of(fact), _ref(write, fact))


def _tonnes_in_range(write: AccountWriter, fact: BriefFact) -> Inlines:
    tonnes = _tonnes(write, fact)
    if fact.low is None or fact.high is None:
        return tonnes
    return (*tonnes, " (", *write.span(fact.low, fact.high, _ref(write, fact)), ")")


def _tonnes_each(write: AccountWriter, fact: BriefFact) -> Inlines:
    number = write.number(_number_of(fact), _ref(write, fact), 1)
    return (number, "\u00a0" + write.tonne)


def _years(write: AccountWriter, fact: BriefFact) -> Inlines:
    assert isinstance(fact.value, tuple)
    first, last = fact.value[0], fact.value[-1]
    return (write.year(first),) if first == last else (write.year(first), DASH, write.year(last))


_FORMATS: dict[str, Callable[[AccountWriter, BriefFact], Inlines]] = {
    "name": lambda write, fact: (write.name(str(fact.value)),),
    "sector": lambda write, fact: (write.name(write.names.sector(str(fact.value))),),
    "without": lambda write, fact: (write.naming.without(write.account.without),),
    "year": lambda write, fact: (write.year(int(_number_of(fact))),),
    "years": _years,
    "number": lambda write, fact: (write.number(_number_of(fact), _ref(write, fact)),),
    "percent": lambda write, fact: (write.percent(_number_of(fact), _ref(write, fact)),),
    "goal": lambda write, fact: (write.goal(_number_of(fact), _ref(write, fact), fact.high),),
    "tonnes": _tonnes,
    "tonnes_in_range": _tonnes_in_range,
    "tonnes_each": _tonnes_each,
}
