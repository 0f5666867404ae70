"""The figure of a measure that moves it most, with the question that would replace it."""

from __future__ import annotations

from datetime import date

from kortreist.accounts.ledger import Account
from kortreist.measures.measure import Measure
from kortreist.plans.judged import Finder
from kortreist.plans.judgement import Judged
from kortreist.plans.question import Question

__all__ = ["sharpest"]


def sharpest(
    question: Question,
    account: Account,
    measure: Measure,
    *,
    cut: float,
    unit_cut: float,
    half_width: float,
    year: int,
    at: date | None = None,
) -> Judged | None:
    """Return the question whose answer would sharpen a measure's own figures most.

    Its effect and its costs are put on one scale, NOK a year: tonnes at the carbon price of
    ``year`` (:mod:`kortreist.plans.judged`). What somebody can answer comes by what the answer
    takes away.

    Parameters
    ----------
    question : Question
    account : Account
    measure : Measure
    cut, unit_cut : float
        t CO2e it cuts alone in ``year``, in the question's boundary and in its unit's.
    half_width : float
        t CO2e: half of the 80 % interval of ``cut``.
    year : int
    at : datetime.date, optional

    Returns
    -------
    Judged or None
        None where nothing of it is uncertain and can be asked.
    """
    found = Finder(
        question,
        account,
        plan=[measure],
        added={measure.id: cut},
        elsewhere={measure.id: unit_cut},
        moved={},
        year=year,
        half_width=half_width,
        at=at,
    ).of(measure)
    asked = [j for j in found if j.question and j.worth.nok > 0.0]
    return max(asked, key=lambda j: j.worth.nok, default=None)
