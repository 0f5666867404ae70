"""The suggested text is made of the content's own numbers, and typed text is kept."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from kortreist.i18n import Translator
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.withdraw import withdraw
from kortreist_web.budgets.money_totals import size
from kortreist_web.budgets.paper.suggestions import suggest
from kortreist_web.core.days import entered_days
from kortreist_web.core.models import ConflictError
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.meetings import Meeting, read_meetings, written
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.papers import FIELDS, said_in

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\d[\d\u202f.,]*\d|\d")


def numbers_of(content, t):
    """Return every number of the content as it is written, and the sums that are its own."""
    found = set()

    def walk(value):
        if isinstance(value, dict):
            for k, v in value.items():
                if re.fullmatch(r"\d{4}", k):
                    found.add(k)
                walk(v)
            if {"low", "high"} <= set(value):  # ends of an interval have the digits it bears
                found.update(t.interval(value["low"], value["high"]))
        elif isinstance(value, list):
            for v in value:
                walk(v)
        elif isinstance(value, int | float):
            found.update({t.number(value), str(value), t.percent(value).rstrip("%").strip()})
            found.add(re.sub(r"[^0-9]", "", t.chance(value)))

    walk(content)
    return {f.strip("\u202f−") for f in found}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_number_of_the_suggestion_is_the_contents(proposal, language):
    content, t = proposal.content, Translator(language)
    lines, years = content["lines"], [str(y) for y in content["plan_years"]]
    known = numbers_of(content, t)
    cost = sum(x["cost"].get("municipality", {}).get(y, 0) for x in lines for y in years)
    over = content["pathway"]["2030"]["central"] - content["frame"]["2030"]
    unquantified = sum(not x["effect"] for x in lines)
    missing = sum(bool(x["cost_missing"]) for x in lines)
    own = {t.number(cost), t.number(over), str(len(lines)), str(unquantified), str(missing), "1"}
    everybody = sum(b.get(y, 0) for x in lines for b in x["cost"].values() for y in years)
    for nok in (cost, everybody):
        scale, decimals = size(nok)
        own.add(t.number(nok / scale, decimals))
    said = suggest(content, language)
    assert set(said) == set(FIELDS)
    edition = t.date(content["vintage"]["date"])
    assert edition in said["background"]
    said["background"] = said["background"].replace(edition, "")
    for field, text in said.items():
        text = re.sub(r"^\d\. ", "", text, flags=re.MULTILINE)
        for number in NUMBER.findall(text):
            number = number.rstrip(".,")
            assert number in known | own, (field, number)
    scale, decimals = size(cost)
    assert t.number(cost / scale, decimals) in said["summary"]
    assert t.number(content["frame"]["2028"]) in said["recommendation"]


def test_a_changed_figure_changes_the_suggestion(proposal):
    content = {**proposal.content, "frame": {**proposal.content["frame"], "2030": 12_345.0}}
    said = suggest(content, "nb")
    assert "12\u202f345" in said["summary"]
    assert "12\u202f345" in said["recommendation"]


def test_what_is_missing_is_said_and_no_sum_is_called_the_least(proposal):
    said = suggest(proposal.content, "nb")
    assert "i tillegg kommer kostnader som ikke er kjent" in said["summary"]
    for code, words in (("nb", "utenfor summen"), ("nn", "utanfor summen"), ("en", "left out")):
        told = suggest(proposal.content, code)["economic_consequences"]
        assert words in told
        assert not re.search(r"\bminste?\b|minimum|at least", told)


def test_a_county_council_is_named(proposal):
    assert "Kommunestyret" in suggest(proposal.content, "nb")["recommendation"]
    assert "Fylkestinget" in suggest(proposal.content, "nb", county=True)["recommendation"]


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Sjansen"), ("nn", "utsleppsramma"), ("en", "frame")]
)
def test_untouched_text_follows_the_documents_language(place, people, proposal, language, word):
    paper = write_paper(
        people.editor, place, proposal, **suggest(proposal.content, "nb"), language="nb"
    )
    assert word in said_in(paper, proposal, language)["summary"]


def test_typed_text_is_never_translated_or_lost(place, people, proposal):
    words = {**suggest(proposal.content, "nb"), "assessment": "Vi mener dette er bra."}
    paper = write_paper(people.editor, place, proposal, **words, language="nb")
    said = said_in(paper, proposal, "en")
    assert said["assessment"] == "Vi mener dette er bra."
    assert said["summary"] == suggest(proposal.content, "en")["summary"]


def url(place, number=1):
    return reverse("decisions:paper", kwargs={"code": place.code, "year": 2027, "number": number})


def test_the_form_begins_with_the_suggestion_and_saves_what_is_typed(
    place, people, proposal, as_person
):
    client = as_person(people.editor)
    first = client.get(url(place)).content.decode()
    assert "Kommunestyret vedtar klimabudsjett" in first
    words = {**suggest(proposal.content, "nb"), "summary": "Kort sagt.", "language": "nb"}
    assert client.post(url(place), {**words, "version": 0}).status_code == 302
    assert CasePaper.objects.get().summary == "Kort sagt."
    assert "Kort sagt." in client.get(url(place)).content.decode()
    assert "The municipal council" in client.get(url(place) + "?language=en").content.decode()


def test_two_who_write_never_overwrite_each_other(place, people, proposal):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    write_paper(people.editor, place, proposal, **words, version=0)
    assert write_paper(people.editor, place, proposal, **words, version=0).version == 1
    with pytest.raises(ConflictError):
        write_paper(people.approver, place, proposal, **{**words, "title": "min"}, version=0)
    assert CasePaper.objects.get().title == words["title"]


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_who_may_not_write_reads(place, people, proposal, as_person, role):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    with pytest.raises(PermissionDenied):
        write_paper(getattr(people, role), place, proposal, **words)
    client = as_person(getattr(people, role))
    page = client.get(url(place))
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert client.post(url(place), {**words, "version": 0}).status_code == 403
    assert not CasePaper.objects.exists()


def test_typed_text_comes_along_to_the_next_proposal(place, people, draft, proposal, as_person):
    words = {**suggest(proposal.content, "nb"), "assessment": "Egen vurdering.", "language": "nb"}
    write_paper(people.editor, place, proposal, **words)
    draft.refresh_from_db()
    withdraw(people.editor, place, draft)
    draft.refresh_from_db()
    propose(people.editor, place, draft)
    page = as_person(people.editor).get(url(place, 2)).content.decode()
    assert "Egen vurdering." in page


def test_one_who_reads_finds_what_waits_for_the_council_at_once(place, people, proposal, as_person):
    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    address = url(place, proposal.number)
    home = f"/nb/{place.code}/arbeid/"
    assert address not in as_person(people.reader).get(home).content.decode()  # nothing to read
    write_paper(people.editor, place, proposal, **words)
    page = as_person(people.reader).get(home).content.decode()
    assert f"Saksframlegg: {words['title']}" in page
    assert address in page
    assert f"/en-side/{proposal.year}/{proposal.number}/" in page


def test_meetings_are_typed_one_a_line_and_kept_as_dates(place, people, proposal, as_person):
    client = as_person(people.editor)
    words = {**suggest(proposal.content, "nb"), "language": "nb", "version": 0}
    typed = "Formannskapet 12.11.2026, 45/26\nUtvalg for miljø og teknikk; 2026-11-10\n"
    said = {"meetings": typed, "case_officer": "Anne Eksempel", "dated_on": "2026-11-01"}
    assert client.post(url(place), {**words, **said}).status_code == 302
    paper = CasePaper.objects.get()
    assert paper.meetings == [
        {"body": "Formannskapet", "date": "2026-11-12", "case_number": "45/26"},
        {"body": "Utvalg for miljø og teknikk", "date": "2026-11-10", "case_number": ""},
    ]
    page = client.get(url(place)).content.decode()
    assert "Utvalg for miljø og teknikk, 10.11.2026" in page
    assert "Anne Eksempel" in page


@pytest.mark.parametrize(
    "line",
    [
        "Formannskapet",
        "12.11.2026",
        "Formannskapet 31.02.2026",
        "x 1",
        "Eldrerådet 12.11.2026 (0-0)",
        "> sagt av ingen",
    ],
)
def test_a_line_that_is_no_meeting_is_named_and_nothing_is_saved(
    place, people, proposal, as_person, line
):
    words = {**suggest(proposal.content, "nb"), "language": "nb", "version": 0}
    answer = as_person(people.editor).post(url(place), {**words, "meetings": line})
    assert f"«{escape(line)}» har ikke både" in answer.content.decode()
    assert not CasePaper.objects.exists()


@given(
    st.lists(
        st.builds(
            Meeting,
            st.text("abcæøå ", min_size=1, max_size=20)
            .map(lambda s: " ".join(s.split()))
            .filter(bool),
            st.dates(*entered_days()),
            st.sampled_from(["", "45/26", "PS 45/26"]),
            st.sampled_from(["", "Rådet støtter forslaget.", "1. Vedtas.\n2. Med endring (a-b)."]),
            st.sampled_from([None, (5, 0), (0, 7), (123, 4)]),
        ),
        max_size=4,
    )
)
def test_meetings_that_are_written_are_read_again(meetings):
    assert read_meetings(written([m.kept() for m in meetings])) == meetings


def test_the_case_officer_is_not_kept_in_the_log(place, people, proposal):
    from kortreist_web.changes.models import Change

    words = {**suggest(proposal.content, "nb"), "language": "nb"}
    write_paper(people.editor, place, proposal, **words, case_officer="Navn Navnesen")
    assert CasePaper.objects.get().case_officer == "Navn Navnesen"
    assert not any("Navnesen" in str(c.after) for c in Change.objects.all())
