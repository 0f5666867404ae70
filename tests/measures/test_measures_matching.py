"""How often a match is right: against keys made by hand, at the confidence that is confirmed."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from kortreist.measures import library
from kortreist.measures.matching import SURE, candidates

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "tools" / "budget_measures.csv"
Key = list[tuple[str, frozenset[str]]]


def made() -> Key:
    """Rows as municipalities write them, with those that are none of our measures."""
    with (HERE / "action_key.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter=";")
        return [(r["words"], frozenset(filter(None, r["measures"].split("|")))) for r in rows]


def published() -> Key:
    """Measures of 16 municipalities' budgets and plans, read by hand, in English."""
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [(r["words"], frozenset(filter(None, [r["measure"]]))) for r in rows]


def judged(key: Iterable[tuple[str, frozenset[str]]], least: float) -> tuple[float, float]:
    """Return precision and recall of the first candidate."""
    lib, proposed, right, there = library(), 0, 0, 0
    for words, wanted in key:
        there += bool(wanted)
        first = next(iter(candidates(lib, words)), None)
        if first is not None and first.confidence >= least:
            proposed += 1
            right += first.measure in wanted
    return right / proposed, right / there


@pytest.mark.parametrize(
    ("key", "precision", "recall"), [(made(), 0.94, 0.83), (published(), 0.95, 0.82)]
)
def test_what_is_confirmed_in_bulk_is_right_more_than_nine_times_in_ten(
    key: Key, precision: float, recall: float
) -> None:
    found = judged(key, SURE)
    assert found[0] >= precision
    assert found[1] >= recall
    # A lower bar finds more and is wrong more often, or as often.
    assert judged(key, 0.25)[0] <= found[0] + 0.02


def test_a_name_is_found_in_each_language_and_comes_first() -> None:
    lib = library()
    for measure in lib:
        for code in ("nb", "nn", "en"):
            first = candidates(lib, f"7.{code == 'nb':d} {measure.name[code].upper()}")[0]
            assert (first.measure, first.method, first.confidence) == (measure.id, "name", 1.0)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "2.1",
        "Ny ordfører",
        "Årlig klimaregnskap til kommunestyret",
        "Overgang til ny organisasjon",
        "🙂",
        "x" * 50_000,
        "=SUM(A1)",
    ],
)
def test_what_says_nothing_of_a_measure_is_matched_with_none(words: str) -> None:
    assert not [c for c in candidates(library(), words) if c.confidence >= SURE]


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("Tilskudd til utskifting av gamle vedovner", "wood_stove_exchange"),
        ("Tilskot til utskifting av gamle vedomnar", "wood_stove_exchange"),
        ("Klimarådgiving til gårdbrukere", "farm_climate_advice"),
        ("Klimarådgjeving til gardbrukarar", "farm_climate_advice"),
        ("Climate advice to farmers", "farm_climate_advice"),
    ],
)
def test_nynorsk_and_english_are_found_as_surely_as_bokmal(words: str, measure: str) -> None:
    first = candidates(library(), words)[0]
    assert (first.measure, first.confidence) == (measure, 0.9)


@pytest.mark.parametrize(
    "words",
    [
        "Hurtiglader",
        "Etablere hurtigladarar",
        "Hurtiglading der folk stopper langs E18",
        "Lynladere i sentrum",
        "Ladestasjoner for ansatte",
        "Fast charging station",
        "Rapid electric chargers at the town hall",
        "Hurtiglading for tungtransport",
    ],
)
def test_a_charger_that_is_not_where_people_live_is_not_charging_at_home(words: str) -> None:
    assert "ev_charging_homes" not in [c.measure for c in candidates(library(), words)]


@pytest.mark.parametrize(
    "words",
    [
        "Hjemmelading i borettslag",
        "Lading i burettslag",
        "Ladepunkter der folk bor",
        "Hurtiglader i borettslag",
        "Lader til elbil hjemme",
        "Charging in blocks of flats",
    ],
)
def test_a_charger_where_people_live_is_charging_at_home(words: str) -> None:
    first = candidates(library(), words)[0]
    assert (first.measure, first.confidence) == ("ev_charging_homes", 0.9)


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("Fossilfrie byggeplasser", "zero_emission_sites_municipal"),
    ],
)
def test_what_is_near_and_another_decision_is_proposed_and_not_sure(
    words: str, measure: str
) -> None:
    first = candidates(library(), words)[0]
    assert first.measure == measure
    assert first.confidence < SURE
    assert candidates(library(), "Utslippsfrie byggeplasser")[0].confidence >= SURE


@pytest.mark.parametrize("said", ["(utsatt)", "– ikke prioritert", "put off"])
def test_what_is_said_not_to_be_is_never_sure(said: str) -> None:
    lib = library()
    assert candidates(lib, "Elektriske renovasjonsbiler")[0].confidence >= SURE
    assert candidates(lib, f"Elektriske renovasjonsbiler {said}")[0].confidence < SURE


def test_a_thousand_rows_are_matched_in_seconds() -> None:
    lib, key = library(), made()
    candidates(lib, "x")
    begun = time.process_time()
    for number in range(1000):
        candidates(lib, key[number % len(key)][0], "Tekst om hvordan og hvem " * 8)
    assert time.process_time() - begun < 15
