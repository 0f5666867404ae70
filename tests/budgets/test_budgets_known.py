"""Known changes against what a municipality emits: no tonnes are lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kortreist import accounts, measures, places
from kortreist.accounts.ledger import Account
from kortreist.baseline import KnownChange
from kortreist.budgets.known import fitted
from kortreist.errors import InputError
from kortreist.futures import draw
from kortreist.i18n import LANGUAGES
from kortreist.pathways import assemble, known_tonnes

FILE = Path("own.csv")
LAST = 2035


@pytest.fixture(scope="module")
def notodden() -> Account:
    return accounts.build(places.find("4005"))


def change(
    tonnes: float,
    start: int = 2027,
    sector: str = "industry_oil_gas",
    source: str = "industry_oil_gas",
    actor: str = "business",
    id: str = "one",
) -> KnownChange:
    return KnownChange(
        id,
        "4005",
        "Works",
        dict.fromkeys(LANGUAGES, "x"),
        sector,
        source,
        actor,
        "decided",
        from_year=start,
        first_year_tonnes=None,
        full_year=(start, start, start),
        tonnes=(tonnes, tonnes, tonnes),
        own=True,
    )


def emitted(account: Account) -> float:
    return sum(
        s.value for s in account.sources if (s.scope, s.source) == ("direct", "industry_oil_gas")
    )


def in_2030(account: Account, *own: KnownChange) -> float:
    """Return t CO2e in 2030 of all the changes, as the pathway holds them."""
    every = measures.library()
    known = fitted(own, account, own, FILE, LAST)
    model = assemble(account, every, draw(every, range(account.year, LAST + 1), 16, known=known))
    return sum(float(tonnes.mean()) for tonnes in known_tonnes(model, [2030]).values())


@pytest.mark.parametrize("tonnes", [50_000.0, 10.0, -10.0])
def test_a_change_comes_whole_however_small_the_source(notodden: Account, tonnes: float) -> None:
    """A new plant of 50 000 t where industry emits a few hundred was cut to those few hundred."""
    assert 10.0 < emitted(notodden) < 50_000.0
    assert in_2030(notodden, change(tonnes)) == pytest.approx(tonnes, rel=1e-9)


def test_two_changes_of_one_source_share_it(notodden: Account) -> None:
    half = -0.5 * emitted(notodden)
    both = (change(half), replace(change(half), id="two"))
    assert in_2030(notodden, *both) == pytest.approx(2.0 * half, rel=1e-9)


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ([change(-5_000.0)], "fossil_high"),
        ([change(-200.0), replace(change(-200.0), id="two")], "fossil_high"),
        ([change(-10.0, actor="municipality")], "source"),
        ([change(10.0, sector="shipping", source="cruise")], "source"),
    ],
)
def test_more_than_there_is_is_refused(
    notodden: Account, own: list[KnownChange], field: str
) -> None:
    with pytest.raises(InputError) as error:
        fitted(own, notodden, own, FILE, LAST)
    assert error.value.values["field"] == field
    assert error.value.values["row"] == len(own) + 1
    for language in LANGUAGES:
        assert error.value.message(language)


def test_what_the_account_already_shows_is_left_alone(notodden: Account) -> None:
    """Closed before the account's year: the source may hold nothing of it any more."""
    own = [change(-5_000.0, start=notodden.year)]
    (kept,) = fitted(own, notodden, own, FILE, LAST)
    assert np.isclose(kept.base, emitted(notodden))
    assert in_2030(notodden, kept) == pytest.approx(0.0, abs=1e-6)


def test_a_rise_leaves_the_source_to_the_others(notodden: Account) -> None:
    """A great rise set all of the source apart, and a cut beside it was said to have none."""
    own = [change(4e6, id="up"), change(-10.0, id="down"), change(2e6, id="more")]
    kept = {k.id: k for k in fitted(own, notodden, own, FILE, LAST)}
    assert kept["down"].base == pytest.approx(10.0)
    assert sum(k.base for k in kept.values()) == pytest.approx(emitted(notodden))
    for name, tonnes in (("up", 4e6), ("down", -10.0), ("more", 2e6)):
        assert in_2030(notodden, kept[name]) == pytest.approx(tonnes)


def test_a_rise_where_all_else_is_taken_away_is_carried_whole(notodden: Account) -> None:
    all_of_it = emitted(notodden)
    own = [change(-all_of_it, id="shut"), change(50.0, id="new")]
    kept = {k.id: k for k in fitted(own, notodden, own, FILE, LAST)}
    assert in_2030(notodden, kept["new"]) == pytest.approx(50.0)
    third = [*own, change(-1.0, id="again")]
    with pytest.raises(InputError) as error:
        fitted(third, notodden, third, FILE, LAST)
    assert error.value.values["problem"] == "baseline.problem.taken"
