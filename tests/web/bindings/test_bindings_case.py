"""A binding before the council: its motions, and what each decision does."""

from datetime import date

import pytest
from django.utils import timezone

from kortreist_web.bindings.actions.propose import propose_binding
from kortreist_web.bindings.case_paper import suggest
from kortreist_web.bindings.cases import waiting
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.motions import MOTIONS, motion_text, motions_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.record import record
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(place, people, enter, judge):
    """Propose the boiler: ``propose("wait", verdict={...})``."""

    def run(motion="send_back", **judged):
        binding = Binding.objects.filter(withdrawn_on=None).first() or enter()
        judge(**{binding.key: judged})
        return propose_binding(people.editor, place, binding, motion=motion)

    return run


@pytest.fixture
def decide(place, people):
    def run(version, outcome, case="41/26"):
        return record(
            people.approver,
            place,
            frozen=version,
            body="Kommunestyret",
            decided_on=timezone.localdate(),
            case_number=case,
            archive_reference="2026/1",
            title="Gasskjel",
            text="1. Slik.",
            outcome=outcome,
        )

    return run


#: A contract of twenty years: nothing is built.
PERIOD = {"start": 2028, "last": 2047, "capital": 0.0}
_HOUSE = {"start": 2030, "last": 2069, "capital": 95e6, "signed_by": 2028, "exits": []}


def test_a_way_out_costs_at_most_what_is_left_to_save():
    """A parking house that costs 95 million to build and 122 in all."""
    judged = {"verdict": "avoid", "price_of_binding": 122e6, "leave_from": 2030, "wait_to": 2028}
    day = date(2026, 11, 30)
    made = motions_of({"judged": judged, **_HOUSE}, day)
    assert (made.break_year, made.break_nok) == (2031, 26e6), "not the year it opens"
    # Signed in 2028 whether it is put off to then or not.
    assert (made.wait_to, made.waits) == (2028, False)
    said = motion_text("wait", made.as_data(), "Huset", "nb")
    assert "utsettes" not in said
    assert "legges fram på nytt i 2028" in said
    assert made.offered[-1] == "reject"
    assert "vedtas ikke" in motion_text("reject", made.as_data(), "Huset", "nb")
    # Worth no more than what is built: no such motion.
    none = motions_of({"judged": {**judged, "price_of_binding": 90e6}, **_HOUSE}, day)
    assert "adopt_break" not in none.offered
    # Signed this year: put off to another.
    now = motions_of({"judged": judged, **_HOUSE, "signed_by": 2028}, date(2028, 3, 1))
    assert (now.wait_to, now.waits) == (2029, True)
    # But never beyond the year it is needed.
    duty = {**_HOUSE, "needs_by": 2030}
    assert "wait" not in motions_of({"judged": judged, **duty}, date(2028, 3, 1)).offered


@pytest.mark.parametrize(
    ("judged", "motion"),
    [
        ({"verdict": "start_now"}, "adopt"),
        ({"verdict": "anchor_first"}, "adopt"),
        ({"verdict": "avoid"}, "send_back"),
        ({"verdict": "unknown"}, "send_back"),
        ({"verdict": "keep_open", "value_of_waiting": 1.0}, "wait"),
        (
            {
                "verdict": "keep_open",
                "reason": "right_in_some",
                "price_of_binding": 1e6,
                "leave_from": 2030,
            },
            "adopt_break",
        ),
        (
            {"verdict": "keep_open", "reason": "another_is_better", "price_of_binding": 1e6},
            "send_back",
        ),
        *(
            ({"verdict": "keep_open", "reason": reason, "price_of_binding": 1e6}, "send_back")
            for reason in ("late_for_duty", "no_difference")
        ),
        (None, "send_back"),
    ],
)
def test_the_recommendation_follows_from_the_judgement(judged, motion):
    row = {"judged": judged, "exits": [], "signed_by": 2027, **PERIOD}
    assert motions_of(row).suggested == motion


def test_the_motions_say_year_price_and_what_is_watched():
    row = {
        "judged": {
            "verdict": "keep_open",
            "price_of_binding": 1_234_567.0,
            "leave_from": 2030,
            "wait_to": 2029,
            "break_even_nok_per_t": 1833.0,
        },
        "exits": [],
        "signed_by": 2027,
        **PERIOD,
    }
    data = motions_of(row).as_data()
    said = {m: motion_text(m, data, "Kjelen", "nb") for m in MOTIONS}
    assert "2030" in said["adopt_break"]
    assert "1\u00a0200\u00a0000" in said["adopt_break"].replace("\u202f", "\u00a0")
    assert "2029" in said["wait"]
    assert "1830" in said["wait"].replace("\u00a0", "").replace("\u202f", "")
    unknown = motions_of({"judged": None, "exits": [], "signed_by": None, **PERIOD}).as_data()
    assert "Kommunestyret setter" in motion_text("adopt_break", unknown, "Kjelen", "nb")


def test_the_paper_asks_what_binds_with_alternatives_exits_and_motions(propose):
    version = propose()
    page = render_file(paper_document(version, None, "nb"), "html").decode()
    assert "Binder dette oss?" in page
    for said in ("Reparere", "Varmepumpe", "Ingen utgang er foreslått"):
        assert said in page
    assert "Saken har" in page, "only one alternative beside the zero one"
    for language in ("nb", "nn", "en"):
        assert suggest(version, language)["recommendation"].startswith("1. ")


def test_a_case_below_the_limit_says_so(place, people, enter):
    small = enter(capital=1e5, lifetime=3)
    version = propose_binding(people.editor, place, small, motion="adopt")
    page = render_file(paper_document(version, None, "nb"), "html").decode()
    assert "under grensene" in page


def test_sent_back_is_still_planned_and_can_be_proposed_anew(place, people, propose, decide):
    version = propose()
    assert waiting(place) == [version]
    decide(version, "returned")
    binding = Binding.objects.get()
    assert (binding.status, binding.withdrawn_on) == ("planned", None)
    assert waiting(place) == []
    with pytest.raises(RefusedError):
        decide(version, "adopted", "42/26")
    again = propose("adopt")
    assert again.number == 2


def test_adopted_is_decided_with_its_condition(place, people, propose, decide, client):
    version = propose("adopt_break", leave_from=2032, price_of_binding=8e6)
    address = f"/nb/X001/bindinger/sak/{version.part}/1/"
    assert client.get(address).status_code == 404
    decide(version, "adopted")
    binding = Binding.objects.get()
    assert binding.status == "adopted"
    assert binding.condition == {"year": 2032, "nok": 3.2e6}
    assert "Vedtak å velge mellom" in client.get(address).content.decode()
    with pytest.raises(RefusedError):
        propose_binding(people.editor, place, binding, motion="adopt")


def test_rejected_is_withdrawn_with_the_case_as_its_reason(propose, decide):
    decide(propose(), "rejected")
    assert "41/26" in Binding.objects.get().withdrawn_why


def test_the_pages_of_a_case_open(place, people, enter, judge, as_person):
    boiler = enter()
    judge()
    client = as_person(people.editor)
    address = f"/nb/X001/arbeid/bindinger/{boiler.pk}/foresla/"
    assert client.get(address).context["form"]["motion"].initial == "send_back"
    answer = client.post(address, {"motion": "wait"})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert "Lagt fram" in client.get(f"/nb/X001/arbeid/bindinger/{boiler.pk}/").content.decode()


def _correct(people, place, outcome, why="Ført feil, se protokollen."):
    from kortreist_web.decisions.actions.correct import correct
    from kortreist_web.decisions.models import Resolution

    row = Resolution.objects.get()
    names = ("body", "decided_on", "case_number", "archive_reference", "title", "text")
    kept = {name: getattr(row, name) for name in names}
    return correct(people.approver, place, row, outcome=outcome, why=why, **kept)


def test_an_adoption_by_mistake_is_taken_back_in_the_open(place, people, propose, decide):
    from kortreist_web.bindings.actions.change import change
    from kortreist_web.bindings.cases import cases_of, in_force
    from kortreist_web.bindings.decided import Decided
    from kortreist_web.changes.models import Change

    decide(propose("adopt_break", leave_from=2032, price_of_binding=8e6), "adopted")
    binding = Binding.objects.get()
    assert [row["key"] for row in Decided().rows(place)] == [binding.key]
    with pytest.raises(RefusedError, match="Kommunestyret har vedtatt"):
        change(people.editor, place, binding, status="planned", why="feil")
    with pytest.raises(RefusedError):
        _correct(people, place, "returned", why=" ")
    # What the council did was to send it back for alternatives.
    resolution = _correct(people, place, "returned")
    binding.refresh_from_db()
    assert (binding.status, binding.condition, binding.withdrawn_on) == ("planned", {}, None)
    assert Decided().rows(place) == [], "no later plan counts it"
    assert [v.state for v in cases_of(binding)] == ["withdrawn", "adopted", "proposed"]
    assert (in_force(binding), resolution.frozen.state) == (None, "proposed")
    assert waiting(place) == []
    assert any("se protokollen" in row.why for row in Change.objects.all())
    # Worked on, proposed anew, and adopted another day.
    again = propose("adopt")
    decide(again, "adopted", "52/26")
    binding.refresh_from_db()
    assert (binding.status, in_force(binding).content["proposal"]["number"]) == ("adopted", 4)


def test_recorded_back_and_forth_it_ends_as_the_minutes_say(place, people, propose, decide):
    decide(propose("adopt"), "adopted")
    _correct(people, place, "rejected")
    binding = Binding.objects.get()
    assert "41/26" in binding.withdrawn_why
    _correct(people, place, "adopted")
    binding.refresh_from_db()
    assert (binding.status, binding.withdrawn_on) == ("adopted", None)


def test_what_is_signed_since_stands_until_that_is_corrected(place, people, propose, decide):
    from kortreist_web.bindings.actions.change import change

    decide(propose("adopt"), "adopted")
    binding = Binding.objects.get()
    change(people.editor, place, binding, status="contracted")
    with pytest.raises(RefusedError, match="inngått"):
        _correct(people, place, "returned")
    change(people.approver, place, binding, status="adopted", why="Ikke signert ennå")
    _correct(people, place, "returned")


def test_what_was_entered_as_decided_by_mistake_needs_a_reason(place, people, enter, as_person):
    from kortreist_web.bindings.actions.change import change

    binding = enter(status="adopted")
    with pytest.raises(RefusedError, match="Skriv hvorfor"):
        change(people.approver, place, binding, status="planned")
    page = as_person(people.editor).get(f"/nb/X001/arbeid/bindinger/{binding.pk}/endre/")
    assert "Hvorfor endres det?" in page.content.decode()
    binding.refresh_from_db()
    assert change(people.approver, place, binding, status="planned", why="Tastefeil").status


def test_what_was_resolved_is_at_the_binding_and_the_binding_at_the_resolution(
    place, people, propose, decide, client
):
    from kortreist_web.bindings.actions.freeze_page import freeze_page
    from kortreist_web.publishing.actions.publish import publish

    version = propose()
    resolution = decide(version, "returned")
    frozen = freeze_page(people.editor, place)
    publish(people.approver, place, kind="bindings", row=frozen)
    listed = client.get("/nb/X001/bindinger/").content.decode()
    row = listed.partition(f'id="binding-{version.part}"')[2].partition("</tr>")[0]
    assert f'href="/nb/X001/vedtak/{resolution.pk}/"' in row
    assert "Sendt tilbake av Kommunestyret" in row
    page = client.get(f"/nb/X001/vedtak/{resolution.pk}/").content.decode()
    assert f'href="/nb/X001/bindinger/#binding-{version.part}"' in page
    assert "sendt tilbake, ikke vedtatt" in page
    assert "Avstemningen er ikke registrert her." in page
    assert "ikke oppgitt" in page.partition("Ansvarlig")[2][:200]  # the boiler has no unit
