"""Documents open, say what was decided, and are marked until it is."""

import base64
import datetime as dt
import hashlib
import io
import re
import zipfile

import pytest
from django.urls import reverse

from kortreist_web.budgets.paper.suggestions import suggest
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.one_page import one_page, one_page_file
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file, response_of
from kortreist_web.decisions.text_blocks import blocks

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DECIDED = "Rådhuset skal ha grønne tak."


def word_text(content):
    from docx import Document

    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def pdf(content):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(content))


def pdf_text(content):
    return " ".join(" ".join(p.extract_text() for p in pdf(content).pages).split())


def test_word_holds_the_resolution_the_measures_and_the_hash(proposal, decide):
    decide(proposal)
    text = word_text(render_file(paper_document(proposal, None, "nb"), "docx"))
    assert DECIDED in text
    assert "123/26" in text
    assert "2026/4512-3" in text
    assert proposal.content_hash in text
    assert "i tillegg kommer kostnader som ikke er kjent" in text
    assert proposal.content["lines"][0]["name"]["nb"] in text


def test_pdf_holds_the_resolution_too_and_is_tagged(proposal, decide):
    decide(proposal)
    content = render_file(paper_document(proposal, None, "nn"), "pdf")
    assert DECIDED in pdf_text(content)
    assert pdf(content).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf(content).trailer["/Root"]["/Lang"] == "nn"


@pytest.mark.parametrize(("language", "word"), [("nb", "Innstilling"), ("en", "Recommendation")])
def test_before_it_is_decided_it_recommends(proposal, language, word):
    text = word_text(render_file(paper_document(proposal, None, language), "docx"))
    assert word in text
    assert DECIDED not in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_one_page_is_one_page(place, people, proposal, decide, language):
    long = "\n".join(f"{n}. {'Kommunen skal gjøre mye mer enn før. ' * 6}" for n in range(1, 9))
    words = {**suggest(proposal.content, language), "recommendation": long, "title": "L" * 200}
    write_paper(people.editor, place, proposal, **words, language=language)
    paper = CasePaper.objects.get()
    assert len(pdf(one_page_file(proposal, paper, language, "pdf")).pages) == 1
    made = decide(proposal, text=long)
    content = one_page_file(made.frozen, paper, language, "pdf")
    assert len(pdf(content).pages) == 1
    assert "123/26" in pdf_text(content)


def test_a_real_municipalitys_is_marked_until_it_is_adopted(place, proposal, decide):
    place.invented = False
    place.save()
    proposal.organisation = place
    assert paper_document(proposal, None, "nb").draft == "Forslag – ikke vedtatt"
    decide(proposal)
    assert paper_document(proposal, None, "nb").draft == ""


@pytest.mark.parametrize("outcome", ["rejected", "returned"])
def test_what_was_not_adopted_stays_marked(place, proposal, decide, outcome):
    place.invented = False
    place.save()
    proposal.organisation = place
    decide(proposal, outcome)
    assert paper_document(proposal, None, "nb").draft == "Forslag – ikke vedtatt"


def test_an_invented_municipality_is_always_marked(proposal, decide):
    frozen = decide(proposal).frozen
    for document in (paper_document(proposal, None, "nb"), one_page(frozen, None, "nb")):
        assert "oppdiktet" in document.draft


def headings(content):
    from docx import Document

    document = Document(io.BytesIO(content))
    return [p.text for p in document.paragraphs if p.style.name == "Heading 1"]


def lists_in(content):
    """Return each numbered list: its number in the file, and its points."""
    from docx import Document

    out = {}
    for p in Document(io.BytesIO(content)).paragraphs:
        if p.style.name == "List Number":
            out.setdefault(p._p.pPr.numPr.numId.val, []).append(p.text)
    return list(out.values())


def test_a_case_decided_as_recommended_says_so_and_has_the_words_once(
    place, people, proposal, decide
):
    words = {**suggest(proposal.content, "nb"), "language": "nb", "case_number": "45/26"}
    paper = write_paper(people.editor, place, proposal, **words)
    decide(proposal, text=words["recommendation"])
    content = render_file(paper_document(proposal, paper, "nb"), "docx")
    text = word_text(content)
    assert "Vedtatt i tråd med innstillingen." in text
    assert text.count("Kommunestyret vedtar klimabudsjett") == 1
    english = word_text(render_file(paper_document(proposal, paper, "en"), "docx"))
    assert "Adopted in line with the recommendation." in english
    assert "Kommunestyret vedtar klimabudsjett" in english, "the words that were decided stand"


def test_a_case_decided_otherwise_has_both_texts_each_from_one(place, people, proposal, decide):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    paper = write_paper(people.editor, place, proposal, **words)
    decide(proposal, text="1. Rådhuset skal ha grønne tak.\n2. Rammen vedtas.")
    content = render_file(paper_document(proposal, paper, "nb"), "docx")
    assert "i tråd med innstillingen" not in word_text(content)
    decided, recommended, attached = lists_in(content)
    assert decided == ["Rådhuset skal ha grønne tak.", "Rammen vedtas."]
    assert len(recommended) == 4
    assert len(attached) == 2


def test_what_was_rejected_is_never_in_line_with_the_recommendation(
    place, people, proposal, decide
):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    paper = write_paper(people.editor, place, proposal, **words)
    decide(proposal, "rejected", text=words["recommendation"])
    text = word_text(render_file(paper_document(proposal, paper, "nb"), "docx"))
    assert "i tråd med innstillingen" not in text


def test_a_case_paper_opens_and_ends_as_norwegian_cases_do(place, people, proposal, decide):
    from docx import Document

    words = {**suggest(proposal.content, "nb"), "language": "nb", "case_number": "26/4512"}
    paper = write_paper(
        people.editor,
        place,
        proposal,
        **words,
        case_officer="Anne Eksempel",
        dated_on=dt.date(2026, 11, 1),
        meetings=[Meeting("Formannskapet", dt.date(2026, 11, 12), "45/26")],
    )
    before = Document(io.BytesIO(render_file(paper_document(proposal, paper, "nb"), "docx")))
    assert [c.text for c in before.tables[0].rows[0].cells] == [
        "Saksnummer",
        "Organ",
        "Møtedato",
    ]
    assert [[c.text for c in r.cells] for r in before.tables[0].rows[1:]] == [
        ["45/26", "Formannskapet", "12.11.2026"]
    ]
    facts = [p.text for p in before.paragraphs]
    assert "Saksbehandler: Anne Eksempel" in facts
    assert "Dato: 01.11.2026" in facts
    assert before.sections[0].header.paragraphs[0].text.startswith("Sak 26/4512 · ")
    made = decide(proposal)
    content = render_file(paper_document(proposal, paper, "nb"), "docx")
    rows = [[c.text for c in r.cells] for r in Document(io.BytesIO(content)).tables[0].rows]
    day = f"{made.decided_on:%d.%m.%Y}"
    assert sorted(rows[1:]) == sorted(
        [["45/26", "Formannskapet", "12.11.2026"], ["123/26", "Kommunestyret", day]]
    )
    # What came after the treatment is marked as such; the days are invented, the figures are not.
    text = word_text(content)
    assert f"Denne delen er lagt til etter vedtaket {day}" in text
    assert "en utgave (" not in text
    paper.dated_on = dt.date(2025, 11, 13)
    assert "nyere enn datoene" in word_text(
        render_file(paper_document(proposal, paper, "nb"), "docx")
    )
    found = headings(content)
    first = ["Saken kort", "Vedtak", "Innstilling", "Sammendrag", "Bakgrunn", "Vurdering"]
    assert found[: len(first)] == first
    assert found[len(first) : len(first) + 2] == [
        "Alternativer",
        "Økonomiske og administrative konsekvenser",
    ]
    assert found[-3:] == ["Vedlegg", "Kilder", "Om dette dokumentet"]


def test_a_case_nobody_has_dated_says_what_is_not_set(proposal):
    text = word_text(render_file(paper_document(proposal, None, "nb"), "docx"))
    assert "Saksbehandler: ikke satt" in text
    assert "ikke satt" in text.split("Møtedato")[1]


def test_every_figure_of_a_document_has_an_origin(proposal):
    from kortreist.documents.format.blocks import as_data

    document = paper_document(proposal, None, "nb")
    known = {o.id for o in document.origins}

    def refs(node):
        if isinstance(node, dict):
            if node.get("kind") == "figure":
                yield node["ref"]
            for v in node.values():
                yield from refs(v)
        elif isinstance(node, list):
            for v in node:
                yield from refs(v)

    found = set(refs(as_data(document)["sections"]))
    assert {"formula/frame", "formula/effect", "document/cost_sum"} <= found <= known


def test_what_people_type_is_text_and_never_markup(proposal):
    write = BudgetWords("nb", proposal.content)
    paragraph, bullets, numbers = blocks(
        write, "Et <b>avsnitt</b>\nsom går over to linjer.\n\n- en\n- to\n1. først\nog mer"
    )
    assert "".join(getattr(i, "text", i) for i in paragraph.content) == (
        "Et <b>avsnitt</b> som går over to linjer."
    )
    assert (len(bullets.items), bullets.ordered) == (2, False)
    assert numbers.ordered
    html = render_file(paper_document(proposal, None, "nb"), "html").decode()
    assert "<script" not in html


def test_a_page_lets_its_own_style_through_and_nothing_else(proposal):
    content = render_file(one_page(proposal, None, "nb"), "html")
    policy = response_of(content, "html", "x").headers["Content-Security-Policy"]
    style = re.search(rb"<style>(.*?)</style>", content, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def file(place, name, **values):
    return reverse(f"decisions:{name}", kwargs={"code": place.code, **values})


@pytest.mark.parametrize(
    ("extension", "starts"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")]
)
def test_members_get_the_paper_before_it_is_decided(
    client, place, people, proposal, as_person, extension, starts
):
    url = file(place, "paper_file", year=2027, number=1, language="nb", extension=extension)
    assert client.get(url).status_code == 302
    answer = as_person(people.reader).get(url)
    assert answer.content.startswith(starts)


def test_anyone_gets_the_paper_once_it_is_decided(client, place, people, proposal, decide):
    write_paper(people.editor, place, proposal, **suggest(proposal.content, "nb"), language="nb")
    page = {"year": 2027, "number": 1, "language": "nb", "extension": "pdf"}
    assert client.get(file(place, "one_page", **page)).status_code == 404
    made = decide(proposal)
    assert client.get(file(place, "one_page", **page)).status_code == 200
    url = file(place, "paper_public", pk=made.pk, language="nb", extension="html")
    assert DECIDED in client.get(url).content.decode()


@pytest.mark.parametrize(("language", "extension"), [("de", "pdf"), ("nb", "exe"), ("nb", "docx")])
def test_other_files_do_not_exist(client, place, adopted, language, extension):
    url = file(place, "one_page", year=2027, number=2, language=language, extension=extension)
    assert client.get(url).status_code == 404


def test_strangers_get_nothing(place, proposal, strangers, as_person):
    client = as_person(strangers.approver)
    page = {"year": 2027, "number": 1, "language": "nb", "extension": "html"}
    assert client.get(file(place, "paper_file", **page)).status_code == 404
    assert client.get(file(place, "one_page", **page)).status_code == 404


def test_an_amendments_paper_shows_both_values(place, people, adopted):
    from kortreist_web.budgets.actions.amend import amend
    from kortreist_web.budgets.actions.propose import propose
    from kortreist_web.budgets.actions.set_cost import set_cost
    from kortreist_web.budgets.models import Budget

    draft = Budget.objects.get(pk=amend(people.editor, place, adopted).pk)
    line = draft.lines.select_related("budget").get(measure="municipal_fleet_electric")
    cost = {"municipality": {2027: 77_777, 2028: 435_001, 2029: 435_001, 2030: 435_001}}
    set_cost(people.editor, place, line, cost=cost, missing=[])
    frozen = propose(people.editor, place, draft)
    text = word_text(render_file(paper_document(frozen, None, "nb"), "docx"))
    assert "Hva endringen gjelder" in text
    assert "435\u202f001" in text
    assert "77\u202f777" in text


@pytest.mark.case("a budget frozen")
def test_a_document_is_of_the_day_it_was_frozen_where_the_place_is(proposal):
    """Half past midnight on 11 December in Oslo is 23.30 on the 10th in Greenwich."""
    proposal.created_at = dt.datetime(2026, 12, 10, 23, 30, tzinfo=dt.UTC)
    for document in (paper_document(proposal, None, "nb"), one_page(proposal, None, "nb")):
        assert document.created == "2026-12-11"
        text = word_text(render_file(document, "docx"))
        assert "11.12.2026" in text
        assert "10.12.2026" not in text
        with zipfile.ZipFile(io.BytesIO(render_file(document, "docx"))) as packed:
            core = packed.read("docProps/core.xml").decode()
        assert "2026-12-11T" in core
        assert "2026-12-10" not in core


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_case_paper_has_the_range_of_the_cost(place, people, ranged, language):
    from kortreist_web.budgets.actions.propose import propose
    from kortreist_web.budgets.money_totals import digits, size
    from kortreist_web.budgets.presenters import present

    frozen = propose(people.editor, place, ranged)
    total = present(frozen.content).totals.by_bearer["municipality"]
    write = BudgetWords(language, frozen.content)
    scale, decimals = size(total.known)
    ends = [write.t.number(end / scale, decimals) for end in digits(total)[1:]]
    said = suggest(frozen.content, language)
    for part in ("summary", "economic_consequences", "recommendation"):
        assert all(end in said[part] for end in ends), part
    document = paper_document(frozen, None, language)
    word = word_text(render_file(document, "docx"))
    assert all(end in word for end in ends)
    assert write.word("budgets.range.rule") in word
    printed = "".join(pdf_text(render_file(document, "pdf")).split())
    assert all("".join(end.split()) in printed for end in ends)


def test_consequences_are_the_librarys_and_what_is_not_judged_is_counted(proposal):
    from kortreist.documents.format.blocks import plain
    from kortreist.measures import library

    document = paper_document(proposal, None, "nb")
    section = next(s for s in document.sections if s.id == "consequences")
    rows = {plain(r.header.content): r.cells for r in section.blocks[0].rows}
    by_id = {m.id: m for m in library()}
    lines = [by_id[x["measure"]] for x in proposal.content["lines"]]
    for begins, qualities in (("Natur", ("nature",)), ("Folkehelse", ("health", "air_and_quiet"))):
        good, bad, unknown = next(v for k, v in rows.items() if k.startswith(begins))
        told = [[q for q in m.qualities if q.quality in qualities] for m in lines]
        assert plain(unknown.content) == str(sum(not t for t in told))
        for m, found in zip(lines, told, strict=True):
            for q in found:
                assert m.name["nb"] in plain((good if q.score > 0 else bad).content)


def test_consequences_hide_no_measure_and_say_what_that_measure_does(proposal):
    from types import SimpleNamespace

    from kortreist.documents.format.blocks import plain
    from kortreist.measures import library
    from kortreist_web.budgets.paper.consequences import consequences
    from kortreist_web.budgets.paper.parts import Parts
    from kortreist_web.budgets.paper.words import BudgetWords
    from kortreist_web.budgets.presenters import present

    chosen = [m for m in library() if m.qualities]
    lines = [SimpleNamespace(data={"measure": m.id, "name": m.name}) for m in chosen]
    write = BudgetWords("nb", proposal.content)
    parts = Parts(write, present(proposal.content))
    parts.shown = SimpleNamespace(lines=lines)
    (table,) = consequences(write, parts)
    rows = {plain(r.header.content): [plain(c.content) for c in r.cells] for r in table.rows}
    everything = " ".join(cell for cells in rows.values() for cell in cells)
    of_topics = {"safety", "access", "health", "air_and_quiet", "nature", "adaptation"}
    for m in chosen:
        if of_topics & {q.quality for q in m.qualities}:
            assert m.name["nb"] in everything
    adapted = rows["Klimatilpasning"][0]
    assert "demper flom" in adapted
    assert "selvforsyning" not in adapted, "food at home is preparedness, not adaptation"
    children = next(cells for name, cells in rows.items() if name.startswith("Barn"))[0]
    (fewer_cars,) = (x for x in children.split("; ") if x.startswith("Færre biler og lavere"))
    assert "Økokjøring" not in fewer_cars, "driving softly takes no car off the road"


def test_one_page_holds_every_point_whole_and_what_it_costs(proposal):
    from kortreist.documents.format.blocks import Bullets, Table, plain

    document = one_page(proposal, None, "nb")
    by_id = {s.id: s for s in document.sections}
    (points,) = (b for b in by_id["recommendation"].blocks if isinstance(b, Bullets))
    text = suggest(proposal.content, "nb")["recommendation"]
    said = [plain(item) for item in points.items]
    assert [x.split(" ", 1)[1] for x in text.splitlines()] == said
    assert len(pdf(one_page_file(proposal, None, "nb", "pdf")).pages) == 1
    cut = one_page(proposal, None, "nb", points=2)
    (short,) = (b for s in cut.sections for b in s.blocks if isinstance(b, Bullets))
    assert [plain(i) for i in short.items] == said[:2], "a point is whole or not there"
    (table,) = (b for b in by_id["measures_money"].blocks if isinstance(b, Table))
    assert len(table.rows) > 1


def test_a_council_whose_people_are_touched_and_is_not_asked_is_proposed(place, people, proposal):
    proposal.content["lines"][0]["measure"] = "parking_maximums"
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    youth, elderly = (Meeting(b, dt.date(2026, 11, 2)) for b in ("Ungdomsrådet", "Eldrerådet"))

    def told(meetings):
        paper = write_paper(people.editor, place, proposal, **words, meetings=meetings)
        return word_text(render_file(paper_document(proposal, paper, "nb"), "docx"))

    text = told([youth])
    for body in ("Eldrerådet", "Rådet for personer med funksjonsnedsettelse"):
        assert f"{body} står ikke i saksgangen, og bør få saken" in text
    assert "Dette er kommunedirektørens forslag. Formannskapet innstiller." in text
    assert "Eldrerådet står ikke" not in told([youth, elderly])
    proposal.content["lines"][0]["measure"] = "delivery_logistics"
    assert "står ikke i saksgangen" not in told([youth])


@pytest.mark.parametrize(
    ("language", "head", "vote"),
    [
        ("nb", "Uttalelser og behandling", "4 for, 1 mot."),
        ("nn", "Fråsegner og handsaming", "4 for, 1 mot."),
        ("en", "Statements and treatment so far", "4 for, 1 against."),
    ],
)
def test_what_the_bodies_said_follows_the_case_to_the_council(
    place, people, proposal, language, head, vote
):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    meetings = [
        Meeting("Formannskapet", dt.date(2026, 11, 12), "45/26", "Innstilles som foreslått."),
        Meeting("Eldrerådet", dt.date(2026, 11, 2), "", "Rådet vil ha med bussen.", (4, 1)),
        Meeting("Kommunestyret", dt.date(2026, 12, 10)),
    ]
    paper = write_paper(people.editor, place, proposal, **words, meetings=meetings)
    text = word_text(render_file(paper_document(proposal, paper, language), "docx"))
    after = text[text.index(head) :]
    said = ["Eldrerådet", vote, "vil ha med bussen", "45/26", "Innstilles som foreslått."]
    places = [after.index(part) for part in said]
    assert places == sorted(places), "in the order of the meetings"
    bare = [Meeting(m.body, m.day, m.case_number) for m in meetings]
    paper = write_paper(people.editor, place, proposal, **words, meetings=bare)
    assert head not in word_text(render_file(paper_document(proposal, paper, language), "docx"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_in_another_language_says_which_the_adopted_text_is_in(
    place, people, proposal, decide, language
):
    from kortreist_web.core.texts import web

    paper = write_paper(
        people.editor, place, proposal, **suggest(proposal.content, "nb"), language="nb"
    )
    made = decide(proposal)
    said = web(language)("decisions.document.adopted_in_nb")
    for document in (paper_document, one_page):
        text = render_file(document(made.frozen, paper, language), "html").decode()
        assert (said in text) == (language != "nb"), document


def test_only_works_behind_what_is_proposed_are_listed(proposal):
    from kortreist.budgets.origins import measure_origins
    from kortreist.measures import library

    content = dict(proposal.content)
    taken = {line["measure"] for line in content["lines"]} | set(content.get("kept_open") or ())
    used = measure_origins(m for m in library() if m.id in taken)
    every = measure_origins(library())
    assert set(every) - set(used), "the library has more works than these"
    content["provenance"] = [
        {**o, "inputs": [*o.get("inputs", ()), *every]}
        if o["id"] in ("formula/effect", "formula/cost")
        else o
        for o in content["provenance"]
    ]
    write = BudgetWords("nb", content)
    for ref in ("formula/effect", "formula/cost"):
        named = {i for i in write.origins[ref].inputs if i.startswith("source/")}
        assert named == set(used)
