"""What is known to happen at a plant: capture, closure, new process, with year and tonnes.

Only what is in operation, closed or decided counts, and only its fossil part: captured
biogenic carbon was never in the inventory. What is studied, piloted, an idea, a target of the
company or shelved is listed with the reason it does not count. What the account's own year
already shows is not counted again: the change is taken from that year on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
import numpy.typing as npt

from kortreist.baseline.sampling import FloatArray
from kortreist.errors import FactsError, Phrase, TextKey
from kortreist.facts import Row, load
from kortreist.i18n import in_languages

__all__ = [
    "MAX_YEAR",
    "MIN_YEAR",
    "Certainty",
    "KnownChange",
    "change_from",
    "from_row",
    "known_changes",
    "left_of_part",
    "max_tonnes",
    "merged",
]

Certainty = Literal[
    "in_operation",
    "closed",
    "decided",
    "studied",
    "pilot",
    "idea",
    "company_target",
    "shelved",
    "not_found",
]
#: What is left where all is gone: an index is never 0, so that its logarithm exists.
_NOTHING = 1e-12
#: Years a change can begin in or be complete in: the inventory's first, the last computed.
MIN_YEAR, MAX_YEAR = 2009, 2060
_FULL = ("full_year_low", "full_year_central", "full_year_high")
_COUNTS = ("in_operation", "closed", "decided")


@dataclass(frozen=True, slots=True)
class KnownChange:
    """One change at one plant, t CO2e a year of fossil origin.

    Parameters
    ----------
    id : str
    municipality : str
        Number.
    plant : str
    what : dict of str to str
        What happens, by language.
    sector, source, actor : str
        The direct source it is part of.
    certainty : Certainty
    from_year : int or None
        First year with effect.
    first_year_tonnes : float or None
        Observed in ``from_year``; signed, negative is a cut.
    full_year : (float, float, float) or None
        Earliest, central and latest year with full effect.
    tonnes : (float, float, float) or None
        Least, central and greatest change at full effect; signed, all of one sign.
    instead_of : tuple of str
        Measures that do the same thing: they do not act on this part.
    projection_group : str
        Group of the national projections it is part of; empty where that is not said.
    status, source_title, address, checked_on, note : str
        How it is known; ``status`` is of what was read, the ramp is judgement.
    own : bool
        Whether it stands in the municipality's own file.
    apart : float or None
        t CO2e of the source that is set apart for it where a municipality's account has been
        read; None: :attr:`part`.
    """

    id: str
    municipality: str
    plant: str
    what: dict[str, str]
    sector: str
    source: str
    actor: str
    certainty: Certainty
    from_year: int | None
    first_year_tonnes: float | None
    full_year: tuple[float, float, float] | None
    tonnes: tuple[float, float, float] | None
    instead_of: tuple[str, ...] = ()
    projection_group: str = ""
    status: str = ""
    source_title: str = ""
    address: str = ""
    checked_on: str = ""
    note: str = ""
    own: bool = False
    apart: float | None = None

    @property
    def counts(self) -> bool:
        """Whether it enters the baseline."""
        return self.certainty in _COUNTS and self.tonnes is not None and self.from_year is not None

    @property
    def reason(self) -> str:
        """Text key of why it does not count, empty where it does."""
        if self.counts:
            return ""
        if self.certainty in _COUNTS:
            return "baseline.not_counted.no_figure"
        return f"baseline.not_counted.{self.certainty}"

    @property
    def driver(self) -> str:
        """Id of the driver that holds it."""
        return f"known/{self.id}"

    @property
    def part(self) -> float:
        """Tonnes of the source that the change is about: the most it can be."""
        return 0.0 if self.tonnes is None else max(abs(t) for t in self.tonnes)

    @property
    def base(self) -> float:
        """Tonnes set apart of the source, which its driver multiplies."""
        return self.part if self.apart is None else self.apart


def known_changes() -> tuple[KnownChange, ...]:
    """Return all rows of the facts, those that count and those that do not.

    Raises
    ------
    FactsError
        A row that cannot hold: names the row and the field.
    """
    out = []
    for row in load().table("known_changes"):
        try:
            out.append(from_row(row))
        except ValueError as error:
            field, problem, *_ = error.args
            raise FactsError(
                "facts.bad_cell",
                table="known_changes",
                row=row["id"],
                field=field,
                value=row.get(field),
                problem=problem,
            ) from None
    return tuple(out)


def from_row(row: Row, *, own: bool = False) -> KnownChange:
    """Return the change of one typed row.

    Raises
    ------
    ValueError
        (field, problem, value), the problem as a text: numbers that stand alone, are not in
        order, of both signs, or larger than a plant; years nobody plans for; a certainty that
        counts without source, status or day of check.
    """
    certainty = row["certainty"]
    if certainty not in get_args(Certainty):
        raise _wrong("certainty", row, "choice", known=", ".join(get_args(Certainty)))
    tonnes = _three(row, "fossil", "tonnes")
    if tonnes is not None:
        size = [abs(t) for t in tonnes]
        if min(tonnes) < 0 < max(tonnes):
            raise _wrong("fossil_central", row, "two_signs")
        if not size[2] > 0 or not size[0] <= size[1] <= size[2]:
            raise _wrong("fossil_central", row, "tonnes_order")
        if size[2] > max_tonnes():
            raise _wrong("fossil_high", row, "too_large", maximum=max_tonnes())
    full = _three(row, "full_year", "years")
    start = row["from_year"]
    years = {"from_year": start}
    if full is not None:
        years |= dict(zip(_FULL, full, strict=True))
    for field, year in years.items():
        if year is not None and not (MIN_YEAR <= year <= MAX_YEAR and float(year).is_integer()):
            raise _wrong(field, row, "year", minimum=str(MIN_YEAR), maximum=str(MAX_YEAR))
    if full is not None and (start is None or not start <= full[0] <= full[1] <= full[2]):
        raise _wrong("full_year_central", row, "years_order")
    first = row["first_year_tonnes"]
    if first is not None and (
        tonnes is None or first * tonnes[1] < 0 or abs(first) > abs(tonnes[0])
    ):
        raise _wrong("first_year_tonnes", row, "first_year")
    if tonnes is not None and certainty in _COUNTS:
        for field in ("from_year", "status", "source_title", "checked_on", "sector", "source"):
            if row[field] is None:
                raise _wrong(field, row, "empty")
        if full is None:
            raise _wrong("full_year_central", row, "empty")
    return KnownChange(
        id=row["id"],
        municipality=row["municipality_number"] or "",
        plant=row["plant"],
        what=in_languages(row, "what_"),
        sector=row["sector"] or "",
        source=row["source"] or "",
        actor=row["actor"] or "business",
        certainty=cast(Certainty, certainty),
        from_year=start,
        first_year_tonnes=first,
        full_year=full,
        tonnes=tonnes,
        instead_of=tuple((row["instead_of"] or "").split()),
        projection_group=row["projection_group"] or "",
        status=row["status"] or "",
        source_title=row["source_title"] or "",
        address=row["address"] or "",
        checked_on=str(row["checked_on"] or ""),
        note=row["note"] or "",
        own=own,
    )


def max_tonnes() -> float:
    """Return t CO2e a year that is more than any plant's: a change that large is a misprint."""
    return float(load().figure("known_changes/most_tonnes").value)


def _wrong(field: str, row: Row, problem: str, **values: object) -> ValueError:
    key = f"baseline.problem.{problem}"
    said = Phrase(key, values) if values else TextKey(key)
    return ValueError(field, said, row.get(field))


def _three(row: Row, name: str, what: str) -> tuple[float, float, float] | None:
    values = tuple(row[f"{name}_{q}"] for q in ("low", "central", "high"))
    if all(v is None for v in values):
        return None
    if any(v is None for v in values):
        raise _wrong(f"{name}_central", row, f"three_{what}")
    return values


def merged(
    own: Sequence[KnownChange], facts: Sequence[KnownChange] | None = None
) -> tuple[KnownChange, ...]:
    """Return the facts' changes with the municipality's own added or put in their place."""
    mine = {k.id for k in own}
    rest = known_changes() if facts is None else facts
    return (*(k for k in rest if k.id not in mine), *own)


def change_from(
    known_change: KnownChange, goes: FloatArray, years: npt.NDArray[np.int64]
) -> FloatArray:
    """Return the change since the first of the years, t CO2e.

    Parameters
    ----------
    known_change : KnownChange
        One that counts.
    goes : (F,) float
        How well it goes, 0–1: at 0 least and latest, at ½ central, at 1 most and earliest.
    years : (T,) int
        ``years[0]`` is the account's.

    Returns
    -------
    (F, T) float
        Negative where emissions fall; 0 in the account's year.
    """
    assert known_change.tonnes is not None
    assert known_change.full_year is not None
    assert known_change.from_year is not None
    at = np.asarray(goes, dtype=np.float64)[:, None]
    size = np.interp(at, (0.0, 0.5, 1.0), known_change.tonnes)
    full = np.interp(at, (0.0, 0.5, 1.0), known_change.full_year[::-1])
    long = full - known_change.from_year
    if known_change.first_year_tonnes is None:
        first = size / (long + 1.0)
    else:
        first = np.full_like(size, known_change.first_year_tonnes)
    since = np.asarray(years, dtype=np.float64)[None, :] - known_change.from_year
    done = np.where(long > 0.0, np.clip(since / np.where(long > 0.0, long, 1.0), 0.0, 1.0), 1.0)
    change = np.where(since < 0.0, 0.0, first + (size - first) * done)
    return np.asarray(change - change[:, :1], dtype=np.float64)


def left_of_part(
    known_change: KnownChange, goes: FloatArray, years: npt.NDArray[np.int64]
) -> FloatArray:
    """Return what is left of the part set apart, relative to the first of the years.

    Returns
    -------
    (F, T) float
        1 in the account's year; next to 0 where all of it is gone, above 1 where it grows.
    """
    left = 1.0 + change_from(known_change, goes, years) / known_change.base
    return np.asarray(np.maximum(left, _NOTHING), dtype=np.float64)
