"""How many signatures put a residents' proposal before the council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kortreist.clocks.words import Reason, sentences
from kortreist.errors import InputError
from kortreist.facts import ParticipationRule, participation_rule
from kortreist.i18n import Translator

__all__ = ["Threshold", "threshold"]

_SHARE = "residents_proposal/share"
_ALWAYS = {False: "residents_proposal/signatures", True: "residents_proposal/signatures_county"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of signatures, with the rules it follows from.

    Parameters
    ----------
    signatures : int
        So many are enough.
    of_population : int
        The share of the population, up to the next whole person.
    always_enough : int
        The number that is enough in any place.
    population : int
        Residents it is counted of.
    counted_on : datetime.date or None
        The day the population is of, where it is known.
    share, always : ParticipationRule
        The two rules.
    """

    signatures: int
    of_population: int
    always_enough: int
    population: int
    counted_on: date | None
    share: ParticipationRule
    always: ParticipationRule

    @property
    def binding(self) -> bool:
        """Tell whether a page may say *must* of it."""
        return self.share.binding and self.always.binding

    def because(self, language: str) -> str:
        """Return in words why it is so many."""
        percent = Fraction(self.share.value) * 100
        values = {
            "signatures": self.signatures,
            "percent": percent.numerator if percent.denominator == 1 else float(percent),
            "population": Translator(language).number(self.population),
            "part": self.of_population,
            "always": self.always_enough,
            "rule": self.share,
        }
        reasons = [Reason("threshold", values)]
        if self.counted_on:
            reasons.append(Reason("threshold_population", {"day": self.counted_on}))
        return sentences(reasons, language)


def threshold(
    population: int,
    at: date | None = None,
    *,
    county: bool = False,
    counted_on: date | None = None,
) -> Threshold:
    """Return how many signatures are enough, computed with whole numbers only.

    Parameters
    ----------
    population : int
        Residents of the municipality or county.
    at : datetime.date, optional
        The day whose rules count; default today.
    county : bool
        Of a county authority.
    counted_on : datetime.date, optional
        The day the population is of, for the words.

    Raises
    ------
    InputError
        The population is not a whole number of at least 1.

    Examples
    --------
    >>> [threshold(p, date(2027, 1, 1)).signatures for p in (13_389, 14_999, 15_000)]
    [268, 300, 300]
    """
    if isinstance(population, bool) or not isinstance(population, int) or population < 1:
        raise InputError("clocks.population", population=str(population))
    share = participation_rule(_SHARE, at)
    always = participation_rule(_ALWAYS[county], at)
    part = Fraction(share.value)
    of_population = -(-population * part.numerator // part.denominator)
    enough = always.amount or 0
    return Threshold(
        min(enough, of_population), of_population, enough, population, counted_on, share, always
    )
