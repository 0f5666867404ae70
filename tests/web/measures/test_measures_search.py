"""Measures are found by all words, by their beginning, whatever the accents."""

import pytest

from kortreist.measures import library
from kortreist.words import fold, fold_words
from kortreist_web.measures.search import search


def found(query, language="nb"):
    return [m.id for m in search(library(), query, language)]


def test_folding_takes_case_and_accents_away():
    assert fold("Fôring på ÅLESUND, Kvænangen, Øyer, Đ") == "foring pa alesund, kvaenangen, oyer, d"
    assert fold_words("CO₂-avgift (2027)") == ("co2", "avgift", "2027")


def test_without_words_all_are_there_in_their_order():
    assert found(" – ") == [m.id for m in library()]


def test_every_word_must_be_there():
    vans = found("elektriske varebiler")
    assert "electric_vans" in vans
    assert set(vans) <= set(found("varebiler"))
    assert found("varebiler xyzzy") == []


def test_the_beginning_of_a_word_is_enough_whatever_the_accents():
    assert found("vareb") == found("VAREB")
    names = {m.id: m.name["nb"] for m in library()}
    fodder = found("grovfor")
    assert fodder
    assert "grovfôr" in names[fodder[0]].lower()


def test_a_word_inside_another_comes_last():
    hits = found("biler")
    names = {m.id: m.name["nb"].lower() for m in library()}
    whole = [i for i, id in enumerate(hits) if "biler" in fold_words(names[id])]
    inside = [i for i, id in enumerate(hits) if "varebiler" in fold_words(names[id])]
    assert whole
    assert inside
    assert min(whole) < min(inside)


def test_the_name_counts_more_than_the_description():
    ids = found("lading")
    names = {m.id: m.name["nb"].lower() for m in library()}
    assert "lading" in names[ids[0]]
    assert any("lading" not in names[id] for id in ids)


@pytest.mark.parametrize(("language", "query"), [("nb", "kommuneplanens"), ("en", "procurement")])
def test_instruments_are_searched_in_the_readers_language(language, query):
    assert found(query, language)
    other = "en" if language == "nb" else "nb"
    assert len(found(query, other)) < len(found(query, language))


def test_the_id_is_found_in_every_language():
    assert found("electric_vans", "nn")[0] == "electric_vans"
