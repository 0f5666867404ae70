"""An order of treatment that cannot be is refused, and a recommendation laid open late is said."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from kortreist.clocks import latest_start
from kortreist_web.budgets.paper.suggestions import suggest
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.decisions import treatment
from kortreist_web.decisions.actions.record import record
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import Body, CasePaper
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file

pytestmark = pytest.mark.django_db
COUNCIL = dt.date(2027, 12, 15)  # a Wednesday; fourteen days before is 1 December
DAY = dt.timedelta(days=1)


@pytest.fixture
def written(place, people, proposal):
    """Write the paper with meetings given as ``(body, day)``."""
    words = {**suggest(proposal.content, "nb"), "language": "nb"}

    def write(*meetings, **more):
        order = [m if isinstance(m, Meeting) else Meeting(*m) for m in meetings]
        return write_paper(people.editor, place, proposal, **words, meetings=order, **more)

    return write


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("Ungdomsrådet", "heard_after"),
        ("eldreråd", "heard_after"),
        ("Rådet for personar med funksjonsnedsetjing", "heard_after"),
        ("Formannskapet", "treated_after"),
        ("Utvalg for teknikk", "treated_after"),
    ],
)
def test_who_is_heard_or_recommends_after_the_decision_is_refused(written, body, key):
    with pytest.raises(RefusedError) as refused:
        written(("Kommunestyret", COUNCIL), (body, COUNCIL + DAY))
    assert (refused.value.key, refused.value.about) == (f"decisions.refused.{key}", "meetings")
    for part in (body, web().date((COUNCIL + DAY).isoformat()), "Kommunestyret"):
        assert part in str(refused.value)
    assert not CasePaper.objects.exists()
    assert written(("Kommunestyret", COUNCIL), (body, COUNCIL)).pk
    assert written((body, COUNCIL + DAY)).pk, "no council's day: nothing to be after"


def test_a_body_is_known_by_its_kind_where_it_is_registered(place, people, written):
    from kortreist_web.decisions.actions.add_body import add_body

    add_body(people.approver, place, name="Framtidas stemme", kind=Body.Kind.YOUTH_COUNCIL)
    add_body(people.approver, place, name="Byråstyret", kind=Body.Kind.COUNCIL)
    add_body(people.approver, place, name="Samarbeidsrådet", kind=Body.Kind.OTHER)
    with pytest.raises(RefusedError) as refused:
        written(("Byråstyret", COUNCIL), ("Framtidas stemme", COUNCIL + DAY))
    assert refused.value.key == "decisions.refused.heard_after"
    assert written(("Byråstyret", COUNCIL), ("Samarbeidsrådet", COUNCIL + DAY)).pk


def test_nobody_has_spoken_or_voted_at_a_meeting_that_has_not_been(written):
    ahead = Meeting("Eldrerådet", timezone.localdate() + DAY)
    for said in ({"votes": (4, 1)}, {"said": "Rådet vil ha bussen."}):
        with pytest.raises(RefusedError, match="ikke har vært") as refused:
            written(replace(ahead, **said))
        assert refused.value.about == "meetings"
        assert written(replace(ahead, day=timezone.localdate(), **said)).pk


def test_a_paper_is_not_written_after_the_decision(written):
    with pytest.raises(RefusedError) as refused:
        written(("Kommunestyret", COUNCIL), dated_on=COUNCIL + DAY)
    assert refused.value.about == "dated_on"
    assert written(("Kommunestyret", COUNCIL), dated_on=COUNCIL).pk


def test_the_form_says_it_at_its_field(place, people, proposal, as_person):
    page = reverse("decisions:paper", kwargs={"code": place.code, "year": 2027, "number": 1})
    words = {**suggest(proposal.content, "nb"), "language": "nb", "version": 0}
    typed = "Kommunestyret 15.12.2027\nUngdomsrådet 20.12.2027"
    answer = as_person(people.editor).post(page, {**words, "meetings": typed})
    assert answer.status_code == 422
    assert "Ungdomsrådet skal høres før det vedtas" in str(
        answer.context["form"].errors["meetings"]
    )


@pytest.mark.parametrize(
    ("language", "must", "late"),
    [
        ("nb", "Innstillingen skal være offentlig senest 01.12.2027", "For sent: "),
        ("nn", "Innstillinga skal vere offentleg seinast 01.12.2027", "For seint: "),
        ("en", "The recommendation must be public by 2027-12-01", "Too late: "),
    ],
)
def test_the_paper_says_when_the_recommendation_is_public_and_warns_of_a_late_one(
    proposal, written, language, must, late
):
    last = latest_start("economy/public_before", COUNCIL).last_day
    assert last == dt.date(2027, 12, 1)
    council = ("Kommunestyret", COUNCIL)
    for order, dated_on, is_late in (
        ([("Formannskapet", last)], last + DAY, False),
        ([("Formannskapet", last + DAY)], last, True),
        ([], last, False),
        ([], last + DAY, True),
        ([], None, False),
    ):
        paper = written(council, *order, dated_on=dated_on)
        said = render_file(paper_document(proposal, paper, language), "html").decode()
        assert must in said
        assert "§ 14-3" in said
        assert (late in said) is is_late, (order, dated_on)
    paper = written(("Formannskapet", last))
    said = render_file(paper_document(proposal, paper, language), "html").decode()
    assert must not in said, "no council's day, no last day"


def test_the_page_of_the_paper_warns(place, people, proposal, written, as_person):
    page = reverse("decisions:paper", kwargs={"code": place.code, "year": 2027, "number": 1})
    written(("Formannskapet", COUNCIL - 5 * DAY), ("Kommunestyret", COUNCIL))
    said = as_person(people.editor).get(page).content.decode()
    assert "For sent: Formannskapet innstiller 10.12.2027" in said
    assert "skal være offentlig senest 01.12.2027" in said


def test_only_a_rule_that_was_read_says_must(monkeypatch, proposal, written):
    paper = written(("Kommunestyret", COUNCIL))
    found = treatment.public_by(proposal, paper)
    rule = found.deadline.rule
    recalled = replace(rule, origin=replace(rule.origin, mark="recalled"))
    unread = replace(found, deadline=replace(found.deadline, rule=recalled))
    assert "skal være" in found.said("nb")
    assert "skal være" not in unread.said("nb")
    assert "must" not in unread.said("en")


def test_a_case_that_was_sent_back_is_decided_by_the_meeting_that_is_left(
    place, people, proposal, written
):
    today = timezone.localdate()
    first = ("Kommunestyret", today)
    paper = written(first)
    assert treatment.decision_day(proposal, paper) == today
    record(
        people.approver,
        place,
        frozen=proposal,
        body="Kommunestyret",
        decided_on=today,
        case_number="1/26",
        archive_reference="x",
        title="x",
        text="Sendes tilbake.",
        outcome="returned",
        paper=paper,
    )
    meetings = [Meeting(*first), Meeting("Formannskapet", today + DAY)]
    assert treatment.deciding_meeting(proposal, meetings) is None
    treatment.check_order(proposal, meetings, None)


@pytest.mark.parametrize("days", [-2, 0, 3])
def test_a_resolutions_day_is_the_councils_where_it_has_come(
    place, people, proposal, written, as_person, days
):
    today = timezone.localdate()
    day = today + days * DAY
    written(("Formannskapet", day - DAY), ("Kommunestyret", day))
    page = reverse("decisions:record", kwargs={"code": place.code, "year": 2027, "number": 1})
    form = as_person(people.approver).get(page).context["form"]
    assert form.initial["decided_on"] == min(day, today)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("nb", "1 varamedlem ", "2 varamedlemmer "),
        ("nn", "1 varamedlem ", "2 varamedlemmer "),
        ("en", "1 deputy ", "2 deputies "),
    ],
)
def test_one_deputy_is_one(language, one, other):
    for n, words in ((1, one), (2, other)):
        assert words in web(language)("decisions.votes.met_numbers", members=20, n=n)
        assert words in web(language)("decisions.refused.more_deputies", n=n)


def test_the_price_year_is_not_said_of_costs_nobody_knows(proposal):
    said = suggest(proposal.content, "nb")["recommendation"]
    assert "ikke er kjent i faste" not in said
    assert "tas inn i handlings- og økonomiplanen. I " in said
