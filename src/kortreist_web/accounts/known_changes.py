"""What a municipality knows of plants, checked, and as the engine reads it.

One rule for every door: pages and API come here through the actions.
"""

from __future__ import annotations

import csv
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from kortreist.baseline.known_changes import MAX_YEAR, MIN_YEAR, max_tonnes
from kortreist.baseline.known_file import is_web_address
from kortreist.errors import FiguresMissingError, InputError
from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.data_directories import engine_data_dir
from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import language, web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "FIELDS",
    "YEARS",
    "checked",
    "dominant_source",
    "known_file",
    "known_of",
    "source_choices",
]

FIELDS = frozenset(
    {
        "plant",
        "what",
        "sector",
        "source",
        "actor",
        "certainty",
        "from_year",
        "full_year",
        "rises",
        "tonnes_low",
        "tonnes_central",
        "tonnes_high",
        "fossil_percent",
        "source_title",
        "address",
        "checked_on",
    }
)
YEARS = range(MIN_YEAR, MAX_YEAR + 1)
_ACTING = ("in_operation", "closed", "decided")


@lru_cache(maxsize=8)
def source_choices(code: str = "") -> tuple[tuple[str, str], ...]:
    """Return ``sector/source`` → name of every source of the municipal inventory, by name."""
    from kortreist.accounts import Naming
    from kortreist.facts import load

    naming = Naming(code or language())
    keys = {(r["sector"], r["source"]) for r in load().table("inventory_sources")}
    named = [
        (f"{sector}/{source}", naming.inventory_source(sector, source)) for sector, source in keys
    ]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def checked(change: KnownChange) -> KnownChange:
    """Return the change if it holds together.

    Raises
    ------
    RefusedError
        Names what is wrong and the mend.
    """
    if not change.plant.strip() or not change.what.strip():
        raise RefusedError("accounts.refused.known_words")
    if change.certainty not in KnownChange.Certainty.values:
        raise RefusedError("accounts.refused.known_certainty", value=str(change.certainty)[:40])
    if change.actor not in KnownChange.Actor.values:
        raise RefusedError("accounts.refused.known_actor", value=str(change.actor)[:40])
    if f"{change.sector}/{change.source}" not in dict(source_choices("nb")):
        value = f"{change.sector}/{change.source}"[:80]
        raise RefusedError("accounts.refused.known_source", value=value)
    if change.address and not is_web_address(change.address):
        raise RefusedError("accounts.refused.known_address")
    _years(change)
    _tonnes(change)
    if change.certainty in _ACTING and change.tonnes_central is not None:
        if change.from_year is None:
            raise RefusedError("accounts.refused.known_from_year")
        if not change.source_title.strip():
            raise RefusedError("accounts.refused.known_said_where")
        _within(change)
    return change


def _within(change: KnownChange) -> None:
    """Refuse what the engine would refuse when a plan is made: its own rule, with all others.

    Nothing is refused where there is no account yet.
    """
    from kortreist import accounts, baseline, places
    from kortreist.budgets.known import fitted

    organisation = change.organisation
    try:
        place = places.find(organisation.figures_code)
        account = accounts.build(place, data_dir=engine_data_dir(organisation))
    except FiguresMissingError:
        return
    every = list(KnownChange.objects.filter(organisation=organisation).order_by("id"))
    every = [change if k.pk == change.pk else k for k in every]
    rows = [_row(k, organisation) for k in (every if change.pk else [*every, change])]
    with known_file(rows, organisation.code) as path:
        if path is not None:
            own = baseline.read_known_changes(path, place.number)
            fitted(baseline.merged(own), account, own, path, YEARS[-1])


def _years(change: KnownChange) -> None:
    for year in (change.from_year, change.full_year):
        if year is not None and (isinstance(year, bool) or year not in YEARS):
            raise RefusedError("accounts.refused.known_year", minimum=YEARS[0], maximum=YEARS[-1])
    if change.full_year is not None and (
        change.from_year is None or change.full_year < change.from_year
    ):
        raise RefusedError("accounts.refused.known_full_year")


def _tonnes(change: KnownChange) -> None:
    three = (change.tonnes_low, change.tonnes_central, change.tonnes_high)
    if any(t is None for t in three):
        if any(t is not None for t in three):
            raise RefusedError("accounts.refused.known_three")
        return
    low, central, high = (float(t) for t in three if t is not None)
    if not all(map(math.isfinite, (low, central, high))) or not 0 <= low <= central <= high:
        raise RefusedError("accounts.refused.known_order")
    if not 0 < high <= max_tonnes():
        raise RefusedError("accounts.refused.known_size", maximum=max_tonnes())
    if not 0 < change.fossil_percent <= 100:
        raise RefusedError("accounts.refused.known_fossil")


def known_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Return the municipality's own known changes, in the columns of the engine's table."""
    rows = KnownChange.objects.filter(organisation=organisation).order_by("id")
    return [_row(k, organisation) for k in rows]


def _row(change: KnownChange, organisation: Organisation) -> dict[str, Any]:
    share = (1.0 if change.rises else -1.0) * change.fossil_percent / 100.0
    full = change.full_year or change.from_year
    three = {"low": change.tonnes_low, "central": change.tonnes_central, "high": change.tonnes_high}
    row: dict[str, Any] = {
        "id": f"own_{change.pk}",
        "municipality_number": organisation.figures_code,
        "plant": change.plant,
        "what_nb": change.what,
        "sector": change.sector,
        "source": change.source,
        "actor": change.actor,
        "certainty": change.certainty,
        "from_year": change.from_year,
        "status": "municipality",
        "source_title": change.source_title,
        "address": change.address,
        "checked_on": change.checked_on.isoformat(),
    }
    for name, tonnes in three.items():
        if tonnes is not None:
            row[f"fossil_{name}"] = tonnes * share
            row[f"full_year_{name}"] = full
    return {k: v for k, v in row.items() if v not in (None, "")}


@contextmanager
def known_file(rows: Sequence[Mapping[str, Any]], name: str) -> Iterator[Path | None]:
    """Give the engine the rows as a file; None where there are none.

    Parameters
    ----------
    rows : sequence of mapping
        See :func:`known_of`.
    name : str
        Names the file in the engine's refusals: the organisation's code.
    """
    from kortreist.baseline.known_file import COLUMNS

    if not rows:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kortreist-") as folder:
        path = Path(folder) / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            # Six decimals: three could be thousands to whoever reads the file.
            writer.writerows(
                {k: f"{v:.6f}" if isinstance(v, float) else v for k, v in row.items()}
                for row in rows
            )
        try:
            yield path
        except InputError as error:
            told = _row_error(error, rows, path)
            if told is None:
                raise
            raise told from None


#: Column of the engine's table → field of the form.
_FORM = {
    "sector": "part",
    "source": "part",
    "fossil_low": "tonnes_low",
    "fossil_central": "tonnes_central",
    "fossil_high": "tonnes_high",
    "full_year_central": "full_year",
    "what_nb": "what",
}


def _row_error(
    error: InputError, rows: Sequence[Mapping[str, Any]], path: Path
) -> RefusedError | None:
    """Return what the engine says of a row, of the plant it is about; None for other errors.

    Nobody has seen the file, so its name and its rows say nothing.
    """
    at = error.values.get("row")
    if error.values.get("file") != str(path) or not isinstance(at, int):
        return None
    row, column = rows[at - 2], str(error.values.get("field", ""))
    name = f"accounts.known.form.{_FORM.get(column, column)}"
    field = {code: web(code)(name) if web(code).has(name) else column for code in LANGUAGES}
    key, here = "known_row", error.values.get("here")
    if isinstance(here, float):
        key = "known_above" if here > 0.0 else "known_nothing_here"
        key = "known_taken" if error.values.get("problem") == "baseline.problem.taken" else key
    return RefusedError(f"accounts.refused.{key}", plant=row["plant"], field=field, here=here)


def dominant_source(
    content: Mapping[str, Any], organisation: Organisation
) -> dict[str, Any] | None:
    """Return the source of more than half of what is emitted inside the border, if there is one.

    Parameters
    ----------
    content : mapping
        An account's.

    Returns
    -------
    dict or None
        ``name``, ``share`` (0-1), and ``known``: whether a change of it is known that counts.
    """
    from kortreist.accounts import Naming
    from kortreist.baseline import known_changes

    by: dict[tuple[str, str], float] = {}
    for row in content["sources"]:
        weight = row["weights"].get("territorial") or 0.0  # what is only told of weighs nothing
        if weight:
            key = (row["sector"], row["source"])
            by[key] = by.get(key, 0.0) + row["value"] * weight
    total = sum(by.values())
    if total <= 0.0:
        return None
    largest = max(by, key=lambda key: by[key])
    if by[largest] <= total / 2:
        return None
    facts = {
        (k.sector, k.source)
        for k in known_changes()
        if k.counts and k.municipality == organisation.figures_code
    }
    own = KnownChange.objects.filter(
        organisation=organisation, sector=largest[0], source=largest[1]
    )
    return {
        "name": Naming(language()).inventory_source(*largest),
        "share": by[largest] / total,
        "known": largest in facts or any(k.acts for k in own),
    }
