"""Fractions that follow from the environment agency's national measures.

``fraction = national potential in 2035 / national emission of the source in 2035 × reach``

where the national emission in 2035 is that of a known year carried on by the same drivers and
adopted rules as the baseline, and *reach* is the part of the national potential that the
measure, as the library describes it, can bring about: the municipality alone what it reaches
alone, a measure that waits for a decision of the state the rest. All stand in the facts;
nothing is copied into the library by hand, so a new edition of the national study changes
every figure at once.

The potential is what comes on top of adopted policy, and so is the denominator: the fraction
is additional to a baseline that has fallen.
"""

from __future__ import annotations

from typing import Any

from kortreist.baseline.national import left_in
from kortreist.facts.loader import Facts
from kortreist.measures.measure import Spread
from kortreist.measures.problems import Where
from kortreist.provenance import Mark

__all__ = ["derived_fraction", "national_measure", "national_share"]

_SOURCE = "mdir_m2920"
#: Year the study's potentials are given for.
_YEAR = 2035


def national_measure(facts: Facts, id: object, where: Where) -> Any:
    """Return a row of the table ``national_measures``."""
    for row in facts.table("national_measures"):
        if row["id"] == id:
            return row
    raise where.error("no_such", value=id)


def national_share(facts: Facts, national: object, of: object, where: Where) -> tuple[float, str]:
    """Return potential over emission in the potential's own year, and the arithmetic in words.

    Parameters
    ----------
    national : str
        Id in ``national_measures``, or several joined with ``+``.
    of : str
        Id in ``national_sub_sources``.

    Returns
    -------
    (float, str)
        Share (0–1) of the source nationally, and the numbers it follows from.

    Raises
    ------
    FactsError
        A potential above what the source emits in that year.
    """
    ids = str(national).split("+")
    potentials = []
    for id in ids:
        potential = national_measure(facts, id, where.at("measure"))["potential_kt_2035"]
        if potential is None:
            raise where.at("measure").error("no_potential", value=id)
        potentials.append(potential)
    sub = next((r for r in facts.table("national_sub_sources") if r["id"] == of), None)
    if sub is None:
        raise where.at("of").error("no_such", value=of)
    left = left_in((sub["follows"] or "").split(), _YEAR)
    share = sum(potentials) / (sub["kt"] * left)
    if share > 1.0:
        raise where.at("measure").error("above_emission", value=national, of=of)
    terms = " + ".join(f"{p:g}" for p in potentials)
    note = (
        f"M-2920 {'+'.join(ids)}: {terms} kt in {_YEAR} / ({sub['kt']:g} kt {of} "
        f"{sub['year']} × {left:.3f}) = {share:.4f}"
    )
    return share, note


def derived_fraction(facts: Facts, raw: dict[str, Any], note: str, where: Where) -> Spread:
    """Return φ from a national potential.

    Parameters
    ----------
    raw : dict
        ``measure``, ``of`` and ``reach`` (three numbers 0–1: low, central, high).
    note : str
        Why the reach is what it is.

    Raises
    ------
    FactsError or InputError
        Unknown national measure or sub-source, or a fraction above 1.
    """
    where.known(raw, frozenset({"measure", "of", "reach"}))
    share, arithmetic = national_share(facts, raw.get("measure"), raw.get("of"), where)
    reach = where.at("reach").items(raw.get("reach"))
    if len(reach) != 3:
        raise where.at("reach").error("not_three")
    low, central, high = (share * where.at("reach").number(r, 0, 1) for r in reach)
    if not low <= central <= high <= 1:
        raise where.at("reach").error("not_three")
    # A reach of 1 leaves only sourced numbers; any other is our judgement of the local part.
    mark: Mark = "computed" if reach[1] == 1 else "partly"
    shown = ", ".join(f"{r:g}" for r in reach)
    text = f"{arithmetic}; reach {shown}. {note}".strip()
    return Spread(low, central, high, _SOURCE, mark, text)
