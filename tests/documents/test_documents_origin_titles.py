"""What figures are taken from is said in the reader's language, never in a working note."""

from __future__ import annotations

import re

import pytest

from kortreist import facts
from kortreist.documents.format.names import OWN_WORKS, Names, slug
from kortreist.i18n import LANGUAGES, Translator
from kortreist.provenance import Origin

#: Words that no Norwegian title holds: one of them tells an English note.
ENGLISH = re.compile(
    r"\b(of|the|at most|by|and|with|through|from|which|named|others|rules|grant|own|figure)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_table_has_a_title_in_every_language(language: str) -> None:
    store, t = facts.load(), Translator(language)
    ids = {f"figures/{row['id']}" for row in store.table("figures")}
    ids |= {f"facts/{name}" for name in store.names}
    assert len(ids) > 150
    assert not sorted(i for i in ids if not t.has(f"documents.origin.{slug(i)}.title"))


def test_a_title_that_is_not_said_to_be_foreign_is_norwegian() -> None:
    rows = facts.load().table("sources")
    foreign = [r["id"] for r in rows if r["language"] not in ("nb", "nn")]
    assert len(foreign) < 10, "a note is not a title: only works in their own language are foreign"
    assert not [
        (r["id"], field, r[field])
        for r in rows
        for field in ("title", "publisher")
        if r["id"] not in foreign and ENGLISH.search(r[field])
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_no_licence_is_said_in_the_readers_language(language: str) -> None:
    names = Names(language)
    said = {names.licence(r["licence"]) for r in facts.load().table("sources")}
    assert not [word for word in said if re.search(r"cited|public|reserved|own", word, re.I)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_judgement_memory_and_arithmetic_are_said_not_named(language: str) -> None:
    names, store = Names(language), facts.load()
    for work in OWN_WORKS:
        row = store.source(work)
        origin = Origin(
            id="facts/unit_costs",
            kind="fact",
            title="",
            source=f"{row['publisher']}: {row['title']}",
            mark="partly",
        )
        said = names.publication(origin)
        assert said.startswith("Kortreist: ")
        assert said.removeprefix("Kortreist: ").lower() == names.own_work(work).lower()
