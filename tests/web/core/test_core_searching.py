"""Search: folded letters, stems, synonyms and ranking; and nothing that one may not read."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from web_world import make_world

from kortreist_web.core.searching import SHOWN, Findable, ranked

THINGS = [
    Findable("measure", "Elektriske varebiler i hjemmetjenesten", "/1/"),
    Findable("measure", "Landstrøm i havna", "/2/"),
    Findable("figure", "Veitrafikk: Varebiler", "/3/"),
    Findable("measure", "Flere kan gå", "/4/", texts=("varebiler nevnes her",)),
    Findable("place", "Ålesund", "/5/"),
    Findable("unit", "Hjemmetjenesten", "/6/"),
]


def titles(query: str) -> list[str]:
    return [thing.url for _, rows in ranked(query, THINGS) for thing in rows]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("landstraum", "/2/"),  # the same word in nynorsk
        ("ALESUND", "/5/"),  # without the letters
        ("hjemmetjeneste", "/6/"),  # another ending, and the shorter title first
        ("elbil", "/1/"),  # words that mean the same
        ("elektrisk varebil", "/1/"),
    ],
)
def test_letters_endings_and_synonyms_find(query, first):
    assert titles(query)[0] == first


def test_what_is_called_so_comes_before_what_says_so():
    assert titles("varebiler")[-1] == "/4/"


def test_a_line_that_many_have_in_common_finds_none_of_them():
    many = [Findable("measure", f"Tiltak {n}", f"/{n}/", "I et vedtatt budsjett") for n in "ab"]
    (hit,) = ranked("budsjett", [*many, Findable("page", "Klimabudsjett", "/p/")])
    assert [thing.url for thing in hit[1]] == ["/p/"]


def test_every_word_must_be_found_and_no_word_finds_nothing():
    assert titles("landstrøm varebiler") == []
    assert titles("") == titles("  ?! ") == []


def test_no_more_than_a_page_of_a_kind_and_an_address_once():
    many = [Findable("page", f"Side {n}", f"/{n}/") for n in range(2 * SHOWN)]
    (rows,) = (rows for _, rows in ranked("side", [*many, *many]))
    assert len(rows) == SHOWN
    assert len({r.url for r in rows}) == SHOWN


class Hits(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.hrefs.append(dict(attributes)["href"])


def search(client, where: str, query: str) -> list[str]:
    answer = client.get(f"/nb/X001/{where}", {"q": query})
    assert answer.status_code == 200
    return Hits(answer.content.decode()).hrefs


@pytest.fixture
def world(place, people):
    from kortreist_web.tenants.models import Unit

    make_world(place, people.editor)
    rows = Unit.objects.filter(organisation=place)
    rows.unlogged("a name nothing else has").update(name="Uskolert")


@pytest.mark.database
def test_the_public_finds_only_what_is_public(client, world):
    queries = ("budsjett", "notodden", "uskolert")
    hits = [h for query in queries for h in search(client, "sok/", query)]
    assert hits
    assert not [href for href in hits if "/arbeid/" in href]
    assert search(client, "sok/", "Uskolert") == []
    assert client.get("/nb/X001/arbeid/sok/?q=x").status_code == 302  # to sign in


@pytest.mark.database
def test_the_work_finds_what_the_role_may_read(world, people, as_person):
    assert search(as_person(people.reader), "arbeid/sok/", "Uskolert") == []
    editor = as_person(people.editor)
    assert set(search(editor, "arbeid/sok/", "Uskolert")) == {"/nb/X001/arbeid/enheter/"}
    assert any("/arbeid/tiltak/" in href for href in search(editor, "arbeid/sok/", "elbil"))
    # Whoever asks, the published site answers alike.
    assert search(editor, "sok/", "Uskolert") == []


def test_every_address_found_opens(world, people, as_person):
    editor = as_person(people.editor)
    for query in ("elbil", "vedtak", "klimaregnskap", "notodden", "klage"):
        for href in search(editor, "arbeid/sok/", query)[:6]:
            answer = editor.get(href)
            assert answer.status_code in (200, 404 if query == "notodden" else 200), href
            if "#" in href:  # a place in the page that is there
                place_in_page = unquote(href.partition("#")[2])
                assert f'id="{place_in_page}"' in answer.content.decode(), href
