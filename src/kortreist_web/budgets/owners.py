"""Who is responsible for a draft's measures: what lacks somebody, and which unit it may be.

The library says which kind of unit a measure belongs to. A municipality's own unit is
suggested by the words in its name; a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kortreist_web.budgets.models import BudgetLine
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["suggest_unit", "suggestions", "without_owner"]

#: Kind of unit → how words in a unit's name begin, nearest first. Up to four letters: whole words.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "chief_executive": ("kommunedirektør", "rådmann", "kommuneleiing", "kommuneledelse", "stab"),
    "finance": ("økonomi", "finans"),
    "hr": ("personal", "organisasjon", "hr"),
    "planning": ("plan", "planlegging", "byggesak", "samfunn", "areal"),
    "technical_services": ("teknisk", "veg", "vei", "vegar", "veier", "park", "drift"),
    "water_and_waste": (
        *("vann", "vatn", "vannverk", "vassverk", "avløp", "va", "renovasjon", "avfall"),
        *("teknisk", "drift"),
    ),
    "property": ("eiendom", "eigedom", "bygg", "teknisk", "drift"),
    "procurement": ("innkjøp", "anskaffelse", "økonomi"),
    "education": ("oppvekst", "skole", "skule", "utdanning", "opplæring", "barnehage"),
    "health_and_care": ("helse", "omsorg", "velferd"),
    "culture": ("kultur", "idrett", "fritid", "oppvekst"),
    "agriculture_office": ("landbruk", "jordbruk", "miljø", "næring", "plan", "samfunn"),
    "business_development": ("næring", "samfunn", "plan"),
    "port": ("havn", "hamn", "havne", "hamne", "teknisk"),
    "fire": ("brann", "beredskap", "teknisk"),
}
_WHOLE = 4


def without_owner(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Return the lines that say neither which unit nor who is responsible."""
    return [line for line in lines if not line.unit_id and not line.responsible.strip()]


def suggest_unit(kind: str, units: Sequence[Unit]) -> Unit | None:
    """Return the unit whose name is nearest a kind of unit; None where none is near.

    Examples
    --------
    >>> units = [Unit(name=n) for n in ("Helse og omsorg", "Plan og byggesak", "Teknisk")]
    >>> [str(suggest_unit(k, units)) for k in ("planning", "property", "education")]
    ['Plan og byggesak', 'Teknisk', 'None']
    """
    words = [(unit, re.findall(r"\w+", unit.name.casefold())) for unit in units]
    for stem in _WORDS.get(kind, ()):
        near = [(len(own), u.name, u) for u, own in words if any(_begins(w, stem) for w in own)]
        if near:
            return min(near, key=lambda n: n[:2])[2]
    return None


def _begins(word: str, stem: str) -> bool:
    return word == stem or (len(stem) > _WHOLE and word.startswith(stem))


def suggestions(organisation: Organisation, units: Sequence[Unit]) -> dict[str, Unit]:
    """Return measure as the database names it → the unit suggested for it."""
    near: dict[str, Unit | None] = {}
    out: dict[str, Unit] = {}
    for measure in measures_of(organisation)[0]:
        if measure.unit not in near:
            near[measure.unit] = suggest_unit(measure.unit, units)
        if unit := near[measure.unit]:
            out[choice_key(measure)] = unit
    return out
