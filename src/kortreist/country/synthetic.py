"""The made country: municipalities with real residents and made emissions, for trials.

The figures of all municipalities cannot ship with the program. To try the national run, each
municipality is given direct emissions drawn around what Telemark's have per inhabitant, and
the country's sum is scaled to the national inventory by main source. A made account says so
in its place's name, its vintage and its origins, and is nobody's account.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist import facts, places
from kortreist.accounts import Account
from kortreist.accounts.direct import direct_origins, direct_sources
from kortreist.accounts.ledger import total
from kortreist.facts.loader import Row
from kortreist.places import Place
from kortreist.provenance import Origin
from kortreist.units import Boundary

__all__ = [
    "SYNTHETIC",
    "SYNTHETIC_SEED",
    "is_synthetic",
    "made_years",
    "synthetic_account",
    "synthetic_year",
]

FloatArray = npt.NDArray[np.float64]

#: Vintage id of every made account.
SYNTHETIC = "made-country"
#: Which made country: another seed is another country.
SYNTHETIC_SEED = 20240357
_MARK = " (made)"
_WITHOUT_COAST = frozenset({"34"})  # Innlandet
_GWP = "AR5"


@dataclass(frozen=True, slots=True)
class _MadeRow:
    year: int
    sector: str
    source: str
    value: float


@dataclass(frozen=True, slots=True)
class _Made:
    """What is drawn for all municipalities: ``tonnes`` (N, S) and ``noise`` (N, years)."""

    numbers: tuple[str, ...]
    tonnes: FloatArray
    noise: FloatArray


def is_synthetic(account: Account) -> bool:
    """Tell whether an account is made and thus nobody's."""
    return account.vintage_id == SYNTHETIC


def made_years() -> tuple[int, ...]:
    """Return the years of a made account's history: those of the inventory that ships."""
    return tuple(sorted({r["year"] for r in facts.load().table("bundled_inventory")}))


def synthetic_year() -> int:
    """Return the year of a made account's sources."""
    return made_years()[-1]


def synthetic_account(place: Place, seed: int = SYNTHETIC_SEED) -> Account:
    """Return a made account of a municipality: its real residents, made direct emissions.

    Parameters
    ----------
    place : Place
        A municipality with residents in :func:`synthetic_year`.
    seed : int
        The same seed gives the same country, whichever of its municipalities are asked for.

    Returns
    -------
    Account
        Territorial only; ``place.name`` ends in ``(made)`` and the vintage is :data:`MADE`.

    Raises
    ------
    KeyError
        Not a municipality of the newest inventory's year.
    """
    made = _draw(seed)
    row = made.numbers.index(place.number) if place.number in made.numbers else -1
    if row < 0:
        raise KeyError(place.number)
    year, table = synthetic_year(), facts.load().table("synthetic_country")
    rows = [
        _MadeRow(year, r["sector"], r["source"], float(v))
        for r, v in zip(table, made.tonnes[row], strict=True)
        if v > 0.0
    ]
    origin = _origin()
    sources = direct_sources(rows, year, origin.id)
    missing: dict[Boundary, str] = {
        "consumption": "accounts.missing.no_indirect",
        "combined": "accounts.missing.no_indirect",
    }
    return Account(
        place=replace(place, name=place.name + _MARK),
        year=year,
        vintage_id=SYNTHETIC,
        vintage_date=origin.valid_from,
        vintage_origin=origin.title,
        gwp=_GWP,
        sources=sources,
        totals={"territorial": total(sources, "territorial", _GWP)},
        overlap=None,
        missing=missing,
        history=_history(table, made.tonnes[row], made.noise[row]),
        population=places.population(place, year),
        origins={o.id: o for o in (origin, *direct_origins(origin.id).values(), _facts_origin())},
    )


def _facts_origin() -> Origin:
    return facts.load().origin("synthetic_country", {}, "facts/synthetic_country")


def _origin() -> Origin:
    return Origin(
        id=f"formula/{SYNTHETIC}",
        kind="formula",
        title="Made country: not a real municipality's account",
        expression="inhabitants × exp(mean + slope × ln density + spread × z), scaled to the"
        " national inventory by main source",
        inputs=(_facts_origin().id,),
        valid_from=_facts_origin().valid_from,
        mark="computed",
    )


def _history(table: Sequence[Row], tonnes: FloatArray, noise: FloatArray) -> dict[int, float]:
    """Return year → t CO2e: each source back along its trend, and a year's own variation."""
    trend = np.array([r["trend"] for r in table])
    out: dict[int, float] = {}
    for year, off in zip(made_years(), noise, strict=True):
        out[year] = math.fsum((tonnes * np.exp(trend * (year - synthetic_year()))).tolist())
        out[year] *= 1.0 + float(off)
    return out


@lru_cache(maxsize=4)
def _draw(seed: int) -> _Made:
    """Draw the whole country: the sum of all decides what each source is scaled by."""
    store, year = facts.load(), synthetic_year()
    table = store.table("synthetic_country")
    residents = {
        m.number: (m, persons)
        for m in places.municipalities()
        if (persons := places.population(m, year, estimates=True))
    }
    numbers = tuple(sorted(residents))
    large = store.figure("made/large_population").value
    bound = store.figure("made/score_limit").value
    coast_share = store.figure("made/coast_share").value
    year_noise = store.figure("made/year_noise").value
    tonnes = np.zeros((len(numbers), len(table)))
    noise = np.zeros((len(numbers), len(made_years())))
    needs_coast = np.array([r["needs"] == "coast" for r in table])
    for i, number in enumerate(numbers):
        place, persons = residents[number]
        # A stream of its own: a municipality's draw is the same whoever else there is.
        rng = np.random.default_rng([seed, int(number)])
        coast = place.county not in _WITHOUT_COAST and rng.random() < coast_share
        there = rng.random(len(table)) < [
            r["presence_large" if persons >= large else "presence_small"] for r in table
        ]
        score = np.clip(rng.standard_normal(len(table)), -bound, bound)
        density = math.log(persons / (places.area_km2(place) or 1.0))
        per_head = np.exp(
            [
                r["log_mean"] + r["density_slope"] * density + r["log_sd"] * z
                for r, z in zip(table, score, strict=True)
            ]
        )
        tonnes[i] = np.where(there & (coast | ~needs_coast), persons * per_head, 0.0)
        noise[i, :-1] = year_noise * rng.standard_normal(noise.shape[1] - 1)
    return _Made(numbers, tonnes * _scale(table, tonnes, year), noise)


def _scale(table: Sequence[Row], tonnes: FloatArray, year: int) -> FloatArray:
    """Return (S,) what each source is multiplied by, so that main sources add up nationally."""
    store = facts.load()
    rows = store.table("national_inventory")
    newest = max(r["year"] for r in rows if r["year"] <= year)
    national = {r["number"]: r["kt"] * 1000.0 for r in rows if r["year"] == newest}
    share = {r["id"]: r["share"] for r in store.table("national_sub_sources")}
    keys = [(r["national"], r["part"] or "") for r in table]
    out = np.ones(len(table))
    for key in set(keys):
        columns = [s for s, k in enumerate(keys) if k == key]
        target = national[key[0]] * (share[key[1]] if key[1] else 1.0)
        out[columns] = target / tonnes[:, columns].sum()
    return out
