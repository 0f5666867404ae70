"""A county authority's case: its bodies and its chief executive are called what they are."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override
from pptx import Presentation

from kortreist.documents.format.render import render
from kortreist_web.core.own_words import words_of
from kortreist_web.core.texts import engine
from kortreist_web.decisions.order import order_rules
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.slides import slides_file

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

#: What only a municipality has; *fylkeskommunedirektøren* ends like one of them.
_MUNICIPAL = re.compile(
    r"\b(kommunestyre(?!valg)\w*|kommunedirektør\w*|formannskap\w*|municipal council)", re.I
)
_AT = {"code": "X001", "year": 2027, "number": 1}


@pytest.fixture
def county(place):
    place.kind, place.published = "county_authority", True
    place.save()
    return place


@pytest.fixture
def case(county, people, ranged):
    from kortreist_web.budgets.actions.propose import propose

    return propose(people.editor, county, ranged)


def _slides(content):
    for slide in Presentation(io.BytesIO(content)).slides:
        yield slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text


@pytest.mark.parametrize(
    ("language", "council", "whose"),
    [
        ("nb", "Fylkestinget", "fylkeskommunedirektørens forslag"),
        ("nn", "Fylkestinget", "frå fylkeskommunedirektøren"),
        ("en", "The county council", "the county chief executive's proposal"),
    ],
)
def test_paper_and_slides_speak_of_the_countys_own_bodies(case, language, council, whose):
    said = unescape(render(paper_document(case, None, language), "html").decode())
    assert council in said
    assert whose in said
    told = "\n".join(_slides(slides_file(case, None, language)))
    shown = re.sub("<style.*?</style>", "", said, flags=re.S) + told
    assert _MUNICIPAL.findall(shown) == []


def test_the_pages_of_its_work_do_too(case, people, as_person):
    found = {}
    for who, name, at in (
        ("editor", "decisions:list", {"code": "X001"}),
        ("editor", "decisions:paper", _AT),
        ("approver", "decisions:record", _AT),
        ("editor", "goals:new", {"code": "X001"}),
        ("editor", "goals:list", {"code": "X001"}),
        ("editor", "tasks:calendar", {"code": "X001"}),
        ("editor", "budgets:list", {"code": "X001"}),
        ("editor", "bindings:list", {"code": "X001"}),
        ("administrator", "people:list", {"code": "X001"}),
        ("editor", "measures:list", {"code": "X001"}),
    ):
        with override("nb"):
            answer = as_person(getattr(people, who)).get(reverse(name, kwargs=at))
        assert answer.status_code == 200, name
        found[name] = _MUNICIPAL.findall(answer.text)
    assert {name: words for name, words in found.items() if words} == {}


def test_a_municipalitys_words_are_unchanged_and_come_back(place, county):
    with words_of(county):
        assert engine("nb")("plans.decider.council") == "Fylkestinget"
        assert engine("en")("measures.unit.chief_executive") == "County chief executive"
    assert engine("nb")("plans.decider.council") == "Kommunestyret"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_rules_of_the_order_name_the_bodies_of_one_kind_alone(language):
    county = {"nb": "Fylkesutvalget", "nn": "Fylkesutvalet", "en": "The county executive"}
    of_county = re.compile(r"fylkes(?:utval|ting|råd|kommun)|county", re.I)
    assert not of_county.search(" ".join(order_rules(language)))
    told = " ".join(order_rules(language, county=True))
    assert told.startswith(county[language])
    assert not _MUNICIPAL.search(told)


def test_the_kinds_of_bodies_are_called_what_they_are_here(place, people, as_person):
    with override("nb"):
        url = reverse("decisions:bodies", kwargs={"code": place.code})
    told = as_person(people.editor).get(url).text
    assert ">Formannskap<" in told
    assert "fylkes" not in told.lower()
    place.kind = "county_authority"
    place.save()
    told = as_person(people.editor).get(url).text
    assert ">Fylkesutvalg<" in told
    assert not _MUNICIPAL.search(told)
