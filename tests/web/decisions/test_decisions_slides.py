"""The case as slides: what the paper says, native charts, described, with notes; same bytes."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pptx import Presentation
from slides_fit import overflowing

from kortreist.documents.format.slides.document import render_slides
from kortreist_web.decisions.slides import slides_file, slides_of
from kortreist_web.tenants.actions.add_slide_template import add_slide_template
from kortreist_web.tenants.slide_templates import slide_template_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def ranged_proposal(place, people, ranged):
    from kortreist_web.budgets.actions.propose import propose

    return propose(people.editor, place, ranged)


def shown(content):
    return Presentation(io.BytesIO(content))


def texts(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (c.text for row in shape.table.rows for c in row.cells)


def test_slides_say_what_the_paper_says_with_charts_that_can_be_edited(ranged_proposal):
    content = slides_file(ranged_proposal, None, "nb")
    show = shown(content)
    said = "\n".join(t for slide in show.slides for t in texts(slide))
    assert "Hva koster det kommunen?" in said
    assert "Det som kan endre det" in said, "a low chance is never left out"
    assert "Eksempel – Eksempeldal er oppdiktet" in said
    charts = [s.chart for slide in show.slides for s in slide.shapes if s.has_chart]
    assert len(charts) >= 2
    frame = charts[0].plots[0].series[0]
    years = list(charts[0].plots[0].categories)
    by_year = dict(zip(years, frame.values, strict=True))
    assert by_year["2027"] == ranged_proposal.content["frame"]["2027"]
    money = charts[-1].plots[0].series
    total = sum(v or 0 for one in money for v in one.values)
    lines = ranged_proposal.content["lines"]
    known = sum(sum(x["cost"].get("municipality", {}).values()) for x in lines)
    assert total == pytest.approx(known / 1e6, abs=0.01)


def test_every_slide_has_notes_with_sources_and_what_is_seen_is_described(ranged_proposal):
    show = shown(slides_file(ranged_proposal, None, "nb"))
    for slide in list(show.slides)[1:]:
        assert "Kilde:" in slide.notes_slide.notes_text_frame.text
        assert slide.shapes.title.text
        for shape in slide.shapes:
            right, low = shape.left + shape.width, shape.top + min(shape.height, 1)
            assert 0 <= shape.left < right <= show.slide_width
            assert low <= show.slide_height
            if shape.has_chart or shape.has_table:
                assert (name := shape._element._nvXxPr.cNvPr.get("descr"))
            if shape.has_table:  # what it is of, its unit and years are read, not only heard
                assert name in list(texts(slide))


@pytest.mark.parametrize("language", ["nn", "en"])
def test_they_are_the_same_bytes_each_time_in_any_language(ranged_proposal, language):
    deck = slides_of(ranged_proposal, None, language)
    first = render_slides(deck)
    assert first == render_slides(deck)
    assert shown(first).core_properties.created.date().isoformat() == deck.created


def test_a_municipalitys_own_template_is_used_and_its_slides_are_not(
    place, people, ranged_proposal, as_person
):
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "Gammelt lysbilde"
    own.slide_master.name = "Eksempeldal"
    kept = io.BytesIO()
    own.save(kept)
    add_slide_template(people.administrator, place, filename="mal.pptx", content=kept.getvalue())
    keys = {"code": place.code, "year": 2027, "number": 1, "language": "nb", "extension": "pptx"}
    answer = as_person(people.reader).get(reverse("decisions:paper_file", kwargs=keys))
    show = shown(answer.content)
    assert (show.slide_width, show.slide_height) == (own.slide_width, own.slide_height)
    assert show.slide_master.name == "Eksempeldal"
    assert len(show.slides) == len(slides_of(ranged_proposal, None, "nb").slides) + 1
    assert not [t for s in show.slides for t in texts(s) if "Gammelt" in t]
    letters = slide_template_of(place).letters
    assert overflowing(answer.content, letters) == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_text_of_a_case_runs_out_of_its_box(ranged_proposal, language):
    assert overflowing(slides_file(ranged_proposal, None, language), 1.0) == []


def test_members_fetch_them_beside_the_paper(place, people, proposal, as_person):
    keys = {"code": place.code, "year": 2027, "number": 1}
    client = as_person(people.reader)
    page = client.get(reverse("decisions:paper", kwargs=keys)).content.decode()
    url = reverse("decisions:paper_file", kwargs=keys | {"language": "nb", "extension": "pptx"})
    assert url in page
    answer = client.get(url)
    assert answer["Content-Type"].endswith("presentation")
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_notes_name_sources_in_the_readers_language(ranged_proposal, language):
    from kortreist.documents.format.names import Names
    from kortreist_web.decisions.formatter import Words

    origins = Words(language, ranged_proposal.content).origins.values()
    named = Names(language)
    foreign = {o.title for o in origins if o.title not in named.origin(o) and o.title.strip()}
    assert foreign, "the frozen content has titles in another language"
    lines = [n for slide in slides_of(ranged_proposal, None, language).slides for n in slide.notes]
    for line in lines:
        said = line.partition(": ")[2].partition(" – ")[0]
        assert said not in foreign


def test_the_alt_text_of_a_native_chart_says_what_it_draws(ranged_proposal):
    from kortreist.documents.format.slides.deck import SlideChart

    slides = slides_of(ranged_proposal, None, "nb").slides
    charts = [s.content for s in slides if isinstance(s.content, SlideChart)]
    assert charts
    for chart in charts:
        assert all(
            one.name in chart.alt and name in chart.alt
            for one in chart.series
            for name in chart.categories
        )
        assert "bånd" not in chart.alt


def test_measures_that_are_not_named_have_a_row_and_the_column_adds_up(ranged_proposal):
    from kortreist.documents.format.blocks import plain
    from kortreist_web.budgets.paper.parts import Parts
    from kortreist_web.budgets.paper.words import BudgetWords
    from kortreist_web.budgets.presenters import present

    content = ranged_proposal.content
    parts = Parts(BudgetWords("nb", content), present(content))
    count = len(parts.shown.parts[0].lines)
    rows = parts.measures(1).rows
    assert plain(rows[1].header.content) == f"{count - 1} tiltak til"
    kept = parts.measures().rows
    assert plain(rows[2].cells[2].content) == plain(kept[-1].cells[2].content), "the same sum"
